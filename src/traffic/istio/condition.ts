import { HttpMatch } from './http-entry';
import { MoreConditions, NamedCondition, RequestCondition } from '../../match/condition';
import { isAnyText, istioPath, Text, textCondition } from '../../model/istio';

/** What a match of a VirtualService asks of a request; what it asks of the proxy is not in it. */
export function conditionOf(match: HttpMatch | undefined): RequestCondition {
  const { uri, method, headers, queryParams, ignoreUriCase } = match ?? {};
  const path = istioPath(uri);
  return {
    path: path && ignoreUriCase ? { ...path, ignoresCase: true } : path,
    method: method?.exact,
    headers: named(headers, (name) => name.toLowerCase()),
    queryParams: named(queryParams, (name) => name),
    more: moreOf(match),
  };
}

function moreOf({ scheme, authority, method, withoutHeaders = {} }: HttpMatch = {}): MoreConditions | undefined {
  const text = (value: Text | undefined) => (value === undefined ? undefined : textCondition(value));
  const unwanted = Object.entries(withoutHeaders);
  const more: MoreConditions = {
    ...(scheme ? { scheme: text(scheme) } : {}),
    ...(authority ? { authority: text(authority) } : {}),
    ...(method && method.exact === undefined ? { methods: text(method) } : {}),
    ...(unwanted.some(([, value]) => isAnyText(value))
      ? { absent: unwanted.filter(([, value]) => isAnyText(value)).map(([name]) => name.toLowerCase()) }
      : {}),
    ...(unwanted.some(([, value]) => !isAnyText(value))
      ? { without: named(Object.fromEntries(unwanted.filter(([, value]) => !isAnyText(value))), lower) }
      : {}),
  };
  return Object.keys(more).length > 0 ? more : undefined;
}

const lower = (name: string) => name.toLowerCase();

const named = (map: Readonly<Record<string, Text>> = {}, keyOf: (name: string) => string) =>
  new Map<string, NamedCondition>(
    Object.entries(map).map(([name, text]) => [keyOf(name), { name, ...textCondition(text) }]),
  );
