import { createHash } from 'crypto';
import type { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import type { IamAccessKey } from '@cdktf/provider-aws/lib/iam-access-key';
import { Construct } from 'constructs';
import { Controller, controllerPolicy, CONTROLLERS } from './controller-policy';
import { AccessKeys, AccessRole, KeyStore } from './dns-access-options';
import { DnsMode, DnsPlan, DnsPlanCluster, keysName } from './dns-plan';
import { GatewayZone } from './gateway-zone';
import { aws, literals, safeId, terraform } from './loader';
import { AwsProviderOptions } from './zone-options';
import { checkInside } from './zone-values';
import { nearest, refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** Who may work on a zone. */
export interface GatewayDnsAccessProps extends AwsProviderOptions {
  /** The clusters and their controllers. */
  readonly plan: DnsPlan;
  /** The zone that they work on, and no other. */
  readonly zone: GatewayZone;
  /**
   * Where the keys are handed over.
   *
   * @default - Secrets Manager, in the account and region of `provider`
   */
  readonly keyStore?: KeyStore;
  /**
   * The keys of every user, for rotation.
   *
   * @default - one key, `a`
   */
  readonly keys?: AccessKeys;
  /**
   * Controllers with a role instead of keys.
   *
   * @default - none
   */
  readonly roles?: AccessRole[];
  /**
   * Lets cert-manager look its zone up among all of the account (`route53:ListHostedZonesByName`): needed where the
   * solver does not name it (`hostedZoneId`).
   *
   * @default false
   */
  readonly lookUpZones?: boolean;
  /**
   * What the names of users and roles begin with, where an account has two gateways of one name.
   *
   * @default - none
   */
  readonly namePrefix?: string;
  /**
   * ARN of the policy that bounds every user and role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Tags of everything that is made.
   *
   * @default - those of the provider
   */
  readonly tags?: { readonly [key: string]: string };
}

/**
 * The access of a gateway's controllers to its zone: for every controller of every cluster one IAM user with the least
 * that it needs, its keys under the name that the manifests look for; or a role.
 *
 * The state of Terraform holds the keys: it belongs in an encrypted backend.
 */
export class GatewayDnsAccess extends Construct {
  private readonly props: GatewayDnsAccessProps;
  private readonly keys: AccessKeys;
  private readonly store: KeyStore;

  private partitionData?: DataAwsPartition;

  public constructor(scope: Construct, id: string, props: GatewayDnsAccessProps) {
    super(scope, id);
    this.props = props;
    this.keys = props.keys ?? { active: 'a', keep: ['a'] };
    this.store = props.keyStore ?? KeyStore.secretsManager();
    this.check();
    for (const cluster of props.plan.clusters) {
      for (const controller of cluster.controllers ?? []) this.admit(cluster, this.controller(cluster, controller));
    }
  }

  /**
   * Name of the user or role of a controller, for example for the annotation of a ServiceAccount.
   *
   * @param cluster name in the plan
   * @param controller `kuadrant`, `cert-manager` or `external-dns`
   */
  public principalName(cluster: string, controller: string): string {
    const found = this.props.plan.clusters.find(({ name }) => name === cluster);
    if (!found?.controllers?.includes(controller)) {
      const known = this.props.plan.clusters.flatMap(({ name, controllers = [] }) =>
        controllers.map((each) => `${each} in ${name}`),
      );
      refuse(
        {
          what: 'controller',
          got: `${controller} in ${cluster}`,
          expected: known.join(', ') || 'one of the plan',
          fix: 'add it to the plan',
        },
        this,
      );
    }
    return this.nameOf(cluster, controller);
  }

  private check(): void {
    const { plan, zone, roles = [] } = this.props;
    const { active, keep } = this.keys;
    checkInside(`domain of the plan of ${plan.gateway}`, plan.domain, zone.domain, this);
    const wrong = (what: string, got: unknown, expected: string, fix: string) =>
      refuse({ what, got, expected, fix }, this);
    keep.forEach((name) => dnsLabel('name of a key', name));
    if (keep.length < 1 || keep.length > 2) {
      wrong('keys.keep', keep.join(', '), 'one or two keys', 'IAM gives a user two keys at most: drop the oldest');
    }
    if (new Set(keep).size < keep.length) {
      wrong('keys.keep', keep.join(', '), 'two different names', 'name the next key otherwise');
    }
    if (!keep.includes(active)) {
      wrong(
        'keys.active',
        active,
        `one of keys.keep: ${keep.join(', ')}`,
        `keep it: ['${[...keep, active].join("', '")}']`,
      );
    }
    roles.forEach(({ cluster, controller }, index) => {
      if (controller === 'kuadrant') {
        wrong(
          `role of kuadrant in ${cluster}`,
          'a workload identity',
          'keys',
          "Kuadrant's DNS operator reads static keys only: leave the role out",
        );
      }
      if (!plan.clusters.some(({ name, controllers = [] }) => name === cluster && controllers.includes(controller))) {
        wrong('role', `${controller} in ${cluster}`, 'a controller of a cluster of the plan', 'add it to the plan');
      }
      if (roles.findIndex((role) => role.cluster === cluster && role.controller === controller) < index) {
        wrong('role', `two of ${controller} in ${cluster}`, 'one', 'leave one out');
      }
    });
  }

  private controller(cluster: DnsPlanCluster, name: string): Controller {
    const { plan } = this.props;
    if (!(CONTROLLERS as readonly string[]).includes(name)) {
      const near = nearest(name, CONTROLLERS);
      refuse(
        {
          what: `controller of cluster ${cluster.name}`,
          got: name,
          expected: CONTROLLERS.join(', '),
          fix: near ? `use '${near}'` : 'give it a user of its own',
        },
        this,
      );
    }
    if (plan.mode === DnsMode.STATIC && name !== 'cert-manager') {
      refuse(
        {
          what: `controller of cluster ${cluster.name}`,
          got: `${name} in static mode`,
          expected: 'no controller that writes records',
          fix: 'Terraform owns the records: leave it out, or use controller mode',
        },
        this,
      );
    }
    return name as Controller;
  }

  private admit(cluster: DnsPlanCluster, controller: Controller): void {
    const { plan, zone, roles = [] } = this.props;
    const scope = new Construct(this, `${safeId(cluster.name)}-${controller}`);
    const principal = {
      name: this.nameOf(cluster.name, controller),
      permissionsBoundary: this.props.permissionsBoundary,
      provider: this.props.provider,
      tags: literals(this.props.tags),
    };
    const policy = {
      name: 'dns',
      policy: controllerPolicy(controller, {
        zoneArn: zone.arn,
        domain: plan.domain,
        partition: this.partition,
        looksUp: this.props.lookUpZones ?? false,
      }),
      provider: this.props.provider,
    };
    const role = roles.find((candidate) => candidate.cluster === cluster.name && candidate.controller === controller);
    if (role) return this.addRole(scope, role, principal, policy);
    const user = new (aws(this, 'iam-user').IamUser)(scope, 'user', principal);
    new (aws(this, 'iam-user-policy').IamUserPolicy)(scope, 'policy', { ...policy, user: user.name });
    const { IamAccessKey: AccessKey } = aws(this, 'iam-access-key');
    const keys = this.keys.keep.map(
      (name) => new AccessKey(scope, `key-${name}`, { user: user.name, provider: this.props.provider }),
    );
    this.handOver(scope, cluster, controller, keys[this.keys.keep.indexOf(this.keys.active)]);
  }

  /** Of the account: `aws`, `aws-cn` or `aws-us-gov`; known to Terraform. */
  private get partition(): string {
    this.partitionData ??= new (aws(this, 'data-aws-partition').DataAwsPartition)(this, 'partition', {
      provider: this.props.provider,
    });
    return this.partitionData.partition;
  }

  private addRole(
    scope: Construct,
    { identity, controller }: AccessRole,
    principal: { readonly name: string },
    policy: { readonly name: string; readonly policy: string },
  ): void {
    const role = new (aws(this, 'iam-role').IamRole)(scope, 'role', {
      ...principal,
      assumeRolePolicy: identity._trust(controller),
    });
    new (aws(this, 'iam-role-policy').IamRolePolicy)(scope, 'policy', { ...policy, role: role.name });
    if (identity._eksCluster !== undefined) {
      const { EksPodIdentityAssociation } = aws(this, 'eks-pod-identity-association');
      new EksPodIdentityAssociation(scope, 'association', {
        clusterName: identity._eksCluster,
        ...identity._pods(controller),
        roleArn: role.arn,
        provider: identity._provider ?? this.props.provider,
        tags: literals(this.props.tags),
      });
    }
  }

  private handOver(scope: Construct, cluster: DnsPlanCluster, controller: Controller, key: IamAccessKey): void {
    const tags = literals(this.props.tags);
    const { _kind, _kmsKeyId, _recoveryDays, _provider } = this.store;
    const provider = _provider ?? this.props.provider;
    const name = keysName(this.props.plan, cluster.name, controller);
    const description = `Keys of ${controller} in cluster ${cluster.name} for the zone of ${this.props.zone.domain}`;
    const { Fn } = terraform(this);
    const value = Fn.jsonencode({
      AWS_ACCESS_KEY_ID: key.id,
      AWS_SECRET_ACCESS_KEY: key.secret,
      // Route 53 is global; clients want a region nevertheless.
      AWS_REGION: cluster.region ?? 'us-east-1',
    });
    if (_kind === 'parameter-store') {
      const { SsmParameter } = aws(this, 'ssm-parameter');
      new SsmParameter(scope, 'keys', {
        // A name with slashes begins with one.
        name: `/${name}`,
        description,
        type: 'SecureString',
        value,
        keyId: _kmsKeyId,
        provider,
        tags,
      });
      return;
    }
    const secret = new (aws(this, 'secretsmanager-secret').SecretsmanagerSecret)(scope, 'keys', {
      name,
      description,
      kmsKeyId: _kmsKeyId,
      recoveryWindowInDays: _recoveryDays,
      provider,
      tags,
    });
    const { SecretsmanagerSecretVersion } = aws(this, 'secretsmanager-secret-version');
    new SecretsmanagerSecretVersion(scope, 'value', { secretId: secret.id, secretString: value, provider });
  }

  /** Parts joined by a sign that no part has; IAM takes 64 characters. */
  private nameOf(cluster: string, controller: string): string {
    const name = [this.props.namePrefix, this.props.plan.gateway, cluster, controller].filter(Boolean).join('_');
    if (name.length <= 64) return name;
    return `${name.slice(0, 55)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
  }
}
