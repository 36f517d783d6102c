import { Variant } from './traits';
import { Location } from '../../ingress/servers';
import { CanarySettings, Settings } from '../../ingress/settings';
import { witnessesOf } from '../../match/witness';
import { isLiteral, searchExpression } from '../path-matches';

/** Requests that settings of a location tell apart, and the paths that lead to it. */
export interface VariantAt {
  readonly paths: readonly string[];
  readonly variant: Variant;
}

/** For each location what its settings look at: headers, cookies, origins, addresses and methods. */
export function variantsAt(locations: readonly Location[]): VariantAt[] {
  return locations.flatMap((location) => {
    const { type, path, settings, canaries } = location;
    const paths =
      type === 'regex' && !isLiteral(path)
        ? witnessesOf(searchExpression(path).replace('(?i)', ''))
            .filter((text) => !text.includes('//'))
            .slice(0, 1)
        : [path];
    const conditional = conditionVariants(location, paths);
    const variants = [
      ...canaries.flatMap((canary) => canaryVariants(canary.settings)),
      ...corsVariants(settings),
      ...clientVariants(settings),
      ...(settings.basicAuth ? [CREDENTIALS] : []),
      ...(location.backend ? [{ trait: 'method' as const, method: 'POST' }] : []),
    ];
    return [...variants.map((variant) => ({ paths, variant })), ...conditional];
  });
}

/** What a request carries that is not refused before its path counts. */
export function admittedTo(locations: readonly Location[]): Pick<Variant, 'headers' | 'client'> {
  const all = locations.map(({ settings }) => settings);
  const network = all.flatMap(({ allow }) => allow)[0];
  return {
    ...(all.some(({ basicAuth }) => basicAuth) && { headers: CREDENTIALS.headers }),
    ...(network !== undefined && { client: { ip: network.split('/')[0] } }),
  };
}

const CREDENTIALS: Variant = { trait: 'access', headers: { authorization: 'Basic dXNlcjpwYXNzd29yZA==' } };

function canaryVariants({ header, headerValue, headerPattern, cookie }: CanarySettings): Variant[] {
  const values = [
    'always',
    'never',
    'other',
    ...(headerValue ? [headerValue] : []),
    ...(headerPattern ? witnessesOf(headerPattern).slice(0, 2) : []),
  ];
  const byHeader = header === undefined ? [] : values.map((value) => ({ [header]: value }));
  const byCookie =
    cookie === undefined
      ? []
      : ['always', 'never', 'other'].flatMap((value) => [
          { cookie: `${cookie}=${value}` },
          { cookie: `first=1; ${cookie}=${value}; last=2` },
          { cookie: `x${cookie}=${value}` },
        ]);
  const both =
    header === undefined || cookie === undefined
      ? []
      : [
          { [header]: 'never', cookie: `${cookie}=always` },
          { [header]: 'always', cookie: `${cookie}=never` },
        ];
  return [...byHeader, ...byCookie, ...both].map((headers) => ({ trait: 'canary', headers }));
}

/** A request that meets all conditions of a rule, and those that miss one of them. */
function conditionVariants({ own }: Location, paths: readonly string[]): VariantAt[] {
  const conditions = own?.conditions ?? [];
  if (conditions.length === 0) return [];
  const without = conditions.map((condition) => conditions.filter((each) => each !== condition));
  return [conditions, ...without].map((met) => {
    const text = (value: string) => value.replace(/[*?]/g, 'x');
    const query = met.flatMap((each) =>
      each.type === 'query' ? `${text(each.values[0].key ?? 'any')}=${text(each.values[0].value)}` : [],
    );
    const method = met.find((each) => each.type === 'method')?.values[0];
    const ip = met.find((each) => each.type === 'client')?.values[0].split('/')[0];
    const headers = met.flatMap((each) => (each.type === 'header' ? [[each.name, text(each.values[0])] as const] : []));
    return {
      paths: paths.map((path) => (query.length > 0 ? `${path}?${query.join('&')}` : path)),
      variant: {
        trait: 'condition',
        ...(method !== undefined && { method }),
        ...(headers.length > 0 && { headers: Object.fromEntries(headers) as Record<string, string> }),
        ...(ip !== undefined && { client: { ip } }),
      },
    };
  });
}

function corsVariants({ cors }: Settings): Variant[] {
  if (!cors) return [];
  const known = cors.origins.map((origin) => (origin === '*' ? 'https://any.test' : origin.replace('*', 'any')));
  const variants = [...new Set([...known, 'https://other.test'])].flatMap((origin): Variant[] => [
    { trait: 'cors', headers: { origin } },
    { trait: 'cors', method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } },
  ]);
  return [...variants, { trait: 'cors', method: 'OPTIONS' }];
}

function clientVariants({ allow, deny }: Settings): Variant[] {
  if (allow.length + deny.length === 0) return [];
  const inside = [...allow, ...deny].map((network) => network.split('/')[0]);
  return [...new Set([...inside, '192.0.2.99', '2001:db8::99'])].map((ip) => ({ trait: 'client', client: { ip } }));
}
