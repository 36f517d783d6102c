import { App, Chart, Duration } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import { elsewhere, otherAccount, applied, refusal, virginia } from './support';
import { GatewayZone, ZoneParent } from '../../src/dns/gateway-zone';
import { CaaRecord, ExistingZone } from '../../src/dns/zone-options';
import { put, recordsAt } from '../terraform/aws/route53';
import { accountOf } from '../terraform/aws/world';
import { zoneNamed } from '../terraform/find';
import { resolve } from '../terraform/resolve';
import { describeTerraform, startCloud, TerraformError } from '../terraform/stack';
import { synthStack } from '../terraform/synth';

describeTerraform('a zone', () => {
  it('is public, lets Let’s Encrypt issue, and outputs its id and name servers', () =>
    applied(
      (stack) => void new GatewayZone(stack, 'zone', { domain: 'demo.example.com', tags: { team: 'edge' } }),
      ({ outputs }, { aws }) => {
        const zone = zoneNamed(aws, 'demo.example.com');
        expect(zone).toMatchObject({ comment: 'Zone of demo.example.com', vpcs: [], tags: { team: 'edge' } });
        expect(resolve(zone, 'demo.example.com', 'CAA')[0].values).toEqual([
          '0 issue "letsencrypt.org"',
          '0 issuewild "letsencrypt.org"',
        ]);
        expect(outputs.zone_demo_example_com).toEqual({
          domain: 'demo.example.com',
          zone_id: zone.id,
          name_servers: [...zone.nameServers].sort(),
        });
      },
    ));

  it('is delegated to by a parent of the stack, in another account, by id and by name', () =>
    applied(
      (stack) => {
        const other = elsewhere(stack);
        const own = new GatewayZone(stack, 'own', { domain: 'example.com', caa: [] });
        const foreign = new GatewayZone(stack, 'foreign', { domain: 'example.org', provider: other });
        const zone = (id: string, domain: string, parent: ZoneParent) =>
          new GatewayZone(stack, id, { domain, parent, delegationTtl: Duration.hours(1) });
        zone('a', 'a.example.com', ZoneParent.zone(own));
        zone('b', 'b.example.com', ZoneParent.id(own.zoneId));
        zone('c', 'c.example.org', ZoneParent.zone(foreign));
        zone('d', 'd.example.org', ZoneParent.id(foreign.zoneId, { domain: 'example.org', provider: other }));
      },
      (_, { aws }) => {
        for (const [domain, account] of [
          ['a.example.com', undefined],
          ['b.example.com', undefined],
          ['c.example.org', otherAccount],
          ['d.example.org', otherAccount],
        ] as const) {
          const parent = zoneNamed(aws, domain.slice(2), account);
          const [record] = recordsAt(parent, `${domain}.`, 'NS');
          expect([record.ttl, [...record.values!].map((name) => name.replace(/\.$/, '')).sort()]).toEqual([
            3600,
            [...zoneNamed(aws, domain).nameServers].sort(),
          ]);
        }
      },
    ));

  it('is delegated to by a parent that is looked up', async () => {
    const cloud = await startCloud();
    await cloud.deploy(synthStack((stack) => void new GatewayZone(stack, 'zone', { domain: 'example.com' })));
    const child = synthStack(
      (stack) =>
        void new GatewayZone(stack, 'zone', { domain: 'a.example.com', parent: ZoneParent.lookUp('example.com') }),
    );
    expect((await cloud.deploy(child)).drift).toBe('');
    expect(resolve(zoneNamed(cloud.aws, 'example.com'), 'a.example.com', 'NS')[0].values).toHaveLength(4);
    await cloud.stop();
  });

  it('names its name servers one by one', () =>
    applied(
      (stack) => {
        const zone = new GatewayZone(stack, 'zone', { domain: 'example.com' });
        new GatewayZone(stack, 'notes', {
          domain: 'example.org',
          comment: `served by ${zone.nameServer(1)} ` + '${a} %{b}',
        });
      },
      (_, { aws }) =>
        expect(zoneNamed(aws, 'example.org').comment).toBe(
          `served by ${[...zoneNamed(aws, 'example.com').nameServers].sort()[1]} \${a} %{b}`,
        ),
    ));

  it('is private to VPCs, also of another account', () =>
    applied(
      (stack) => {
        const vpcs = [
          { vpcId: 'vpc-1', region: 'eu-west-2' },
          { vpcId: 'vpc-2', provider: elsewhere(stack) },
        ];
        new GatewayZone(stack, 'zone', { domain: 'internal.example.com', vpcs });
        new GatewayZone(stack, 'public', { domain: 'internal.example.com' });
      },
      ({ outputs }, { aws }) => {
        const zone = [...accountOf(aws).zones.values()].find(({ vpcs }) => vpcs.length > 0)!;
        expect(zone.vpcs).toEqual([
          { id: 'vpc-1', region: 'eu-west-2' },
          { id: 'vpc-2', region: 'eu-west-1' },
        ]);
        expect(recordsAt(zone, 'internal.example.com.', 'CAA')).toEqual([]);
        expect(outputs.private_zone_internal_example_com).toEqual({ domain: 'internal.example.com', zone_id: zone.id });
        expect(outputs).toHaveProperty('zone_internal_example_com');
      },
    ));

  it('is signed first, and trusted by the parent in a second step', async () => {
    const cloud = await startCloud();
    const signed = (publishDs: boolean) =>
      synthStack((stack) => {
        const provider = virginia(stack);
        const parent = ZoneParent.zone(new GatewayZone(stack, 'parent', { domain: 'example.com' }));
        new GatewayZone(stack, 'zone', { domain: 'a.example.com', parent, dnssec: { provider, publishDs } });
      });
    const { stack, drift, outputs } = await cloud.deploy(signed(false));
    expect(drift).toBe('');
    const [parent, zone] = ['example.com', 'a.example.com'].map((name) => zoneNamed(cloud.aws, name));
    expect([zone.isSigning, resolve(parent, 'a.example.com', 'DS').filter(({ type }) => type === 'DS')]).toEqual([
      true,
      [],
    ]);
    stack.replaceBy(signed(true));
    await stack.apply();
    const { ds_record: ds } = outputs.zone_a_example_com as Record<string, string>;
    expect(resolve(parent, 'a.example.com', 'DS')[0].values).toEqual([ds]);
    expect((await stack.plan()).hasChanges).toBe(false);
    await stack.destroy();
    await cloud.stop();
  });

  it('lets Route 53 sign with its key for this zone and no other', () =>
    applied(
      (stack) =>
        void new GatewayZone(stack, 'zone', { domain: 'a.example.com', dnssec: { provider: virginia(stack) } }),
      (_, { aws }) => {
        const [{ policy }] = accountOf(aws).keys.values();
        const { Statement: statements } = JSON.parse(policy) as { Statement: { Sid: string; Condition: unknown }[] };
        expect(statements.find(({ Sid }) => Sid === 'Sign')?.Condition).toEqual({
          StringEquals: { 'aws:SourceAccount': accountOf(aws).id },
          ArnEquals: { 'aws:SourceArn': `arn:aws:route53:::hostedzone/${zoneNamed(aws, 'a.example.com').id}` },
        });
      },
    ));

  it('logs its queries', () =>
    applied(
      (stack) =>
        void new GatewayZone(stack, 'zone', {
          domain: 'a.example.com',
          queryLog: { provider: virginia(stack), retention: Duration.days(90) },
        }),
      (_, { aws }) => {
        expect([...accountOf(aws).logGroups.values()]).toMatchObject([
          { name: '/aws/route53/a.example.com', region: 'us-east-1', retention: 90 },
        ]);
        expect(accountOf(aws).logPolicies.size).toBe(1);
      },
    ));

  it('goes with the records that controllers left in it, where it is told to', async () => {
    const cloud = await startCloud();
    const { stack } = await cloud.deploy(
      synthStack((scope) => void new GatewayZone(scope, 'zone', { domain: 'example.com', forceDestroy: true })),
    );
    const zone = zoneNamed(cloud.aws, 'example.com');
    put(zone, { name: 'api.example.com.', type: 'A', ttl: 60, values: ['203.0.113.1'] });
    await stack.destroy();
    expect(accountOf(cloud.aws).zones.size).toBe(0);
    await cloud.stop();
  });

  it('is adopted by id or by name, and another zone’s id is refused', async () => {
    const cloud = await startCloud();
    await cloud.deploy(synthStack((stack) => void new GatewayZone(stack, 'zone', { domain: 'example.com' })));
    const { id, nameServers } = zoneNamed(cloud.aws, 'example.com');
    const adopt = (domain: string, existing: ExistingZone) =>
      synthStack((stack) => void new GatewayZone(stack, 'zone', { domain, existing }));
    for (const existing of [ExistingZone.id(id), ExistingZone.lookUp()]) {
      const { outputs, drift } = await cloud.deploy(adopt('example.com', existing));
      expect([drift, outputs.zone_example_com]).toEqual([
        '',
        { domain: 'example.com', zone_id: id, name_servers: [...nameServers].sort() },
      ]);
    }
    const wrong = cloud.deploy(adopt('example.org', ExistingZone.id(id)));
    await expect(wrong).rejects.toThrow(TerraformError);
    await expect(wrong).rejects.toThrow(`zone ${id} is not the zone of example.org`);
    await cloud.stop();
  });

  it('has the CAA records that it is given', () =>
    applied(
      (stack) =>
        void new GatewayZone(stack, 'zone', {
          domain: 'example.com',
          caa: [CaaRecord.issue('pki.goog'), CaaRecord.forbid(), CaaRecord.report('mailto:security@example.com')],
        }),
      (_, { aws }) =>
        expect(resolve(zoneNamed(aws, 'example.com'), 'example.com', 'CAA')[0].values.slice().sort()).toEqual([
          '0 iodef "mailto:security@example.com"',
          '0 issue ";"',
          '0 issue "pki.goog"',
        ]),
    ));
});

describe('a zone that cannot be', () => {
  const zone = (props: object) => (stack: TerraformStack) =>
    void new GatewayZone(stack, 'zone', { domain: 'a.example.com', ...props });
  const cases: [string, (stack: TerraformStack) => void, string][] = [
    ['a wildcard', zone({ domain: '*.example.com' }), "domain of a zone: got '*.example.com'"],
    [
      'a parent beside it',
      zone({ parent: ZoneParent.lookUp('example.org') }),
      "parent of zone a.example.com: got 'example.org'",
    ],
    ['a parent of the same name', zone({ parent: ZoneParent.lookUp('a.example.com') }), 'expected a domain above'],
    [
      'private with a parent',
      zone({ vpcs: [{ vpcId: 'vpc-1' }], parent: ZoneParent.id('Z1') }),
      "parent of zone a.example.com: got 'a value beside vpcs'",
    ],
    [
      'private and signed',
      zone({ vpcs: [{ vpcId: 'vpc-1' }], dnssec: {} }),
      "dnssec of zone a.example.com: got 'a value beside vpcs'",
    ],
    [
      'private and logged',
      zone({ vpcs: [{ vpcId: 'vpc-1' }], queryLog: {} }),
      "queryLog of zone a.example.com: got 'a value beside vpcs'",
    ],
    [
      'a foreign VPC first',
      (stack) => zone({ vpcs: [{ vpcId: 'vpc-1', provider: elsewhere(stack) }] })(stack),
      "expected a VPC of the zone's account first",
    ],
    [
      'DS without a parent',
      zone({ dnssec: { publishDs: true } }),
      'fix: name the parent, or enter the DS record of the output at the registrar',
    ],
    ['signed in Ireland', zone({ dnssec: {} }), "region of dnssec: got 'eu-west-1'"],
    ['logged in Ireland', zone({ queryLog: {} }), "region of queryLog: got 'eu-west-1'"],
    [
      'a log for 31 days',
      (stack) => zone({ queryLog: { provider: virginia(stack), retention: Duration.days(31) } })(stack),
      "queryLog.retention: got '31 days'",
    ],
    [
      'existing with a comment',
      zone({ existing: ExistingZone.lookUp(), comment: 'mine' }),
      "comment of zone a.example.com: got 'a value beside existing'",
    ],
    ['an id that is none', () => void ExistingZone.id('/hostedzone/Z1'), "got '/hostedzone/Z1'"],
    [
      'a report address that is none',
      () => void CaaRecord.report('security@example.com'),
      "fix: write 'mailto:security@example.com'",
    ],
    [
      'a TTL in fractions',
      zone({ parent: ZoneParent.id('Z1'), delegationTtl: Duration.millis(1500) }),
      'delegationTtl: got 1.5',
    ],
    [
      'a fifth name server',
      (stack) => new GatewayZone(stack, 'z', { domain: 'example.com' }).nameServer(4),
      'expected a whole number from 0 to 3',
    ],
    [
      'twice in a stack',
      (stack) => ['one', 'two'].forEach((id) => new GatewayZone(stack, id, { domain: 'example.com' })),
      "zone example.com: got 'two in one stack'",
    ],
    [
      'in a chart',
      () => void new GatewayZone(new Chart(new App(), 'chart'), 'zone', { domain: 'example.com' }),
      "scope: got App 'chart/zone'",
    ],
  ];
  it.each(cases)('is refused: %s', (_, build, message) => {
    expect(refusal(build)).toContain(message);
  });
});
