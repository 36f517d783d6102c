import { Filter, GRPCRoute, HTTPRoute, HTTPRouteSpec, TCPRoute, TLSRoute, UDPRoute } from '../../manifest/gateway-api';
import { gatewayDuration } from '../../value/duration';
import { Place, PlaceRule, placeRule } from '../place';

type HttpRule = NonNullable<HTTPRouteSpec['rules']>[number];

interface NamedRule {
  readonly name?: string;
  readonly matches?: readonly unknown[];
}

interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly port?: number;
}

const FILTERS = ['spec.rules[].filters[]', 'spec.rules[].backendRefs[].filters[]'];
const MIRRORS = FILTERS.map((path) => `${path}.requestMirror.backendRef`);
const AUTHORIZERS = FILTERS.map((path) => `${path}.externalAuth.backendRef`);
const BACKENDS: readonly Place[] = [
  [HTTPRoute, 'spec.rules[].backendRefs[]', ...MIRRORS, ...AUTHORIZERS],
  [GRPCRoute, 'spec.rules[].backendRefs[]', ...MIRRORS],
  ...[TLSRoute, TCPRoute, UDPRoute].map((kind): Place => [kind, 'spec.rules[].backendRefs[]']),
];

/** Groups with kinds that take requests: ServiceImport, InferencePool, XBackend. */
const OF_BACKENDS = [
  'multicluster.x-k8s.io',
  'inference.networking.k8s.io',
  'inference.networking.x-k8s.io',
  'gateway.networking.x-k8s.io',
  'gateway.networking.k8s.io',
];

const MOST_MATCHES = 128;

/** Rules for routes. */
export const routeRules: readonly PlaceRule<never>[] = [
  placeRule<readonly NamedRule[]>({
    code: 'GW321',
    title: 'two rules of the same name',
    places: [HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, UDPRoute].map((kind) => [kind, 'spec.rules']),
    find(rules, path, report) {
      rules.forEach(({ name }, index) => {
        const first = name === undefined ? index : rules.findIndex((rule) => rule.name === name);
        if (first < index) {
          const fix = `${path}[${first}] has the same name; rename one`;
          report({ what: `${path}[${index}].name`, got: name, expected: 'a unique name', fix });
        }
      });
    },
  }),
  // A rule of an HTTPRoute without matches has one by default, the prefix /.
  matchLimit([HTTPRoute, 'spec.rules'], 1),
  matchLimit([GRPCRoute, 'spec.rules'], 0),
  placeRule<Reference>({
    code: 'GW323',
    title: 'Service without a port',
    places: BACKENDS,
    find({ group = '', kind = 'Service', name, port }, path, report) {
      if (group === '' && kind === 'Service' && port === undefined) {
        report({ what: `${path}.port`, got: port, expected: 'a port of the Service', fix: `set a port of ${name}` });
      }
    },
  }),
  placeRule<Reference>({
    code: 'GW393',
    title: 'backend of a kind that takes no requests',
    places: BACKENDS,
    find({ group = '', kind = 'Service', name }, path, report) {
      // Groups of Kubernetes itself; those of an implementation may have backends of their own.
      if (
        group.includes('.')
          ? !group.endsWith('.k8s.io') || OF_BACKENDS.includes(group)
          : kind === 'Service' && group === ''
      ) {
        return;
      }
      const fix = `refer to a Service in front of ${kind} ${name}`;
      report({ what: `${path}.kind`, got: group === '' ? kind : `${kind} of ${group}`, expected: 'a Service', fix });
    },
  }),
  placeRule<HttpRule>({
    code: 'GW334',
    title: 'redirect together with backends',
    places: [[HTTPRoute, 'spec.rules[]']],
    find({ backendRefs = [], filters = [] }, path, report) {
      const index = filters.findIndex(({ requestRedirect }) => requestRedirect);
      if (index >= 0 && backendRefs.length > 0) {
        report({
          what: `${path}.backendRefs`,
          got: `${backendRefs.length} with ${path}.filters[${index}]`,
          expected: 'no backends; all requests are redirected',
          fix: 'move the redirect or the backends to a separate rule',
        });
      }
    },
  }),
  placeRule<HttpRule>({
    code: 'GW335',
    title: 'prefix replaced without one prefix match',
    places: [[HTTPRoute, 'spec.rules[]']],
    find({ backendRefs = [], filters = [], matches = [{}] }, path, report) {
      const isOnePrefix = matches.length === 1 && (matches[0].path?.type ?? 'PathPrefix') === 'PathPrefix';
      if (isOnePrefix) {
        return;
      }
      const visit = (filter: Filter, where: string) => {
        for (const name of ['requestRedirect', 'urlRewrite'] as const) {
          if (filter[name]?.path?.type === 'ReplacePrefixMatch' && filter[name].path.replacePrefixMatch !== undefined) {
            report({
              what: `${where}.${name}.path`,
              got: filter[name].path.replacePrefixMatch,
              expected: 'exactly one match in the rule, of path type PathPrefix',
              fix: 'move the prefix to a separate rule, or use ReplaceFullPath',
            });
          }
        }
      };
      filters.forEach((filter, index) => visit(filter, `${path}.filters[${index}]`));
      backendRefs.forEach((backend, index) =>
        backend.filters?.forEach((filter, at) => visit(filter, `${path}.backendRefs[${index}].filters[${at}]`)),
      );
    },
  }),
  ...(
    [
      [[HTTPRoute, GRPCRoute], 'requests get status 500'],
      [[TLSRoute, TCPRoute, UDPRoute], 'connections are refused'],
    ] as const
  ).map(([kinds, consequence]) =>
    placeRule<readonly { readonly weight?: number }[]>({
      code: 'GW346',
      severity: 'warning',
      title: 'backends without any weight',
      places: kinds.map((kind) => [kind, 'spec.rules[].backendRefs']),
      find(backends, what, report) {
        if (backends.length > 0 && backends.every(({ weight }) => weight === 0)) {
          const fix = `set the weight of a backend above 0; otherwise ${consequence}`;
          report({ what, got: `${backends.length} of weight 0`, expected: 'a weight above 0', fix });
        }
      },
    }),
  ),
  placeRule<NonNullable<HttpRule['timeouts']>>({
    code: 'GW342',
    title: 'timeout of a backend longer than that of the request',
    places: [[HTTPRoute, 'spec.rules[].timeouts']],
    find({ request, backendRequest }, path, report) {
      const [whole, part] = [request, backendRequest].map((text) => gatewayDuration(text ?? ''));
      if (whole && part && part > whole) {
        report({
          what: `${path}.backendRequest`,
          got: backendRequest,
          expected: `at most ${request}, the timeout of the whole request`,
          fix: 'lower it, or raise request',
        });
      }
    },
  }),
];

function matchLimit(place: Place, without: number): PlaceRule<never> {
  return placeRule<readonly NamedRule[]>({
    code: 'GW322',
    title: 'too many matches in a route',
    places: [place],
    find(rules, path, report) {
      const count = rules.reduce((sum, { matches }) => sum + (matches?.length ?? without), 0);
      if (count > MOST_MATCHES) {
        const expected = `at most ${MOST_MATCHES} matches in all rules together`;
        report({ what: path, got: `${count} matches`, expected, fix: 'split the route' });
      }
    },
  });
}
