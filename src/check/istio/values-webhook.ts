import {
  ConnectionPool,
  DestinationRule,
  Gateway,
  GatewaySpec,
  OutlierDetection,
  ServiceEntry,
  Sidecar,
  SidecarSpec,
  TrafficPolicy,
  VirtualService,
  VirtualServiceSpec,
} from '../../manifest/istio-networking';
import { goDuration, NANOSECONDS } from '../../value/duration';
import { isProtocol, PROTOCOLS } from '../../value/istio';
import { nearest } from '../../value/problem';
import { Place, PlaceRule, placeRule, placesOf } from '../place';

const EMPTY = { code: 'GW624', title: 'part that configures nothing' } as const;
const NUMBER = { code: 'GW627', title: 'number that Istio does not accept' } as const;
const WORD = { code: 'GW630', title: 'word that Istio does not know' } as const;
const http = (...paths: string[]): Place => [VirtualService, ...paths.map((path) => `spec.http[].${path}`)];
const pools = (...paths: string[]) =>
  [DestinationRule, Sidecar].map((kind) => placesOf(kind, ConnectionPool, ...paths));

/** What Istio's webhook refuses: numbers and words of single fields, and parts without content. */
export const istioValueRules: readonly PlaceRule<never>[] = [
  ...bounded(0, 100, [
    http('mirror_percent', 'mirrorPercent', 'mirrorPercentage.value', 'mirrors[].percentage.value'),
    placesOf(DestinationRule, OutlierDetection, 'maxEjectionPercent', 'minHealthPercent'),
  ]),
  placeRule<number>({
    ...NUMBER,
    places: [http('fault.abort.percentage.value', 'fault.delay.percentage.value')],
    find(got, what, report) {
      if (got < 0 || got > 100 || (got > 0 && got < 0.0001)) {
        report({ what, got, expected: '0, or from 0.0001 to 100', fix: 'write it in percent, such as 0.5 or 100' });
      }
    },
  }),
  ...bounded(200, 600, [http('fault.abort.httpStatus', 'directResponse.status')]),
  ...bounded(0, Infinity, [
    http('retries.attempts'),
    [VirtualService, ...['http', 'tls', 'tcp'].map((protocol) => `spec.${protocol}[].route[].weight`)],
    ...pools(
      ...['http.http1MaxPendingRequests', 'http.http2MaxRequests', 'http.maxConcurrentStreams'],
      ...['http.maxRequestsPerConnection', 'http.maxRetries', 'tcp.maxConnections'],
    ),
  ]),
  placeRule<number>({
    ...NUMBER,
    places: [http('redirect.redirectCode')],
    find(got, what, report) {
      if (got !== 0 && (got < 300 || got > 399)) {
        const fix = 'use 301, 302, 303, 307 or 308, or leave it out for 301';
        report({ what, got, expected: 'a status from 300 to 399', fix });
      }
    },
  }),
  placeRule<number>({
    ...NUMBER,
    places: [http('redirect.port')],
    find(got, what, report) {
      if (got > 65535) {
        report({ what, got, expected: 'a port from 1 to 65535', fix: 'use the port to which clients connect' });
      }
    },
  }),
  placeRule<string>({
    ...NUMBER,
    places: [
      http('fault.delay.fixedDelay', 'retries.perTryTimeout', 'retries.backoff', 'timeout'),
      ...pools('http.idleTimeout', 'tcp.connectTimeout', 'tcp.maxConnectionDuration', 'tcp.idleTimeout'),
      placesOf(DestinationRule, OutlierDetection, 'baseEjectionTime', 'interval'),
    ],
    find(got, what, report) {
      const time = goDuration(got) ?? 0;
      // GW501 is about shorter times.
      if (time > NANOSECONDS.ms && time % NANOSECONDS.ms !== 0) {
        report({ what, got, expected: 'whole milliseconds', fix: 'round it' });
      }
    },
  }),
  words(
    ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'],
    [http('corsPolicy.allowMethods[]')],
  ),
  words(['', 'http', 'https'], [http('redirect.scheme')]),
  words(
    [
      ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
      ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE'],
      ...['UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'],
    ],
    [http('fault.abort.grpcStatus')],
  ),
  words(['', 'CONNECT', 'POST'], [placesOf(DestinationRule, TrafficPolicy, 'tunnel.protocol')]),
  placeRule<string>({
    ...WORD,
    places: [http('retries.retryOn')],
    find(text, what, report) {
      const bad = (text === '' ? [] : text.split(',')).filter(
        (word) => !RETRY_ON.includes(word) && !(/^\+?\d+$/.test(word) && STATUSES.includes(Number(word))),
      );
      if (bad.length > 0) {
        const fix = bad[0].trim() === bad[0] ? meant(bad[0], RETRY_ON) : 'write the list without spaces';
        report({ what, got: text, expected: `conditions of Envoy; '${bad[0]}' is none`, fix });
      }
    },
  }),
  placeRule<string>({
    ...WORD,
    places: [
      [Gateway, 'spec.servers[].port.protocol'],
      [ServiceEntry, 'spec.ports[].protocol'],
      [Sidecar, 'spec.ingress[].port.protocol', 'spec.egress[].port.protocol'],
    ],
    find(got, what, report) {
      if (!isProtocol(got) && (got !== '' || what.startsWith('spec.servers'))) {
        const known = PROTOCOLS.map((word) => word.toUpperCase());
        report({ what, got, expected: 'a protocol that Istio knows', fix: meant(got, known) });
      }
    },
  }),
  placeRule<GatewaySpec>({
    ...EMPTY,
    places: [[Gateway, 'spec']],
    find({ servers = [] }, path, report) {
      if (servers.length === 0) {
        report({ what: `${path}.servers`, got: servers, expected: 'a server', fix: 'add one, or remove the Gateway' });
      }
    },
  }),
  placeRule<VirtualServiceSpec>({
    ...EMPTY,
    places: [[VirtualService, 'spec']],
    find({ http: routes = [], tls = [], tcp = [] }, path, report) {
      if (routes.length + tls.length + tcp.length === 0) {
        const fix = 'add routes, or remove the VirtualService';
        report({ what: path, got: undefined, expected: 'routes in http, tls or tcp', fix });
      }
      for (const [name, routesOf] of Object.entries({ tls, tcp })) {
        routesOf.forEach(({ route = [] }, index) => {
          if (route.length === 0) {
            const what = `${path}.${name}[${index}].route`;
            report({ what, got: route, expected: 'a destination', fix: 'add one, or remove the route' });
          }
        });
      }
    },
  }),
  placeRule<SidecarSpec>({
    ...EMPTY,
    places: [[Sidecar, 'spec']],
    find({ egress = [], ingress = [], ...rest }, what, report) {
      const others = Object.keys(rest).filter((name) => name !== 'workloadSelector');
      if (egress.length + ingress.length + others.length === 0) {
        const expected = 'egress, ingress, outboundTrafficPolicy or inboundConnectionPool';
        report({ what, got: undefined, expected, fix: "set egress, for example hosts: ['./*', 'istio-system/*']" });
      }
    },
  }),
  placeRule<readonly unknown[]>({
    ...EMPTY,
    places: [
      [Gateway, 'spec.servers[].hosts'],
      [Sidecar, 'spec.egress[].hosts'],
      [VirtualService, 'spec.tls[].match', 'spec.tls[].match[].sniHosts'],
    ],
    find(got, what, report) {
      if (got.length === 0) {
        report({ what, got, expected: 'at least one', fix: "add one; '*' stands for any host of a server" });
      }
    },
  }),
  some([placesOf(DestinationRule, TrafficPolicy)], 'settings, for example connectionPool'),
  some([placesOf(DestinationRule, TrafficPolicy, 'portLevelSettings[]')], 'settings beside the port', ['port']),
  some(pools(), 'http or tcp'),
  some([http('fault')], 'abort or delay'),
  some([http('redirect')], 'uri, authority, scheme or port', ['redirectCode']),
  some([http('rewrite')], 'uri, uriRegexRewrite or authority'),
  placeRule<Readonly<Record<string, unknown>>>({
    ...EMPTY,
    places: [
      placesOf(DestinationRule, TrafficPolicy, 'portLevelSettings[]'),
      [Sidecar, 'spec.outboundTrafficPolicy.egressProxy'],
    ],
    find({ port: got }, path, report) {
      if (got === undefined) {
        report({ what: `${path}.port`, got, expected: 'a port', fix: 'set port.number, a port of the Service' });
      }
    },
  }),
];

function bounded(least: number, most: number, places: readonly Place[]): PlaceRule<never>[] {
  return [
    placeRule<number>({
      ...NUMBER,
      places,
      find(got, what, report) {
        if (got < least || got > most) {
          const expected = most === Infinity ? `at least ${least}` : `a number from ${least} to ${most}`;
          report({ what, got, expected, fix: 'correct it, or leave it out for the default' });
        }
      },
    }),
  ];
}

function words(known: readonly string[], places: readonly Place[]): PlaceRule<never> {
  return placeRule<string>({
    ...WORD,
    places,
    find(got, what, report) {
      if (!known.includes(got)) {
        report({ what, got, expected: known.filter(Boolean).join(', '), fix: meant(got, known.filter(Boolean)) });
      }
    },
  });
}

/** Fields that the shape does not know, of a newer Istio, are content too. */
function some(places: readonly Place[], expected: string, others: readonly string[] = []): PlaceRule<never> {
  return placeRule<Readonly<Record<string, unknown>>>({
    ...EMPTY,
    places,
    find(value, what, report) {
      if (Object.entries(value).every(([name, part]) => isNone(part) || others.includes(name))) {
        report({ what, got: undefined, expected, fix: 'set one, or leave this part out' });
      }
    },
  });
}

const isNone = (part: unknown) => part === undefined || part === '' || (Array.isArray(part) && part.length === 0);

const meant = (got: string, known: readonly string[]) => {
  const near = nearest(got, known);
  return near ? `did you mean '${near}'?` : `for example ${known.slice(0, 3).join(', ')}`;
};

const RETRY_ON = [
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream'],
  ...['retriable-status-codes', 'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure'],
  ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
];

/** Those of HTTP that have a name. */
const STATUSES = [
  ...[100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226],
  ...[300, 301, 302, 303, 304, 305, 307, 308],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418],
  ...[421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
  ...[500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
];
