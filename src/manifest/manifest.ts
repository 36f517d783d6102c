import { Locator } from './locate';

/** A Kubernetes object as it is written to a file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** An object and where it came from: a construct path, or `file:line`. */
export interface Located {
  readonly where: string;
  /**
   * What is applied together, such as a folder; stages and clusters may hold the same object.
   *
   * @default - everything
   */
  readonly group?: string;
  readonly manifest: Manifest;
  /** For objects that were read from a file: its name, and where its fields are. */
  readonly source?: { readonly file: string; readonly locate: Locator };
}

/** API group of the Gateway API. */
export const GATEWAY_API = 'gateway.networking.k8s.io';

/** API group of an `apiVersion`; empty for the core group, whose versions name none. */
export const groupOf = (apiVersion: string) => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));

/** Kind, namespace and name of an object for messages: `Gateway api-gateway/external`. */
export function nameOf({ kind, metadata }: Manifest): string {
  return metadata.namespace ? `${kind} ${metadata.namespace}/${metadata.name}` : `${kind} ${metadata.name}`;
}

/** Where a field of an object is: `file:line:column`, or the path of its construct. */
export function placeOf({ where, source }: Located, path: string): string {
  if (!source) return where;
  const { line, column } = source.locate(path);
  return `${source.file}:${line}:${column}`;
}
