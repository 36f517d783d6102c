import { ApiObject, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { FromIngressOptions } from './ingress-options';
import { GatewayClass } from '../gateway/gateway-class';
import { Gateway, HTTPRoute, HTTPRouteSpec } from '../manifest/gateway-api';
import { Manifest } from '../manifest/manifest';
import { convertIngresses } from '../migration/convert';
import { evaluate } from '../migration/expression';
import { certificatesGrant } from '../migration/grants';
import { located, worldInUse } from '../migration/migrate';
import { Note } from '../migration/notes';
import { rulesExpression } from '../migration/route-expression';
import { modelsOf, pathOf } from '../model/model';
import { Warnings } from '../resource/warning';
import { Backend } from '../route/backend';
import { HeaderMatch, HttpMatch, HttpMethod } from '../route/http-match';
import { HttpRoute, HttpRouteRule } from '../route/http-route';
import { PathModifier } from '../route/path-modifier';
import { RedirectStatus, RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { refuse } from '../value/problem';

const CLASSES = { Backend, Duration, HeaderMatch, HttpMatch, HttpMethod, PathModifier, RedirectStatus, RouteFilter };

/** Creates the routes and policies that Ingresses become. */
export function createFromIngress(
  scope: Construct,
  id: string,
  ingresses: readonly unknown[],
  options: FromIngressOptions,
): HttpRoute[] {
  const group = new Construct(scope, id);
  const namespace = Chart.of(scope).namespace ?? '';
  const { gateway, configMap, httpPort = 80, httpsPort = 443, ignore = [] } = options;
  const manifests = [...ingresses, ...(options.objects ?? [])].map(manifestOf);
  const [model] = modelsOf(located(manifests), { namespace });
  const target = {
    name: gateway.name,
    namespace: gateway.namespace ?? namespace,
    className: (options.gatewayClass ?? GatewayClass.ISTIO).name,
  };
  const world = worldInUse(model, { configMap, httpPort, httpsPort, watchesWithoutClass: true });
  const migration = convertIngresses(world, target);
  refuseAll(migration.notes, ignore, group);
  const routes: HttpRoute[] = [];
  for (const manifest of migration.manifests) {
    // The gateway is there, and grants the reading of its certificates itself.
    if (manifest.kind === Gateway.kind || manifest.metadata.name === certificatesGrant(target.name)) continue;
    if (manifest.kind === HTTPRoute.kind) routes.push(routeOf(group, manifest, options));
    else new ApiObject(group, `${manifest.kind}-${manifest.metadata.name}`, manifest);
  }
  migration.notes
    .filter(({ fate }) => fate === 'differs')
    .forEach(({ what, text, place: { entry } }) =>
      Warnings._add(group, 'GW586', {
        what: `Ingress ${pathOf(entry)}`,
        got: what,
        expected: 'the same behavior',
        fix: text,
      }),
    );
  return routes;
}

const manifestOf = (source: unknown) =>
  (Construct.isConstruct(source) ? ApiObject.of(source).toJson() : source) as Manifest;

function refuseAll(notes: readonly Note[], ignore: readonly string[], where: Construct): void {
  const refused = notes.filter(({ fate, what }) => fate === 'refused' && !ignore.includes(what.split(':')[0]));
  if (refused.length === 0) return;
  refuse(
    {
      what: 'Ingresses',
      got:
        refused.length === 1 ? 'a field that cannot be converted' : `${refused.length} fields that cannot be converted`,
      expected: 'fields that a Gateway can express',
      fix: [
        'change these, or name them in ignore',
        ...refused.map(({ place: { entry }, what, text }) => `Ingress ${pathOf(entry)}: ${what}: ${text}`),
      ].join('\n  '),
    },
    where,
  );
}

function routeOf(scope: Construct, { metadata, spec }: Manifest, options: FromIngressOptions): HttpRoute {
  const { parentRefs = [], hostnames, rules = [] } = spec as HTTPRouteSpec;
  const { gateway, httpPort = 80, httpsPort = 443 } = options;
  const ports = new Set(parentRefs.map(({ sectionName }) => (sectionName === 'http' ? httpPort : httpsPort)));
  return new HttpRoute(scope, metadata.name, {
    namespace: metadata.namespace,
    parents: [...ports].map((port) => RouteParent.port(gateway, port)),
    hostnames: hostnames && [...hostnames],
    rules: evaluate(rulesExpression(rules), CLASSES) as HttpRouteRule[],
  });
}
