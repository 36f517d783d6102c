import { ExtensionBackend, OperationExtension, operationExtension, UnknownField } from './open-api-extension';
import { OpenApiNode } from './open-api-node';
import { expressionShape, opened, PathParameters, PathShape, shapeOf } from './open-api-path';
import { PathMatchPlan } from './open-api-precedence';
import { SecuritySchemes } from './open-api-scheme';
import { Scopes, Security, UncheckedRoles } from './open-api-security';
import { Server } from './open-api-server';
import { RateLimit } from '../policy/limit';

/** Methods in the order in which operations of one path are emitted. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** An operation of the document with its resolved settings. */
export interface Operation {
  readonly node: OpenApiNode;
  readonly method: string;
  /** Path as in the document. */
  readonly path: string;
  readonly operationId?: string;
  /** Host of a separate server; `undefined` for the document's server. */
  readonly host?: string;
  readonly plan: Omit<PathMatchPlan, 'contest'>;
  readonly backends?: readonly ExtensionBackend[];
  readonly rateLimit?: RateLimit;
  /** `undefined` if neither the operation nor the document defines security. */
  readonly security?: Security;
}

export interface ReadOptions {
  readonly server: Server;
  readonly pathParameters: PathParameters;
  readonly schemes: SecuritySchemes;
  readonly scopes: Scopes;
  readonly unknownField: UnknownField;
  readonly uncheckedRoles: UncheckedRoles;
}

/** Enabled operations of a document, in the order of its paths. */
export function operationsOf(root: OpenApiNode, options: ReadOptions): Operation[] {
  const server = options.server._ofDocument(root);
  const securityOf = securities(options);
  const global = root.child('security');
  const operations: Operation[] = [];
  for (const [path, item] of root.child('paths')?.entries() ?? []) {
    if (path.startsWith('x-')) {
      continue;
    }
    const layers = item.layers();
    for (const method of METHODS) {
      const node = layers.flatMap((layer) => layer.child(method) ?? []).at(0);
      const extension = node && operationExtension(layers, node, options.unknownField);
      if (node === undefined || extension!.disable) {
        continue;
      }
      const own = options.server._ofOperation([node, ...layers]);
      const { basePath, host } = own ?? server;
      const security = node.child('security') ?? global;
      operations.push({
        node,
        method: method.toUpperCase(),
        path,
        operationId: node.child('operationId')?.text(),
        host: host === server.host ? undefined : host,
        plan: item.within(() => planOf(basePath + path, extension!, multiSegment([node, ...layers], options), options)),
        backends: extension!.backends,
        rateLimit: extension!.rateLimit,
        security: security && securityOf(security),
      });
    }
  }
  return operations;
}

/** Reads each security once; most operations share that of the document. */
function securities({ schemes, scopes, uncheckedRoles }: ReadOptions): (node: OpenApiNode) => Security {
  const known = new Map<string, Security>();
  return (node) => {
    const security = known.get(node.place) ?? new Security(node, schemes, scopes, uncheckedRoles);
    known.set(node.place, security);
    return security;
  };
}

/** Names of path parameters that may contain slashes. */
function multiSegment(places: readonly OpenApiNode[], { pathParameters }: ReadOptions): ReadonlySet<string> {
  const names = new Set(pathParameters._multiSegment);
  for (const parameters of places.flatMap((place) => place.child('parameters') ?? [])) {
    for (const parameter of parameters.items().map((item) => item.follow())) {
      if (parameter.child('x-multi-segment')?.value === true && parameter.child('in')?.value === 'path') {
        names.add(parameter.child('name')?.text() ?? '');
      }
    }
  }
  return names;
}

function planOf(
  path: string,
  { pathMatchType = 'Exact' }: OperationExtension,
  multi: ReadonlySet<string>,
  { pathParameters }: ReadOptions,
): Operation['plan'] {
  if (pathMatchType === 'RegularExpression') {
    const shape = expressionShape(path);
    return { shape, type: 'RegularExpression', value: shape.source };
  }
  const shape = shapeOf(path, (name) => multi.has(name));
  if (shape.isLiteral) {
    return { shape, type: pathMatchType, value: path };
  }
  if (pathParameters._asPrefix && path.includes('{')) {
    return { shape: shapeOf(shape.prefix, () => false), type: 'PathPrefix', value: shape.prefix };
  }
  const matched: PathShape = pathMatchType === 'PathPrefix' ? opened(shape) : shape;
  return { shape: matched, type: 'RegularExpression', value: matched.source };
}
