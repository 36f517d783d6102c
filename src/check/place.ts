import { Finding, Rule } from './rule';
import { kindOf } from '../manifest/kinds';
import { Located, Manifest, groupOf } from '../manifest/manifest';
import { observe } from '../manifest/misread';
import { Kind, Shape } from '../manifest/shape';
import { isSound, readable } from '../manifest/structure';
import { Problem } from '../value/problem';

/** `[HTTPRoute, 'spec.rules[].filters[]']`: every filter of every rule; `{}` stands for the values of a map. */
export type Place = readonly [kind: Kind, ...paths: string[]];

/** All places of a shape in a kind, or of fields below it. */
export function placesOf(kind: Kind, shape: Shape, ...below: readonly string[]): Place {
  // A required field has a copy of the shape with the same fields.
  const paths = pathsOf(kind, (part) => part.fields !== undefined && part.fields === shape.fields);
  return [kind, ...paths.flatMap((path) => (below.length > 0 ? below.map((end) => `${path}.${end}`) : [path]))];
}

/** All places of whole numbers in a kind whose path fits. */
export const integersAt = (kind: Kind, pattern: RegExp): Place => [
  kind,
  ...pathsOf(kind, ({ type }, path) => (type === 'integer' || type === 'intOrString') && pattern.test(path)),
];

function pathsOf(kind: Kind, isWanted: (part: Shape, path: string) => boolean): string[] {
  const paths: string[] = [];
  const search = (part: Shape, path: string) => {
    if (isWanted(part, path)) paths.push(path);
    for (const [name, field] of Object.entries(part.fields ?? {})) {
      search(field, path === '' ? name : `${path}.${name}`);
    }
    if (part.items) search(part.items, `${path}${part.type === 'map' ? '{}' : '[]'}`);
  };
  search(kind.body, '');
  return paths;
}

/**
 * A rule that needs only the value at one place of an object, without defaults. Rules with the same code are parts of
 * one rule.
 */
export interface PlaceRule<T> {
  readonly code: string;
  readonly title: string;
  /** @default error */
  readonly severity?: Rule['severity'];
  readonly places: readonly Place[];
  readonly find: (value: T, path: string, report: (problem: Problem) => void) => void;
}

/** Types the value that a rule checks; the place must have that type in the shape. */
export const placeRule = <T>(rule: PlaceRule<T>): PlaceRule<never> => rule;

/**
 * Combines place rules, so that each object is walked only once, and only along places that have rules. Where a field is
 * missing or of another type, what rules concluded from it is left out.
 */
export function placeRules(rules: readonly PlaceRule<never>[]): Rule[] {
  const trees = new Map<string, Tree>();
  for (const rule of rules) {
    for (const [kind, ...paths] of rule.places) {
      const root = trees.get(keyOf(kind)) ?? newTree();
      trees.set(keyOf(kind), root);
      for (const path of paths) {
        nodeAt(root, path).rules.push(rule);
      }
    }
  }
  const found = new WeakMap<readonly Located[], ReadonlyMap<string, readonly Finding[]>>();
  const findingsOf = (objects: readonly Located[]) => {
    const findings = found.get(objects) ?? findAll(objects, trees);
    found.set(objects, findings);
    return findings;
  };
  const byCode = new Map([...rules].reverse().map((rule) => [rule.code, rule]));
  return [...byCode.values()].reverse().map(({ code, severity = 'error', title }) => ({
    code,
    severity,
    title,
    find: (objects) => findingsOf(objects).get(code) ?? [],
  }));
}

/** The rules at a place, and the places below it. */
interface Tree {
  readonly rules: PlaceRule<never>[];
  readonly fields: Map<string, Tree>;
  items?: Tree;
  values?: Tree;
}

const newTree = (): Tree => ({ rules: [], fields: new Map() });
/** All versions of a kind share their places. */
const keyOf = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) =>
  `${groupOf(apiVersion)} ${kind}`;

function nodeAt(root: Tree, path: string): Tree {
  let tree = root;
  for (const step of path.match(/\[\]|\{\}|[^.[\]{}]+/g)!) {
    if (step === '[]') {
      tree = tree.items ??= newTree();
    } else if (step === '{}') {
      tree = tree.values ??= newTree();
    } else {
      const field = tree.fields.get(step) ?? newTree();
      tree.fields.set(step, field);
      tree = field;
    }
  }
  return tree;
}

function findAll(objects: readonly Located[], trees: ReadonlyMap<string, Tree>): Map<string, Finding[]> {
  const findings = new Map<string, Finding[]>();
  for (const at of objects) {
    const tree = kindOf(at.manifest.apiVersion, at.manifest.kind) && trees.get(keyOf(at.manifest));
    if (!tree) continue;
    const apply = isSound(at.manifest) ? applyRule : applyCarefully;
    visit(readable(at.manifest), '', tree, (rule, value, path) =>
      apply(rule, value, path, (problem) => {
        const list = findings.get(rule.code) ?? [];
        list.push({ at, problem });
        findings.set(rule.code, list);
      }),
    );
  }
  return findings;
}

type Report = (problem: Problem) => void;

const applyRule = ({ find }: PlaceRule<never>, value: unknown, path: string, report: Report) =>
  find(value as never, path, report);

/** Leaves out what a rule concludes from a field that is missing or of another type. */
function applyCarefully(rule: PlaceRule<never>, value: unknown, path: string, report: Report): void {
  const misread = new Set<Manifest>();
  const problems: Problem[] = [];
  try {
    observe(misread, () => applyRule(rule, value, path, (problem) => problems.push(problem)));
  } catch (error) {
    // Without the field it may stumble; anything else is a defect.
    if (misread.size === 0) throw error;
  }
  if (misread.size === 0) problems.forEach(report);
}

/** Visits the places that have rules; a value that is absent or of another type has none. */
function visit(
  value: unknown,
  path: string,
  tree: Tree,
  apply: (rule: PlaceRule<never>, value: unknown, path: string) => void,
): void {
  if (value === undefined) return;
  for (const rule of tree.rules) apply(rule, value, path);
  if (tree.items) {
    const items = value as readonly unknown[];
    for (let index = 0; index < items.length; index++) {
      visit(items[index], `${path}[${index}]`, tree.items, apply);
    }
  }
  if (tree.values) {
    for (const [key, child] of Object.entries(value as Record<string, unknown>)) {
      visit(child, `${path}['${key}']`, tree.values, apply);
    }
  }
  for (const [name, child] of tree.fields) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner !== undefined) {
      visit(inner, path === '' ? name : `${path}.${name}`, child, apply);
    }
  }
}
