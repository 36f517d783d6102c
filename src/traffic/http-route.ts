import { Cors, Destination, HeaderChange, Mirror, orNone, PathChange, Place, Redirect, Retry, Rule } from './rule';
import { Filter, GRPCRouteSpec, HTTPRouteSpec, RequestHeaderModifier } from '../manifest/gateway-api';
import { ANY_VALUE, NamedCondition } from '../match/condition';
import { backendTlsOf } from '../model/backend-tls';
import { Backend, resolveBackend } from '../model/backends';
import { Dialect, matchesOf } from '../model/conditions';
import { Model, pathOf } from '../model/model';
import { BackendRef, Route, RouteRule } from '../model/routes';
import { gatewayDuration } from '../value/duration';
import { quotedExpression } from '../value/regex';

type HttpRule = NonNullable<HTTPRouteSpec['rules']>[number] & RouteRule;
type GrpcRule = NonNullable<GRPCRouteSpec['rules']>[number];

const compiled: Readonly<Record<Dialect, WeakMap<Model, Map<Route, readonly Rule[]>>>> = {
  spec: new WeakMap(),
  istio: new WeakMap(),
  'envoy-gateway': new WeakMap(),
};

/** The rules of a route, one for each match. */
export function rulesOf(model: Model, route: Route, dialect: Dialect = 'spec'): readonly Rule[] {
  let routes = compiled[dialect].get(model);
  if (!routes) compiled[dialect].set(model, (routes = new Map()));
  let rules = routes.get(route);
  if (!rules) routes.set(route, (rules = compile(model, route, dialect)));
  return rules;
}

function compile(model: Model, route: Route, dialect: Dialect): readonly Rule[] {
  const shared = route.rules.map((rule, index) => actionOf(model, route, rule as HttpRule | GrpcRule, index, dialect));
  return matchesOf(route.kind, route.rules, dialect).flatMap(({ rule, path, ...match }) => {
    const own = shared[rule]({ entry: route, path }, match);
    const preflight = dialect === 'envoy-gateway' ? preflightOf(own) : undefined;
    return preflight ? [own, preflight] : [own];
  });
}

/** Envoy Gateway has a rule of its own for preflights of a match that asks for another method. */
function preflightOf(rule: Rule): Rule | undefined {
  const { method } = rule.condition;
  if (!rule.cors || method === undefined || method === 'OPTIONS') return undefined;
  const asked = ['origin', 'access-control-request-method'].map(
    (name) => [name, { name, type: 'RegularExpression', value: ANY_VALUE }] as const,
  );
  const headers = new Map<string, NamedCondition>([...rule.condition.headers, ...asked]);
  const condition = { ...rule.condition, method: 'OPTIONS', headers };
  return { ...rule, condition, request: [], response: [], mirrors: [], rewrite: undefined, redirect: undefined };
}

type Matched = Pick<Rule, 'condition' | 'call' | 'written'>;

/** What a rule does for one of its matches; changes of a path depend on the prefix that matched. */
function actionOf(model: Model, route: Route, data: HttpRule | GrpcRule, index: number, dialect: Dialect) {
  const rule = `spec.rules[${index}]`;
  const filters: readonly Filter[] = (data.filters ?? []) as readonly Filter[];
  const refs = (data.backendRefs ?? []) as readonly BackendRef[];
  const unsupported = filters.findIndex(
    ({ type, extensionRef, externalAuth }) => type === 'ExtensionRef' || extensionRef || externalAuth,
  );
  const destinations = refs.map((ref, at) => destinationOf(model, route, ref, `${rule}.backendRefs[${at}]`, dialect));
  const mirrors = mirrorsOf(model, route, filters, rule);
  const request = changesOf(
    filters.map(({ requestHeaderModifier }) => requestHeaderModifier),
    dialect,
  );
  const response = changesOf(
    filters.map(({ responseHeaderModifier }) => responseHeaderModifier),
    dialect,
  );
  const cors = corsOf(route, filters, rule, dialect);
  const { timeout, retry } = timesOf(data as HttpRule, dialect);
  const lost =
    dialect === 'envoy-gateway'
      ? filters.find(({ requestMirror: mirror }) => mirror && resolveBackend(model, route, mirror.backendRef).reason)
      : undefined;
  const isRedirect = filters.some(({ requestRedirect }) => requestRedirect);
  const used = refs.filter(({ weight }) => weight !== 0);
  const isInvalid =
    dialect === 'envoy-gateway' &&
    used.length > 0 &&
    used.every((ref) => resolveBackend(model, route, ref).reason ?? unsupportedIn(ref, dialect)) &&
    !isRedirect;
  const answer =
    unsupported >= 0
      ? { status: 500, reason: `filter ${filters[unsupported].type} is not supported` }
      : isInvalid
        ? { status: 500, reason: 'no backend can be used' }
        : lost
          ? { status: 500, reason: 'Envoy Gateway fails a rule whose mirror leads nowhere' }
          : refs.length === 0 && !isRedirect
            ? { status: 500, reason: 'the rule has no backends' }
            : undefined;
  const changesOfRef = refs.map((ref) => (ref.filters ?? []) as readonly Filter[]);
  return (place: Place, { condition, call, written }: Matched): Rule => {
    const prefix = condition.path?.type === 'PathPrefix' ? condition.path.value : '/';
    const own = destinations.map((destination, at) =>
      changesOfRef[at].length === 0 ? destination : { ...destination, ...routeChanges(changesOfRef[at], prefix) },
    );
    const { rewrite, redirect } = routeChanges(filters, prefix);
    // Named one by one, V8 keeps them in one piece of memory; spread, it does not.
    return {
      destinations: own,
      redirect,
      answer,
      cors,
      request,
      response,
      mirrors,
      rewrite,
      timeout,
      retry,
      place,
      rule,
      name: data.name,
      condition,
      call,
      written,
    };
  };
}

/** What filters do with the path and the host; that depends on the prefix that matched. */
function routeChanges(filters: readonly Filter[], prefix: string): Pick<Destination, 'rewrite' | 'redirect'> {
  const rewrite = filters.find(({ urlRewrite }) => urlRewrite)?.urlRewrite;
  const redirect = filters.find(({ requestRedirect }) => requestRedirect)?.requestRedirect;
  return {
    rewrite: rewrite && { host: rewrite.hostname, path: pathChange(rewrite.path, prefix) },
    redirect: redirect && redirectOf(redirect, prefix),
  };
}

function redirectOf(
  { statusCode, scheme, hostname, port, path }: NonNullable<Filter['requestRedirect']>,
  prefix: string,
): Redirect {
  return { status: statusCode ?? 302, scheme, host: hostname, port, path: pathChange(path, prefix) };
}

function pathChange(path: NonNullable<Filter['urlRewrite']>['path'], prefix: string): PathChange | undefined {
  if (path?.type === 'ReplaceFullPath') return { type: 'full', value: path.replaceFullPath ?? '/' };
  return path && { type: 'elements', prefix, value: path.replacePrefixMatch ?? '/' };
}

/** In the order of the filters, and in one of them as Envoy does it: remove, set, add. */
export function changesOf(
  modifiers: readonly (RequestHeaderModifier | undefined)[],
  dialect: Dialect = 'spec',
): readonly HeaderChange[] {
  const changes = modifiers.flatMap((modifier) => {
    const { remove = [], set = [], add = [] } = modifier ?? {};
    // Envoy Gateway adds what is both added and set.
    const isAdded = (name: string) => add.some((each) => each.name.toLowerCase() === name.toLowerCase());
    return [
      ...remove.map((name) => ({ type: 'remove' as const, name, value: '' })),
      ...set
        .filter(({ name }) => dialect !== 'envoy-gateway' || !isAdded(name))
        .map(({ name, value }) => ({ type: 'set' as const, name, value })),
      ...add.map(({ name, value }) => ({ type: 'add' as const, name, value })),
    ];
  });
  return orNone(changes);
}

/** A backend of a rule, as a destination. */
export function destinationOf(
  model: Model,
  route: Route,
  ref: BackendRef,
  path: string,
  dialect: Dialect = 'spec',
): Destination {
  const { backend, isEmpty, reason = unsupportedIn(ref, dialect) } = resolveBackend(model, route, ref);
  const filters = (ref.filters ?? []) as readonly Filter[];
  const tls = reason ? undefined : backendTlsOf(model, backend);
  const fault = reason
    ? // Envoy Gateway leads calls to a cluster that Envoy does not find.
      { status: dialect === 'envoy-gateway' && route.kind === 'GRPCRoute' ? 503 : 500, reason }
    : isEmpty
      ? { status: 503, reason: noPods(backend) }
      : tls?.isWithoutAuthority
        ? { status: 503, reason: `BackendTLSPolicy ${pathOf(tls.policy)} has no authority to trust` }
        : undefined;
  return {
    place: { entry: route, path },
    weight: ref.weight ?? 1,
    backend,
    fault,
    tls: tls && { sni: tls.policy.body.spec.validation.hostname, policy: tls.policy },
    request: changesOf(
      filters.map(({ requestHeaderModifier }) => requestHeaderModifier),
      dialect,
    ),
    response: changesOf(
      filters.map(({ responseHeaderModifier }) => responseHeaderModifier),
      dialect,
    ),
    mirrors: mirrorsOf(model, route, filters, path),
  };
}

/** A filter of a backend that Envoy Gateway does not take. */
const unsupportedIn = ({ filters = [] }: BackendRef, dialect: Dialect): string | undefined =>
  dialect === 'envoy-gateway' && filters.some(({ requestRedirect, urlRewrite }) => requestRedirect ?? urlRewrite?.path)
    ? 'Envoy Gateway changes no paths for one backend'
    : undefined;

const noPods = ({ kind, namespace, name }: Backend) => `no pods behind ${kind} ${namespace}/${name}`;

function mirrorsOf(model: Model, route: Route, filters: readonly Filter[], path: string): readonly Mirror[] {
  const mirrors = filters.flatMap(({ requestMirror }, index) => {
    if (!requestMirror) return [];
    const { backendRef, percent, fraction } = requestMirror;
    const { backend, reason, isEmpty } = resolveBackend(model, route, backendRef);
    return {
      place: { entry: route, path: `${path}.filters[${index}].requestMirror` },
      backend,
      share: fraction ? fraction.numerator / (fraction.denominator ?? 100) : (percent ?? 100) / 100,
      reason: reason ?? (isEmpty ? noPods(backend) : undefined),
    };
  });
  return orNone(mirrors);
}

function corsOf(route: Route, filters: readonly Filter[], rule: string, dialect: Dialect): Cors | undefined {
  const index = filters.findIndex(({ cors }) => cors);
  if (index < 0) return undefined;
  const {
    allowOrigins = [],
    allowMethods,
    allowHeaders,
    exposeHeaders,
    allowCredentials,
    maxAge,
  } = filters[index].cors!;
  return {
    place: { entry: route, path: `${rule}.filters[${index}].cors` } satisfies Place,
    allowOrigins: allowOrigins.map((origin) =>
      origin.includes('*')
        ? { type: 'RegularExpression', value: origin.split('*').map(quotedExpression).join('.*') }
        : { type: 'Exact', value: origin },
    ),
    allowMethods: allowMethods ?? [],
    allowHeaders: allowHeaders ?? [],
    exposeHeaders: exposeHeaders ?? [],
    allowCredentials: allowCredentials ?? false,
    maxAge,
    forwardsOthers: false,
    ...(dialect === 'envoy-gateway' ? { separator: ', ' } : {}),
  };
}

function timesOf({ timeouts, retry }: HttpRule, dialect: Dialect): Pick<Rule, 'timeout' | 'retry'> {
  const [whole, single] = [timeouts?.request, timeouts?.backendRequest].map((text) =>
    text === undefined ? undefined : gatewayDuration(text),
  );
  // Without retries one try is all of it; 0 is no limit.
  return { timeout: retry ? whole : single || whole, retry: retry && retryOf(retry, single, dialect) };
}

/** Implementations try twice more where nothing is said, and not after a connection that closed. */
function retryOf(
  { attempts, codes = [] }: NonNullable<HttpRule['retry']>,
  attemptTimeout: number | undefined,
  dialect: Dialect,
): Retry {
  return {
    attempts: attempts ?? (dialect === 'spec' ? 1 : 2),
    codes: codes.length === 0 && dialect === 'envoy-gateway' ? [503] : codes,
    retriesResets: dialect === 'spec',
    attemptTimeout,
  };
}
