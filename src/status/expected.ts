import { enforcementOf } from './enforced';
import { listenerSection, parentSection, record, Reported, records } from './reported';
import { Conditions, Rules, rulesOf } from './steps';
import { Entry, Model } from '../model/model';
import { Condition } from '../traffic/conditions/condition';
import { ListenerStatus } from '../traffic/conditions/listeners';
import { Statuses, statusesOf } from '../traffic/conditions/statuses';
import { Profile } from '../traffic/profile';

/** What an object, or a part of it, should say. */
export interface Expectation {
  /** As in `ReportedSection`. */
  readonly section: string;
  /** Place in the manifest, such as `spec.listeners[0]`. */
  readonly path: string;
  /** What is predicted; the rules count for the others. */
  readonly predicted: readonly Condition[];
  readonly required: Conditions;
  readonly optional: Conditions;
  /** Routes that a listener has at least: those of the input. */
  readonly attachedRoutes?: number;
}

/** What is expected of objects of a model. */
export function expectationsIn(model: Model, profile: Profile): (entry: Entry, reported: Reported) => Expectation[] {
  const statuses = statusesOf(model, profile);
  const enforced = enforcementOf(model);
  const found = byObject(statuses);
  return (entry, reported) => {
    const rules = rulesOf(entry)!;
    const status = found.get(entry.at);
    const whole = (predicted: readonly Condition[]): Expectation => ({
      section: '',
      path: 'metadata.name',
      predicted,
      required: rules.required,
      optional: rules.optional ?? {},
    });
    if (rules.parts?.isChosen) {
      const names = reported.sections.map(({ name }) => name);
      const { needed } = rules.parts;
      return (names.length === 0 && needed !== undefined ? [needed] : names).map((name) =>
        part(rules, name, 'metadata.name', status?.conditions ?? []),
      );
    }
    const own = [...(status?.conditions ?? []), ...(enforced.get(entry.at) ?? [])];
    return [
      ...(Object.keys(rules.required).length > 0 || own.length > 0 || !rules.parts ? [whole(own)] : []),
      ...(status?.listeners ?? []).map((listener) => ({
        ...part(rules, listenerSection(listener.name), listener.path, listener.conditions),
        attachedRoutes: listener.attachedRoutes,
      })),
      ...(rules.step === 'routes' ? parentsOf(entry, rules, status?.parents ?? []) : []),
    ];
  };
}

const part = (rules: Rules, section: string, path: string, predicted: readonly Condition[]): Expectation => ({
  section,
  path,
  predicted,
  required: rules.parts?.required ?? {},
  optional: rules.parts?.optional ?? {},
});

interface Found {
  readonly conditions: readonly Condition[];
  readonly listeners: readonly ListenerStatus[];
  readonly parents: readonly { readonly path: string; readonly conditions: readonly Condition[] }[];
}

function byObject({ gateways, sets, routes, policies }: Statuses): ReadonlyMap<Entry['at'], Found> {
  const nothing = { conditions: [], listeners: [], parents: [] };
  return new Map<Entry['at'], Found>([
    ...[...gateways, ...sets].map((each) => [each.object.at, { ...nothing, ...each }] as const),
    ...routes.map(({ object, parents }) => [object.at, { ...nothing, parents }] as const),
    ...policies.map(({ object, conditions }) => [object.at, { ...nothing, conditions }] as const),
  ]);
}

/** Every parent that a route names, with what is predicted of those that are in the model. */
function parentsOf({ at, namespace }: Entry, rules: Rules, parents: Found['parents']): Expectation[] {
  return records(record(at.manifest.spec).parentRefs).map((ref, index) => {
    const path = `spec.parentRefs[${index}]`;
    const predicted = parents.find((each) => each.path === path)?.conditions ?? [];
    return part(rules, parentSection(ref, namespace), path, predicted);
  });
}
