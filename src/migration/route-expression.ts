import { call, Expression, ref } from './expression';
import { Filter, HTTPRouteSpec } from '../manifest/gateway-api';

type RuleSpec = NonNullable<HTTPRouteSpec['rules']>[number];
type Match = NonNullable<RuleSpec['matches']>[number];
type Ref = Pick<NonNullable<RuleSpec['backendRefs']>[number], 'name' | 'namespace' | 'port' | 'weight'>;

/** The options of an `HttpRoute` with these rules. */
export const rulesExpression = (rules: readonly RuleSpec[]): Expression => rules.map(ruleExpression);

function ruleExpression({ name, matches, filters, backendRefs, timeouts, retry }: RuleSpec): Expression {
  return {
    name,
    matches: matches?.map(matchExpression),
    filters: filters?.map((filter) => filterExpression(filter as Filter)),
    backends: backendRefs?.map(backendExpression),
    timeout: timeouts?.request === undefined ? undefined : call('Duration.seconds', parseInt(timeouts.request, 10)),
    retry: retry && { attempts: retry.attempts, codes: retry.codes && [...retry.codes] },
  };
}

const STATUSES: Readonly<Record<number, string>> = {
  301: 'MOVED_PERMANENTLY',
  302: 'FOUND',
  303: 'SEE_OTHER',
  307: 'TEMPORARY_REDIRECT',
  308: 'PERMANENT_REDIRECT',
};

const FACTORIES = { Exact: 'exact', PathPrefix: 'prefix', RegularExpression: 'regex' } as const;

function matchExpression({ path, headers }: Match): Expression {
  const options = headers && {
    headers: headers.map(({ name, value, type }) =>
      call(`HeaderMatch.${type === 'RegularExpression' ? 'regex' : 'exact'}`, name, value),
    ),
  };
  return path
    ? call(`HttpMatch.${FACTORIES[path.type ?? 'PathPrefix']}`, path.value ?? '/', options)
    : call('HttpMatch.any', options);
}

function backendExpression({ name, namespace, port, weight }: Ref): Expression {
  const isPlain = namespace === undefined && weight === undefined;
  const options = isPlain ? undefined : { namespace, weight, grant: namespace === undefined ? undefined : false };
  return call('Backend.service', name, port, options);
}

function filterExpression(filter: Filter): Expression {
  switch (filter.type) {
    case 'RequestRedirect': {
      const { scheme, hostname, port, path, statusCode } = filter.requestRedirect!;
      return call('RouteFilter.redirect', {
        scheme,
        hostname,
        port,
        path: pathExpression(path),
        status: ref(`RedirectStatus.${STATUSES[statusCode ?? 302]}`),
      });
    }
    case 'URLRewrite': {
      const { hostname, path } = filter.urlRewrite!;
      return call('RouteFilter.rewrite', { hostname, path: pathExpression(path) });
    }
    case 'RequestMirror':
      return call('RouteFilter.mirror', backendExpression(filter.requestMirror!.backendRef));
    case 'RequestHeaderModifier':
      return call('RouteFilter.requestHeaders', headersExpression(filter.requestHeaderModifier));
    case 'ResponseHeaderModifier':
      return call('RouteFilter.responseHeaders', headersExpression(filter.responseHeaderModifier));
    default: {
      const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge } = filter.cors!;
      const lists = { allowOrigins, allowHeaders, exposeHeaders };
      return call('RouteFilter.cors', {
        ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list && [...list]])),
        allowMethods: allowMethods?.map((method) => ref(`HttpMethod.${method}`)),
        allowCredentials,
        maxAge: maxAge === undefined ? undefined : call('Duration.seconds', maxAge),
      });
    }
  }
}

const pathExpression = (path: NonNullable<Filter['urlRewrite']>['path']): Expression =>
  path &&
  (path.type === 'ReplaceFullPath'
    ? call('PathModifier.replaceFull', path.replaceFullPath)
    : call('PathModifier.replacePrefix', path.replacePrefixMatch));

const headersExpression = ({ set, remove }: NonNullable<Filter['requestHeaderModifier']> = {}): Expression => ({
  set: set && Object.fromEntries(set.map(({ name, value }) => [name, value])),
  remove: remove && [...remove],
});
