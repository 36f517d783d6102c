import * as fs from 'fs';
import * as path from 'path';
import { isDeepStrictEqual } from 'util';
import { exampleFiles, exampleObjects, Json } from './example';
import { withDefaults } from '../../src/manifest/defaults';
import { kindOf } from '../../src/manifest/kinds';
import { Shape } from '../../src/manifest/shape';
import { temporaryDirectory } from '../support/synth';
import { policyDocuments, secretNamed, secretValue, userNamed, zoneNamed } from '../terraform/find';
import {
  isAllowed,
  RecordAction,
  changeResourceRecordSets,
  getChange,
  listHostedZones,
  listResourceRecordSets,
} from '../terraform/iam';
import { resolve } from '../terraform/resolve';
import { Cloud, Deployment, describeTerraform, startCloud } from '../terraform/stack';

const CLUSTERS = ['eu', 'us', 'au'];
const terraformOutput = temporaryDirectory();
process.env.CDKTF_OUTDIR = terraformOutput;
const files = exampleFiles('multi-cluster');
const stack: Json = JSON.parse(fs.readFileSync(path.join(terraformOutput, 'stacks', 'dns', 'cdk.tf.json'), 'utf8'));
const resources = (type: string): Json[] => Object.values(stack.resource[type]);

test('a directory for each cluster, and one for who delivers them', () => {
  const written = CLUSTERS.flatMap((cluster) => [`${cluster}/external.k8s.yaml`, `${cluster}/partners.k8s.yaml`]);
  expect(Object.keys(files).sort()).toEqual([...written, 'management/external.k8s.yaml'].sort());
});

test.each([
  ['eu', { geo: 'GEO-EU', defaultGeo: true, weight: 120 }],
  ['us', { geo: 'US', defaultGeo: false, weight: 120 }],
  ['au', { geo: 'AU', defaultGeo: false, weight: 120 }],
])('the walkthrough gateway in %s, with its place in DNS', (cluster, loadBalancing) => {
  const objects = exampleObjects('multi-cluster', cluster);
  expect(objects.get('DNSPolicy api-gateway/external-dnspolicy')!.spec).toEqual({
    targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' },
    providerRefs: [{ name: 'external-kuadrant-credentials' }],
    loadBalancing,
  });
  expect(objects.get('Gateway api-gateway/external')!.spec.listeners[0].hostname).toBe('*.demo.example.com');
  expect(objects.get('HTTPRoute api-gateway/test')!.spec.hostnames).toEqual(['test.demo.example.com']);
  expect([...objects.keys()].filter((name) => name.startsWith('DNSPolicy'))).toHaveLength(1);
});

test('Argo CD leaves the comparison to the server, which fills defaults into lists of some objects', () => {
  const isFilled = (object: Json) => {
    const kind = kindOf(object.apiVersion, object.kind);
    return kind !== undefined && listsDiffer(object, withDefaults(object, kind.body as Shape<Json>));
  };
  const filled = CLUSTERS.flatMap((cluster) => [...exampleObjects('multi-cluster', cluster).values()]).filter(isFilled);
  expect(new Set(filled.map(({ kind }) => kind))).toContain('HTTPRoute');
  const { template } = exampleObjects('multi-cluster', 'management').get('ApplicationSet argocd/external')!.spec;
  expect(template.metadata.annotations).toEqual({ 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' });
});

/** Whether a list of an object is stored otherwise than it is written; maps are compared field by field. */
function listsDiffer(written: Json, stored: Json): boolean {
  if (Array.isArray(written)) return !isDeepStrictEqual(written, stored);
  const isMap = typeof written === 'object' && written !== null;
  return isMap && Object.keys(written).some((key) => listsDiffer(written[key], stored[key]));
}

describe('both sides fit together', () => {
  const all = CLUSTERS.flatMap((cluster) => [...exampleObjects('multi-cluster', cluster).values()]);
  const secrets = all.filter(({ kind }) => kind === 'ExternalSecret');

  test('every key that a cluster reads is one that Terraform writes, and the other way round', () => {
    const read = secrets.map(({ spec }) => spec.dataFrom?.[0].extract.key ?? spec.data[0].remoteRef.key);
    expect(new Set(read)).toEqual(new Set(resources('aws_secretsmanager_secret').map(({ name }) => name)));
    expect(new Set(read).size).toBe(9);
  });

  test('every Secret that a policy or an issuer names is made in the namespace where it is looked for', () => {
    const made = new Set(
      secrets.map(({ metadata, spec }) => `${metadata.namespace}/${spec.target?.name ?? metadata.name}`),
    );
    const policies = all
      .filter(({ kind }) => kind === 'DNSPolicy')
      .map(({ metadata, spec }) => `${metadata.namespace}/${spec.providerRefs[0].name}`);
    const issuers = all
      .filter(({ kind }) => kind === 'ClusterIssuer')
      .flatMap(({ spec }) => spec.acme.solvers)
      .map(({ dns01 }) => `cert-manager/${dns01.route53.secretAccessKeySecretRef.name}`);
    expect(new Set([...policies, ...issuers])).toEqual(made);
  });

  test('every host that a cluster serves is in a zone that Terraform makes, and the issuer names that zone', () => {
    const zones: string[] = resources('aws_route53_zone').map(({ name }) => name);
    expect(zones).toEqual(['demo.example.com', 'partners.example.com']);
    const hosts = all.flatMap(({ kind, spec }): string[] => (kind === 'HTTPRoute' ? (spec.hostnames ?? []) : []));
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter((host) => !zones.some((zone) => host.endsWith(`.${zone}`)))).toEqual([]);
    const committed = JSON.parse(
      fs.readFileSync(path.join(__dirname, '../../examples/multi-cluster/dns.json'), 'utf8'),
    ) as Json;
    const issuer = exampleObjects('multi-cluster', 'eu').get('ClusterIssuer external-issuer')!;
    expect(issuer.spec.acme.solvers[0].dns01.route53.hostedZoneID).toBe(committed.zone_demo_example_com.value.zone_id);
  });
});

describeTerraform('the DNS stack', () => {
  let cloud: Cloud;
  let deployment: Deployment;
  beforeAll(async () => {
    cloud = await startCloud();
    deployment = await cloud.deploy(path.join(terraformOutput, 'stacks', 'dns'));
  });
  afterAll(() => cloud.stop());

  test('settles: a second plan is empty', () => {
    expect(deployment.drift).toBe('');
  });

  test('has the output that dns.json holds', () => {
    const { zone_id: zoneId, ...rest } = deployment.outputs.zone_demo_example_com as Record<string, unknown>;
    expect(zoneId).toBe(zoneNamed(cloud.aws, 'demo.example.com').id);
    expect(rest).toMatchObject({ domain: 'demo.example.com', name_servers: expect.any(Array) });
  });

  test('leaves the names of controllers to them', () => {
    const names = zoneNamed(cloud.aws, 'demo.example.com').records.map(({ type }) => type);
    expect(names.sort()).toEqual(['CAA', 'NS', 'SOA']);
  });

  test.each([
    ['FR', 'eu'],
    ['US', 'us'],
    ['AU', 'au'],
    ['BR', 'eu'],
  ])('answers a client in %s from %s, by IPv4 and IPv6', (country, cluster) => {
    const zone = zoneNamed(cloud.aws, 'partners.example.com');
    for (const type of ['A', 'AAAA'] as const) {
      const answers = resolve(zone, 'orders.partners.example.com', type, { country });
      expect(answers.length).toBeGreaterThan(0);
      const where = (values: readonly string[]) =>
        /203\.0\.113\.10|2001:db8::10/.test(values.join()) ? 'au' : /eu-west-1/.test(values.join()) ? 'eu' : 'us';
      expect(answers.map(({ values }) => where(values))).toEqual(answers.map(() => cluster));
    }
  });

  test.each(CLUSTERS)('keys of %s open its zone and no other', (cluster) => {
    const [demo, partners] = ['demo.example.com', 'partners.example.com'].map((name) => zoneNamed(cloud.aws, name).id);
    const kuadrant = policyDocuments(cloud.aws, `external_${cluster}_kuadrant`);
    const certManager = policyDocuments(cloud.aws, `external_${cluster}_cert-manager`);
    const record = (name: string, type: string, action: RecordAction = 'UPSERT') => ({ name, type, action });
    const proof = record('_acme-challenge.demo.example.com', 'TXT');
    const CALLS: [string, boolean, boolean][] = [
      ['list zones', isAllowed(kuadrant, listHostedZones()), true],
      ['list records', isAllowed(kuadrant, listResourceRecordSets(demo)), true],
      [
        'write A',
        isAllowed(kuadrant, changeResourceRecordSets(demo, record('a.demo.example.com', 'A', 'CREATE'))),
        true,
      ],
      ['write NS', isAllowed(kuadrant, changeResourceRecordSets(demo, record('a.demo.example.com', 'NS'))), false],
      ['list records elsewhere', isAllowed(kuadrant, listResourceRecordSets(partners)), false],
      [
        'write elsewhere',
        isAllowed(kuadrant, changeResourceRecordSets(partners, record('a.partners.example.com', 'A'))),
        false,
      ],
      ['get a change', isAllowed(certManager, getChange('C1')), true],
      ['prove', isAllowed(certManager, changeResourceRecordSets(demo, proof)), true],
      [
        'prove another name',
        isAllowed(certManager, changeResourceRecordSets(demo, record('www.demo.example.com', 'TXT'))),
        false,
      ],
      ['prove elsewhere', isAllowed(certManager, changeResourceRecordSets(partners, proof)), false],
    ];
    expect(CALLS.filter(([, answer, expected]) => answer !== expected).map(([call]) => call)).toEqual([]);
  });

  test.each(CLUSTERS)('hands over to %s the keys of its own user', (cluster) => {
    const handed = JSON.parse(
      secretValue(secretNamed(cloud.aws, `connectivity-link/external/${cluster}/dns`))!,
    ) as Record<string, string>;
    const keys = [...userNamed(cloud.aws, `external_${cluster}_kuadrant`).accessKeys.values()];
    expect(keys.map(({ id, secret }) => [id, secret])).toEqual([
      [handed.AWS_ACCESS_KEY_ID, handed.AWS_SECRET_ACCESS_KEY],
    ]);
  });
});
