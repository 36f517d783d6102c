import { AuthorizationPolicy, AuthorizationPolicySpec, RequestAuthentication } from '../../manifest/istio-security';
import { RequestCondition } from '../../match/condition';
import { ROOT_NAMESPACE } from '../../model/istio';
import { itemsOf, Model } from '../../model/model';
import { Client } from '../request';
import { Interest } from './sight';

type PolicyRule = NonNullable<AuthorizationPolicySpec['rules']>[number];

/** What policies on the way of requests look at. */
export interface PolicyInterests {
  /** The requests that their rules are written for. */
  readonly interests: readonly Interest[];
  /** Clients that they tell apart, beside one that says nothing of itself. */
  readonly clients: readonly Client[];
}

/** Kinds of clients that are tried. */
const CLIENTS = 6;
/** Paths, methods and values that are tried for one rule. */
const COMBINATIONS = 64;

/** What Istio's policies look at in the namespaces of a gateway and of the pods behind it; in all for a pod, which may call any. */
export function istioInterests(model: Model, namespaces: ReadonlySet<string> | undefined): PolicyInterests {
  const isNear = ({ namespace }: { readonly namespace: string }) =>
    !namespaces || namespace === ROOT_NAMESPACE || namespaces.has(namespace);
  const rules = itemsOf(model, AuthorizationPolicy)
    .filter(isNear)
    .flatMap(({ body }) => body.spec?.rules ?? []);
  const issuers = itemsOf(model, RequestAuthentication)
    .filter(isNear)
    .flatMap(({ body }) => body.spec?.jwtRules ?? [])
    .flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer]));
  return {
    interests: rules.flatMap((rule) => conditionsOf(rule).map((condition) => ({ condition }))),
    clients: clientsOf(rules, issuers),
  };
}

function conditionsOf({ to = [], when = [] }: PolicyRule): RequestCondition[] {
  const headers = when.flatMap(({ key, values = [], notValues = [] }) => {
    const [, name] = /^request\.headers\[(.+)\]$/.exec(key) ?? [];
    if (name === undefined) return [];
    return [...values, ...notValues].map((value) => ({ name, type: 'Exact' as const, value: exampleOf(value) }));
  });
  const maps = headers.length === 0 ? [NONE] : headers.map((each) => new Map([[each.name.toLowerCase(), each]]));
  const operations = to.length === 0 ? [{}] : to.map(({ operation = {} }) => operation);
  return operations
    .flatMap(({ paths = [], notPaths = [], methods = [], notMethods = [] }) => {
      const where = [...paths, ...notPaths].map(pathOf);
      const how = [...methods, ...notMethods].filter((method) => !method.includes('*'));
      return (where.length === 0 ? [undefined] : where).flatMap((path) =>
        (how.length === 0 ? [undefined] : how).flatMap((method) =>
          maps.map((map) => ({ path, method, headers: map, queryParams: NONE })),
        ),
      );
    })
    .slice(0, COMBINATIONS);
}

const NONE: RequestCondition['headers'] = new Map();

/** A text of which `*` at an end stands for more. */
const exampleOf = (value: string) => value.replace(/\{\*\*?\}|\*/g, 'any');

function pathOf(text: string): RequestCondition['path'] {
  const start = text.replace(/\*$/, '');
  if (start !== text && !/[*{]/.test(start)) return { type: 'PathPrefix', value: start, extent: 'text' };
  const path = exampleOf(text);
  return { type: 'Exact', value: path.startsWith('/') ? path : `/${path}` };
}

function clientsOf(rules: readonly PolicyRule[], issuers: readonly string[]): Client[] {
  const sources = rules.flatMap(({ from = [] }) => from.map(({ source = {} }) => source));
  const claims = rules.flatMap(({ when = [] }) =>
    when.flatMap(({ key, values = [] }) => {
      const [, name] = /^request\.auth\.claims\[([^\]]+)\]$/.exec(key) ?? [];
      return name === undefined || values.length === 0 ? [] : [{ [name]: exampleOf(values[0]) }];
    }),
  );
  const named = sources
    .flatMap(({ requestPrincipals = [], notRequestPrincipals = [] }) => [...requestPrincipals, ...notRequestPrincipals])
    .map((text) => {
      const slash = text.lastIndexOf('/');
      const iss = slash < 0 ? '*' : text.slice(0, slash);
      return { iss: iss.includes('*') ? (issuers[0] ?? 'any') : iss, sub: exampleOf(text.slice(slash + 1)) };
    });
  const tokens = [
    ...issuers.map((iss) => ({ iss, sub: 'any' })),
    ...named,
    ...claims.map((claim) => ({ iss: issuers[0] ?? 'any', sub: 'any', ...claim })),
  ];
  const addresses = sources.flatMap(
    ({ ipBlocks = [], remoteIpBlocks = [], notIpBlocks = [], notRemoteIpBlocks = [] }) =>
      [...ipBlocks, ...remoteIpBlocks, ...notIpBlocks, ...notRemoteIpBlocks].map((block) => block.replace(/\/.*$/, '')),
  );
  const clients: Client[] = [...tokens.map((jwt) => ({ jwt })), ...addresses.map((ip) => ({ ip }))];
  return [...new Map(clients.map((client) => [JSON.stringify(client), client])).values()].slice(0, CLIENTS);
}
