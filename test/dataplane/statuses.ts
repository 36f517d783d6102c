import { OracleAnswer } from './oracle';
import { Condition } from '../../src/traffic/conditions/condition';
import { ListenerStatus } from '../../src/traffic/conditions/listeners';
import { Statuses } from '../../src/traffic/conditions/statuses';

/* Statuses as lines of text, so that two of them are compared line by line. */

interface StatusData {
  readonly conditions?: readonly Condition[];
  readonly listeners?: readonly {
    readonly name: string;
    readonly attachedRoutes: number;
    readonly supportedKinds?: readonly { readonly kind: string }[];
    readonly conditions: readonly Condition[];
  }[];
  readonly attachedListenerSets?: number;
  readonly parents?: readonly { readonly parentRef: ParentData; readonly conditions: readonly Condition[] }[];
}

interface ParentData {
  readonly kind?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** Lines that only one of both has, each with the side that has it; of a line what is told is compared. */
export function statusDifferences(
  predicted: Statuses,
  seen: NonNullable<OracleAnswer['statuses']>,
  told: (line: string) => string | undefined,
): string[] {
  const [own, others] = [predictedLines(predicted), seen.flatMap(seenLines)].map(
    (lines) => new Set(lines.flatMap((each) => told(each) ?? [])),
  );
  return [
    ...[...own].filter((line) => !others.has(line)).map((line) => `predicted, not seen: ${line}`),
    ...[...others].filter((line) => !own.has(line)).map((line) => `seen, not predicted: ${line}`),
  ].sort((a, b) => (a.slice(a.indexOf(': ')) < b.slice(b.indexOf(': ')) ? -1 : 1));
}

const line = (...parts: readonly unknown[]) => parts.filter((part) => part !== undefined).join(' ');

const conditionLines = (of: string, conditions: readonly Condition[] = []) =>
  conditions.map(({ type, status, reason }) => line(of, type, status, reason));

const parentLine = (of: string, { kind = 'Gateway', name, sectionName, port }: ParentData) =>
  line(of, 'of', kind, name, sectionName, port);

function predictedLines({ gateways, sets, routes }: Statuses): string[] {
  return [
    ...gateways.map(({ object, attachedListenerSets }) => line('Gateway', object.name, 'sets', attachedListenerSets)),
    ...[...gateways, ...sets].flatMap(({ object: { kind, name }, conditions, listeners }) => [
      ...conditionLines(line(kind, name), conditions),
      ...listeners.flatMap((listener) => listenerLines(line(kind, name, listener.name), listener)),
    ]),
    ...routes.flatMap(({ object: { kind, name }, parents }) =>
      parents.flatMap(({ parentRef, conditions }) =>
        conditionLines(parentLine(line(kind, name), parentRef), conditions),
      ),
    ),
  ];
}

function listenerLines(
  of: string,
  {
    attachedRoutes,
    supportedKinds,
    conditions,
  }: Pick<ListenerStatus, 'attachedRoutes' | 'supportedKinds' | 'conditions'>,
): string[] {
  return [
    line(of, 'routes', attachedRoutes),
    line(of, 'kinds', ...[...supportedKinds].sort()),
    ...conditionLines(of, conditions),
  ];
}

const KINDS = ['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute'];

function seenLines({ kind, name, status }: NonNullable<OracleAnswer['statuses']>[number]): string[] {
  if (!KINDS.includes(kind)) return [];
  const { conditions, listeners = [], attachedListenerSets, parents = [] } = status as StatusData;
  const of = line(kind, name);
  return [
    ...(kind === 'Gateway' ? [line(of, 'sets', attachedListenerSets ?? 0)] : []),
    ...conditionLines(of, conditions),
    ...listeners.flatMap((listener) =>
      listenerLines(line(of, listener.name), {
        ...listener,
        supportedKinds: (listener.supportedKinds ?? []).map((each) => each.kind),
      }),
    ),
    ...parents.flatMap((parent) => conditionLines(parentLine(of, parent.parentRef), parent.conditions)),
  ];
}
