import * as fs from 'fs';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { Diagnostic } from '../check/diagnostic';
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

/** The configuration of `check`, a file in YAML. */
export interface Configuration {
  readonly acknowledge: readonly Acknowledgement[];
  /** Objects that exist elsewhere, such as `Secret edge/wildcard-tls`; `*` stands for any text. */
  readonly exists: readonly string[];
}

/** Reads a configuration, and refuses what it does not know. */
export function readConfiguration(file: string | undefined): Configuration {
  if (file === undefined) return { acknowledge: [], exists: [] };
  if (!fs.existsSync(file)) {
    refuse({ what: '--config', got: file, expected: 'a file', fix: 'check the spelling and the current directory' });
  }
  const content: unknown = load(fs.readFileSync(file, 'utf8'), { schema: YAML11_SCHEMA });
  const { acknowledge = [], exists = [] } = fields(file, content ?? {}, ['acknowledge', 'exists']);
  return {
    acknowledge: list(`${file}: acknowledge`, acknowledge).map((each, index) =>
      acknowledgement(`${file}: acknowledge[${index}]`, each),
    ),
    exists: list(`${file}: exists`, exists).map((each, index) =>
      string(`${file}: exists[${index}]`, each, "such as 'Secret edge/wildcard-tls'"),
    ),
  };
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
    : refuse({ what, got: value, expected: `a text ${example}`, fix: 'add it' });

/** Takes acknowledged warnings away; an acknowledgement that fits none is told. Errors cannot be acknowledged. */
export function acknowledged(diagnostics: readonly Diagnostic[], acknowledgements: readonly Acknowledgement[]) {
  const used = new Set<Acknowledgement>();
  const open = diagnostics.filter(({ code, severity, object }) => {
    const found = acknowledgements.find(
      (each) => each.code === code && (each.object === undefined || fitsPattern(each.object, object)),
    );
    if (!found || severity === 'error') return true;
    used.add(found);
    return false;
  });
  return { open, unused: acknowledgements.filter((each) => !used.has(each)) };
}
