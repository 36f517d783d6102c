import * as fs from 'fs';
import { constructFromEvents, CORE_SCHEMA, Event, parseEvents, YAMLException } from 'js-yaml';
import { locatorOf } from '../manifest/locate';
import { positions } from '../manifest/parse';
import { Expectation } from '../traffic/expectation';
import { Behaviour, Client, Request, requestOf } from '../traffic/request';
import { gatewayDuration } from '../value/duration';
import { describe, nearest, show } from '../value/problem';

/** One or several requests in a row, and what is expected of each. */
export interface TableTest {
  readonly name: string;
  readonly line: number;
  readonly requests: readonly TableRequest[];
}

export interface TableRequest {
  readonly line: number;
  /** As it is written: `GET https://api.example.com/orders`. */
  readonly text: string;
  readonly request: Request;
  readonly via?: string;
  /** How often it is sent. */
  readonly times: number;
  /** Milliseconds since the first request of the test. */
  readonly at: number;
  readonly expect: Expectation;
}

const TABLE = ['via', 'tests'] as const;
const REQUEST = [
  'request',
  'headers',
  'via',
  'port',
  'sni',
  'from',
  'ip',
  'jwt',
  'jwtIn',
  'apiKey',
  'certificate',
  'backend',
  'after',
  'times',
  'expect',
] as const;
const TEST = ['it', 'requests', ...REQUEST] as const;
const EXPECT = [
  'status',
  'backend',
  'shares',
  'path',
  'host',
  'headers',
  'absent',
  'responseHeaders',
  'location',
  'mirrors',
  'error',
] as const;
const BACKEND = ['takes', 'status', 'fails'] as const;

type Fields<N extends string> = { readonly [name in N]?: unknown };

/** Reads a table of requests and expectations. Throws for the first mistake, with its line. */
export function readTable(file: string): TableTest[] {
  const text = fs.readFileSync(file, 'utf8');
  const { content, lineOf } = parsed(file, text);
  const reader = readerOf((path) => `${file}:${lineOf(path)}`);
  const table = reader.fields('', content, TABLE);
  return reader.list('tests', table.tests).map((each, index) => {
    const path = `tests[${index}]`;
    const test = reader.fields(path, each, TEST);
    const name = reader.text(`${path}.it`, test.it, "that says what is expected, such as 'sends orders to v2'");
    const many = test.requests;
    if (many !== undefined && test.request !== undefined) {
      reader.refuse(path, 'request and requests', 'one of them', 'put the request into the list');
    }
    const rows =
      many === undefined
        ? [{ at: path, row: test as Fields<(typeof REQUEST)[number]> }]
        : reader.list(`${path}.requests`, many).map((row, at) => ({
            at: `${path}.requests[${at}]`,
            row: reader.fields(`${path}.requests[${at}]`, row, REQUEST),
          }));
    let time = 0;
    const requests = rows.map(({ at, row }) => {
      time += row.after === undefined ? 0 : reader.duration(`${at}.after`, row.after);
      return requestRow(reader, lineOf, at, row, time, table.via ?? test.via);
    });
    return { name, line: lineOf(path), requests };
  });
}

function requestRow(
  reader: Reader,
  lineOf: (path: string) => number,
  at: string,
  row: Fields<(typeof REQUEST)[number]>,
  time: number,
  usual: unknown,
): TableRequest {
  const optional = <T>(name: (typeof REQUEST)[number], read: (path: string, value: unknown) => T): T | undefined =>
    row[name] === undefined ? undefined : read(`${at}.${name}`, row[name]);
  const text = reader.text(`${at}.request`, row.request, 'such as GET https://api.example.com/orders');
  const [, method, url = ''] = /^\s*([A-Za-z]+)\s+(\S+)\s*$/.exec(text) ?? [];
  const isCall = method?.toLowerCase() === 'grpc';
  const headers = optional('headers', reader.texts);
  const request =
    method === undefined
      ? undefined
      : requestOf({
          url,
          method: isCall ? 'POST' : method.toUpperCase(),
          protocol: isCall ? 'grpc' : undefined,
          headers,
          port: optional('port', reader.number),
          sni: optional('sni', reader.string),
          client: clientOf(reader, at, row),
          backend: optional('backend', (path, value) => backendOf(reader, path, value)),
        });
  return {
    line: lineOf(`${at}.request`),
    text,
    request:
      request ??
      reader.refuse(
        `${at}.request`,
        text,
        'a method and a URL, such as GET https://api.example.com/orders, or gRPC https://grpc.example.com/shop.Orders/List',
        /^\s*\w+:/.test(text) ? `write GET ${text.trim()}` : 'write the scheme and the host too',
      ),
    via: usual === undefined && row.via === undefined ? undefined : reader.string(`${at}.via`, row.via ?? usual),
    times: optional('times', reader.number) ?? 1,
    at: time,
    expect: expectationOf(reader, `${at}.expect`, row.expect),
  };
}

/** `from: pod shop/web` is a pod of a namespace by the value of its label `app`. */
function clientOf(reader: Reader, at: string, row: Fields<(typeof REQUEST)[number]>): Client | undefined {
  const { from, ip, jwt, jwtIn, apiKey, certificate } = row;
  if ([from, ip, jwt, jwtIn, apiKey, certificate].every((each) => each === undefined)) return undefined;
  const string = (name: string, value: unknown) =>
    value === undefined ? undefined : reader.string(`${at}.${name}`, value);
  return {
    pod: from === undefined ? undefined : podOf(reader, `${at}.from`, from),
    ip: string('ip', ip),
    jwt: jwt === undefined ? undefined : reader.object(`${at}.jwt`, jwt),
    jwtIn: jwtIn === undefined ? undefined : tokenPlace(reader, `${at}.jwtIn`, jwtIn),
    apiKey: string('apiKey', apiKey),
    certificate: string('certificate', certificate),
  };
}

/** `header X-Token`, `header X-Token after Token `, `query token`, `cookie token`. */
function tokenPlace(reader: Reader, path: string, value: unknown): Client['jwtIn'] {
  const [, kind, name, prefix] =
    /^(header|query|cookie) ([^\s;,=]+)(?: after (\S+))?$/.exec(reader.string(path, value)) ?? [];
  if (kind === 'header') return { header: name, ...(prefix === undefined ? {} : { prefix: `${prefix} ` }) };
  if (kind === 'query' && prefix === undefined) return { query: name };
  if (kind === 'cookie' && prefix === undefined) return { cookie: name };
  return reader.refuse(
    path,
    value,
    "such as 'header X-Token', 'header X-Token after Token', 'query token' or 'cookie token'",
    'correct it',
  );
}

function podOf(reader: Reader, path: string, value: unknown): Client['pod'] {
  const [, namespace, name, account = 'default'] =
    /^pod ([a-z0-9-]+)\/([a-z0-9.-]+)(?: as ([a-z0-9.-]+))?$/.exec(reader.string(path, value)) ?? [];
  if (namespace === undefined) {
    reader.refuse(
      path,
      value,
      "a pod by its namespace and its label app, such as 'pod shop/web' or 'pod shop/web as cart'",
      'correct it',
    );
  }
  return { namespace, labels: { app: name }, serviceAccount: account };
}

function backendOf(reader: Reader, path: string, value: unknown): Behaviour {
  const { takes, status, fails } = reader.fields(path, value, BACKEND);
  const [, times, failure] =
    fails === undefined
      ? []
      : (/^(\d+) times?(?: with (\d{3}))?$/.exec(reader.string(`${path}.fails`, fails)) ?? ['', '', '']);
  if (times === '') reader.refuse(`${path}.fails`, fails, "'2 times' or '2 times with 503'", 'correct it');
  return {
    ...(takes === undefined ? {} : { delay: reader.duration(`${path}.takes`, takes) }),
    ...(status === undefined ? {} : { status: reader.number(`${path}.status`, status) }),
    ...(times === undefined
      ? {}
      : { fail: { times: Number(times), ...(failure === undefined ? {} : { status: Number(failure) }) } }),
  };
}

function expectationOf(reader: Reader, path: string, value: unknown): Expectation {
  if (typeof value === 'number') return { status: value };
  if (typeof value === 'string') return sentence(reader, path, value);
  const given = reader.fields(path, value, EXPECT);
  const read = <T>(name: (typeof EXPECT)[number], parse: (at: string, each: unknown) => T): T | undefined =>
    given[name] === undefined ? undefined : parse(`${path}.${name}`, given[name]);
  const strings = (at: string, each: unknown) =>
    (Array.isArray(each) ? each : [each]).map((one, index) => reader.string(`${at}[${index}]`, one));
  const expectation: Expectation = {
    status: read('status', reader.number),
    backend: read('backend', reader.string),
    shares: read('shares', (at, each) => sharesOf(reader, at, each)),
    path: read('path', reader.string),
    host: read('host', reader.string),
    headers: read('headers', reader.texts),
    absent: read('absent', strings),
    responseHeaders: read('responseHeaders', reader.texts),
    location: read('location', reader.string),
    mirrors: read('mirrors', strings),
    error: read('error', (at, each) => errorOf(reader, at, each)),
  };
  if (Object.values(expectation).every((each) => each === undefined)) {
    reader.refuse(path, value, EXPECT.join(', '), 'say what is expected, such as expect: 200');
  }
  return expectation;
}

/** `shop/web`, `200 from shop/web:8080`, `301 to https://...`, `connection refused`. */
function sentence(reader: Reader, path: string, text: string): Expectation {
  const [, error] = /^connection (refused|closed)$/.exec(text) ?? [];
  if (error !== undefined) return { error: errorOf(reader, path, error) };
  const [, status, word, rest] = /^(\d{3})(?: (from|to) (\S+))?$/.exec(text) ?? [];
  if (status === undefined) {
    reader.refuse(
      path,
      text,
      "such as '200 from shop/web:8080', '301 to https://example.com/', 'connection refused'",
      'write it so, or as fields',
    );
  }
  return {
    status: Number(status),
    ...(word === 'from' ? { backend: rest } : word === 'to' ? { location: rest } : {}),
  };
}

const errorOf = (reader: Reader, path: string, value: unknown): 'refused' | 'reset' =>
  value === 'refused'
    ? 'refused'
    : value === 'closed'
      ? 'reset'
      : reader.refuse(path, value, 'refused or closed', 'choose one of them');

function sharesOf(reader: Reader, path: string, value: unknown): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(reader.object(path, value)).map(([name, share]) => {
      const [, percent] = /^(\d+(?:\.\d+)?) ?%$/.exec(String(share)) ?? [];
      if (percent === undefined) {
        reader.refuse(`${path}['${name}']`, share, 'a share such as 90 %', 'write it in percent');
      }
      return [name, Number(percent) / 100] as const;
    }),
  );
}

function parsed(file: string, text: string) {
  try {
    const events: Event[] = parseEvents(text, { maxDepth: 50 });
    const [content] = constructFromEvents(events, { source: text, schema: CORE_SCHEMA });
    if (content === undefined || content === null) return { content, lineOf: () => 1 };
    const locate = locatorOf(events, 1, text, positions(text));
    return { content, lineOf: (path: string) => locate(path).line };
  } catch (error) {
    const [message] = error instanceof YAMLException ? error.message.split('\n') : [(error as Error).message];
    throw new Error(
      describe({
        what: file,
        got: 'text that is no YAML',
        expected: 'a table of tests',
        fix: `correct it: ${message}`,
      }),
      {
        cause: error,
      },
    );
  }
}

/** Reads values of a table, and refuses others with their lines. */
type Reader = ReturnType<typeof readerOf>;

function readerOf(placeOf: (path: string) => string) {
  const refuse = (path: string, got: unknown, expected: string, fix: string): never => {
    throw new Error(`${placeOf(path)}: ${describe({ what: path === '' ? 'table' : path, got, expected, fix })}`);
  };
  const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const object = (path: string, value: unknown) =>
    isObject(value) ? value : refuse(path, value, 'key: value pairs', 'correct it');
  const string = (path: string, value: unknown): string =>
    typeof value === 'string' && value !== '' ? value : refuse(path, value, 'a text', 'correct it');
  return {
    refuse,
    object,
    string,
    text: (path: string, value: unknown, example: string): string =>
      typeof value === 'string' && value !== ''
        ? value
        : refuse(path, value, `a text ${example}`, value === undefined ? 'add it' : 'correct it'),
    number: (path: string, value: unknown): number =>
      typeof value === 'number' ? value : refuse(path, value, 'a number', 'write it without quotes'),
    duration: (path: string, value: unknown): number =>
      gatewayDuration(string(path, value)) ?? refuse(path, value, 'a duration such as 10s or 1m30s', 'correct it'),
    texts: (path: string, value: unknown): Record<string, string> =>
      Object.fromEntries(
        Object.entries(object(path, value)).map(([name, each]) =>
          typeof each === 'object' || each === null || each === undefined
            ? refuse(`${path}['${name}']`, each, 'a text', 'correct it')
            : [name, String(each)],
        ),
      ),
    list: (path: string, value: unknown): readonly unknown[] =>
      Array.isArray(value) && value.length > 0
        ? value
        : refuse(
            path,
            value,
            'a list that is not empty',
            value === undefined ? 'add it' : 'begin each item with a hyphen',
          ),
    fields: <N extends string>(path: string, value: unknown, known: readonly N[]): Fields<N> => {
      if (!isObject(value)) return refuse(path, value, known.join(', '), 'write key: value pairs');
      const unknown = Object.keys(value).find((name) => !(known as readonly string[]).includes(name));
      if (unknown === undefined) return value as Fields<N>;
      const meant = nearest(unknown, known);
      const inside = path === '' ? unknown : `${path}.${unknown}`;
      return refuse(inside, show(unknown), known.join(', '), meant ? `did you mean '${meant}'?` : 'leave it out');
    },
  };
}
