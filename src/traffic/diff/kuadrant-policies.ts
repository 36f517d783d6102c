import { PolicyInterests } from './istio-policies';
import { Interest } from './sight';
import { Secret } from '../../manifest/kubernetes';
import { NamedCondition, PathCondition, RequestCondition } from '../../match/condition';
import { LabelSelector, selects } from '../../model/labels';
import { itemsOf, Model, nameOf, pathOf, view } from '../../model/model';
import { pathPoliciesOf, PolicyItem } from '../../model/policies';
import { groupBy } from '../../value/group-by';
import { Authentication } from '../kuadrant/identity';
import { Client } from '../request';

/** What Kuadrant's policies look at, by the Gateway or route that they are for: `HTTPRoute shop/web`. */
export const kuadrantInterests = view((model: Model): ReadonlyMap<string, PolicyInterests> => {
  const byTarget = groupBy(pathPoliciesOf(model), ({ namespace, targetRef: { kind, name } }) =>
    nameOf({ kind, namespace, name }),
  );
  return new Map(
    [...byTarget].map(([target, policies]) => [
      target,
      {
        interests: policies.flatMap((policy) => textsOf(policy).flatMap(interestsOf)),
        clients: policies.flatMap((policy) => clientsOf(model, policy)),
      },
    ]),
  );
});

/** All conditions of a policy: predicates of CEL, and patterns as the predicates that they stand for. */
function textsOf({ rules }: PolicyItem): string[] {
  const texts: string[] = [];
  const search = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(search);
    if (typeof value !== 'object' || value === null) return;
    const { predicate, selector, operator, value: compared } = value as Readonly<Record<string, unknown>>;
    if (typeof predicate === 'string') texts.push(predicate);
    if (typeof selector === 'string' && typeof operator === 'string') {
      texts.push(asPredicate(selector, String(compared)));
    }
    Object.values(value).forEach(search);
  };
  for (const { value } of rules.values()) search(value);
  return texts;
}

/** `request.headers.x eq 1`, and the older `context.request.http.headers.x`, as a comparison. */
function asPredicate(selector: string, value: string): string {
  const field = selector
    .replace(/^context\.request\.http\./, 'request.')
    .replace(/^request\.headers\.(.+)$/, "request.headers['$1']");
  return `${field} == '${value}'`;
}

/** Requests that an expression tells apart, as far as it compares with texts. */
function interestsOf(text: string): Interest[] {
  const paths = [...text.matchAll(PATH)].map(([, operator, method, , value]) =>
    pathCondition(operator ?? method, value),
  );
  const methods = [...text.matchAll(METHOD)].map(([, , value]) => value);
  const headers = [...text.matchAll(HEADER)].map(([, , name, , value]) => [name.toLowerCase(), value] as const);
  const conditions: RequestCondition[] = [
    ...paths.flatMap((path) =>
      (methods.length === 0 ? [undefined] : methods).map((method) => ({ path, method, ...NO_NAMES })),
    ),
    ...methods.map((method) => ({ method, ...NO_NAMES })),
    ...headers.map(([name, value]) => ({
      queryParams: NO_NAMES.queryParams,
      headers: new Map<string, NamedCondition>([[name, { name, type: 'Exact', value }]]),
    })),
  ];
  return conditions.map((condition) => ({ condition }));
}

const NO_NAMES: Pick<RequestCondition, 'headers' | 'queryParams'> = { headers: new Map(), queryParams: new Map() };

const PATH = /\brequest\.(?:url_)?path\s*(?:(==|!=)\s*|\.(\w+)\(\s*)(['"])(.*?)\3/g;
const METHOD = /\brequest\.method\s*[!=]=\s*(['"])(.*?)\1/g;
const HEADER = /\brequest\.headers\[(['"])(.*?)\1\](?:\s*[!=]=\s*|\.\w+\(\s*)(['"])(.*?)\3/g;

function pathCondition(how: string, value: string): PathCondition {
  if (how === 'startsWith') return { type: 'PathPrefix', value, extent: 'text' };
  if (how === 'matches') return { type: 'RegularExpression', value };
  const path = how === 'contains' || how === 'endsWith' ? `/any${value}` : value;
  return { type: 'Exact', value: path.startsWith('/') ? path : `/${path}` };
}

/** API keys that are tried for one rule. */
const KEYS = 2;

/** Clients that a policy tells apart. */
function clientsOf(model: Model, policy: PolicyItem): Client[] {
  const claims = Object.fromEntries(
    textsOf(policy).flatMap((text) => [...text.matchAll(CLAIM)].map(([, name, , value]) => [name, value] as const)),
  );
  return [...policy.rules].flatMap(([key, { value }]): Client[] => {
    if (!key.startsWith('authentication#')) return [];
    const { jwt, apiKey } = value as Authentication;
    if (jwt?.issuerUrl !== undefined) {
      const iss = jwt.issuerUrl;
      const plain = { jwt: { iss, sub: 'any' } };
      return Object.keys(claims).length === 0 ? [plain] : [plain, { jwt: { iss, sub: 'any', ...claims } }];
    }
    if (!apiKey) return [];
    return itemsOf(model, Secret)
      .filter(({ labels }) => selects(apiKey.selector as LabelSelector, labels))
      .slice(0, KEYS)
      .map((secret) => ({ apiKey: pathOf(secret) }));
  });
}

const CLAIM = /\bauth\.identity\.(\w+)\s*==\s*(['"])(.*?)\2/g;
