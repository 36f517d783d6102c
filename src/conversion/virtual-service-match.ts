import { Findings } from './virtual-service-findings';
import { AllowOrigin as StringMatch, VirtualServiceSpec } from '../manifest/istio-networking';
import { ANY_VALUE, NamedCondition, PathCondition, RequestCondition, TextCondition } from '../match/condition';
import { HeaderMatch, HttpMatch, HttpMethod, QueryParamMatch } from '../route/http-match';
import { boundedExpression } from '../route/http-text';

type Match = NonNullable<NonNullable<VirtualServiceSpec['http']>[number]['match']>[number];

/** A converted match of a VirtualService. */
export interface ReadMatch {
  readonly field: string;
  readonly condition: RequestCondition;
  /** The original prefix; undefined for other path matches. */
  readonly prefix?: string;
}

/** Conditions that an HTTPRoute does not support, with the reason. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  scheme: 'an HTTPRoute does not match the scheme; attach it to the listener of the scheme with RouteParent.listener()',
  authority: 'an HTTPRoute has one list of hosts; write a VirtualService for each host, and set its hosts',
  sourceLabels: 'an HTTPRoute does not distinguish clients',
  sourceNamespace: 'an HTTPRoute does not distinguish clients',
};

/** Reads a match; returns one for each of its methods. */
export function readMatch(match: Match | undefined, field: string, findings: Findings): ReadMatch[] {
  const { uri, ignoreUriCase, method, headers = {}, withoutHeaders = {}, queryParams = {}, ...rest } = match ?? {};
  for (const [name, why] of Object.entries(UNSUPPORTED)) {
    if (Object.hasOwn(rest, name)) {
      findings.refuse(`${field}.${name}`, why);
    }
  }
  for (const name of Object.keys(withoutHeaders)) {
    findings.refuse(`${field}.withoutHeaders['${name}']`, 'an HTTPRoute cannot match the absence of a header');
  }
  const path = readPath(uri, `${field}.uri`, findings);
  if (
    ignoreUriCase &&
    path.condition &&
    path.condition.type !== 'RegularExpression' &&
    /[a-z]/i.test(path.condition.value)
  ) {
    findings.refuse(
      `${field}.ignoreUriCase`,
      "an HTTPRoute matches paths case-sensitively; use a regular expression with '(?i)'",
    );
  }
  const methods = method === undefined ? [undefined] : readMethods(method, `${field}.method`, findings);
  const conditions = {
    path: path.condition,
    headers: readHeaders(headers, `${field}.headers`, findings),
    queryParams: readQueryParams(queryParams, `${field}.queryParams`, findings),
  };
  return methods.map((each) => ({
    field,
    condition: { ...conditions, method: each },
    prefix: path.prefix,
  }));
}

interface ReadPath {
  readonly condition?: PathCondition;
  readonly prefix?: string;
}

function readPath(uri: StringMatch | undefined, field: string, findings: Findings): ReadPath {
  if (uri?.exact !== undefined) {
    const condition = { type: 'Exact', value: uri.exact } as const;
    findings.attempt(field, () => HttpMatch.exact(condition.value));
    return { condition };
  }
  if (uri?.prefix !== undefined) {
    return { ...readPrefix(uri.prefix, field, findings), prefix: uri.prefix };
  }
  return uri?.regex === undefined ? { prefix: '/' } : readExpression(uri.regex, field, findings);
}

function readPrefix(prefix: string, field: string, findings: Findings): ReadPath {
  const value = prefix.replace(/\/$/, '') || '/';
  findings.attempt(field, () => HttpMatch.prefix(value));
  const extent = value === '/' ? undefined : prefix.endsWith('/') ? 'below' : 'text';
  return { condition: { type: 'PathPrefix', value, extent } };
}

/** Turns an expression that equals a path or prefix into one, whose precedence is defined. */
function readExpression(regex: string, field: string, findings: Findings): ReadPath {
  const core = regex.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  if (/^(\/?\.\*|\.\+|\(\/\.\*\)\?)$/.test(core)) {
    return { condition: { type: 'PathPrefix', value: '/' } };
  }
  const simple = /^(\/(?:[-A-Za-z0-9/_~%]|\\[-./_~])*)(\/\.\*|\((?:\?:)?\/\.\*\)\?|\.\*)?$/.exec(core);
  if (simple) {
    const literal = simple[1].replace(/\\/g, '');
    const tail = simple[2];
    if (tail === undefined) return readPath({ exact: literal }, field, findings);
    if (tail === '.*') return readPrefix(literal, field, findings);
    if (!literal.endsWith('/')) {
      const read = readPrefix(`${literal}/`, field, findings);
      return tail === '/.*' ? read : { condition: { type: 'PathPrefix', value: literal } };
    }
  }
  const value = anchored(regex);
  findings.attempt(field, () => HttpMatch.regex(value));
  return { condition: { type: 'RegularExpression', value } };
}

const METHODS: readonly string[] = Object.values(HttpMethod);

function readMethods(
  { exact, prefix, regex }: StringMatch,
  field: string,
  findings: Findings,
): readonly (HttpMethod | undefined)[] {
  if ((exact ?? prefix) === undefined && (regex === undefined || ['*', '.*', '.+'].includes(regex))) return [undefined];
  const names =
    exact !== undefined ? [exact] : (/^\^?\(?((?:[A-Z]+\|)*[A-Z]+)\)?\$?$/.exec(regex ?? '')?.[1].split('|') ?? []);
  const unknown = names.find((name) => !METHODS.includes(name));
  if (names.length === 0 || unknown !== undefined) {
    findings.refuse(
      field,
      `an HTTPRoute matches one method of ${METHODS.join(', ')}; only a regular expression such as 'GET|POST' can be converted`,
    );
    return [undefined];
  }
  return [...new Set(names)] as HttpMethod[];
}

function readHeaders(headers: Readonly<Record<string, StringMatch>>, field: string, findings: Findings) {
  const result = new Map<string, NamedCondition>();
  for (const [name, match] of Object.entries(headers)) {
    const place = `${field}['${name}']`;
    if (/^@request\.auth\.claims/i.test(name)) {
      findings.refuse(place, 'an HTTPRoute does not match claims of a token; use an AuthPolicy');
      continue;
    }
    const condition = { name, ...readText(match, place, findings) };
    findings.attempt(place, () =>
      condition.type === 'Exact' ? HeaderMatch.exact(name, condition.value) : HeaderMatch.regex(name, condition.value),
    );
    if (result.has(name.toLowerCase())) {
      findings.refuse(place, 'the same header twice; names are case-insensitive');
    }
    result.set(name.toLowerCase(), condition);
  }
  return bounded(result, field, findings);
}

function readQueryParams(params: Readonly<Record<string, StringMatch>>, field: string, findings: Findings) {
  const result = new Map<string, NamedCondition>();
  for (const [name, match] of Object.entries(params)) {
    const place = `${field}['${name}']`;
    const condition = { name, ...readText(match, place, findings) };
    findings.attempt(place, () =>
      condition.type === 'Exact'
        ? QueryParamMatch.exact(name, condition.value)
        : QueryParamMatch.regex(name, condition.value),
    );
    result.set(name, condition);
  }
  return bounded(result, field, findings);
}

function bounded<T>(map: ReadonlyMap<string, T>, field: string, findings: Findings): ReadonlyMap<string, T> {
  if (map.size > 16) {
    findings.refuse(field, `${map.size} names; a match of an HTTPRoute can have at most 16`);
  }
  return map;
}

function readText({ exact, prefix, regex }: StringMatch, field: string, findings: Findings): TextCondition {
  if (exact !== undefined) return { type: 'Exact', value: exact };
  if (prefix !== undefined) return { type: 'RegularExpression', value: `^${literally(prefix)}.*$` };
  // In Istio, `*` and a match without a type match any value.
  if (regex === undefined || regex === '*' || regex === ANY_VALUE) {
    return { type: 'RegularExpression', value: ANY_VALUE };
  }
  findings.attempt(field, () => boundedExpression(field, regex, 1024));
  return { type: 'RegularExpression', value: anchored(regex) };
}

/** Istio matches an expression against the whole text; other implementations may search for it. */
const anchored = (regex: string) => (/^\^[^|]*[^\\|]\$$/.test(regex) ? regex : `^(?:${regex})$`);

/** Escapes a text for a regular expression, with brackets, because backslashes are easy to get wrong in YAML. */
const literally = (text: string) =>
  text.replace(/[.+*?()|[\]{}$^\\]/g, (char) => (char === '^' || char === '\\' ? `\\${char}` : `[${char}]`));
