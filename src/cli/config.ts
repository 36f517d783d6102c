import * as fs from 'fs';
import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import { choice } from './choice';
import { GatewayApiChannel } from '../check/channel';
import { gatewayApiRelease } from '../check/gateway-api/release';
import { fitsPattern } from '../model/model';
import { nearest, refuse } from '../value/problem';

/** A warning that does not matter, and why. */
export interface Acknowledgement {
  readonly code: string;
  /**
   * The object, such as `HTTPRoute shop/web`; `*` stands for any text.
   *
   * @default - every object
   */
  readonly object?: string;
  readonly reason: string;
}

/** The acknowledgement of a code that is for one of the texts; one without an object is for all. */
export const acknowledgementOf = (
  acknowledgements: readonly Acknowledgement[],
  code: string,
  texts: readonly string[],
) =>
  acknowledgements.find(
    (each) =>
      each.code === code && (each.object === undefined || texts.some((text) => fitsPattern(each.object!, text))),
  );

/** What is known of the cluster and of the input; on the command line, options of the same names. */
export interface Facts {
  /** Installed channel of the Gateway API. */
  readonly channel?: GatewayApiChannel;
  /** Installed release of the Gateway API, such as `1.4`. */
  readonly gatewayApiVersion?: string;
  /** The input is all that the cluster has. */
  readonly whole?: boolean;
  /** Each directory is one cluster. */
  readonly clusters?: boolean;
  /** Namespace of objects that name none. */
  readonly namespace?: string;
}

/** The configuration of `check`, a file in YAML. */
export interface Configuration extends Facts {
  readonly acknowledge: readonly Acknowledgement[];
  /** Objects that exist elsewhere, such as `Secret edge/wildcard-tls`; `*` stands for any text. */
  readonly exists: readonly string[];
}

const FIELDS = ['channel', 'gatewayApiVersion', 'whole', 'clusters', 'namespace', 'exists', 'acknowledge'] as const;

/** Reads a configuration, and refuses what it does not know. */
export function readConfiguration(file: string | undefined): Configuration {
  if (file === undefined) return { acknowledge: [], exists: [] };
  const given = fields(file, contentOf(file) ?? {}, FIELDS);
  const at = (name: (typeof FIELDS)[number]) => `${file}: ${name}`;
  /** A field that may be left out. */
  const read = <T>(name: (typeof FIELDS)[number], parse: (what: string, value: unknown) => T): T | undefined =>
    given[name] === undefined ? undefined : parse(at(name), given[name]);
  return {
    channel: read('channel', channel),
    gatewayApiVersion: read('gatewayApiVersion', (what, value) =>
      gatewayApiRelease(what, string(what, value, "such as '1.4', in quotes")),
    ),
    whole: read('whole', boolean),
    clusters: read('clusters', boolean),
    namespace: read('namespace', (what, value) => string(what, value, "such as 'shop'")),
    exists: list(at('exists'), given.exists ?? []).map((each, index) =>
      string(`${at('exists')}[${index}]`, each, "such as 'Secret edge/wildcard-tls'"),
    ),
    acknowledge: list(at('acknowledge'), given.acknowledge ?? []).map((each, index) =>
      acknowledgement(`${at('acknowledge')}[${index}]`, each),
    ),
  };
}

/** The channel that a text names. */
export const channel = (what: string, value: unknown): GatewayApiChannel =>
  choice(what, value, Object.values(GatewayApiChannel));

function contentOf(file: string): unknown {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    refuse({ what: '--config', got: file, expected: 'a file', fix: 'check the spelling and the current directory' });
  }
  try {
    // A file of comments is no document.
    const [content, ...others] = loadAll(fs.readFileSync(file, 'utf8'), { schema: YAML11_SCHEMA }) as unknown[];
    if (others.length > 0) throw new Error('several documents');
    return content;
  } catch (error) {
    const [message] = (error as Error).message.split('\n');
    return refuse({ what: '--config', got: file, expected: 'a file in YAML', fix: `correct it: ${message}` });
  }
}

function acknowledgement(what: string, value: unknown): Acknowledgement {
  const { code, object, reason } = fields(what, value, ['code', 'object', 'reason']);
  return {
    code: string(`${what}.code`, code, "such as 'GW383'"),
    reason: string(`${what}.reason`, reason, 'that says why it does not matter'),
    ...(object !== undefined && { object: string(`${what}.object`, object, "such as 'HTTPRoute shop/web'") }),
  };
}

function fields(what: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse({ what, got: value, expected: `an object with ${known.join(', ')}`, fix: 'write key: value pairs' });
  }
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    refuse({
      what,
      got: unknown,
      expected: known.join(', '),
      fix: meant ? `did you mean '${meant}'?` : 'leave it out',
    });
  }
  return value as Readonly<Record<string, unknown>>;
}

const list = (what: string, value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : refuse({ what, got: value, expected: 'a list', fix: 'begin each item with a hyphen' });

const string = (what: string, value: unknown, example: string): string =>
  typeof value === 'string' && value !== ''
    ? value
    : refuse({ what, got: value, expected: `a text ${example}`, fix: value === undefined ? 'add it' : 'correct it' });

const boolean = (what: string, value: unknown): boolean =>
  typeof value === 'boolean'
    ? value
    : refuse({ what, got: value, expected: 'true or false', fix: 'write one of them, without quotes' });
