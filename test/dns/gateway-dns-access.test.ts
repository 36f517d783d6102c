import { Duration } from 'cdk8s';
import { TerraformOutput, TerraformStack } from 'cdktf';
import { applied, demoZone, plan, refusal } from './support';
import { KeyStore, WorkloadIdentity } from '../../src/dns/dns-access-options';
import { DnsMode, keysName } from '../../src/dns/dns-plan';
import { GatewayDnsAccess, GatewayDnsAccessProps } from '../../src/dns/gateway-dns-access';
import { GatewayZone } from '../../src/dns/gateway-zone';
import { accountOf, Aws } from '../terraform/aws/world';
import { policyDocuments, secretNamed, secretValue, userNamed, zoneNamed } from '../terraform/find';
import {
  AccessRequest,
  isAllowed,
  changeResourceRecordSets,
  getChange,
  getHostedZone,
  listHostedZones,
  listHostedZonesByName,
  listResourceRecordSets,
  RecordChange,
} from '../terraform/iam';
import { Cloud, describeTerraform, startCloud } from '../terraform/stack';
import { synthStack } from '../terraform/synth';

const controllers = ['kuadrant', 'cert-manager', 'external-dns'];
const withControllers = (rest: object = {}) =>
  plan({
    clusters: [
      { name: 'eu', region: 'eu-west-1', controllers },
      { name: 'us', controllers: ['kuadrant'] },
    ],
    ...rest,
  });
const withRoles = () =>
  plan({
    clusters: [
      {
        name: 'eu',
        region: 'eu-west-1',
        controllers: ['kuadrant'],
        ambientControllers: ['cert-manager', 'external-dns'],
      },
      { name: 'us', controllers: ['kuadrant'] },
    ],
  });
const access =
  (props: Partial<GatewayDnsAccessProps> = {}) =>
  (stack: TerraformStack) =>
    void new GatewayDnsAccess(stack, 'access', { plan: withControllers(), zone: demoZone(stack), ...props });

const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
const oidcProviderArn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;

describeTerraform('the policy of', () => {
  let cloud: Cloud;
  let own: string;
  let other: string;
  beforeAll(async () => {
    cloud = await startCloud();
    const folder = synthStack((stack) => {
      access()(stack);
      new GatewayZone(stack, 'other', { domain: 'example.org' });
    });
    expect((await cloud.deploy(folder)).drift).toBe('');
    [own, other] = ['demo.example.com', 'example.org'].map((name) => zoneNamed(cloud.aws, name).id);
  });
  afterAll(() => cloud.stop());

  const change = (type: string, name = 'api.demo.example.com', action: RecordChange['action'] = 'UPSERT') =>
    changeResourceRecordSets(own, { action, name, type });
  const challenge = (name: string, action?: RecordChange['action']) => change('TXT', `_acme-challenge.${name}`, action);
  const elsewhere = () => [
    listResourceRecordSets(other),
    changeResourceRecordSets(other, { action: 'UPSERT', name: '_acme-challenge.demo.example.com', type: 'TXT' }),
    changeResourceRecordSets(other, { action: 'UPSERT', name: 'api.example.org', type: 'A' }),
    { action: 'route53:DeleteHostedZone', resource: `arn:aws:route53:::hostedzone/${own}` },
    { action: 'route53:CreateHostedZone', resource: '*' },
    { action: 'iam:CreateAccessKey', resource: '*' },
    getHostedZone(own),
    listHostedZonesByName(),
  ];
  const table: [string, () => AccessRequest[], () => AccessRequest[]][] = [
    [
      'kuadrant',
      () => [
        listHostedZones(),
        listResourceRecordSets(own),
        ...['A', 'CNAME', 'TXT'].map((type) => change(type)),
        change('CNAME', '*.demo.example.com', 'CREATE'),
        change('A', 'api.demo.example.com', 'DELETE'),
      ],
      () => [...elsewhere(), getChange(), ...['NS', 'CAA', 'DS', 'MX', 'SOA', 'AAAA'].map((type) => change(type))],
    ],
    [
      'cert-manager',
      () => [
        getChange(),
        ...['demo.example.com', 'api.demo.example.com', 'a.b.demo.example.com'].map((name) => challenge(name)),
        challenge('API.demo.example.com.', 'DELETE'),
      ],
      () => [
        ...elsewhere(),
        listHostedZones(),
        listResourceRecordSets(own),
        challenge('demo.example.com', 'CREATE'),
        change('TXT', 'demo.example.com'),
        change('A', '_acme-challenge.demo.example.com'),
        challenge('notdemo.example.com'),
        challenge('demo.example.com.evil.org'),
        changeResourceRecordSets(
          own,
          { action: 'UPSERT', name: '_acme-challenge.demo.example.com', type: 'TXT' },
          { action: 'UPSERT', name: 'api.demo.example.com', type: 'TXT' },
        ),
      ],
    ],
    [
      'external-dns',
      () => [listHostedZones(), listResourceRecordSets(own), change('A'), change('AAAA'), change('TXT', 'x', 'DELETE')],
      () => [...elsewhere(), getChange()],
    ],
  ];
  it.each(table)('%s lets it do its work on its zone, and nothing else', (controller, allowed, denied) => {
    const policies = policyDocuments(cloud.aws, `external_eu_${controller}`);
    const verdicts = (requests: AccessRequest[], verdict: boolean) =>
      expect(requests.filter((request) => isAllowed(policies, request) !== verdict)).toEqual([]);
    verdicts(allowed(), true);
    verdicts(denied(), false);
  });

  it('nobody beside: one user for each controller of each cluster', () => {
    expect([...accountOf(cloud.aws).users.values()].map(({ name }) => name).sort()).toEqual([
      'external_eu_cert-manager',
      'external_eu_external-dns',
      'external_eu_kuadrant',
      'external_us_kuadrant',
    ]);
  });
});

describeTerraform('cert-manager', () => {
  it('looks its zone up where it is allowed to, and gains nothing else', () =>
    applied(access({ lookUpZones: true }), (_, { aws }) => {
      const policies = policyDocuments(aws, 'external_eu_cert-manager');
      const requests = [listHostedZonesByName(), listHostedZones(), listResourceRecordSets('Z1')];
      expect(requests.map((request) => isAllowed(policies, request))).toEqual([true, false, false]);
      expect(isAllowed(policyDocuments(aws, 'external_eu_kuadrant'), listHostedZonesByName())).toBe(false);
    }));
});

describeTerraform('keys', () => {
  const keyIds = (aws: Aws, user: string) => [...userNamed(aws, user).accessKeys.keys()];

  it('are handed over in Secrets Manager under the name that the manifests look for', () =>
    applied(access({ keyStore: KeyStore.secretsManager({ recoveryWindow: Duration.days(0) }) }), (_, { aws }) => {
      const region = { eu: 'eu-west-1', us: 'us-east-1' };
      const clusters: ['eu' | 'us', string][] = [
        ...controllers.map((each) => ['eu', each] as ['eu', string]),
        ['us', 'kuadrant'],
      ];
      for (const [cluster, controller] of clusters) {
        const secret = secretNamed(aws, keysName(withControllers(), cluster, controller));
        const { accessKeys } = userNamed(aws, `external_${cluster}_${controller}`);
        const [key] = accessKeys.values();
        expect(JSON.parse(secretValue(secret)!)).toEqual({
          AWS_ACCESS_KEY_ID: key.id,
          AWS_SECRET_ACCESS_KEY: key.secret,
          AWS_REGION: region[cluster],
        });
      }
      expect(secretNamed(aws, 'gateways/external/eu/dns').region).toBe('eu-west-1');
    }));

  it('are handed over in Parameter Store', () =>
    applied(access({ keyStore: KeyStore.parameterStore() }), (_, { aws }) => {
      const parameters = [...accountOf(aws).parameters.values()];
      expect(parameters.map(({ name, type }) => [name, type]).sort()).toEqual([
        ['/gateways/external/eu/cert-manager', 'SecureString'],
        ['/gateways/external/eu/dns', 'SecureString'],
        ['/gateways/external/eu/external-dns', 'SecureString'],
        ['/gateways/external/us/dns', 'SecureString'],
      ]);
      const dns = parameters.find(({ name }) => name.endsWith('/us/dns'))!;
      expect(JSON.parse(dns.value)).toMatchObject({ AWS_ACCESS_KEY_ID: keyIds(aws, 'external_us_kuadrant')[0] });
    }));

  it('rotate: the new key is made, handed over, and then the old one goes', async () => {
    const cloud = await startCloud();
    const at = (active: string, ...keep: string[]) => synthStack(access({ keys: { active, keep } }));
    const { stack } = await cloud.deploy(at('a', 'a'));
    const state = () => {
      const { AWS_ACCESS_KEY_ID: active } = JSON.parse(
        secretValue(secretNamed(cloud.aws, 'gateways/external/us/dns'))!,
      );
      return [active as string, keyIds(cloud.aws, 'external_us_kuadrant')] as const;
    };
    const [a] = state();
    const seen = [];
    for (const step of [at('a', 'a', 'b'), at('b', 'a', 'b'), at('b', 'b')]) {
      stack.replaceBy(step);
      await stack.apply();
      expect((await stack.plan()).hasChanges).toBe(false);
      seen.push(state());
    }
    const b = seen[2][0];
    expect(b).not.toBe(a);
    expect(seen).toEqual([
      [a, [a, b]],
      [b, [a, b]],
      [b, [b]],
    ]);
    await cloud.stop();
  });
});

describeTerraform('a role', () => {
  it('serves pods by IRSA or Pod Identity, without a key', () =>
    applied(
      (stack) => {
        const zone = demoZone(stack);
        const made = new GatewayDnsAccess(stack, 'access', {
          plan: withRoles(),
          zone,
          namePrefix: 'prod',
          roles: [
            { cluster: 'eu', controller: 'cert-manager', identity: WorkloadIdentity.irsa({ oidcProviderArn }) },
            {
              cluster: 'eu',
              controller: 'external-dns',
              identity: WorkloadIdentity.podIdentity({
                eksCluster: 'eks-eu',
                namespace: 'dns',
                serviceAccount: 'edns',
              }),
            },
          ],
        });
        expect(made.principalName('eu', 'cert-manager')).toBe('prod_external_eu_cert-manager');
        // Pods have one role: that of another gateway in the cluster gets the permissions of this one too.
        const identity = WorkloadIdentity.existingRole(made.roleName('eu', 'cert-manager'));
        new GatewayDnsAccess(stack, 'others', {
          plan: plan({ gateway: 'partners', clusters: [{ name: 'eu', ambientControllers: ['cert-manager'] }] }),
          zone,
          roles: [{ cluster: 'eu', controller: 'cert-manager', identity }],
        });
        new TerraformOutput(stack, 'annotation', { value: made.roleArn('eu', 'cert-manager') });
      },
      ({ outputs }, { aws }) => {
        const { roles, podIdentities, secrets } = accountOf(aws);
        const arn = 'arn:aws:iam::111122223333:role/prod_external_eu';
        expect(outputs).toMatchObject({
          'role_prod_external_eu_cert-manager': `${arn}_cert-manager`,
          'role_prod_external_eu_external-dns': `${arn}_external-dns`,
          annotation: `${arn}_cert-manager`,
        });
        expect([...roles.get('prod_external_eu_cert-manager')!.inline.keys()].sort()).toEqual([
          'dns',
          'dns-partners_eu_cert-manager',
        ]);
        const trust = (name: string) =>
          (JSON.parse([...roles.values()].find((role) => role.name === name)!.trust) as { Statement: object[] })
            .Statement;
        expect(trust('prod_external_eu_cert-manager')).toEqual([
          {
            Effect: 'Allow',
            Principal: { Federated: oidcProviderArn },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${issuer}:aud`]: 'sts.amazonaws.com',
                [`${issuer}:sub`]: 'system:serviceaccount:cert-manager:cert-manager',
              },
            },
          },
        ]);
        expect(trust('prod_external_eu_external-dns')).toMatchObject([
          { Principal: { Service: 'pods.eks.amazonaws.com' } },
        ]);
        expect([...podIdentities.values()]).toMatchObject([
          { clusterName: 'eks-eu', namespace: 'dns', serviceAccount: 'edns' },
        ]);
        expect(isAllowed(policyDocuments(aws, 'prod_external_eu_cert-manager'), getChange())).toBe(true);
        expect([...secrets.values()].map(({ name }) => name).sort()).toEqual([
          'gateways/external/eu/dns',
          'gateways/external/us/dns',
        ]);
      },
    ));

  it('and a user with a long name keep one of 64 characters', () =>
    applied(
      (stack) =>
        ['a', 'b'].forEach((end, index) => {
          const zone = index === 0 ? demoZone(stack) : new GatewayZone(stack, 'b', { domain: 'b.example.com' });
          const named = plan({
            domain: zone.domain,
            gateway: `${'g'.repeat(60)}${end}`,
            clusters: [{ name: 'eu', controllers: ['kuadrant'] }],
          });
          new GatewayDnsAccess(stack, `access-${end}`, { plan: named, zone });
        }),
      (_, { aws }) => expect([...accountOf(aws).users.values()].map(({ name }) => name.length)).toEqual([64, 64]),
    ));
});

describe('access that cannot be', () => {
  const irsa = WorkloadIdentity.irsa({ oidcProviderArn });
  const role = (cluster: string, controller: string) => ({ cluster, controller, identity: irsa });
  const one = (controller: string, mode = DnsMode.CONTROLLER) =>
    plan({ mode, clusters: [{ name: 'eu', controllers: [controller] }] });
  const cases: [string, (stack: TerraformStack) => unknown, string][] = [
    [
      'kuadrant with a role',
      access({ roles: [role('eu', 'kuadrant')] }),
      "fix: Kuadrant's DNS operator reads static keys only: leave the role out",
    ],
    ['a role of nobody', access({ roles: [role('us', 'cert-manager')] }), "role: got 'cert-manager in us'"],
    [
      'a role where the manifests look for keys',
      access({ roles: [role('eu', 'cert-manager')] }),
      "role: got 'cert-manager in eu, whose manifests look for keys'",
    ],
    [
      'the ARN of a role that is not made',
      (stack) =>
        new GatewayDnsAccess(stack, 'a', { plan: withRoles(), zone: demoZone(stack) }).roleArn('eu', 'cert-manager'),
      "role: got 'cert-manager in eu', expected a role that it makes",
    ],
    [
      'two roles',
      access({ plan: withRoles(), roles: [role('eu', 'cert-manager'), role('eu', 'cert-manager')] }),
      "role: got 'two of cert-manager in eu'",
    ],
    ['an unknown controller', access({ plan: one('certmanager') }), "fix: use 'cert-manager'"],
    [
      'kuadrant in static mode',
      access({ plan: one('kuadrant', DnsMode.STATIC) }),
      "got 'kuadrant in static mode', expected no controller that writes records",
    ],
    ['an active key that goes', access({ keys: { active: 'b', keep: ['a'] } }), "keys.active: got 'b'"],
    ['three keys', access({ keys: { active: 'a', keep: ['a', 'b', 'c'] } }), "keys.keep: got 'a, b, c'"],
    ['one key twice', access({ keys: { active: 'a', keep: ['a', 'a'] } }), 'expected two different names'],
    ['no key', access({ keys: { active: 'a', keep: [] } }), 'expected one or two keys'],
    [
      'a plan of another zone',
      access({ plan: withControllers({ domain: 'example.org' }) }),
      "domain of the plan of external: got 'example.org'",
    ],
    [
      'a recovery of 3 days',
      () => KeyStore.secretsManager({ recoveryWindow: Duration.days(3) }),
      'recoveryWindow of a secret in days: got 3',
    ],
    [
      'an ARN of no provider',
      () => WorkloadIdentity.irsa({ oidcProviderArn: 'arn:aws:iam::1:role/x' }),
      'issuer of an IRSA identity',
    ],
    [
      'a name of nobody',
      (stack) =>
        new GatewayDnsAccess(stack, 'a', { plan: withControllers(), zone: demoZone(stack) }).principalName(
          'us',
          'cert-manager',
        ),
      "controller: got 'cert-manager in us'",
    ],
  ];
  it.each(cases)('is refused: %s', (_, build, message) => {
    expect(refusal((stack) => void build(stack))).toContain(message);
  });
});
