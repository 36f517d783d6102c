import { addressRange } from '../value/address';

/** What the value of an annotation may be, as ingress-nginx 1.12 to 1.15 checks it. */
export interface Grammar {
  /** In words, for messages. */
  readonly expected: string;
  accepts(value: string): boolean;
}

const ADDRESS_CHARACTERS = String.raw`\-._~a-zA-Z0-9/:`;
const EXPRESSION_CHARACTERS = String.raw`\^$[\](){}*+?|&=\\`;

const pattern = (expected: string, expression: RegExp, ignoresSpaces = true): Grammar => ({
  expected,
  accepts: (value) => {
    const text = ignoresSpaces ? value.replace(/ /g, '') : value;
    return expression.test(text) && !/[\r\n]/.test(text);
  },
});

/** `trims` where spaces around it do not count. */
const oneOf = (values: readonly string[], ignoresCase = false): Grammar => ({
  expected: `one of ${values.join(', ')}`,
  accepts: (value) => values.includes(ignoresCase ? value.trim().toLowerCase() : value.trim()),
});

const SERVER_NAME = new RegExp(`^[/${ADDRESS_CHARACTERS}${EXPRESSION_CHARACTERS}]*$`);

/** The spellings of a truth value in Go. */
const TRUTHS: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true])),
  ...Object.fromEntries(['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false])),
};

/** Undefined where the text is no truth value. */
export const truthOf = (text: string): boolean | undefined => TRUTHS[text];

/** Undefined where the text is no whole number. */
export const integerOf = (text: string): number | undefined => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined);

/** An address or a network in CIDR notation. */
export const isNetwork = (text: string): boolean =>
  !text.includes('-') && (addressRange(text) ?? addressRange(`${text}/${text.includes(':') ? 128 : 32}`)) !== undefined;

export const GRAMMARS = {
  truth: { expected: 'true or false', accepts: (value) => truthOf(value) !== undefined },
  integer: { expected: 'a whole number', accepts: (value) => integerOf(value) !== undefined },
  text: { expected: 'a text', accepts: () => true },
  basic: pattern('letters, digits and any of - . _ ~ / :', new RegExp(`^[/${ADDRESS_CHARACTERS}]*$`)),
  words: pattern('letters, digits, spaces and any of - . _ ~ / :', new RegExp(`^[/${ADDRESS_CHARACTERS} ]*$`), false),
  durations: pattern(
    'status codes and durations, such as 200 202 401 5m',
    new RegExp(`^[/${ADDRESS_CHARACTERS}, ]*$`),
    false,
  ),
  url: pattern('a URL', new RegExp(`^[${ADDRESS_CHARACTERS},?&=]*$`)),
  'url as it is': pattern('a URL', new RegExp(`^[${ADDRESS_CHARACTERS},?&=]*$`), false),
  'url with variables': pattern(
    'a URL, which may have variables of nginx',
    new RegExp(`^[${ADDRESS_CHARACTERS}, ?&=$]*$`),
  ),
  'path with groups': pattern('a path, which may have $1, $2', new RegExp(`^/?[${ADDRESS_CHARACTERS}$]*$`), false),
  prefix: pattern('a path, which may have $1, $2', new RegExp(`^/?[${ADDRESS_CHARACTERS}$]*$`)),
  variable: pattern('variables of nginx', /^[A-Za-z0-9\-_${}]*$/),
  headers: pattern('names of headers, separated by commas', /^[A-Za-z0-9\-_, ]*$/),
  expression: pattern('a regular expression', SERVER_NAME, false),
  'server name': { expected: 'a name or an expression', accepts: (value) => SERVER_NAME.test(value.trim()) },
  'server names': {
    expected: 'names or expressions, separated by commas',
    accepts: (value) => value.split(',').every((each) => SERVER_NAME.test(each.trim())),
  },
  size: pattern('a size, such as 8m', /^\d+[bkmg]?$/i),
  networks: {
    expected: 'addresses or networks, separated by commas',
    accepts: (value) => value === '' || value.split(',').every((each) => isNetwork(each.trim())),
  },
  service: { expected: 'the name of a Service', accepts: (value) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value) },
  method: pattern('a method', /^(GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS|TRACE)$/),
  methods: pattern('methods, separated by commas', /^([A-Za-z]+,?\s?)+$/),
  origins: pattern(
    'origins, separated by commas, or *',
    /^(((([a-z]+:\/\/)?(\*\.)?[A-Za-z0-9\-.]*(:\d+)?,?|null)+)|\*)?$/,
  ),
  'exposed headers': pattern('names of headers, separated by commas', /^(([A-Za-z0-9\-_]+|\*),?\s?)+$/),
  'error codes': pattern('status codes from 400 to 599, separated by commas', /^(?:[4,5]\d{2},?)*$/),
  'auth type': pattern('basic or digest', /basic|digest/),
  'auth secret type': pattern('auth-file or auth-map', /auth-file|auth-map/),
  'verify client': pattern('on, off, optional or optional_no_ca', /^(on|off|optional|optional_no_ca)$/),
  'error page': pattern(
    'a URL or a path',
    /^(@[A-Za-z0-9_-]+|((https?:\/\/)?[A-Za-z0-9\-.]+(:\d+)?)?(\/[A-Za-z0-9\-_.]+)*\/?)$/,
  ),
  'common name': { expected: 'CN= and an expression', accepts: (value) => value.startsWith('CN=') },
  protocol: oneOf(['auto_http', 'http', 'https', 'grpc', 'grpcs', 'fcgi'], true),
  connection: pattern('close or keep-alive', /^(close|keep-alive)$/),
  'fastcgi index': pattern('a file name', /^[A-Za-z0-9.\-_]+$/),
  balance: oneOf(['round_robin', 'chash', 'chashsubset', 'sticky_balanced', 'sticky_persistent', 'ewma']),
  switch: pattern('on or off', /^(on|off)$/),
  'trimmed switch': oneOf(['on', 'off']),
  upstreams: pattern(
    'conditions of proxy_next_upstream',
    /^((error|timeout|invalid_header|http_500|http_502|http_503|http_504|http_403|http_404|http_429|non_idempotent|off)\s?)+$/,
    false,
  ),
  'cookie domain': pattern(
    'off, or a domain and what replaces it',
    new RegExp(`^(off|[${ADDRESS_CHARACTERS}]+\\s+[${ADDRESS_CHARACTERS}]+)$`),
    false,
  ),
  'http version': oneOf(['1.0', '1.1']),
  ciphers: pattern('ciphers', /^[A-Za-z0-9+:_\-!@=]*$/),
  protocols: pattern('TLSv1.2, TLSv1.3', /^(TLSv1\.2|TLSv1\.3| )*$/),
  satisfy: oneOf(['any', 'all']),
  affinity: oneOf(['cookie']),
  'affinity mode': oneOf(['balanced', 'persistent']),
  'canary behavior': oneOf(['sticky', 'legacy']),
  seconds: pattern('a number of seconds', /(^0|-?[1-9]\d*$)/),
  'same site': oneOf(['none', 'lax', 'strict'], true),
  hash: pattern('variables of nginx', /^[A-Za-z0-9\-_${}]*$/),
  operation: pattern('the name of an operation', /^[A-Za-z0-9_\-]*$/),
} as const satisfies Readonly<Record<string, Grammar>>;
