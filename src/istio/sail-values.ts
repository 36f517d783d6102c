import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { refuse } from '../manifest/problem';
import { IstioSpec } from '../manifest/sail';

export type Values = NonNullable<IstioSpec['values']>;

/** A profile of the Sail operator: values to start from (`spec.profile`). */
export enum SailProfile {
  /** Ambient mode. */
  AMBIENT = 'ambient',
  /** The defaults; always applied. */
  DEFAULT = 'default',
  /** For trying out: much logging and tracing. */
  DEMO = 'demo',
  /** Nothing. */
  EMPTY = 'empty',
  /** A control plane that stands in another cluster. */
  EXTERNAL = 'external',
  /** OpenShift; applied there by itself. */
  OPENSHIFT = 'openshift',
  /** Ambient mode on OpenShift. */
  OPENSHIFT_AMBIENT = 'openshift-ambient',
  /** Experimental features. */
  PREVIEW = 'preview',
  /** A cluster without a control plane of its own. */
  REMOTE = 'remote',
  /** Stable features only. */
  STABLE = 'stable',
}

/** CPU and memory of a container. */
export interface SailResources {
  /**
   * CPU that it is sure to get (`requests.cpu`).
   *
   * @default - the chart's
   */
  readonly cpuRequest?: Cpu;
  /**
   * CPU that it may use at most (`limits.cpu`).
   *
   * @default - the chart's
   */
  readonly cpuLimit?: Cpu;
  /**
   * Memory that it is sure to get (`requests.memory`).
   *
   * @default - the chart's
   */
  readonly memoryRequest?: Size;
  /**
   * Memory that it may use at most (`limits.memory`).
   *
   * @default - the chart's
   */
  readonly memoryLimit?: Size;
}

export function renderResources({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }: SailResources) {
  const side = (cpu?: Cpu, memory?: Size) =>
    orNothing({ cpu: cpu?.amount, memory: memory && `${memory.toMebibytes()}Mi` }) as
      Record<string, string> | undefined;
  return orNothing({ requests: side(cpuRequest, memoryRequest), limits: side(cpuLimit, memoryLimit) });
}

/** The fields that are set; nothing where none is. */
export function orNothing<T extends object>(fields: T): T | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length > 0 ? (Object.fromEntries(set) as T) : undefined;
}

/** What `upper` says, over what `lower` says; lists and texts are replaced, maps are merged. */
export function merged(lower: unknown, upper: unknown): unknown {
  if (!isMap(lower) || !isMap(upper)) {
    return upper === undefined ? lower : upper;
  }
  const keys = [...new Set([...Object.keys(lower), ...Object.keys(upper)])];
  return Object.fromEntries(keys.map((key) => [key, merged(lower[key], upper[key])]));
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `spec.version`: of the operator's list, which differs from one operator to the next, so only its form is checked. */
export function sailVersion(value: string): NonNullable<IstioSpec['version']> {
  if (!/^(v\d+\.\d+(\.\d+(-[a-z0-9.-]+)?|-latest)|master)$/.test(value)) {
    refuse({
      what: 'version',
      got: value,
      expected: "a version as the operator lists them, such as 'v1.30.3' or 'v1.30-latest'",
      fix: /^\d/.test(value) ? `write 'v${value}'` : 'kubectl explain istio.spec.version lists them',
    });
  }
  return value as NonNullable<IstioSpec['version']>;
}
