import { Duration } from 'cdk8s';
import { OpenApiNode } from './open-api-node';
import { checkLimit, Rate, RateLimit } from '../policy/limit';
import { gatewayDuration } from '../value/duration';

/** Reads `rate_limit` of `x-kuadrant`, in the format of kuadrantctl or of the v1 policy. */
export function rateLimitOf(node: OpenApiNode): RateLimit {
  const list = (key: string) => node.child(key)?.items() ?? [];
  const limit: RateLimit = {
    rates: list('rates').map(rateOf),
    counters: list('counters').map((counter) => {
      const expression = counter.child('expression');
      return expression ? expression.text() : memberExpression(counter.text());
    }),
    when: list('when').map((condition) => condition.child('predicate')?.text() ?? predicateOf(condition)),
  };
  node.within(() => checkLimit('rate_limit', limit));
  return limit;
}

const UNITS = { second: Duration.seconds, minute: Duration.minutes, hour: Duration.hours, day: Duration.days };

function rateOf(node: OpenApiNode): Rate {
  const limit = required(node, 'limit').number();
  const window = node.child('window');
  if (window) {
    const milliseconds =
      gatewayDuration(window.text()) ??
      window.refuse({ got: window.value, expected: 'a duration such as 10s or 1m30s', fix: 'use h, m, s and ms' });
    return node.within(() => Rate.of(limit, Duration.millis(milliseconds)));
  }
  const duration = required(node, 'duration').number();
  const unit = required(node, 'unit').oneOf('second', 'minute', 'hour', 'day');
  return node.within(() => Rate.of(limit, UNITS[unit](duration)));
}

function required(node: OpenApiNode, key: string): OpenApiNode {
  return (
    node.child(key) ??
    node.refuse({
      got: node.value,
      expected: 'limit, and window or duration with unit',
      fix: `add ${key}, for example { limit: 10, window: 1m }`,
    })
  );
}

/** Path of the identity in documents of kuadrantctl, before `auth` existed. */
const AUTH_METADATA = ['metadata', 'filter_metadata', 'envoy.filters.http.ext_authz'];

/** Converts a selector, `request.headers.x-team`, to an expression, `request.headers["x-team"]`. */
function memberExpression(selector: string): string {
  const path = selector.split(/(?<!\\)\./).map((part) => part.replace(/\\(.)/g, '$1'));
  const isAuth = AUTH_METADATA.every((part, index) => path[index] === part);
  const [root, ...fields] = isAuth ? ['auth', ...path.slice(AUTH_METADATA.length)] : path;
  return fields.every((field) => /^[\w-]+$/.test(field))
    ? root + fields.map((field) => (/^[A-Za-z_]\w*$/.test(field) ? `.${field}` : `["${field}"]`)).join('')
    : selector;
}

/** Comparisons that hold for a header that a request does not have. */
const NEGATIVE = ['neq', 'excl'];

type Comparison = (selected: string, value: string) => string;
const OPERATORS: Readonly<Record<string, Comparison>> = {
  eq: (selected, value) => `${selected} == ${value}`,
  neq: (selected, value) => `${selected} != ${value}`,
  startswith: (selected, value) => `${selected}.startsWith(${value})`,
  endswith: (selected, value) => `${selected}.endsWith(${value})`,
  matches: (selected, value) => `${selected}.matches(${value})`,
  incl: (selected, value) => `${value} in ${selected}`,
  excl: (selected, value) => `!(${value} in ${selected})`,
};

/** Converts a condition of selector, operator and value to a predicate. */
function predicateOf(node: OpenApiNode): string {
  const part = (key: string) =>
    node.child(key) ??
    node.refuse({
      got: node.value,
      expected: 'predicate, or selector, operator and value',
      fix: 'write for example { predicate: "request.method == \'POST\'" }',
    });
  const operator = part('operator').oneOf(...Object.keys(OPERATORS));
  const selected = memberExpression(part('selector').text());
  const predicate = OPERATORS[operator](selected, JSON.stringify(part('value').text()));
  // Without a test, a request without the header fails the predicate, and then no limit of the policy counts it.
  const [, dotted, quoted] = /^request\.headers(?:\.(\w+)|\["([^"]+)"\])$/.exec(selected) ?? [];
  const header = dotted ?? quoted;
  if (header === undefined) return predicate;
  const isThere = `${JSON.stringify(header)} in request.headers`;
  return NEGATIVE.includes(operator) ? `!(${isThere}) || ${predicate}` : `${isThere} && ${predicate}`;
}
