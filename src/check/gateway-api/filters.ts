import { Filter, GRPCRoute, HTTPRoute, Path, RequestMirror } from '../../manifest/gateway-api';
import { PlaceRule, placeRule, Place } from '../place';

type Cors = NonNullable<Filter['cors']>;
type ExternalAuth = NonNullable<Filter['externalAuth']>;
type Member = Exclude<keyof Filter, 'type'>;

const LISTS = ['spec.rules[].filters', 'spec.rules[].backendRefs[].filters'];
const inFilters = (below: string) => LISTS.map((list) => `${list}[]${below}`);
const inBoth = (...paths: string[]): readonly Place[] => [
  [HTTPRoute, ...paths],
  [GRPCRoute, ...paths],
];

const MEMBERS: Readonly<Record<Filter['type'], Member>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
  CORS: 'cors',
  ExternalAuth: 'externalAuth',
};
const ONCE: readonly Filter['type'][] = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestRedirect',
  'URLRewrite',
  'CORS',
];

/** Rules for filters of HTTPRoutes and GRPCRoutes. */
export const filterRules: readonly PlaceRule<never>[] = [
  placeRule<Filter>({
    code: 'GW331',
    title: 'filter that does not fit its type',
    places: inBoth(...inFilters('')),
    find(filter, path, report) {
      const member = MEMBERS[filter.type];
      if (filter[member] === undefined) {
        const fix = 'set it, or correct the type';
        report({ what: `${path}.${member}`, got: undefined, expected: `${member} with type ${filter.type}`, fix });
      }
      for (const [type, other] of Object.entries(MEMBERS)) {
        if (other !== member && filter[other] !== undefined) {
          const fix = `leave it out, or put it into a filter of type ${type}`;
          report({
            what: `${path}.${other}`,
            got: filter[other],
            expected: `${member} alone with type ${filter.type}`,
            fix,
          });
        }
      }
    },
  }),
  placeRule<readonly Filter[]>({
    code: 'GW332',
    title: 'filter more than once',
    places: inBoth(...LISTS),
    find(filters, path, report) {
      filters.forEach(({ type }, index) => {
        const first = filters.findIndex((filter) => filter.type === type);
        if (first < index && ONCE.includes(type)) {
          const fix = `merge it into ${path}[${first}]`;
          report({ what: `${path}[${index}]`, got: type, expected: 'at most one filter of this type', fix });
        }
      });
    },
  }),
  placeRule<readonly Filter[]>({
    code: 'GW333',
    title: 'redirect together with a rewrite',
    places: [[HTTPRoute, ...LISTS]],
    find(filters, path, report) {
      const [redirect, rewrite] = ['RequestRedirect', 'URLRewrite'].map((name) =>
        filters.findIndex(({ type }) => type === name),
      );
      if (redirect >= 0 && rewrite >= 0) {
        report({
          what: `${path}[${rewrite}]`,
          got: `URLRewrite with the RequestRedirect in ${path}[${redirect}]`,
          expected: 'one of them',
          fix: 'set path and host in the redirect; a redirected request reaches no backend',
        });
      }
    },
  }),
  placeRule<Path>({
    code: 'GW336',
    title: 'path modifier that does not fit its type',
    places: [[HTTPRoute, ...inFilters('.requestRedirect.path'), ...inFilters('.urlRewrite.path')]],
    find(modifier, path, report) {
      const [member, other] =
        modifier.type === 'ReplaceFullPath'
          ? (['replaceFullPath', 'replacePrefixMatch'] as const)
          : (['replacePrefixMatch', 'replaceFullPath'] as const);
      if (modifier[member] === undefined) {
        const fix = 'set it, or correct the type';
        report({ what: `${path}.${member}`, got: undefined, expected: `${member} with type ${modifier.type}`, fix });
      }
      if (modifier[other] !== undefined) {
        const fix = 'leave it out, or correct the type';
        report({
          what: `${path}.${other}`,
          got: modifier[other],
          expected: `${member} alone with type ${modifier.type}`,
          fix,
        });
      }
    },
  }),
  placeRule<RequestMirror>({
    code: 'GW337',
    title: 'share of a mirror that cannot be',
    places: inBoth(...inFilters('.requestMirror')),
    find({ percent, fraction }, path, report) {
      if (percent !== undefined && fraction !== undefined) {
        report({
          what: `${path}.percent`,
          got: percent,
          expected: 'percent or fraction',
          fix: 'leave one of them out',
        });
      }
      const { numerator = 0, denominator = 100 } = fraction ?? {};
      if (numerator > denominator) {
        const expected = `at most the denominator, ${denominator}`;
        report({
          what: `${path}.fraction.numerator`,
          got: numerator,
          expected,
          fix: 'lower it, or raise the denominator',
        });
      }
    },
  }),
  placeRule<Cors>({
    code: 'GW338',
    title: 'wildcard together with other values in CORS',
    places: [[HTTPRoute, ...inFilters('.cors')]],
    find(cors, path, report) {
      for (const name of ['allowOrigins', 'allowMethods', 'allowHeaders'] as const) {
        const values: readonly string[] = cors[name] ?? [];
        if (values.includes('*') && values.length > 1) {
          const fix = "remove '*' or the others";
          report({ what: `${path}.${name}`, got: values, expected: "only '*', or values without it", fix });
        }
      }
    },
  }),
  placeRule<ExternalAuth>({
    code: 'GW339',
    title: 'external authorization that does not fit its protocol',
    places: [[HTTPRoute, ...inFilters('.externalAuth')]],
    find(auth, path, report) {
      const [member, other] = auth.protocol === 'GRPC' ? (['grpc', 'http'] as const) : (['http', 'grpc'] as const);
      if (auth[member] === undefined) {
        const fix = `set it, if only to ${member}: {}, or correct the protocol`;
        report({
          what: `${path}.${member}`,
          got: undefined,
          expected: `${member} with protocol ${auth.protocol}`,
          fix,
        });
      }
      if (auth[other] !== undefined) {
        const fix = 'leave it out, or correct the protocol';
        report({
          what: `${path}.${other}`,
          got: auth[other],
          expected: `${member} alone with protocol ${auth.protocol}`,
          fix,
        });
      }
    },
  }),
];
