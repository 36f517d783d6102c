import { App, Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { GATEWAY, GATEWAY_REF, render, renderAll, resource, TARGET } from './targets';
import { CredentialSource } from '../../src/credential/credential-source';
import { DnsCredential } from '../../src/credential/dns-credential';
import { DnsProvider } from '../../src/credential/dns-provider';
import { SecretStore } from '../../src/credential/secret-store';
import { DnsHealthCheck } from '../../src/policy/dns-health-check';
import { GatewayDnsPolicy, GatewayDnsPolicyProps } from '../../src/policy/dns-policy';
import { Geo } from '../../src/policy/geo';
import { PolicyTarget } from '../../src/policy/policy-target';
import { plainChart } from '../support/synth';

const SOURCE = CredentialSource.awsSecretsManager({ store: SecretStore.cluster('aws'), secretName: 'dns/route53' });
const AWS = DnsCredential.fromSecretName('aws-credentials');
const spec = (props: Partial<GatewayDnsPolicyProps>) =>
  render((chart) => new GatewayDnsPolicy(chart, 'dns', { target: TARGET, ...props })).spec;
const make = (props: Partial<GatewayDnsPolicyProps>) => () =>
  new GatewayDnsPolicy(plainChart(), 'dns', { target: TARGET, ...props });

describe('GatewayDnsPolicy', () => {
  test('gives the policy of the walkthrough, its geo corrected', () => {
    const object = render(
      (chart) =>
        new GatewayDnsPolicy(chart, 'external-dnspolicy', {
          target: TARGET,
          credential: AWS,
          geo: Geo.EUROPE,
          defaultGeo: true,
        }),
    );
    expect(object).toStrictEqual({
      apiVersion: 'kuadrant.io/v1',
      kind: 'DNSPolicy',
      metadata: { name: 'external-dnspolicy', namespace: 'api-gateway' },
      spec: {
        targetRef: GATEWAY_REF,
        providerRefs: [{ name: 'aws-credentials' }],
        loadBalancing: { weight: 120, geo: 'GEO-EU', defaultGeo: true },
      },
    });
  });

  test.each<[string, Partial<GatewayDnsPolicyProps>, object]>([
    ['nothing but a target', {}, {}],
    [
      'a listener',
      { target: PolicyTarget.listener(GATEWAY, 'api') },
      { targetRef: { ...GATEWAY_REF, sectionName: 'api' } },
    ],
    [
      'a geo that is not the default, weight 0',
      { geo: Geo.country('us'), defaultGeo: false, weight: 0 },
      { loadBalancing: { weight: 0, geo: 'US', defaultGeo: false } },
    ],
    [
      'weight 255',
      { geo: Geo.ASIA, defaultGeo: false, weight: 255 },
      { loadBalancing: { weight: 255, geo: 'GEO-AS', defaultGeo: false } },
    ],
    [
      'a geo and weight of another provider',
      { geo: Geo.custom('europe-west1'), defaultGeo: true, weight: 900 },
      { loadBalancing: { weight: 900, geo: 'europe-west1', defaultGeo: true } },
    ],
    [
      'excluded addresses',
      { excludeAddresses: ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', 'lb.example.com'] },
      { excludeAddresses: ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', 'lb.example.com'] },
    ],
    ['no excluded addresses', { excludeAddresses: [] }, {}],
    ['delegation', { delegate: true }, { delegate: true }],
    [
      'no delegation',
      { delegate: false, credential: AWS },
      { delegate: false, providerRefs: [{ name: 'aws-credentials' }] },
    ],
    ['a health check', { healthCheck: DnsHealthCheck.https() }, { healthCheck: { protocol: 'HTTPS', port: 443 } }],
    [
      'a health check by HTTP',
      { healthCheck: DnsHealthCheck.http({ path: '/' }) },
      { healthCheck: { protocol: 'HTTP', port: 80 } },
    ],
    [
      'a full health check',
      {
        healthCheck: DnsHealthCheck.https({
          path: '/healthz?deep=1',
          port: 8443,
          interval: Duration.seconds(90),
          failureThreshold: 3,
          additionalHeadersSecretName: 'probe-headers',
        }),
      },
      {
        healthCheck: {
          protocol: 'HTTPS',
          port: 8443,
          path: '/healthz?deep=1',
          interval: '1m30s',
          failureThreshold: 3,
          additionalHeadersRef: { name: 'probe-headers' },
        },
      },
    ],
  ])('renders %s', (_, props, expected) => {
    expect(spec(props)).toStrictEqual({ targetRef: GATEWAY_REF, ...expected });
  });

  test('asks its credential for the Secret in its namespace', () => {
    const objects = renderAll((chart) => {
      const credential = new DnsCredential(chart, 'aws-credentials', {
        source: SOURCE,
      });
      new GatewayDnsPolicy(chart, 'dns', { target: TARGET, credential });
    });
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toContain(
      'ExternalSecret api-gateway/aws-credentials',
    );
    expect(objects.find(({ kind }) => kind === 'DNSPolicy').spec.providerRefs).toEqual([{ name: 'aws-credentials' }]);
  });

  test('works without a namespace where the Secret exists', () => {
    const target = PolicyTarget.of(resource('Gateway', 'external'));
    expect(spec({ target, credential: AWS }).providerRefs).toEqual([{ name: 'aws-credentials' }]);
  });

  test('takes the codes that the provider of its credential reads', () => {
    const gcp = DnsCredential.fromSecretName('gcp', DnsProvider.GCP);
    expect(spec({ credential: gcp, geo: Geo.custom('us-east1'), defaultGeo: true }).loadBalancing.geo).toBe('us-east1');
    const azure = DnsCredential.fromSecretName('azure', DnsProvider.AZURE);
    expect(spec({ credential: azure, geo: Geo.custom('GEO-ME'), defaultGeo: true }).loadBalancing.geo).toBe('GEO-ME');
    expect(spec({ credential: azure, geo: Geo.EUROPE, defaultGeo: true }).loadBalancing.geo).toBe('GEO-EU');
  });

  test.each<[() => unknown, string]>([
    [make({ geo: Geo.EUROPE }), '[test/dns] defaultGeo of DNSPolicy: got undefined'],
    [make({ weight: 10 }), "[test/dns] geo of DNSPolicy: got 'undefined, together with weight 10'"],
    [make({ defaultGeo: true }), "[test/dns] geo of DNSPolicy: got 'undefined, together with defaultGeo true'"],
    [make({ geo: Geo.EUROPE, defaultGeo: true, weight: 256 }), "weight of DNSPolicy 'test/dns': got 256"],
    [make({ geo: Geo.custom('us-east1'), defaultGeo: true, weight: -1 }), "weight of DNSPolicy 'test/dns': got -1"],
    [
      make({ credential: AWS, delegate: true }),
      "[test/dns] credential of DNSPolicy: got 'aws-credentials' together with delegate: true",
    ],
    [
      make({ credential: AWS, geo: Geo.custom('europe-west1'), defaultGeo: true }),
      "[test/dns] geo of DNSPolicy: got 'europe-west1'",
    ],
    [
      make({ credential: DnsCredential.fromSecretName('gcp', DnsProvider.GCP), geo: Geo.EUROPE, defaultGeo: true }),
      "[test/dns] geo of DNSPolicy: got 'GEO-EU'",
    ],
    [make({ target: PolicyTarget.of(resource('HTTPRoute', 'test')) }), "target of DNSPolicy: got HTTPRoute 'test'"],
    [make({ namespace: 'other' }), "namespace of DNSPolicy: got 'other'"],
    [
      make({ excludeAddresses: Array.from({ length: 21 }, (_, index) => `10.0.0.${index}`) }),
      "[test/dns] excludeAddresses of DNSPolicy: got '21 addresses'",
    ],
    ...['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '2001:db8::/129', '10.0.0/8', '300.0.0.1', 'lb.example.com/8'].map(
      (address): [() => unknown, string] => [
        make({ excludeAddresses: [address] }),
        `excludeAddresses[0] of DNSPolicy: got '${address}'`,
      ],
    ),
    [make({ excludeAddresses: ['*.example.com'] }), "excludeAddresses[0] of DNSPolicy: got '*.example.com'"],
    [() => DnsHealthCheck.https({ port: 1023 }), 'port of a health check: got 1023'],
    [() => DnsHealthCheck.https({ port: 49152 }), 'port of a health check: got 49152'],
    ...['healthz', '/a', '/a b'].map((path): [() => unknown, string] => [
      () => DnsHealthCheck.https({ path }),
      `path of a health check: got '${path}'`,
    ]),
    [() => DnsHealthCheck.https({ failureThreshold: 0 }), 'failureThreshold of a health check: got 0'],
    [() => DnsHealthCheck.https({ interval: Duration.millis(10) }), "interval of a health check: got '10ms'"],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(message);
  });

  test('refuses a credential that has no namespace to go to', () => {
    const chart = plainChart();
    const credential = new DnsCredential(chart, 'aws', { source: SOURCE });
    const target = PolicyTarget.of(resource('Gateway', 'external'));
    expect(() => new GatewayDnsPolicy(chart, 'dns', { target, credential })).toThrow(
      '[test/dns] namespace of DNSPolicy: got undefined',
    );
  });

  test('takes the namespace of the chart', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'edge' });
    const policy = new GatewayDnsPolicy(chart, 'dns', { target: PolicyTarget.of(resource('Gateway', 'external')) });
    expect(policy.namespace).toBe('edge');
  });

  test('accepts exactly the weights of Route 53', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -10, max: 300 }), fc.double()), (weight) => {
        const accepted = Number.isInteger(weight) && weight >= 0 && weight <= 255;
        const act = make({ geo: Geo.EUROPE, defaultGeo: true, weight });
        if (accepted) {
          expect(act).not.toThrow();
        } else {
          expect(act).toThrow(/expected a whole number from 0 to 255/);
        }
      }),
      { seed: 1 },
    );
  });
});
