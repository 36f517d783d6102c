import { createHash } from 'crypto';
import type { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import type { IamAccessKey } from '@cdktf/provider-aws/lib/iam-access-key';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Construct } from 'constructs';
import { Controller, controllerPolicy, CONTROLLERS } from './controller-policy';
import { AccessKeys, AccessRole, KeyStore } from './dns-access-options';
import { DnsMode, DnsPlan, DnsPlanCluster, keysName } from './dns-plan';
import { GatewayZone } from './gateway-zone';
import { aws, isFirst, literals, safeId, terraform } from './loader';
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
   * Roles of the controllers that need no keys (`ambientControllers` of the plan). The ARN of each is an output of the
   * stack: `role_<name>`, such as `role_external_eu_cert-manager`.
   *
   * @default - none; the roles of such controllers are managed elsewhere
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
  private readonly roles = new Map<string, IamRole>();
  private partitionData?: DataAwsPartition;

  public constructor(scope: Construct, id: string, props: GatewayDnsAccessProps) {
    super(scope, id);
    this.props = props;
    this.keys = props.keys ?? { active: 'a', keep: ['a'] };
    this.store = props.keyStore ?? KeyStore.secretsManager();
    this.check();
    for (const cluster of props.plan.clusters) {
      for (const controller of controllersOf(cluster)) this.admit(cluster, this.controller(cluster, controller));
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
    if (!found || !controllersOf(found).includes(controller)) {
      const known = this.props.plan.clusters.flatMap((each) =>
        controllersOf(each).map((name) => `${name} in ${each.name}`),
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

  /**
   * ARN of the role of a controller, a reference for other resources of the stack; also an output of the stack.
   *
   * @param cluster name in the plan
   * @param controller `cert-manager` or `external-dns`
   */
  public roleArn(cluster: string, controller: string): string {
    return this.roleOf(cluster, controller).arn;
  }

  /**
   * Name of the role of a controller, a reference, for `WorkloadIdentity.existingRole` of another gateway.
   *
   * @param cluster name in the plan
   * @param controller `cert-manager` or `external-dns`
   */
  public roleName(cluster: string, controller: string): string {
    return this.roleOf(cluster, controller).name;
  }

  private roleOf(cluster: string, controller: string): IamRole {
    const role = this.roles.get(`${controller} in ${cluster}`);
    if (!role) {
      const expected = [...this.roles.keys()].join(', ') || 'a role that it makes; it has none';
      const fix = 'add it to roles, with WorkloadIdentity.irsa or podIdentity';
      refuse({ what: 'role', got: `${controller} in ${cluster}`, expected, fix }, this);
    }
    return role;
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
      const planned = plan.clusters.find(({ name }) => name === cluster);
      if (planned?.controllers?.includes(controller)) {
        wrong(
          'role',
          `${controller} in ${cluster}, whose manifests look for keys`,
          'a controller with ambient credentials (ambientControllers of the plan)',
          controller === 'cert-manager'
            ? 'use MultiClusterIssuer.acme({ ambientCredentials: true }), or leave the role out'
            : 'leave credentialNamespace of MultiClusterDns.externalDns out, or leave the role out',
        );
      }
      if (!planned?.ambientControllers?.includes(controller)) {
        const known = plan.clusters.flatMap(({ name, ambientControllers = [] }) =>
          ambientControllers.map((each) => `${each} in ${name}`),
        );
        wrong(
          'role',
          `${controller} in ${cluster}`,
          `one of ambientControllers of the plan: ${known.join(', ') || 'it has none'}`,
          'add it to the plan',
        );
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
    if (cluster.ambientControllers?.includes(controller)) {
      const role = roles.find((candidate) => candidate.cluster === cluster.name && candidate.controller === controller);
      if (role) this.addRole(scope, role, principal, policy);
      return;
    }
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
    { identity, cluster, controller }: AccessRole,
    principal: { readonly name: string },
    policy: { readonly name: string; readonly policy: string },
  ): void {
    const { IamRolePolicy } = aws(this, 'iam-role-policy');
    if (identity._roleName !== undefined) {
      // A role has one policy of a name.
      new IamRolePolicy(scope, 'policy', { ...policy, name: `dns-${principal.name}`, role: identity._roleName });
      return;
    }
    const role = new (aws(this, 'iam-role').IamRole)(scope, 'role', {
      ...principal,
      assumeRolePolicy: identity._trust(controller),
    });
    new IamRolePolicy(scope, 'policy', { ...policy, role: role.name });
    this.roles.set(`${controller} in ${cluster}`, role);
    this.output(scope, principal.name, role.arn, `Role of ${controller} in cluster ${cluster}`);
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

  private output(scope: Construct, principal: string, value: string, description: string): void {
    const name = `role_${principal.replace(/[^\w-]/g, '_')}`;
    if (!isFirst(this, `output ${name}`)) {
      const fix = 'set another namePrefix';
      refuse({ what: `output ${name}`, got: 'two in one stack', expected: 'one', fix }, this);
    }
    const { TerraformOutput } = terraform(this);
    new TerraformOutput(scope, 'output', { value, description }).overrideLogicalId(name);
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

/** All controllers of a cluster that work on Route 53, with keys or without. */
const controllersOf = ({ controllers = [], ambientControllers = [] }: DnsPlanCluster) => [
  ...controllers,
  ...ambientControllers,
];
