import { AllowOrigin, Headers, Request, VirtualService, VirtualServiceSpec } from '../../manifest/istio-networking';
import { goDuration, NANOSECONDS } from '../../value/duration';
import { Problem } from '../../value/problem';
import { regularExpression } from '../../value/regex';
import { PlaceRule, placeRule, placesOf } from '../place';

type Http = NonNullable<VirtualServiceSpec['http']>[number];
type Match = NonNullable<Http['match']>[number];
type Rewrite = NonNullable<Http['rewrite']>;
type Fault = NonNullable<Http['fault']>;
type Retries = NonNullable<Http['retries']>;
type Body = NonNullable<NonNullable<Http['directResponse']>['body']>;
const inMatch = (path: string) => `spec.http[].match[].${path}`;

type Report = (problem: Problem) => void;

/** What Istio's webhook refuses in routes of VirtualServices. */
export const istioRouteRules: readonly PlaceRule<never>[] = [
  placeRule<VirtualServiceSpec>({
    code: 'GW625',
    title: 'delegation that Istio does not accept',
    places: [[VirtualService, 'spec']],
    find({ hosts = [], gateways = [], http = [], tls = [], tcp = [] }, path, report) {
      http.forEach(({ delegate, redirect, route }, index) => {
        const where = `${path}.http[${index}]`;
        if (delegate && hosts.length === 0) {
          const fix = 'set hosts, or put the routes here; a delegate cannot delegate';
          report({ what: `${where}.delegate`, got: delegate, expected: 'no delegate without hosts', fix });
        } else if (delegate && (redirect || (route ?? []).length > 0)) {
          const name = redirect ? 'redirect' : 'route';
          const fix = 'move it to the delegate, which decides what happens to requests';
          report({ what: `${where}.${name}`, got: redirect ?? route, expected: `no ${name} with a delegate`, fix });
        }
      });
      if (hosts.length > 0) return;
      for (const [name, got] of Object.entries({ gateways, tls, tcp })) {
        if (got.length > 0) {
          const fix =
            'set hosts; without hosts this is a delegate, which has only HTTP routes, and its root names the gateways';
          report({ what: `${path}.${name}`, got, expected: `no ${name} without hosts`, fix });
        }
      }
    },
  }),
  placeRule<VirtualServiceSpec>({
    code: 'GW626',
    title: 'HTTP route without exactly one action',
    places: [[VirtualService, 'spec']],
    find({ hosts = [], http = [] }, path, report) {
      http.forEach((route, index) => {
        // GW625 is about these.
        if (!route.delegate || hosts.length === 0) checkActions(route, `${path}.http[${index}]`, report);
      });
    },
  }),
  placeRule<Rewrite>({
    code: 'GW626',
    title: 'HTTP route without exactly one action',
    places: [[VirtualService, 'spec.http[].rewrite']],
    find({ uri, uriRegexRewrite }, path, report) {
      if (uri && uriRegexRewrite) {
        const fix = 'keep uri for a fixed text, uriRegexRewrite for parts of the path';
        report({ what: path, got: 'uri and uriRegexRewrite', expected: 'one of uri, uriRegexRewrite', fix });
      }
    },
  }),
  placeRule<AllowOrigin>({
    code: 'GW628',
    title: 'text that Envoy cannot match',
    places: [
      [VirtualService, 'spec.http[].corsPolicy.allowOrigins[]'],
      [VirtualService, ...['authority', 'method', 'scheme', 'headers{}', 'queryParams{}'].map(inMatch)],
    ],
    find: (text, path, report) => checkText(text, path, report, path.includes('.corsPolicy.')),
  }),
  placeRule<AllowOrigin>({
    code: 'GW628',
    title: 'text that Envoy cannot match',
    places: [[VirtualService, inMatch('uri'), inMatch('withoutHeaders{}')]],
    find(text, path, report) {
      // An empty prefix of a path is all paths; '*' is the presence of a header.
      const isPath = path.endsWith('.uri');
      if (isPath ? text.regex !== undefined : text.regex !== '*') checkText(text, path, report);
    },
  }),
  placeRule<NonNullable<Rewrite['uriRegexRewrite']>>({
    code: 'GW628',
    title: 'text that Envoy cannot match',
    places: [[VirtualService, 'spec.http[].rewrite.uriRegexRewrite']],
    find({ match, rewrite }, path, report) {
      for (const [name, got] of Object.entries({ match, rewrite })) {
        if (!got) {
          const fix = "set both, for example match: '^/old/(.*)$' and rewrite: '/new/\\1'";
          report({ what: `${path}.${name}`, got, expected: 'a text', fix });
        }
      }
      if (match) checkExpression(match, `${path}.match`, report);
    },
  }),
  placeRule<Match>({
    code: 'GW629',
    title: 'header that Istio does not accept',
    places: [[VirtualService, 'spec.http[].match[]']],
    find({ headers = {}, withoutHeaders = {} }, path, report) {
      for (const [field, map] of Object.entries({ headers, withoutHeaders })) {
        for (const got of Object.keys(map)) {
          if (!HEADER.test(got) && !PSEUDO_HEADERS.includes(got) && !isClaim(got)) {
            const fix = 'write the name as requests have it';
            const expected = "the name of a header, or a claim such as '@request.auth.claims.group'";
            report({ what: `${path}.${field}['${got}']`, got, expected, fix });
          }
        }
      }
    },
  }),
  placeRule<string>({
    code: 'GW629',
    title: 'header that Istio does not accept',
    places: [[VirtualService, 'spec.http[].corsPolicy.allowHeaders[]', 'spec.http[].corsPolicy.exposeHeaders[]']],
    find(got, what, report) {
      if (!HEADER.test(got)) {
        report({ what, got, expected: "the name of a header, or '*'", fix: 'write one header per entry' });
      }
    },
  }),
  placeRule<Request>({
    code: 'GW629',
    title: 'header that Istio does not accept',
    places: [placesOf(VirtualService, Headers, 'request', 'response')],
    find({ add = {}, set = {}, remove = [] }, path, report) {
      const isRequest = path.endsWith('.request');
      for (const [field, map] of Object.entries({ add, set })) {
        for (const [name, value] of Object.entries(map)) {
          const what = `${path}.${field}['${name}']`;
          checkName(name, what, isRequest, report);
          if (!isHeaderValue(value)) {
            const fix = "write '%%' for a percent sign, '%NAME%' for a variable of Envoy";
            report({ what, got: value, expected: 'a value that Envoy can format', fix });
          }
        }
      }
      remove.forEach((name, index) => checkName(name, `${path}.remove[${index}]`, false, report));
    },
  }),
  placeRule<Http>({
    code: 'GW629',
    title: 'header that Istio does not accept',
    places: [[VirtualService, 'spec.http[]']],
    find({ rewrite, headers }, path, report) {
      const { set = {}, add = {} } = headers?.request ?? {};
      const given = [
        ...(rewrite?.authority ? [`${path}.rewrite.authority`] : []),
        ...[...Object.keys(set)].filter(isAuthority).map((name) => `${path}.headers.request.set['${name}']`),
        ...[...Object.keys(add)].filter(isAuthority).map((name) => `${path}.headers.request.add['${name}']`),
      ];
      if (given.length > 1) {
        const fix = 'keep rewrite.authority';
        report({ what: given[1], got: given.join(' and '), expected: 'one place that sets the host', fix });
      }
    },
  }),
  placeRule<Retries>({
    code: 'GW631',
    title: 'setting that Istio does not support here',
    places: [[VirtualService, 'spec.http[].retries']],
    find({ attempts = 0, ...rest }, path, report) {
      const given = (['perTryTimeout', 'retryOn', 'retryRemoteLocalities'] as const).find(
        (name) => rest[name] !== undefined && rest[name] !== '' && rest[name] !== null,
      );
      if (attempts === 0 && given) {
        const fix = `set attempts above 0, or leave ${given} out to have no retries`;
        report({ what: `${path}.${given}`, got: rest[given], expected: 'no other setting without attempts', fix });
      }
    },
  }),
  placeRule<Fault>({
    code: 'GW631',
    title: 'setting that Istio does not support here',
    places: [[VirtualService, 'spec.http[].fault']],
    find({ abort, delay }, path, report) {
      if (delay?.exponentialDelay !== undefined) {
        const what = `${path}.delay.exponentialDelay`;
        report({ what, got: delay.exponentialDelay, expected: 'fixedDelay', fix: 'set fixedDelay' });
      }
      if (abort?.http2Error !== undefined) {
        const what = `${path}.abort.http2Error`;
        report({ what, got: abort.http2Error, expected: 'httpStatus or grpcStatus', fix: 'set one of these' });
      }
    },
  }),
  placeRule<string>({
    code: 'GW631',
    title: 'setting that Istio does not support here',
    places: [[VirtualService, 'spec.http[].corsPolicy.maxAge']],
    find(got, what, report) {
      if ((goDuration(got) ?? 0) % NANOSECONDS.s !== 0) {
        report({ what, got, expected: 'whole seconds', fix: 'round it to seconds' });
      }
    },
  }),
  placeRule<VirtualServiceSpec>({
    code: 'GW631',
    title: 'setting that Istio does not support here',
    places: [[VirtualService, 'spec']],
    find({ gateways = [], http = [] }, path, report) {
      if (gateways.length > 0 && !gateways.includes('mesh')) return;
      http.forEach(({ match = [] }, route) =>
        match.forEach(({ headers = {}, withoutHeaders = {} }, index) => {
          for (const [field, map] of Object.entries({ headers, withoutHeaders })) {
            const got = Object.keys(map).find(isClaim);
            if (got !== undefined) {
              const what = `${path}.http[${route}].match[${index}].${field}['${got}']`;
              const fix = 'set gateways, without mesh: only gateways route by claims';
              report({ what, got, expected: 'no claim in a VirtualService of the mesh', fix });
            }
          }
        }),
      );
    },
  }),
  placeRule<Body>({
    code: 'GW627',
    title: 'number that Istio does not accept',
    places: [[VirtualService, 'spec.http[].directResponse.body']],
    find({ string, bytes = '' }, path, report) {
      const size =
        string === undefined ? Math.floor((bytes.replace(/=+$/, '').length * 3) / 4) : Buffer.byteLength(string);
      if (size > 1024 * 1024) {
        const fix = 'serve it from a backend';
        report({ what: path, got: `${size} bytes`, expected: 'at most 1 MiB', fix });
      }
    },
  }),
];

/** As Istio checks: a redirect first, then a direct response, then destinations. */
function checkActions(
  { redirect, directResponse, route = [], fault, rewrite, mirror, mirrors = [] }: Http,
  path: string,
  report: Report,
): void {
  const action = redirect ? 'redirect' : directResponse ? 'directResponse' : route.length > 0 ? 'route' : undefined;
  if (action === undefined) {
    const fix = 'set the destinations in route';
    report({ what: path, got: undefined, expected: 'one of route, redirect, directResponse', fix });
  } else if (action !== 'route') {
    const beside = [
      ...(redirect && directResponse ? ['directResponse'] : []),
      ...(route.length > 0 ? ['route'] : []),
      ...(fault ? ['fault'] : []),
      ...(rewrite ? ['rewrite'] : []),
    ];
    if (beside.length > 0) {
      const fix = `leave out ${action}, or the rest; Istio refuses the object`;
      report({ what: path, got: [action, ...beside].join(' and '), expected: `only ${action}`, fix });
    }
  }
  if (mirror && mirrors.length > 0) {
    report({ what: path, got: 'mirror and mirrors', expected: 'one of mirror, mirrors', fix: 'keep mirrors' });
  }
}

function checkText({ prefix, regex, exact }: AllowOrigin, path: string, report: Report, isOrigin = false): void {
  const [name, got] =
    prefix !== undefined ? ['prefix', prefix] : regex !== undefined ? ['regex', regex] : ['exact', exact];
  if (got === '' && (name !== 'exact' || isOrigin)) {
    const fix = isOrigin ? 'remove the entry, or write the origin' : 'leave the match out to allow any value';
    report({ what: `${path}.${name}`, got, expected: 'a text', fix });
  } else if (name === 'regex' && got !== undefined) {
    checkExpression(got, `${path}.regex`, report);
  } else if (isOrigin && got === undefined) {
    report({ what: path, got, expected: 'one of exact, prefix, regex', fix: 'write the origin, or remove the entry' });
  }
}

function checkExpression(got: string, what: string, report: Report): void {
  if (Buffer.byteLength(got) > 1024) {
    const fix = 'shorten it, or write several matches';
    report({ what, got: `${Buffer.byteLength(got)} bytes`, expected: 'at most 1024 bytes', fix });
    return;
  }
  try {
    regularExpression(what, got);
  } catch {
    const fix = /\(\?[=!<]/.test(got) ? 'RE2 has no lookahead and lookbehind' : 'correct it';
    report({ what, got, expected: 'a regular expression in RE2 syntax', fix });
  }
}

const HEADER = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;
const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];

const isClaim = (name: string) => /^@request\.auth\.claims(\..|\[.+\]$)/is.test(name);
const isAuthority = (name: string) => /^(:authority|host)$/i.test(name);

/** Requests may set their host; other pseudo headers never change. */
function checkName(got: string, what: string, canBeHost: boolean, report: Report): void {
  if (got === '') {
    report({ what, got, expected: 'the name of a header', fix: 'set it, or remove the entry' });
  } else if ((got.startsWith(':') || /^host$/i.test(got)) && !(canBeHost && isAuthority(got))) {
    const fix = isAuthority(got) ? 'only requests can set it; use rewrite.authority' : 'leave it out; use rewrite';
    report({ what, got, expected: 'a header other than pseudo headers and Host', fix });
  }
}

/** Whether Envoy can read variables, `%NAME%` or `%NAME(arguments)%`, and no control character is in it. */
function isHeaderValue(value: string): boolean {
  // eslint-disable-next-line no-control-regex -- what Envoy refuses
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) return false;
  const text = value.replace(/%%|%[^%(]*%/g, '');
  // Arguments may have percent signs; what they are is left to Envoy.
  return text.includes('(') || !text.includes('%');
}
