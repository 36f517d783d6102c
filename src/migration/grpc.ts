import { RouteDraft } from './routes';
import { GRPCRouteSpec } from '../manifest/gateway-api';

type Rule = NonNullable<GRPCRouteSpec['rules']>[number];
type Match = NonNullable<Rule['matches']>[number];

/** The rules of a GRPCRoute; undefined where the paths or filters are none of gRPC. */
export function grpcRules(draft: RouteDraft): Rule[] | undefined {
  if (!draft.isGrpc) return undefined;
  const rules: Rule[] = [];
  for (const { matches = [], filters = [], backendRefs, timeouts, retry } of draft.rules) {
    const own = matches.map(grpcMatch);
    const isPlain = filters.every(({ type }) =>
      ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror'].includes(type),
    );
    if (!backendRefs || timeouts || retry || !isPlain || own.includes(undefined)) return undefined;
    const isAny = own.length === 1 && Object.keys(own[0]!).length === 0;
    rules.push({
      ...(own.length > 0 && !isAny && { matches: own as Match[] }),
      ...(filters.length > 0 && { filters }),
      backendRefs,
    } as Rule);
  }
  return rules;
}

/** `/shop.Orders/List` is a method, `/shop.Orders` a service. */
function grpcMatch({ path, headers }: NonNullable<RouteDraft['rules'][number]['matches']>[number]): Match | undefined {
  const [, service, method] = /^\/(?:([A-Za-z][\w.]*)(?:\/([A-Za-z]\w*))?)?$/.exec(path?.value ?? '/') ?? [];
  const isWhole = path?.type === 'Exact' ? method !== undefined : path?.type === 'PathPrefix' && method === undefined;
  if (!isWhole || (service === undefined && path?.value !== '/')) return undefined;
  return {
    ...(service !== undefined && { method: { type: 'Exact', service, ...(method !== undefined && { method }) } }),
    ...(headers && { headers }),
  } as Match;
}
