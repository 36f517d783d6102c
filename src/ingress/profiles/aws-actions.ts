import { Condition, FixedResponse, OwnRule, Redirection, WeightedBackend } from './rule';
import { Model } from '../../model/model';
import { Request } from '../../traffic/request';
import { IngressItem } from '../servers';
import { serviceBackend } from '../upstreams';

/*
 * JSON in annotations of the AWS Load Balancer Controller: `actions.NAME` and `conditions.NAME`. Names of fields are read
 * without their case, as Go does.
 */

type Json = Readonly<Record<string, unknown>>;

/** A text that says why a value is not carried out. */
export interface Refusal {
  readonly refusal: string;
}

export const isRefusal = (value: object): value is Refusal => 'refusal' in value;

/** What is read of an action: the answer depends on scheme and host. */
export type Action =
  | { readonly type: 'forward'; readonly backends: readonly WeightedBackend[] }
  | { readonly type: 'redirect'; readonly fields: Readonly<Record<string, string>>; readonly status: number }
  | FixedResponse;

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value as Json).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
    : undefined;

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textsIn = (value: unknown): readonly string[] => listIn(value).map(String);

export function readAction(model: Model, ingress: IngressItem, text: string): Action | Refusal {
  const value = parsed(text);
  switch (field(value, 'type')) {
    case 'fixed-response':
      return { type: 'response', status: Number(field(field(value, 'fixedResponseConfig'), 'statusCode') ?? 0) };
    case 'redirect': {
      const config = field(value, 'redirectConfig');
      const names = ['host', 'path', 'port', 'protocol', 'query'];
      const given = names.flatMap((name) => {
        const own = field(config, name);
        return own === undefined ? [] : [[name, String(own)] as const];
      });
      const status = String(field(config, 'statusCode')) === 'HTTP_301' ? 301 : 302;
      return { type: 'redirect', fields: Object.fromEntries(given), status };
    }
    case 'forward':
      return forward(model, ingress, value);
    default:
      return { refusal: 'no JSON of an action with the type forward, redirect or fixed-response; correct it' };
  }
}

function forward(model: Model, ingress: IngressItem, value: unknown): Action | Refusal {
  const groups = listIn(field(field(value, 'forwardConfig'), 'targetGroups'));
  const backends = groups.flatMap((group): WeightedBackend[] => {
    const [name, port] = [field(group, 'serviceName'), field(group, 'servicePort')];
    if (typeof name !== 'string' || port === undefined) return [];
    const number = /^\d+$/.test(String(port)) ? Number(port) : undefined;
    const service = { name, port: number === undefined ? { name: String(port) } : { number } };
    const { backend } = serviceBackend(model, ingress, service);
    return [{ backend, weight: Number(field(group, 'weight') ?? 1) }];
  });
  if (groups.length === 0 || backends.length < groups.length) {
    return { refusal: 'a target group outside of the cluster; make a Service for it' };
  }
  return { type: 'forward', backends };
}

/** The redirect of a rule; undefined where it would lead to itself, which the controller leaves out. */
export function redirectFor(
  { fields, status }: Extract<Action, { type: 'redirect' }>,
  scheme: Request['scheme'],
  host: string,
  path: string,
): Redirection | Refusal | undefined {
  const given = (name: string, same: string) => (fields[name] === same ? undefined : fields[name]);
  const protocol = given('protocol', '#{protocol}')?.toLowerCase() ?? scheme;
  const ownPort = scheme === 'https' ? 443 : 80;
  const port = Number(given('port', '#{port}') ?? ownPort);
  const to = given('path', '/#{path}');
  const query = given('query', '#{query}');
  const name = host === '' ? given('host', '#{host}') : fields.host?.replace('#{host}', host);
  const isSelf =
    protocol === scheme &&
    port === ownPort &&
    (to === undefined || to === path) &&
    (name === undefined || name === host) &&
    query === undefined;
  if (isSelf) return undefined;
  const unknown = [to, query, name].find((each) => each?.includes('#{') || each?.includes('*'));
  if (unknown !== undefined) return { refusal: `a redirect with ${unknown}; a route has no variables there` };
  return {
    type: 'redirect',
    scheme: protocol === scheme ? undefined : protocol,
    host: name === host ? undefined : name,
    port: protocol === scheme && port === ownPort ? undefined : port,
    path: to,
    query,
    status,
  };
}

export interface Conditions {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly others: readonly Condition[];
}

export function readConditions(text: string): Conditions | Refusal {
  const value = parsed(text);
  if (!Array.isArray(value)) return { refusal: 'no JSON of a list of conditions; correct it' };
  const hosts: string[] = [];
  const paths: string[] = [];
  const others: Condition[] = [];
  for (const each of value) {
    const name = String(field(each, 'field'));
    const config = field(each, CONFIGS[name] ?? '');
    if (config === undefined) return { refusal: `no condition of a rule: ${name}; correct it` };
    if (field(config, 'regexValues') !== undefined) {
      return { refusal: 'how a load balancer compares regexValues is not said exactly enough; use values' };
    }
    const values = textsIn(field(config, 'values'));
    if (name === 'host-header') {
      hosts.push(...values);
    } else if (name === 'path-pattern') {
      paths.push(...values);
    } else if (name === 'http-request-method') {
      others.push({ type: 'method', values });
    } else if (name === 'source-ip') {
      others.push({ type: 'client', values });
    } else if (name === 'http-header') {
      others.push({ type: 'header', name: String(field(config, 'httpHeaderName')), values });
    } else {
      const pairs = listIn(field(config, 'values')).map((pair) => {
        const key = field(pair, 'key');
        return { ...(key !== undefined && { key: String(key) }), value: String(field(pair, 'value')) };
      });
      if (pairs.some(({ key }) => key === undefined || /[*?]/.test(key))) {
        return { refusal: 'a query whose parameter is not named; a route compares values of a parameter' };
      }
      others.push({ type: 'query', values: pairs });
    }
  }
  return { hosts, paths, others };
}

const CONFIGS: Readonly<Record<string, string>> = {
  'host-header': 'hostHeaderConfig',
  'path-pattern': 'pathPatternConfig',
  'http-header': 'httpHeaderConfig',
  'http-request-method': 'httpRequestMethodConfig',
  'query-string': 'queryStringConfig',
  'source-ip': 'sourceIpConfig',
};

/** What a rule does with requests by a scheme; undefined where the controller has no such rule. */
export function ownRule(
  action: Action,
  scheme: Request['scheme'],
  host: string,
  path: string,
  conditions: readonly Condition[],
): OwnRule | Refusal | undefined {
  const base = { schemes: [scheme], conditions, changes: [], backends: [] };
  if (action.type === 'forward') return { ...base, backends: action.backends };
  if (action.type === 'response') return { ...base, answer: action };
  const answer = redirectFor(action, scheme, host, path);
  return answer === undefined || isRefusal(answer) ? answer : { ...base, answer };
}
