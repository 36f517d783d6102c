import { selectorRule } from './selector';
import {
  AllowOrigin,
  ConnectionPool,
  DestinationRule,
  Gateway,
  LoadBalancer,
  OutlierDetection,
  ServiceEntry,
  ServiceEntrySpec,
  Sidecar,
  Tls,
  TrafficPolicy,
  VirtualService,
} from '../../manifest/istio-networking';
import { matches } from '../../value/regex';
import { atMostOne } from '../object/alternatives';
import { durations } from '../object/durations';
import { Place, PlaceRule, placeRule, placesOf } from '../place';

type Endpoint = NonNullable<ServiceEntrySpec['endpoints']>[number];
type Ports = NonNullable<ServiceEntrySpec['ports']>;

const LOAD_BALANCERS = placesOf(DestinationRule, LoadBalancer);
const HASHES = placesOf(DestinationRule, LoadBalancer, 'consistentHash');
const POOL_TIMES = [
  ...['http.idleTimeout'],
  ...['tcp.connectTimeout', 'tcp.maxConnectionDuration', 'tcp.tcpKeepalive.interval', 'tcp.tcpKeepalive.time'],
];

/** Validation rules of the networking.istio.io CRDs. */
export const istioNetworkingRules: readonly PlaceRule<never>[] = [
  ...[
    {
      places: [placesOf(VirtualService, AllowOrigin)],
      names: ['exact', 'prefix', 'regex'],
      fix: 'keep one; to match either, write an entry for each',
    },
    {
      places: [http('directResponse.body')],
      names: ['string', 'bytes'],
      fix: 'keep string, unless the body is binary',
    },
    {
      places: [http('fault.abort')],
      names: ['httpStatus', 'grpcStatus', 'http2Error'],
      fix: 'keep the one that clients support',
    },
    { places: [http('fault.delay')], names: ['fixedDelay', 'exponentialDelay'], fix: 'keep fixedDelay' },
    {
      places: [http('redirect')],
      names: ['port', 'derivePort'],
      fix: 'keep port for a fixed number, derivePort to derive it from the request or the scheme',
    },
    {
      places: [LOAD_BALANCERS],
      names: ['simple', 'consistentHash', 'backendUtilization'],
      fix: 'keep the algorithm that selects the endpoint',
    },
    {
      places: [HASHES],
      names: ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'],
      fix: 'keep the one that identifies clients',
    },
    { places: [HASHES], names: ['ringHash', 'maglev'], fix: 'keep one of them' },
    {
      places: [[ServiceEntry, 'spec']] as const,
      names: ['workloadSelector', 'endpoints'],
      fix: 'keep workloadSelector for pods of the cluster, endpoints for addresses',
    },
    {
      places: [Gateway, Sidecar].map((kind) => placesOf(kind, Tls)),
      names: ['credentialName', 'credentialNames', 'tlsCertificates'],
      fix: 'keep credentialName for one Secret, credentialNames for an RSA and an ECDSA Secret, or files of the proxy',
    },
  ].map((alternatives) =>
    atMostOne({ code: 'GW500', title: 'more than one of several exclusive fields', ...alternatives }),
  ),
  ...durations('GW501', 'time that Istio cannot use', {
    positive: [
      http('corsPolicy.maxAge', 'fault.delay.exponentialDelay', 'fault.delay.fixedDelay'),
      http('retries.backoff', 'retries.perTryTimeout', 'timeout'),
      ...[DestinationRule, Sidecar].map((kind) => placesOf(kind, ConnectionPool, ...POOL_TIMES)),
      placesOf(DestinationRule, LoadBalancer, 'warmup.duration', 'warmupDurationSecs'),
      placesOf(DestinationRule, OutlierDetection, 'baseEjectionTime', 'interval'),
    ],
    any: [
      ...[DestinationRule, Sidecar].map((kind) => placesOf(kind, ConnectionPool, 'tcp.idleTimeout')),
      placesOf(DestinationRule, LoadBalancer, 'consistentHash.httpCookie.ttl'),
      placesOf(DestinationRule, TrafficPolicy, 'retryBudget.budgetInterval'),
    ],
  }),
  selectorRule('GW502', [[DestinationRule, 'spec.workloadSelector.matchLabels']]),
  selectorRule('GW502', [
    [ServiceEntry, 'spec.workloadSelector.labels'],
    [Sidecar, 'spec.workloadSelector.labels'],
  ]),
  placeRule<ServiceEntrySpec>({
    code: 'GW504',
    title: 'addresses or endpoints that the resolution does not allow',
    places: [[ServiceEntry, 'spec']],
    find({ addresses = [], endpoints, resolution = 'NONE' }, path, report) {
      const range = addresses.findIndex((address) => address.includes('/'));
      if (range >= 0 && resolution !== 'NONE' && resolution !== 'STATIC') {
        report({
          what: `${path}.addresses[${range}]`,
          got: addresses[range],
          expected: `single addresses with resolution ${resolution}`,
          fix: 'use single addresses, or set the resolution to NONE or STATIC',
        });
      }
      if (endpoints && resolution === 'NONE') {
        report({
          what: `${path}.endpoints`,
          got: endpoints,
          expected: 'no endpoints with resolution NONE, which is the default',
          fix: "set resolution: 'STATIC' for addresses, 'DNS' for names",
        });
      }
      if (endpoints && endpoints.length > 1 && resolution === 'DNS_ROUND_ROBIN') {
        report({
          what: `${path}.endpoints`,
          got: `${endpoints.length} endpoints`,
          expected: 'at most one with resolution DNS_ROUND_ROBIN',
          fix: "keep one, or set resolution: 'DNS'",
        });
      }
    },
  }),
  placeRule<Endpoint>({
    code: 'GW505',
    title: 'endpoint that cannot be reached',
    places: [[ServiceEntry, 'spec.endpoints[]']],
    find({ address, network, ports = undefined }, path, report) {
      if (address === undefined && network === undefined) {
        const fix = 'set the address, or the network whose gateway reaches the endpoint';
        report({ what: path, got: undefined, expected: 'an address or a network', fix });
      }
      if (address?.startsWith(SOCKET)) {
        const file = address.slice(SOCKET.length);
        if (!/^[/@]/.test(file) || file.endsWith('/')) {
          const expected = `${SOCKET}/ and a path, or ${SOCKET}@ and a name`;
          report({
            what: `${path}.address`,
            got: address,
            expected,
            fix: 'use the path of the socket, not of a folder',
          });
        }
        if (ports) {
          report({
            what: `${path}.ports`,
            got: ports,
            expected: 'no ports with a Unix domain socket',
            fix: 'leave them out',
          });
        }
      }
      for (const name of Object.keys(ports ?? {})) {
        if (!matches('^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', name) || name.length > 62) {
          report({
            what: `${path}.ports['${name}']`,
            got: name,
            expected: 'the name of a port of the entry: at most 62 letters, digits and hyphens',
            fix: 'use a name from spec.ports',
          });
        }
      }
    },
  }),
  placeRule<string>({
    code: 'GW506',
    title: 'ServiceEntry for every host',
    places: [[ServiceEntry, 'spec.hosts[]']],
    find(got, what, report) {
      if (got === '*') {
        const fix = "use a domain, such as '*.example.com'";
        report({ what, got, expected: 'a host name, or a wildcard for its first label', fix });
      }
    },
  }),
  placeRule<Ports>({
    code: 'GW507',
    title: 'two ports of the same number',
    places: [[ServiceEntry, 'spec.ports']],
    find(ports, path, report) {
      ports.forEach(({ number }, index) => {
        const first = ports.findIndex((port) => port.number === number);
        if (first < index) {
          const fix = `${path}[${first}] has the same number; change or remove one`;
          report({ what: `${path}[${index}].number`, got: number, expected: 'a unique number', fix });
        }
      });
    },
  }),
];

const SOCKET = 'unix://';

function http(...below: readonly string[]): Place {
  return [VirtualService, ...below.map((path) => `spec.http[].${path}`)];
}
