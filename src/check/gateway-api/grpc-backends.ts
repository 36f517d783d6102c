import { Service } from '../../manifest/kubernetes';
import { attachmentsByRoute } from '../../model/attachments';
import { findItem, Model, pathOf } from '../../model/model';
import { Route, routesOf } from '../../model/routes';
import { ModelRule, Report } from '../model-rule';

/** Backends of GRPCRoutes. */
export const grpcBackendRules: readonly ModelRule[] = [
  {
    code: 'GW391',
    title: 'GRPCRoute to a port that is served by HTTP/1.1',
    severity: 'warning',
    find(model, report) {
      for (const route of routesOf(model)) {
        if (route.kind === 'GRPCRoute' && isAtIstio(model, route)) find(model, route, report);
      }
    },
  },
];

/** Other implementations speak HTTP/2 to backends of a GRPCRoute, whatever their port says. */
const isAtIstio = (model: Model, route: Route) =>
  (attachmentsByRoute(model).get(route) ?? []).some(({ on }) => on.gateway.body.spec.gatewayClassName === 'istio');

/** Istio reads the protocol of a port, and speaks HTTP/1.1 where it is HTTP. */
function find(model: Model, route: Route, report: Report): void {
  route.rules.forEach(({ backendRefs = [] }, rule) =>
    backendRefs.forEach(({ kind = 'Service', namespace = route.namespace, name, port }, index) => {
      const service = kind === 'Service' ? findItem(model, Service, namespace, name) : undefined;
      const found = service?.body.spec?.ports?.find((each) => each.port === port);
      if (!found || isHttp2(found)) return;
      report(route, {
        what: `spec.rules[${rule}].backendRefs[${index}].port`,
        got: `${port} of Service ${pathOf(service!)}, ${found.appProtocol ? `appProtocol ${found.appProtocol}` : found.name ? `name ${found.name}` : 'without a name'}`,
        expected: 'a port that Istio serves by HTTP/2; calls of gRPC fail over HTTP/1.1',
        fix: 'set appProtocol: kubernetes.io/h2c on the port of the Service, or begin its name with grpc',
      });
    }),
  );
}

const isHttp2 = ({ name = '', appProtocol }: { readonly name?: string; readonly appProtocol?: string }) =>
  appProtocol === undefined
    ? /^(grpc|grpc-web|http2)(-|$)/.test(name)
    : ['grpc', 'grpc-web', 'http2', 'kubernetes.io/h2c', 'kubernetes.io/grpc'].includes(appProtocol.toLowerCase());
