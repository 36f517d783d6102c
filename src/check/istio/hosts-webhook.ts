import {
  DestinationRule,
  DestinationRuleSpec,
  Gateway,
  Mirror,
  ServiceEntry,
  Sidecar,
  TrafficPolicy,
  VirtualService,
  VirtualServiceSpec,
} from '../../manifest/istio-networking';
import { hostIsWithin, hostsOverlap, isAddress, isIstioHost, isIstioLabel, isIstioWildcard } from '../../value/istio';
import { Problem } from '../../value/problem';
import { Place, PlaceRule, placeRule, placesOf } from '../place';

type Tunnel = NonNullable<TrafficPolicy['tunnel']>;
type TlsMatch = NonNullable<NonNullable<VirtualServiceSpec['tls']>[number]['match']>[number];
type Report = (problem: Problem) => void;

const HOST = { code: 'GW620', title: 'host that Istio does not accept' } as const;
const GATEWAYS: Place = [
  VirtualService,
  'spec.gateways',
  ...['http', 'tls', 'tcp'].map((protocol) => `spec.${protocol}[].match[].gateways`),
];
const EXPORTED = [VirtualService, DestinationRule, ServiceEntry];

/** What Istio's webhook refuses: names of hosts, of gateways and of namespaces. */
export const istioHostRules: readonly PlaceRule<never>[] = [
  placeRule<string>({
    ...HOST,
    places: [[Gateway, 'spec.servers[].hosts[]']],
    find(got, what, report) {
      const slash = got.indexOf('/');
      const namespace = got.slice(0, Math.max(slash, 0));
      if (slash >= 0) checkNamespace(got, namespace, ['*', '.'], what, report);
      serverHost(got, got.slice(slash + 1), true, what, report);
    },
  }),
  placeRule<string>({
    ...HOST,
    places: [[Sidecar, 'spec.egress[].hosts[]']],
    find(got, what, report) {
      const slash = got.indexOf('/');
      if (slash < 0) {
        const fix = `write './${got}' for the namespace of the Sidecar, '*/${got}' for any`;
        report({ what, got, expected: 'a namespace, a slash and a host', fix });
        return;
      }
      const namespace = got.slice(0, slash);
      if (namespace !== '~') checkNamespace(got, namespace.replace(/^~/, ''), ['*', '.'], what, report);
      serverHost(got, got.slice(slash + 1), false, what, report);
    },
  }),
  placeRule<VirtualServiceSpec>({
    ...HOST,
    places: [[VirtualService, 'spec']],
    find({ hosts = [], gateways = [], tls = [] }, path, report) {
      const isOfMesh = gateways.length === 0 || gateways.includes('mesh');
      const hasNames = tls.some(({ match }) => match.some(({ sniHosts }) => sniHosts.length > 0));
      hosts.forEach((got, index) => {
        const what = `${path}.hosts[${index}]`;
        if (got === '*' && isOfMesh) {
          const fix = 'name the hosts, or set gateways, without mesh';
          report({ what, got, expected: 'a host other than * for calls within the mesh', fix });
        } else if (!(hasNames && !isOfMesh && isOutbound(got)) && !isAddress(got)) {
          wildcard(got, what, report);
        }
      });
    },
  }),
  placeRule<VirtualServiceSpec>({
    ...HOST,
    places: [[VirtualService, 'spec']],
    find(spec, path, report) {
      eachTlsMatch(spec, path, ({ sniHosts }, where) =>
        sniHosts.forEach((got, index) => {
          if (!isOutboundOf(spec, got) && !isAddress(got)) wildcard(got, `${where}.sniHosts[${index}]`, report);
        }),
      );
    },
  }),
  placeRule<string>({
    ...HOST,
    places: [placesOf(VirtualService, Mirror, 'host'), [Sidecar, 'spec.outboundTrafficPolicy.egressProxy.host']],
    find(got, what, report) {
      if (got === '*') {
        const fix = 'name the host that gets the requests; an alias may be a wildcard, a destination may not';
        report({ what, got, expected: 'a host', fix });
      } else {
        wildcard(got, what, report);
      }
    },
  }),
  placeRule<string>({
    ...HOST,
    places: [[DestinationRule, 'spec.host']],
    find: wildcard,
  }),
  placeRule<string>({
    ...HOST,
    places: [[ServiceEntry, 'spec.hosts[]']],
    find(got, what, report) {
      // GW506 reports it.
      if (got !== '*') wildcard(got, what, report);
    },
  }),
  placeRule<Tunnel>({
    ...HOST,
    places: [placesOf(DestinationRule, TrafficPolicy, 'tunnel')],
    find({ targetHost: got }, path, report) {
      if (!isIstioHost(got) && !isAddress(got)) {
        const what = `${path}.targetHost`;
        report({ what, got, expected: 'a host name without a wildcard, or an address', fix: fixOf(got) });
      }
    },
  }),
  placeRule<readonly string[]>({
    code: 'GW621',
    title: 'two hosts of a VirtualService that overlap',
    places: [[VirtualService, 'spec.hosts']],
    find(hosts, path, report) {
      hosts.forEach((got, index) => {
        const first = hosts.findIndex((host) => hostsOverlap(host, got));
        if (first < index) {
          const fix = `keep one of ${path}[${first}] '${hosts[first]}' and this; a wildcard includes the other`;
          report({ what: `${path}[${index}]`, got, expected: 'hosts that no other of the list includes', fix });
        }
      });
    },
  }),
  placeRule<readonly string[]>({
    code: 'GW622',
    title: 'gateway name that Istio cannot read',
    places: [GATEWAYS],
    find(names, path, report) {
      for (const [index, got] of names.entries()) {
        const what = `${path}[${index}]`;
        const slash = got.indexOf('/');
        const parts = [got.slice(0, Math.max(slash, 0)), got.slice(slash + 1)];
        if (slash < 0 ? !isIstioHost(got) : !parts.every(isIstioLabel)) {
          const fix = 'use the name of a Gateway of networking.istio.io, with its namespace where that is another';
          report({ what, got, expected: "'mesh', a name, or a namespace and a name such as 'edge/public'", fix });
        }
        // Istio does not look at those after a name without a namespace.
        if (slash < 0) return;
      }
    },
  }),
  placeRule<string>({
    code: 'GW622',
    title: 'gateway name that Istio cannot read',
    places: [[Gateway, 'metadata.name']],
    find(got, what, report) {
      if (!isIstioLabel(got)) {
        const fix = `for example '${got.replace(/\./g, '-').slice(0, 63)}'`;
        report({ what, got, expected: 'at most 63 letters, digits and hyphens, without dots', fix });
      }
    },
  }),
  placeRule<string>({
    code: 'GW623',
    title: 'namespace that Istio does not accept',
    places: [[VirtualService, 'spec.http[].match[].sourceNamespace']],
    find(got, what, report) {
      if (got !== '' && !isIstioLabel(got)) {
        report({ what, got, expected: 'the name of a namespace', fix: 'write it without a domain and wildcards' });
      }
    },
  }),
  ...EXPORTED.map((kind) =>
    placeRule<readonly string[]>({
      code: 'GW623',
      title: 'namespace that Istio does not accept',
      places: [[kind, 'spec.exportTo']],
      find(names, path, report) {
        const isEntry = kind === ServiceEntry;
        names.forEach((got, index) => {
          const what = `${path}[${index}]`;
          if (names.indexOf(got) < index) {
            report({ what, got, expected: 'each namespace once', fix: 'remove it' });
          } else if (got !== '.' && got !== '*' && !(isEntry && got === '~') && !isIstioLabel(got)) {
            const expected = `'.' for the namespace of the object, '*' for all, or a namespace`;
            const fix = got === '~' ? 'leave the object out of the input instead' : 'name each namespace in full';
            report({ what, got, expected, fix });
          } else if (names.length > 1 && (got === '*' || got === '~')) {
            report({ what, got, expected: 'no other entry beside it', fix: `keep '${got}' or the namespaces` });
          }
        });
      },
    }),
  ),
  placeRule<DestinationRuleSpec>({
    code: 'GW623',
    title: 'namespace that Istio does not accept',
    places: [[DestinationRule, 'spec']],
    find({ exportTo = [], workloadSelector }, path, report) {
      if (workloadSelector && (exportTo.length > 1 || exportTo[0] === '*')) {
        const fix = 'leave exportTo out, or the selector';
        report({
          what: `${path}.exportTo`,
          got: exportTo,
          expected: 'only the namespace of the object with a workloadSelector',
          fix,
        });
      }
    },
  }),
  placeRule<VirtualServiceSpec>({
    code: 'GW637',
    title: 'server names outside the hosts of the VirtualService',
    places: [[VirtualService, 'spec']],
    find(spec, path, report) {
      const { hosts = [] } = spec;
      // GW625 tells that a delegate cannot have TLS routes.
      if (hosts.length === 0) return;
      eachTlsMatch(spec, path, ({ sniHosts }, where) =>
        sniHosts.forEach((got, index) => {
          const isRead = isOutboundOf(spec, got) || isIstioWildcard(got);
          if (isRead && !isAddress(got) && !hosts.some((host) => hostIsWithin(got, host))) {
            const what = `${where}.sniHosts[${index}]`;
            const fix = 'add it to spec.hosts, or correct it; it may be narrower than a host, not wider';
            report({ what, got, expected: `one of ${hosts.join(', ')}, or a host within a wildcard of them`, fix });
          }
        }),
      );
    },
  }),
];

function eachTlsMatch(
  { tls = [] }: VirtualServiceSpec,
  path: string,
  act: (match: TlsMatch, where: string) => void,
): void {
  tls.forEach(({ match }, route) => match.forEach((each, index) => act(each, `${path}.tls[${route}].match[${index}]`)));
}

/** Names that gateways with AUTO_PASSTHROUGH read: `outbound_.80_._.web.shop.svc.cluster.local`. */
function isOutbound(host: string): boolean {
  const [, port = '', , name = ''] = host.split('_');
  return host.startsWith('outbound_') && host.length <= 255 && /\d/.test(port) && /[a-zA-Z]/.test(name);
}

const isOutboundOf = ({ gateways = [] }: VirtualServiceSpec, host: string) =>
  !gateways.includes('mesh') && isOutbound(host);

function wildcard(got: string, what: string, report: Report): void {
  if (!isIstioWildcard(got)) {
    report({ what, got, expected: "a host such as 'web.shop.svc.cluster.local' or '*.example.com'", fix: fixOf(got) });
  }
}

/** A host of a server or of egress: fully qualified, and a wildcard is a whole label. */
function serverHost(got: string, host: string, isGateway: boolean, what: string, report: Report): void {
  if (host !== '*' && !host.includes('.')) {
    const fix = `write it in full, for example '${host || 'web'}.example.com'`;
    report({ what, got, expected: 'a host with a domain', fix });
  } else if (!isIstioWildcard(host) && !(isGateway && isAddress(host))) {
    report({ what, got, expected: "a host such as 'api.example.com' or '*.example.com'", fix: fixOf(host) });
  } else if (host.includes('*') && host !== '*' && !host.startsWith('*.')) {
    const fix = `write '*.${host.slice(host.indexOf('.') + 1)}', or list the hosts`;
    report({ what, got, expected: 'a wildcard that replaces the whole first label', fix });
  }
}

function checkNamespace(got: string, namespace: string, others: string[], what: string, report: Report): void {
  if (!others.includes(namespace) && !isIstioLabel(namespace)) {
    const fix = "put the name of a namespace before the slash, '.' for that of the object, '*' for any";
    report({ what, got, expected: "a namespace, '.' or '*' before the slash", fix });
  }
}

function fixOf(host: string): string {
  if (host === '') return 'set the host';
  if (/^[a-z]+:\/\//i.test(host)) return 'leave the scheme and the path out';
  if (/:\d+$/.test(host)) return `leave the port out: '${host.replace(/:\d+$/, '')}'`;
  if (host.indexOf('*') > 0 || host.lastIndexOf('*') > 0) return 'a wildcard can only begin a host';
  if (host.includes('_')) return 'replace the underscores; host names have letters, digits, hyphens and dots';
  if (/(^|\.)\d+$/.test(host)) return 'use a name; the last part of a host name is not a number';
  return 'labels have at most 63 letters, digits and hyphens, and do not begin or end with a hyphen';
}
