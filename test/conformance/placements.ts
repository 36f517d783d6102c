import * as fs from 'fs';
import * as path from 'path';
import { Aim } from './objects';
import { groupOf } from '../../src/manifest/manifest';
import { Kind } from '../../src/manifest/shape';

/** Where a CRD asks for more than its structure: an expression of CEL, or a choice of schemas. */
export interface Placement extends Aim {
  readonly kind: Kind;
  readonly code: string;
  /** What the validator tells where a CEL expression does not hold. */
  readonly message?: string;
  /** Steps to a field further below that a CEL expression looks at. */
  readonly looksAt?: readonly string[];
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-validations'?: readonly Expression[];
}

interface Expression {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
}

interface Crd {
  readonly group: string;
  readonly kind: string;
  readonly versions: readonly { readonly name: string; readonly schema: Schema }[];
}

/** All placements of the kinds, by the CRDs of a folder. */
export function placementsOf(kinds: readonly Kind[], folder: string): Placement[] {
  const crds = fs
    .readdirSync(folder)
    .filter(
      (file) => file.endsWith('.json') && kinds.some(({ apiVersion }) => file.startsWith(`${groupOf(apiVersion)}_`)),
    )
    .map((file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Crd);
  return kinds.flatMap((kind) => {
    const crd = crds.find((other) => other.group === groupOf(kind.apiVersion) && other.kind === kind.kind)!;
    const version = crd.versions.find(({ name }) => kind.apiVersion === `${crd.group}/${name}`)!;
    return [...below(kind, version.schema, [])];
  });
}

function* below(kind: Kind, schema: Schema, steps: readonly string[]): Iterable<Placement> {
  for (const { rule, message, messageExpression, fieldPath = '' } of schema['x-kubernetes-validations'] ?? []) {
    if (!IDLE.test(rule)) {
      const text = messageExpression ? undefined : (message ?? `failed rule: ${rule}`).trim();
      const named = [...rule.matchAll(/\bself((?:\.\w+)+)\b(?!\()/g)].map(([, fields]) => stepsOf(fields));
      const looksAt = named.sort((a, b) => b.length - a.length)[0];
      yield {
        kind,
        steps: [...steps, ...stepsOf(fieldPath)],
        code: 'cel',
        message: text,
        fields: named.map(([name]) => name),
        looksAt: looksAt?.length > 1 ? [...steps, ...looksAt] : undefined,
      };
    }
  }
  yield* choices(kind, schema, steps);
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (steps.length > 0 || !['apiVersion', 'kind', 'metadata', 'status'].includes(name)) {
      yield* below(kind, field, [...steps, name]);
    }
  }
  if (schema.items) {
    yield* below(kind, schema.items, [...steps, '[]']);
  }
  if (typeof schema.additionalProperties === 'object') {
    yield* below(kind, schema.additionalProperties, [...steps, '{}']);
  }
}

/** Of updates, about one field alone, or of a choice that the schema makes too. */
const IDLE = /\boldSelf\b|^\(has\(self\.\w+\)\?1:0\) <= 1$|^self\.type in \[/;

function* choices(kind: Kind, schema: Schema, steps: readonly string[]): Iterable<Placement> {
  for (const part of [schema, ...(schema.allOf ?? [])]) {
    const fields = (part.oneOf ?? []).flatMap(({ required = [] }) => required);
    if (part.oneOf && !isAlways(part.oneOf)) yield { kind, steps, fields, code: 'one-of' };
    if (part.anyOf && !part['x-kubernetes-int-or-string']) yield { kind, steps, fields, code: 'any-of' };
    if (part.not) yield { kind, steps, fields, code: 'not' };
  }
}

/** A field, or not that field. */
const isAlways = (choice: readonly Schema[]) =>
  choice.length === 2 && choice.some(({ not }) => not?.anyOf?.length === 1);

/** What the validator told, as far as it tells which placement it is. */
export interface Told {
  readonly path?: string;
  readonly message: string;
  readonly code: string;
}

/** Whether a problem is that of a placement. */
export function isAt({ steps, code, message }: Placement, problem: Told): boolean {
  const actual = stepsOf(problem.path ?? '');
  return (
    code === problem.code &&
    (message === undefined || problem.message.endsWith(message)) &&
    actual.length === steps.length &&
    steps.every((step, index) => step === '[]' || step === '{}' || step === actual[index])
  );
}

const stepsOf = (text: string) => [...text.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, key, name]) => key ?? name);

export const nameOf = ({ kind, steps, code, message = code }: Placement) =>
  `${kind.kind} ${steps.join('.').replace(/\.(\[\]|\{\})/g, '$1')}: ${message}`;
