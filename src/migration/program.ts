import { call, Expression, namesIn, printExpression, ref } from './expression';
import { rulesExpression } from './route-expression';
import { Gateway, GatewaySpec, HTTPRoute, HTTPRouteSpec, Listener } from '../manifest/gateway-api';
import { Manifest } from '../manifest/manifest';
import { groupBy } from '../value/group-by';

/** A statement of a program. */
interface Statement {
  readonly constant?: string;
  readonly value: Expression;
}

const OF_CDK8S = ['ApiObject', 'Chart', 'Duration'];

/**
 * A program of this library that synthesizes manifests: `main.ts`, with a chart for each namespace. `controllerName` is that
 * of the class of the Gateway, where the library does not know it.
 */
export function programOf(manifests: readonly Manifest[], controllerName?: string): Map<string, string> {
  const constants = new Set(['app', 'gateway']);
  const blocks = [...groupBy(manifests, ({ metadata }) => metadata.namespace ?? '')].map(([namespace, members]) => {
    const chart = identifier(namespace === '' ? 'routes' : namespace, constants);
    const options = namespace === '' ? undefined : { namespace };
    const ids = new Set<string>();
    return [
      { constant: chart, value: call('new Chart', ref('app'), namespace === '' ? 'routes' : namespace, options) },
      ...members.map((manifest) => statementOf(manifest, chart, ids, controllerName)),
    ];
  });
  const names = new Set([...blocks.flat().flatMap(({ value }) => namesIn(value)), 'GatewayApp']);
  const classes = [...names].filter((name) => !constants.has(name)).sort();
  const text = [
    `import { ${classes.filter((name) => OF_CDK8S.includes(name)).join(', ')} } from 'cdk8s';`,
    `import {\n${classes
      .filter((name) => !OF_CDK8S.includes(name))
      .map((name) => `  ${name},\n`)
      .join('')}} from 'cdk8s-gateways';`,
    '',
    'const app = new GatewayApp();',
    '',
    ...blocks.flatMap((statements) => [...statements.map(printStatement), '']),
    'app.synth();',
  ];
  return new Map([['main.ts', `${text.join('\n')}\n`]]);
}

function printStatement({ constant, value }: Statement): string {
  const start = constant === undefined ? '' : `const ${constant} = `;
  return `${start}${printExpression(value, '', start.length)};`;
}

/** A name of a constant that is free: `shop-web` is `shopWeb`. */
function identifier(text: string, taken: Set<string>): string {
  const base = text
    .replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())
    .replace(/^(\d)/, '_$1');
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
  taken.add(name);
  return name;
}

function statementOf(
  manifest: Manifest,
  chart: string,
  ids: Set<string>,
  controllerName: string | undefined,
): Statement {
  const { kind, metadata, spec } = manifest;
  const id = ids.has(metadata.name) ? `${metadata.name}-${kind.toLowerCase()}` : metadata.name;
  ids.add(id);
  const name = id === metadata.name ? undefined : metadata.name;
  switch (kind) {
    case Gateway.kind:
      return {
        constant: 'gateway',
        value: call('new Gateway', ref(chart), id, { name, ...gatewayProps(spec as GatewaySpec, controllerName) }),
      };
    case HTTPRoute.kind:
      return { value: call('new HttpRoute', ref(chart), id, { name, ...routeProps(spec as HTTPRouteSpec) }) };
    default: {
      // The chart says the namespace.
      const { namespace: _, ...rest } = metadata;
      return { value: call('new ApiObject', ref(chart), id, { ...manifest, metadata: rest } as unknown as Expression) };
    }
  }
}

/** Classes of the library, by their names in a cluster. */
const CLASSES: Readonly<Record<string, string>> = {
  istio: 'ISTIO',
  'openshift-default': 'OPENSHIFT_DEFAULT',
  eg: 'ENVOY_GATEWAY',
  kgateway: 'KGATEWAY',
  'gloo-gateway': 'GLOO',
};

/** Whether a program needs the name of the controller of a class. */
export const needsControllerName = (className: string): boolean => !(className in CLASSES);

const gatewayProps = ({ gatewayClassName, listeners }: GatewaySpec, controllerName: string | undefined) => ({
  gatewayClass: needsControllerName(gatewayClassName)
    ? call('GatewayClass.custom', gatewayClassName, { controllerName })
    : ref(`GatewayClass.${CLASSES[gatewayClassName]}`),
  listeners: listeners.map(listenerExpression),
});

function listenerExpression({ name, port, protocol, hostname, tls, allowedRoutes }: Listener): Expression {
  const namespaces = allowedRoutes?.namespaces?.selector?.matchExpressions?.[0].values;
  const factory = protocol === 'HTTP' ? 'http' : protocol === 'HTTPS' ? 'https' : 'tlsPassthrough';
  return call(`Listener.${factory}`, {
    name,
    port,
    hostname,
    certificates: tls?.certificateRefs?.map(({ name: secret, namespace }) =>
      call('CertificateReference.secret', secret, namespace, namespace === undefined ? undefined : { grant: false }),
    ),
    allowedRoutes: namespaces ? call('RouteNamespaces.named', ...namespaces) : call('RouteNamespaces.same'),
  });
}

const routeProps = ({ parentRefs = [], hostnames, rules = [] }: HTTPRouteSpec) => ({
  parents: parentRefs.map(({ sectionName }) => call('RouteParent.listener', ref('gateway'), sectionName)),
  hostnames: hostnames && [...hostnames],
  rules: rulesExpression(rules),
});
