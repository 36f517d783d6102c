import { AssertedCondition, modelsOfSuite, readSuite, SuiteCase } from './suite';
import { Entry, Model } from '../../src/model/model';
import { Condition } from '../../src/traffic/conditions/condition';
import { ListenerStatus } from '../../src/traffic/conditions/listeners';
import { ParentStatus } from '../../src/traffic/conditions/routes';
import { Statuses, statusesOf } from '../../src/traffic/conditions/statuses';

/** Every status that the Gateway API's conformance suite asserts. Cases that are left out stand here with the reason. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/^TLSRouteListenerTerminateNotSupported#/, 'is for implementations that cannot terminate TLS for TLSRoutes'],
  [/^TLSRouteListenerMixedTerminationNotSupported#/, 'is for implementations that cannot do both at one port'],
];

const isLeftOut = ({ id }: SuiteCase) => LEFT_OUT.some(([pattern]) => pattern.test(id));
const RELEASES = ['1.6.0', 'head'];
const statusCases = (release: string) => readSuite(release).cases.filter(({ status }) => status);

describe.each(RELEASES)('statuses of the Gateway API conformance suite %s', (release) => {
  const modelOfCase = modelsOfSuite(readSuite(release));
  const rows = statusCases(release).filter((each) => !isLeftOut(each));
  test.each(rows.map((each) => [`${each.id} ${each.status}`, each] as const))('%s', (_, each) => {
    const { seen, wanted } = compared(modelOfCase(each), each);
    expect(seen).toEqual(wanted);
  });
});

test('the cases that are left out', () => {
  expect(
    RELEASES.map((release) =>
      statusCases(release)
        .filter(isLeftOut)
        .map(({ id }) => id),
    ),
  ).toEqual([
    ['TLSRouteListenerMixedTerminationNotSupported#1', 'TLSRouteListenerTerminateNotSupported#1'],
    ['TLSRouteListenerMixedTerminationNotSupported#1', 'TLSRouteListenerTerminateNotSupported#1'],
  ]);
});

const known = new WeakMap<Model, Statuses>();

function compared(model: Model, each: SuiteCase): { readonly seen: unknown; readonly wanted: unknown } {
  const statuses = known.get(model) ?? statusesOf(model);
  known.set(model, statuses);
  const { expected } = each;
  const conditions = expected.conditions ?? [];
  switch (each.status) {
    case 'GatewayCondition':
    case 'ListenerSetCondition':
    case 'PolicyCondition':
      return held(conditionsOf(statuses, each), conditions);
    case 'AttachedListenerSets':
      return { seen: gatewayOf(statuses, each)?.attachedListenerSets, wanted: expected.count };
    case 'ListenerConditions':
      return eachOf(
        listenersOf(statuses, each).filter(({ name }) => expected.listenerNames?.includes(name) ?? true),
        (listener) => held(listener.conditions, conditions),
      );
    case 'Listeners':
      return eachOf(expected.listeners!, (asserted) => {
        const listener = listenersOf(statuses, each).find(({ name }) => name === asserted.name);
        return listenerHeld(listener, asserted);
      });
    case 'ZeroRoutes':
      return eachOf(listenersOf(statuses, each), ({ attachedRoutes }) => ({ seen: attachedRoutes, wanted: 0 }));
    case 'RouteAccepted':
    case 'RouteCondition':
      return eachOf(parentsOf(statuses, each), (parent) => held(parent.conditions, conditions));
    case 'RouteParents':
      return eachOf(expected.parents!, ({ parentRef, conditions: asserted }) => {
        const parent = parentsOf(statuses, each).find(
          (one) => one.parentRef.kind === parentRef.kind && one.parentRef.name === parentRef.name,
        );
        return held(parent?.conditions ?? [], asserted);
      });
    case 'RouteNotAccepted':
      return { seen: parentsOf(statuses, each).some(({ conditions: own }) => isAccepted(own)), wanted: false };
    default:
      throw new Error(`no such check: ${each.status}`);
  }
}

const isAccepted = (conditions: readonly Condition[]) =>
  conditions.some(({ type, status }) => type === 'Accepted' && status === 'True');

const isObject =
  ({ object }: SuiteCase) =>
  ({ object: { kind, namespace, name } }: { readonly object: Entry }) =>
    kind === object!.kind && namespace === object!.namespace && name === object!.name;

const gatewayOf = ({ gateways }: Statuses, each: SuiteCase) => gateways.find(isObject(each));

const conditionsOf = ({ gateways, sets, policies }: Statuses, each: SuiteCase) =>
  [...gateways, ...sets, ...policies].find(isObject(each))?.conditions ?? [];

const listenersOf = ({ gateways, sets }: Statuses, each: SuiteCase) =>
  [...gateways, ...sets].find(isObject(each))?.listeners ?? [];

function parentsOf({ routes }: Statuses, each: SuiteCase): readonly ParentStatus[] {
  const { parents } = routes.find(isObject(each))!;
  return parents.filter(({ parentRef }) => !each.parent || parentRef.name === each.parent.name);
}

/** Of conditions those that are asserted; where any reason will do, that one. */
function held(conditions: readonly Condition[], asserted: readonly AssertedCondition[]) {
  const seen = asserted.map(({ type, reason }) => {
    const own = conditions.find((each) => each.type === type);
    return { type, status: own?.status, reason: reason && own?.reason };
  });
  return { seen, wanted: asserted.map(({ type, status, reason }) => ({ type, status, reason })) };
}

/** No kinds are none at all, others at least those. */
function listenerHeld(
  listener: ListenerStatus | undefined,
  { supportedKinds, attachedRoutes, conditions }: NonNullable<SuiteCase['expected']['listeners']>[number],
) {
  const kinds = supportedKinds.map(({ kind }) => kind);
  const both = held(listener?.conditions ?? [], conditions);
  const own = listener?.supportedKinds ?? [];
  return {
    seen: [kinds.length === 0 ? own : own.filter((kind) => kinds.includes(kind)), listener?.attachedRoutes, both.seen],
    wanted: [kinds, attachedRoutes, both.wanted],
  };
}

/** At least one. */
function eachOf<T>(items: readonly T[], compare: (item: T) => { readonly seen: unknown; readonly wanted: unknown }) {
  expect(items.length).toBeGreaterThan(0);
  const pairs = items.map(compare);
  return { seen: pairs.map(({ seen }) => seen), wanted: pairs.map(({ wanted }) => wanted) };
}
