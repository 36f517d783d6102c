import { Cors, Destination, HeaderChange, Mirror, orNone, PathChange, Place, Redirect, Retry, Rule } from './rule';
import { Filter, GRPCRouteSpec, HTTPRouteSpec, RequestHeaderModifier } from '../manifest/gateway-api';
import { RequestCondition } from '../match/condition';
import { backendTlsOf } from '../model/backend-tls';
import { Backend, resolveBackend } from '../model/backends';
import { matchesOf } from '../model/conditions';
import { Model, pathOf } from '../model/model';
import { BackendRef, Route, RouteRule } from '../model/routes';
import { gatewayDuration } from '../value/duration';
import { quotedExpression } from '../value/regex';

type HttpRule = NonNullable<HTTPRouteSpec['rules']>[number] & RouteRule;
type GrpcRule = NonNullable<GRPCRouteSpec['rules']>[number];

const compiled = new WeakMap<Model, Map<Route, readonly Rule[]>>();

/** The rules of a route, one for each match. */
export function rulesOf(model: Model, route: Route): readonly Rule[] {
  let routes = compiled.get(model);
  if (!routes) compiled.set(model, (routes = new Map()));
  let rules = routes.get(route);
  if (!rules) routes.set(route, (rules = compile(model, route)));
  return rules;
}

function compile(model: Model, route: Route): readonly Rule[] {
  const shared = route.rules.map((rule, index) => actionOf(model, route, rule as HttpRule | GrpcRule, index));
  return matchesOf(route.kind, route.rules).map(({ rule, path, condition }) => {
    return shared[rule]({ entry: route, path }, condition);
  });
}

/** What a rule does for one of its matches; changes of a path depend on the prefix that matched. */
function actionOf(model: Model, route: Route, data: HttpRule | GrpcRule, index: number) {
  const rule = `spec.rules[${index}]`;
  const filters: readonly Filter[] = (data.filters ?? []) as readonly Filter[];
  const refs = (data.backendRefs ?? []) as readonly BackendRef[];
  const unsupported = filters.findIndex(
    ({ type, extensionRef, externalAuth }) => type === 'ExtensionRef' || extensionRef || externalAuth,
  );
  const destinations = refs.map((ref, at) => destinationOf(model, route, ref, `${rule}.backendRefs[${at}]`));
  const mirrors = mirrorsOf(model, route, filters, rule);
  const request = changesOf(filters.map(({ requestHeaderModifier }) => requestHeaderModifier));
  const response = changesOf(filters.map(({ responseHeaderModifier }) => responseHeaderModifier));
  const cors = corsOf(route, filters, rule);
  const { timeout, retry } = timesOf(data as HttpRule);
  const isRedirect = filters.some(({ requestRedirect }) => requestRedirect);
  const answer =
    unsupported >= 0
      ? { status: 500, reason: `filter ${filters[unsupported].type} is not supported` }
      : refs.length === 0 && !isRedirect
        ? { status: 500, reason: 'the rule has no backends' }
        : undefined;
  const changesOfRef = refs.map((ref) => (ref.filters ?? []) as readonly Filter[]);
  return (place: Place, condition: RequestCondition): Rule => {
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
export function changesOf(modifiers: readonly (RequestHeaderModifier | undefined)[]): readonly HeaderChange[] {
  const changes = modifiers.flatMap((modifier) =>
    modifier
      ? [
          ...(modifier.remove ?? []).map((name) => ({ type: 'remove' as const, name, value: '' })),
          ...(modifier.set ?? []).map(({ name, value }) => ({ type: 'set' as const, name, value })),
          ...(modifier.add ?? []).map(({ name, value }) => ({ type: 'add' as const, name, value })),
        ]
      : [],
  );
  return orNone(changes);
}

/** A backend of a rule, as a destination. */
export function destinationOf(model: Model, route: Route, ref: BackendRef, path: string): Destination {
  const { backend, reason, isEmpty } = resolveBackend(model, route, ref);
  const filters = (ref.filters ?? []) as readonly Filter[];
  const tls = reason ? undefined : backendTlsOf(model, backend);
  const fault = reason
    ? { status: 500, reason }
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
    request: changesOf(filters.map(({ requestHeaderModifier }) => requestHeaderModifier)),
    response: changesOf(filters.map(({ responseHeaderModifier }) => responseHeaderModifier)),
    mirrors: mirrorsOf(model, route, filters, path),
  };
}

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

function corsOf(route: Route, filters: readonly Filter[], rule: string): Cors | undefined {
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
  };
}

function timesOf({ timeouts, retry }: HttpRule): Pick<Rule, 'timeout' | 'retry'> {
  // Without retries one try is all of it.
  const whole = timeouts?.request ?? (retry ? undefined : timeouts?.backendRequest);
  return {
    timeout: whole === undefined ? undefined : gatewayDuration(whole),
    retry: retry && retryOf(retry, timeouts?.backendRequest),
  };
}

function retryOf({ attempts, codes }: NonNullable<HttpRule['retry']>, timeout: string | undefined): Retry {
  return {
    attempts: attempts ?? 1,
    codes: codes ?? [],
    attemptTimeout: timeout === undefined ? undefined : gatewayDuration(timeout),
  };
}
