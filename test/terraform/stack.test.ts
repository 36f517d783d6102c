import { readFileSync } from 'fs';
import { join } from 'path';
import { Duration } from 'cdk8s';
import { accountOf } from './aws/world';
import { zoneNamed } from './find';
import { schemaOf } from './provider/bindings';
import { dataTypes, resourceTypes } from './resources';
import { describeTerraform, startCloud } from './stack';
import { synthStack } from './synth';
import { KeyStore, WorkloadIdentity } from '../../src/dns/dns-access-options';
import { DnsMode } from '../../src/dns/dns-plan';
import { GatewayDnsAccess } from '../../src/dns/gateway-dns-access';
import { GatewayRecords } from '../../src/dns/gateway-records';
import { GatewayTarget } from '../../src/dns/gateway-target';
import { GatewayZone } from '../../src/dns/gateway-zone';
import { RecordHealthCheck } from '../../src/dns/record-health-check';
import { CaaRecord } from '../../src/dns/zone-options';
import { plan, virginia } from '../dns/support';

test('the provider serves the types that the constructs emit, and no other', () => {
  const loader = readFileSync(join(__dirname, '../../src/dns/loader.ts'), 'utf8');
  const emitted = [...loader.matchAll(/^ {2}'(data-aws-)?([\w-]+)': typeof import/gm)];
  const typeNames = (isData: boolean) =>
    emitted
      .filter(([, data]) => (data !== undefined) === isData)
      .map(([, , name]) => `aws_${name.replaceAll('-', '_')}`);
  expect([Object.keys(resourceTypes).sort(), Object.keys(dataTypes).sort()]).toEqual([
    typeNames(false).sort(),
    typeNames(true).sort(),
  ]);
});

test('schemas know required, optional and computed attributes, types and blocks', () => {
  const { attributes, blocks } = schemaOf('resource', 'aws_route53_record');
  const find = (name: string) => attributes.find((attribute) => attribute.name === name);
  expect(find('name')).toMatchObject({ required: true, type: 'string' });
  expect(find('fqdn')).toMatchObject({ required: false, optional: false, computed: true });
  expect(find('allow_overwrite')).toMatchObject({ optional: true, computed: true, type: 'bool' });
  expect(find('records')?.type).toEqual(['set', 'string']);
  expect(blocks.find(({ name }) => name === 'alias')).toMatchObject({ nesting: 'list', maxItems: 1 });
});

interface Settings {
  readonly ttl?: Duration;
  readonly host?: string;
  readonly team?: string;
  readonly retention?: Duration;
  readonly caa?: CaaRecord[];
}

const stackOf = ({ ttl, host = 'api', team = 'edge', retention = Duration.days(30), caa }: Settings) =>
  synthStack((stack) => {
    const tags = { team };
    const queryLog = { provider: virginia(stack), retention };
    const zone = new GatewayZone(stack, 'zone', { domain: 'demo.example.com', tags, queryLog, comment: team, caa });
    const hostnames = [`${host}.demo.example.com`];
    new GatewayRecords(stack, 'records', {
      plan: plan({ mode: DnsMode.STATIC, hostnames, clusters: [{ name: 'eu' }] }),
      zone,
      targets: { eu: GatewayTarget.addresses(['203.0.113.1']) },
      healthCheck: RecordHealthCheck.tcp(),
      ttl,
      tags,
    });
  });

describeTerraform('a stack that was applied', () => {
  it('changes in place, replaces where it must, and sees what others changed', async () => {
    const cloud = await startCloud();
    const { stack } = await cloud.deploy(stackOf({}));
    const change = async (settings: Settings) => {
      stack.replaceBy(stackOf(settings));
      const { text } = await stack.plan();
      await stack.apply();
      expect(await stack.plan()).toMatchObject({ hasChanges: false });
      return /Plan: (.*) to destroy/.exec(text)?.[1];
    };
    expect(await change({ ttl: Duration.minutes(5) })).toBe('0 to add, 1 to change, 0');
    // The zone, the log group and the health check have the tag.
    expect(await change({ ttl: Duration.minutes(5), team: 'core' })).toBe('0 to add, 3 to change, 0');
    expect(await change({ ttl: Duration.minutes(5), team: 'core', caa: [CaaRecord.forbid()] })).toBe(
      '0 to add, 1 to change, 0',
    );
    expect(await change({ retention: Duration.days(90) })).toBe('0 to add, 5 to change, 0');
    expect(await change({ retention: Duration.days(90), host: 'www' })).toBe('1 to add, 0 to change, 1');

    const zone = zoneNamed(cloud.aws, 'demo.example.com');
    const index = zone.records.findIndex(({ name }) => name.startsWith('www.'));
    zone.records[index] = { ...zone.records[index], ttl: 5 };
    expect((await stack.plan()).text).toMatch(/ttl\s+= 5 -> 60/);
    await stack.destroy();
    await cloud.stop();
  });

  it('changes keys, roles and signing in place', async () => {
    const cloud = await startCloud();
    const at = (team: string, namespace: string) =>
      synthStack((stack) => {
        const [tags, permissionsBoundary] = [{ team }, `arn:aws:iam::111122223333:policy/${team}`];
        const dnssec = { provider: virginia(stack) };
        const zone = new GatewayZone(stack, 'zone', { domain: 'demo.example.com', tags, dnssec });
        const role = { cluster: 'eu', controller: 'cert-manager' };
        const arn = 'arn:aws:iam::111122223333:oidc-provider/oidc.example.com';
        const pods = { cluster: 'us', identity: WorkloadIdentity.podIdentity({ eksCluster: 'us' }) };
        const irsa = { identity: WorkloadIdentity.irsa({ oidcProviderArn: arn, namespace }) };
        const clusters = (certManager: string) =>
          ['eu', 'us'].map((name) => ({ name, controllers: ['kuadrant'], [certManager]: ['cert-manager'] }));
        for (const keyStore of [KeyStore.secretsManager(), KeyStore.parameterStore()]) {
          new GatewayDnsAccess(stack, keyStore._kind, {
            plan: plan({
              clusters: clusters(keyStore._kind === 'parameter-store' ? 'controllers' : 'ambientControllers'),
            }),
            zone,
            namePrefix: keyStore._kind,
            keyStore,
            roles:
              keyStore._kind === 'parameter-store'
                ? []
                : [
                    { ...role, ...irsa },
                    { ...role, ...pods },
                  ],
            permissionsBoundary,
            tags,
          });
        }
      });
    const { stack, drift } = await cloud.deploy(at('edge', 'dns'));
    expect(drift).toBe('');
    stack.replaceBy(at('core', 'certificates'));
    expect((await stack.plan()).text).toMatch(/Plan: 0 to add, \d+ to change, 0 to destroy/);
    await stack.apply();
    expect((await stack.plan()).hasChanges).toBe(false);
    const { roles, users, keys, parameters } = accountOf(cloud.aws);
    const tagged = [...roles.values(), ...users.values(), ...keys.values(), ...parameters.values()];
    expect(new Set(tagged.map(({ tags }) => tags.team))).toEqual(new Set(['core']));
    expect(roles.get('secrets-manager_external_eu_cert-manager')).toMatchObject({
      boundary: 'arn:aws:iam::111122223333:policy/core',
      trust: expect.stringContaining('system:serviceaccount:certificates:cert-manager'),
    });
    await stack.destroy();
    await cloud.stop();
  });
});
