import {
  ConnectionPool,
  DestinationRule,
  LoadBalancer,
  Mirror,
  OutlierDetection,
  ServiceEntry,
  ServiceEntrySpec,
  Sidecar,
  TrafficPolicy,
  VirtualService,
} from '../../manifest/istio-networking';
import { isAddress, isHttp, isIstioHost, isIstioLabel, isTls } from '../../value/istio';
import { Problem } from '../../value/problem';
import { Place, PlaceRule, placeRule, placesOf } from '../place';

type Locality = NonNullable<LoadBalancer['localityLbSetting']>;
type Hash = NonNullable<LoadBalancer['consistentHash']>;
type Report = (problem: Problem) => void;

const POLICY = { code: 'GW640', title: 'traffic policy that Istio does not accept' } as const;
const ENTRY = { code: 'GW641', title: 'ServiceEntry that does not fit its resolution' } as const;
const loadBalancers = (path: string): Place => placesOf(DestinationRule, LoadBalancer, path);

/** What Istio's webhook refuses: subsets, traffic policies and ServiceEntries. */
export const istioTrafficRules: readonly PlaceRule<never>[] = [
  placeRule<readonly { readonly name: string }[]>({
    code: 'GW638',
    title: 'subset that Istio does not accept',
    places: [[DestinationRule, 'spec.subsets']],
    find(subsets, path, report) {
      subsets.forEach(({ name: got }, index) => {
        const what = `${path}[${index}].name`;
        const first = subsets.findIndex(({ name }) => name === got);
        if (first < index) {
          const fix = `${path}[${first}] has the same name; change or remove one`;
          report({ what, got, expected: 'a unique name', fix });
        } else {
          checkSubset(got, what, report);
        }
      });
    },
  }),
  placeRule<string>({
    code: 'GW638',
    title: 'subset that Istio does not accept',
    places: [placesOf(VirtualService, Mirror, 'subset'), placesOf(Sidecar, Mirror, 'subset')],
    find(got, what, report) {
      if (got !== '') checkSubset(got, what, report);
    },
  }),
  placeRule<Readonly<Record<string, string>>>({
    code: 'GW639',
    title: 'label that Kubernetes does not have',
    places: [
      [DestinationRule, 'spec.subsets[].labels'],
      [VirtualService, ...['http', 'tls', 'tcp'].map((protocol) => `spec.${protocol}[].match[].sourceLabels`)],
      [ServiceEntry, 'spec.endpoints[].labels'],
    ],
    find(labels, path, report) {
      for (const [key, value] of Object.entries(labels)) {
        if (!isKey(key) || (value !== '' && !isName(value))) {
          const fix = 'use the label as the pods have it';
          report({ what: `${path}['${key}']`, got: value, expected: 'the key and the value of a label', fix });
        }
      }
    },
  }),
  placeRule<OutlierDetection>({
    ...POLICY,
    places: [placesOf(DestinationRule, OutlierDetection)],
    find({ consecutiveLocalOriginFailures: got, splitExternalLocalOriginErrors }, path, report) {
      if ((got ?? 0) > 0 && !splitExternalLocalOriginErrors) {
        const what = `${path}.consecutiveLocalOriginFailures`;
        const fix = 'set splitExternalLocalOriginErrors: true, or use consecutive5xxErrors';
        report({ what, got, expected: 'only with splitExternalLocalOriginErrors', fix });
      }
    },
  }),
  placeRule<NonNullable<ConnectionPool['http']>>({
    ...POLICY,
    places: [DestinationRule, Sidecar].map((kind) => placesOf(kind, ConnectionPool, 'http')),
    find({ h2UpgradePolicy, useClientProtocol }, path, report) {
      if (h2UpgradePolicy === 'UPGRADE' && useClientProtocol) {
        const fix = 'leave one of them out';
        const what = `${path}.useClientProtocol`;
        report({ what, got: true, expected: 'false with h2UpgradePolicy UPGRADE', fix });
      }
    },
  }),
  placeRule<TrafficPolicy>({
    ...POLICY,
    places: [placesOf(DestinationRule, TrafficPolicy)],
    find({ tunnel, proxyProtocol }, what, report) {
      if (tunnel && proxyProtocol) {
        report({ what, got: 'tunnel and proxyProtocol', expected: 'one of them', fix: 'leave one of them out' });
      }
    },
  }),
  placeRule<Hash>({
    ...POLICY,
    places: [loadBalancers('consistentHash')],
    find({ httpCookie, minimumRingSize, ringHash, maglev }, path, report) {
      const names = (httpCookie?.attributes ?? []).map(({ name }) => name);
      const again = names.find((name, index) => name !== '' && names.indexOf(name) < index);
      if (httpCookie?.name === '') {
        const fix = 'name the cookie that keeps a client at its endpoint';
        report({ what: `${path}.httpCookie.name`, got: '', expected: 'a name', fix });
      }
      if (again !== undefined || names.includes('')) {
        const fix = 'name each attribute once, such as SameSite';
        report({ what: `${path}.httpCookie.attributes`, got: again ?? '', expected: 'unique names', fix });
      }
      if (minimumRingSize && (ringHash || maglev)) {
        const what = `${path}.minimumRingSize`;
        report({ what, got: minimumRingSize, expected: 'not with ringHash or maglev', fix: 'move it to ringHash' });
      }
      const size = maglev?.tableSize ?? 0;
      if (maglev && (size >= 5000011 || !isPrime(size))) {
        const fix = 'use 65537, the default of Envoy';
        report({ what: `${path}.maglev.tableSize`, got: maglev.tableSize, expected: 'a prime below 5000011', fix });
      }
    },
  }),
  placeRule<Locality>({
    ...POLICY,
    places: [loadBalancers('localityLbSetting')],
    find: checkLocality,
  }),
  placeRule<number | null>({
    ...POLICY,
    places: [loadBalancers('warmup.aggression')],
    find(got, what, report) {
      if (got === 0) report({ what, got, expected: 'above 0', fix: 'leave it out for 1, a linear increase' });
    },
  }),
  placeRule<ServiceEntrySpec>({
    ...ENTRY,
    places: [[ServiceEntry, 'spec']],
    find(spec, path, report) {
      const { hosts, ports = [], endpoints = [], resolution = 'NONE', workloadSelector } = spec;
      const byDns = resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
      // GW537 is about those without a selector.
      const wildcard = hosts.findIndex((host) => host.startsWith('*'));
      if (byDns && endpoints.length === 0 && workloadSelector && wildcard >= 0) {
        const fix = "set resolution: 'STATIC', for the addresses of the selected pods";
        const what = `${path}.hosts[${wildcard}]`;
        report({ what, got: hosts[wildcard], expected: `no wildcard with resolution ${resolution}`, fix });
      }
      endpoints.forEach(({ address, network }, index) => {
        const got = address ?? '';
        const what = `${path}.endpoints[${index}].address`;
        if (byDns && !isAddress(got) && !isIstioHost(got)) {
          const fix = 'set the name that DNS resolves';
          report({ what, got, expected: `a host name or an IP address with resolution ${resolution}`, fix });
        }
        const isStatic = isAddress(got) || got.startsWith('unix://') || (got === '' && network !== undefined);
        // GW505 is about those without the field.
        if (resolution === 'STATIC' && address !== undefined && !isStatic) {
          const fix = isIstioHost(got) ? "set resolution: 'DNS'" : 'set the address of the endpoint';
          report({ what, got, expected: 'an IP address or a Unix domain socket with resolution STATIC', fix });
        }
      });
      const unclear = ports.find(({ protocol = '' }) => !isHttp(protocol) && !isTls(protocol));
      if (hosts.length > 1 && resolution !== 'NONE' && unclear) {
        const fix = 'write an entry for each host: TCP connections do not tell which one is meant';
        const expected = `one host with port ${unclear.name} of protocol ${unclear.protocol || 'TCP'}`;
        report({ what: `${path}.hosts`, got: hosts, expected, fix });
      }
      if (resolution === 'DYNAMIC_DNS') checkDynamic(spec, path, report);
    },
  }),
  placeRule<ServiceEntrySpec>({
    code: 'GW642',
    title: 'endpoint whose ports are not those of the ServiceEntry',
    places: [[ServiceEntry, 'spec']],
    find({ ports = [], endpoints = [], resolution = 'NONE' }, path, report) {
      if (resolution === 'NONE' || resolution === 'DYNAMIC_DNS') return;
      const names = ports.map(({ name }) => name);
      endpoints.forEach(({ address = '', ports: given = {} }, index) => {
        const where = `${path}.endpoints[${index}]`;
        for (const got of Object.keys(given)) {
          // GW505 is about names that no port can have.
          if (!names.includes(got) && isIstioLabel(got)) {
            const expected = `the name of a port of the entry: ${names.join(', ') || 'it has none'}`;
            report({ what: `${where}.ports['${got}']`, got, expected, fix: 'use a name of spec.ports, not a number' });
          }
        }
        if (resolution === 'STATIC' && address.startsWith('unix://') && names.length !== 1) {
          const fix = 'write an entry with one port for the socket';
          report({ what: `${path}.ports`, got: names, expected: 'one port with a Unix domain socket', fix });
        }
      });
    },
  }),
];

function checkSubset(got: string, what: string, report: Report): void {
  if (!isIstioLabel(got)) {
    const fix = `for example '${got.replace(/[^-a-zA-Z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'v1'}'`;
    report({ what, got, expected: 'at most 63 letters, digits and hyphens', fix });
  }
}

function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = key.slice(0, Math.max(slash, 0));
  const name = key.slice(slash + 1);
  return isName(name) && name.length <= 63 && (slash < 0 || (prefix.length <= 253 && prefix.split('.').every(isPart)));
}

const isName = (text: string) =>
  /^[A-Za-z0-9]/.test(text) && /[A-Za-z0-9]$/.test(text) && /^[-A-Za-z0-9_.]*$/.test(text);
const isPart = (text: string) => isName(text) && /^[-A-Za-z0-9]*$/.test(text);

/** As Envoy tests the size of a table. */
function isPrime(value: number): boolean {
  if (value > 0 && value < 4) return true;
  if (value % 2 === 0) return false;
  for (let factor = 3; factor * factor <= value; factor += 2) {
    if (value % factor === 0) return false;
  }
  return true;
}

function checkLocality(
  { distribute = [], failover = [], failoverPriority = [] }: Locality,
  path: string,
  report: Report,
) {
  if (distribute.length > 0 && failover.length > 0) {
    const fix = 'keep distribute for shares, failover for another region when one fails';
    report({ what: path, got: 'distribute and failover', expected: 'one of them', fix });
    return;
  }
  const label = failoverPriority.find((each) => TOPOLOGY.includes(each));
  if (failover.length > 0 && label) {
    const fix = 'keep failover, or the labels';
    report({ what: `${path}.failoverPriority`, got: label, expected: 'no label of a locality with failover', fix });
  }
  distribute.forEach(({ to = {} }, index) => {
    const where = `${path}.distribute[${index}].to`;
    const weights = Object.values(to);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (sum !== 100 || weights.some((weight) => weight < 1)) {
      report({ what: where, got: to, expected: 'weights above 0 that add up to 100', fix: 'write percentages' });
    }
    checkLocalities(Object.keys(to).sort(), where, report);
  });
  checkLocalities(
    distribute.map(({ from = '' }) => from),
    `${path}.distribute`,
    report,
  );
  failover.forEach(({ from: source = '', to = '' }, index) => {
    if (source === to || /[/*]/.test(source + to)) {
      const what = `${path}.failover[${index}]`;
      const fix = "name regions, without zones and wildcards, such as from: 'eu-central-1', to: 'eu-west-1'";
      report({ what, got: { from: source, to }, expected: 'two different regions', fix });
    }
  });
}

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

function checkLocalities(localities: readonly string[], what: string, report: Report): void {
  localities.forEach((got, index) => {
    const isRead = got.split('/').slice(0, 3).every(Boolean) && !got.slice(0, -1).includes('*');
    if (!isRead) {
      const fix = "write 'region', 'region/zone' or 'region/zone/subzone'; '*' may end it";
      report({ what, got, expected: 'a locality', fix });
    } else if (localities.indexOf(got) < index) {
      report({ what, got, expected: 'each locality once', fix: 'remove one' });
    }
  });
}

/** Envoy resolves the host that the request names. */
function checkDynamic(
  { hosts, addresses = [], endpoints = [], ports = [] }: ServiceEntrySpec,
  path: string,
  report: Report,
) {
  const exact = hosts.findIndex((host) => !host.startsWith('*'));
  if (exact >= 0) {
    const fix = "use a wildcard, or set resolution: 'DNS'";
    const what = `${path}.hosts[${exact}]`;
    report({ what, got: hosts[exact], expected: 'a wildcard with resolution DYNAMIC_DNS', fix });
  }
  for (const [name, got] of Object.entries({ addresses, endpoints })) {
    if (got.length > 0) {
      const fix = 'leave them out; the address is that of the host in the request';
      report({ what: `${path}.${name}`, got, expected: `no ${name} with resolution DYNAMIC_DNS`, fix });
    }
  }
  ports.forEach(({ protocol: got = '' }, index) => {
    if (!['http', 'tls', 'grpc', 'http2'].includes(got.toLowerCase())) {
      const what = `${path}.ports[${index}].protocol`;
      const fix = 'use TLS for HTTPS that is not terminated here, otherwise HTTP';
      report({ what, got, expected: 'HTTP, HTTP2, GRPC or TLS with resolution DYNAMIC_DNS', fix });
    }
  });
}
