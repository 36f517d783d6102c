import { writeFileSync } from 'fs';
import { join } from 'path';
import { DnsOutputs } from '../../src/dns/dns-outputs';
import { GatewayZone } from '../../src/dns/gateway-zone';
import { accountOf } from '../terraform/aws/world';
import { describeTerraform, startCloud } from '../terraform/stack';
import { temporaryFolder, synthStack } from '../terraform/synth';

const written = (text: string | object) => {
  const file = join(temporaryFolder(), 'dns.json');
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  return file;
};
const domain = 'demo.example.com';
const whole = { domain, zone_id: 'Z1', name_servers: ['ns-1.example.net'], ds_record: '1 13 2 AB' };
const output = (value: object, name = 'zone_demo_example_com') => written({ [name]: { sensitive: false, value } });

describeTerraform('outputs', () => {
  it('are read as terraform writes them', async () => {
    const cloud = await startCloud();
    const folder = synthStack((stack) => {
      new GatewayZone(stack, 'zone', { domain });
      new GatewayZone(stack, 'private', { domain, vpcs: [{ vpcId: 'vpc-1' }] });
    });
    const { stack } = await cloud.deploy(folder);
    const file = written(await stack.run('output', '-json'));
    const outputs = DnsOutputs.fromFile(file, { domain });
    const [zone] = [...accountOf(cloud.aws).zones.values()].filter(({ vpcs }) => vpcs.length === 0);
    expect([outputs.domain, outputs.zoneId, outputs.nameServers]).toEqual([
      domain,
      zone.id,
      [...zone.nameServers].sort(),
    ]);
    const inside = DnsOutputs.fromFile(file, { domain, isPrivate: true });
    expect(inside.zoneId).not.toBe(zone.id);
    expect(() => inside.nameServers).toThrow('fix: a private zone has none');
    await cloud.stop();
  });
});

describe('outputs that do not fit', () => {
  it('have what a signed zone has', () => {
    expect(DnsOutputs.fromFile(output(whole), { domain }).dsRecord).toBe('1 13 2 AB');
  });

  const cases: [string, () => string, (outputs: DnsOutputs) => unknown, string][] = [
    ['no file', () => 'nowhere/dns.json', () => 0, "outputs in nowhere/dns.json: got 'no such file'"],
    ['no JSON', () => written('zone = {'), () => 0, "got 'something else', expected an object of JSON"],
    ['a list', () => written('[]'), () => 0, "got 'something else', expected an object of JSON"],
    [
      'before apply',
      () => written('{}'),
      () => 0,
      "got 'no zone', expected output zone_demo_example_com, of the zone of demo.example.com; fix: apply the stack",
    ],
    [
      'the file of another zone',
      () => output({ ...whole, domain: 'example.org' }, 'zone_example_org'),
      () => 0,
      "got 'the zones example.org (zone_example_org)', expected output zone_demo_example_com, of the zone of demo.example.com; fix: name the file of the right stack",
    ],
    [
      'another zone under the name',
      () => output({ ...whole, domain: 'example.org' }),
      () => 0,
      "got 'the zone of example.org as zone_demo_example_com'",
    ],
    ['no zone id', () => output({ domain }), ({ zoneId }) => zoneId, 'zone_demo_example_com.zone_id in'],
    [
      'no name servers',
      () => output({ ...whole, name_servers: [] }),
      ({ nameServers }) => nameServers,
      'zone_demo_example_com.name_servers in',
    ],
    [
      'not signed',
      () => output({ ...whole, ds_record: undefined }),
      ({ dsRecord }) => dsRecord,
      'fix: set dnssec on the GatewayZone',
    ],
  ];
  it.each(cases)('are refused: %s', (_, file, use, message) => {
    expect(() => use(DnsOutputs.fromFile(file(), { domain }))).toThrow(message);
  });
});
