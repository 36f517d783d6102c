import * as fs from 'fs';
import * as path from 'path';
import { status, StatusOptions } from '../../src/cli/status';
import { temporaryDirectory } from '../support/synth';

export const SHOP = path.join(__dirname, '../docs/shop');
export const EDGE = path.join(SHOP, 'edge');

/* eslint-disable @typescript-eslint/no-explicit-any -- live objects are changed in place, whatever they are */

export interface Cluster {
  readonly items: any[];
  readonly of: (kind: string) => any;
  readonly condition: (kind: string, type: string) => any;
}

/** What the cluster of the documentation says when all is well. */
export function healthy(): Cluster {
  const { items } = JSON.parse(fs.readFileSync(path.join(SHOP, 'edge.json'), 'utf8')) as { items: any[] };
  const of = (kind: string) => items.find((item) => item.kind === kind);
  const conditionsOf = (kind: string): any[] => {
    const own = of(kind).status;
    return [own, ...(own.listeners ?? []), ...(own.parents ?? [])].flatMap(({ conditions = [] }) => conditions);
  };
  for (const { kind } of items) {
    for (const each of conditionsOf(kind).filter(({ type }) => type !== 'Conflicted')) {
      Object.assign(each, { status: 'True', reason: each.type, message: '' });
    }
  }
  const [{ backendRefs }] = of('HTTPRoute').spec.rules;
  [backendRefs[0].weight, backendRefs[1].weight] = [90, 10];
  // Listeners and parents stand behind the object, and mean more.
  return {
    items,
    of,
    condition: (kind, type) =>
      conditionsOf(kind)
        .filter((each) => each.type === type)
        .at(-1),
  };
}

export function run(cluster: Cluster, options: StatusOptions = {}, paths: readonly string[] = [EDGE]) {
  const live = path.join(temporaryDirectory(), 'live.json');
  fs.writeFileSync(live, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: cluster.items }));
  return status(paths, { live: [live], ...options });
}

export interface Told {
  verdict: string;
  step: string;
  object: string;
  section: string;
  about: string;
  cluster: string;
  expected: string;
  first?: string;
  next: string;
  codes: string[];
}

export const findings = (cluster: Cluster, options: StatusOptions = {}, paths?: readonly string[]) =>
  (JSON.parse(run(cluster, { ...options, json: true }, paths).stdout) as { findings: Told[] }).findings;

export const set = (kind: string, type: string, text: string, reason: string) => (cluster: Cluster) =>
  Object.assign(cluster.condition(kind, type), { status: text, reason });
export const remove = (kind: string) => (cluster: Cluster) =>
  cluster.items.splice(cluster.items.indexOf(cluster.of(kind)), 1);
export const change = (kind: string, act: (item: any) => void) => (cluster: Cluster) => act(cluster.of(kind));
