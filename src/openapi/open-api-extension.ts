import { JsonPatch } from 'cdk8s';
import { rateLimitOf } from './open-api-limit';
import { OpenApiNode } from './open-api-node';
import { GATEWAY_API } from '../manifest/manifest';
import { RateLimit } from '../policy/limit';
import { INamedResource } from '../resource/custom-resource';
import { Backend } from '../route/backend';
import { RouteParent } from '../route/route-parent';

/** `x-kuadrant` at the root of a document (`route`). */
export interface RouteExtension {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly hostnames?: string[];
  readonly parents?: readonly ExtensionParent[];
}

export interface ExtensionParent {
  readonly parent: RouteParent;
  /** A port together with a section, which `RouteParent` does not support. */
  readonly port?: number;
}

/** `x-kuadrant` of an operation, merged with that of its path. */
export interface OperationExtension {
  readonly disable: boolean;
  readonly pathMatchType?: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly backends?: readonly ExtensionBackend[];
  readonly rateLimit?: RateLimit;
}

export interface ExtensionBackend {
  readonly backend: Backend;
  /** Filters in the format of the Gateway API. */
  readonly filters?: unknown;
  /** The reference as it was written. */
  readonly key: string;
}

/** Reports unknown fields. */
export type UnknownField = (field: OpenApiNode, known: readonly string[]) => void;

const ROUTE = ['name', 'namespace', 'labels', 'hostnames', 'parentRefs'];
const OPERATION = ['disable', 'pathMatchType', 'backendRefs', 'rate_limit'];

/** Reads `x-kuadrant` at the root. */
export function routeExtension(root: OpenApiNode, unknown: UnknownField): RouteExtension {
  const extension = root.child('x-kuadrant');
  const route = extension?.child('route');
  checkFields(extension, ['route'], unknown);
  checkFields(route, ROUTE, unknown);
  const labels = route?.child('labels');
  return {
    name: route?.child('name')?.text(),
    namespace: route?.child('namespace')?.text(),
    labels: labels && Object.fromEntries(labels.entries().map(([key, value]) => [key, value.text()])),
    hostnames: route
      ?.child('hostnames')
      ?.items()
      .map((name) => name.text()),
    parents: route?.child('parentRefs')?.items().map(parentOf),
  };
}

/** Reads `x-kuadrant` of an operation and its path; fields of the operation take precedence. */
export function operationExtension(
  path: readonly OpenApiNode[],
  operation: OpenApiNode,
  unknown: UnknownField,
): OperationExtension {
  const places = [operation, ...path].flatMap((node) => node.child('x-kuadrant') ?? []);
  places.forEach((place) => checkFields(place, OPERATION, unknown));
  const field = (key: string) => places.flatMap((place) => place.child(key) ?? []).at(0);
  const backends = places
    .flatMap((place) => place.child('backendRefs') ?? [])
    .find((refs) => refs.items().length > 0)
    ?.items();
  const limit = field('rate_limit');
  return {
    disable: field('disable')?.boolean() ?? false,
    pathMatchType: field('pathMatchType')?.oneOf('Exact', 'PathPrefix', 'RegularExpression'),
    backends: backends?.map(backendOf),
    rateLimit: limit && rateLimitOf(limit),
  };
}

function checkFields(node: OpenApiNode | undefined, known: readonly string[], unknown: UnknownField): void {
  node
    ?.entries()
    .filter(([key]) => !known.includes(key))
    .forEach(([, field]) => unknown(field, known));
}

function parentOf(node: OpenApiNode): ExtensionParent {
  const { group, kind, name, namespace, sectionName, port } = reference(node, GATEWAY_API, 'Gateway');
  const object: INamedResource = { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, name, namespace };
  return node.within(() => {
    if (sectionName !== undefined) {
      return { parent: RouteParent.listener(object, sectionName), port };
    }
    return { parent: port === undefined ? RouteParent.of(object) : RouteParent.port(object, port) };
  });
}

function backendOf(node: OpenApiNode): ExtensionBackend {
  const { group, kind, name, namespace, port } = reference(node, '', 'Service');
  const options = { namespace, weight: node.child('weight')?.number() };
  const backend = node.within(() =>
    group === '' && kind === 'Service' && port !== undefined
      ? Backend.service(name, port, options)
      : Backend.custom({ group, kind, name, port, ...options }),
  );
  return { backend, filters: node.child('filters')?.value, key: JSON.stringify(node.value) };
}

function reference(node: OpenApiNode, group: string, kind: string) {
  const name =
    node.child('name') ??
    node.refuse({ got: node.value, expected: 'a name', fix: `name the ${node.child('kind')?.text() ?? kind}` });
  return {
    group: node.child('group')?.text() ?? group,
    kind: node.child('kind')?.text() ?? kind,
    name: name.text(),
    namespace: node.child('namespace')?.text(),
    sectionName: node.child('sectionName')?.text(),
    port: node.child('port')?.number(),
  };
}

/** Patches for fields that the constructs do not support: ports together with sections. */
export function parentPatches(parents: readonly ExtensionParent[]): JsonPatch[] {
  return parents.flatMap(({ port }, index) =>
    port === undefined ? [] : [JsonPatch.add(`/spec/parentRefs/${index}/port`, port)],
  );
}

/** Patches for the filters of a rule's backends. */
export function backendPatches(backends: readonly ExtensionBackend[], rule: number): JsonPatch[] {
  return backends.flatMap(({ filters }, index) =>
    filters === undefined ? [] : [JsonPatch.add(`/spec/rules/${rule}/backendRefs/${index}/filters`, filters)],
  );
}
