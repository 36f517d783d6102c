import { Manifest } from '../manifest/manifest';

/** A condition as a controller wrote it. */
export interface ReportedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** Conditions of an object (''), or of a part of it, such as `listener https` or `parent Gateway edge/external`. */
export interface ReportedSection {
  readonly name: string;
  readonly conditions: readonly ReportedCondition[];
  /** For listeners. */
  readonly attachedRoutes?: number;
}

/** What the status of an object says, whatever its kind. */
export interface Reported {
  readonly hasStatus: boolean;
  readonly generation?: number;
  readonly observedGeneration?: number;
  readonly sections: readonly ReportedSection[];
  /** Number of addresses: of a Gateway, or of the load balancer of a Service. */
  readonly addresses: number;
}

/** Reads a status; the text may be of any origin, so nothing is relied on. */
export function reportedOf({ kind, metadata, status }: Manifest): Reported {
  const from = record(status);
  const own = [...conditionsIn(from), ...phaseIn(kind, from)];
  return {
    hasStatus: Object.keys(from).length > 0,
    generation: number(record(metadata).generation),
    observedGeneration: number(from.observedGeneration),
    sections: [
      ...(own.length > 0 ? [{ name: '', conditions: own }] : []),
      ...records(from.listeners).map((listener) => ({
        name: listenerSection(text(listener.name)),
        conditions: conditionsIn(listener),
        attachedRoutes: number(listener.attachedRoutes),
      })),
      ...merged([
        ...records(from.parents).map((parent) => ({
          name: parentSection(record(parent.parentRef), metadata.namespace),
          conditions: conditionsIn(parent),
        })),
        ...records(from.ancestors).map((ancestor) => ({
          name: parentSection(record(ancestor.ancestorRef), metadata.namespace, 'ancestor'),
          conditions: conditionsIn(ancestor),
        })),
        ...records(from.ingress).map((router) => ({
          name: `router ${text(router.routerName)}`,
          conditions: conditionsIn(router),
        })),
      ]),
    ],
    addresses: records(from.addresses).length + records(record(from.loadBalancer).ingress).length,
  };
}

export const listenerSection = (name: string) => `listener ${name}`;

/** The part of a route's status that is about a parent. */
export function parentSection(ref: object, own = '', word = 'parent'): string {
  const { kind = 'Gateway', namespace = own, name, sectionName, port } = ref as Readonly<Record<string, unknown>>;
  return [
    `${word} ${text(kind)} ${namespace === '' ? '' : `${text(namespace)}/`}${text(name)}`,
    ...(sectionName === undefined ? [] : [`listener ${text(sectionName)}`]),
    ...(port === undefined ? [] : [`port ${text(port)}`]),
  ].join(', ');
}

/** Several controllers may report of one parent, such as Istio and Kuadrant. */
function merged(sections: readonly ReportedSection[]): ReportedSection[] {
  const byName = new Map<string, ReportedSection>();
  for (const { name, conditions } of sections) {
    byName.set(name, { name, conditions: [...(byName.get(name)?.conditions ?? []), ...conditions] });
  }
  return [...byName.values()];
}

const conditionsIn = ({ conditions }: Readonly<Record<string, unknown>>): ReportedCondition[] =>
  records(conditions).map(({ type, status, reason, message, observedGeneration }) => ({
    type: text(type),
    status: text(status),
    reason: text(reason),
    message: text(message),
    observedGeneration: number(observedGeneration),
  }));

/** Phases of releases in which nothing is under way, and those that failed. */
const RELEASED = ['Healthy', 'Initialized', 'Succeeded'];
const FAILED = ['Degraded', 'Failed', 'Terminated'];

/** The phase of a Rollout or a Canary as a condition. */
function phaseIn(kind: string, { phase, message }: Readonly<Record<string, unknown>>): ReportedCondition[] {
  if ((kind !== 'Rollout' && kind !== 'Canary') || typeof phase !== 'string') return [];
  const status = RELEASED.includes(phase) ? 'True' : FAILED.includes(phase) ? 'False' : 'Unknown';
  return [{ type: 'phase', status, reason: phase, message: text(message) }];
}

/** An object, and an empty one for anything else. */
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

/** The objects of a list, and none for anything else. */
export const records = (value: unknown) => (Array.isArray(value) ? value.map(record) : []);
const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
