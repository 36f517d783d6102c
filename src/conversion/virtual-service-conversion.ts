import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { FromIngressOptions } from './ingress-options';
import { convertVirtualService, FromVirtualServiceOptions } from './virtual-service';
import { Warnings } from '../resource/warning';
import { HttpRoute } from '../route/http-route';

/** Converts routes of other APIs to routes of the Gateway API. */
export class Conversion {
  /**
   * Creates an HTTPRoute that behaves like an Istio VirtualService. Throws one error that lists all fields that an
   * HTTPRoute cannot express. The first match in the list still wins: matches are added where the Gateway API would
   * give precedence to a later one.
   *
   * @param virtualService manifest of the VirtualService as an object, or the construct that emits it
   */
  public static fromVirtualService(
    scope: Construct,
    id: string,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an object or a construct; jsii has no unions
    virtualService: any,
    options: FromVirtualServiceOptions,
  ): HttpRoute {
    const { name, labels, annotations, parents } = options;
    const namespace = options.namespace ?? Chart.of(scope).namespace;
    const where = { node: { path: `${scope.node.path}/${id}` } };
    const converted = convertVirtualService(virtualService, options, namespace, where);
    const route = new HttpRoute(scope, id, {
      name,
      labels,
      annotations,
      parents,
      namespace: options.namespace ?? converted.namespace,
      hostnames: converted.hostnames,
      rules: converted.rules,
    });
    converted.warnings.forEach(({ code, problem }) => Warnings._add(route, code, problem));
    return route;
  }

  /**
   * Creates the HTTPRoutes and policies that behave like Ingresses of ingress-nginx. Throws one error that lists all
   * annotations and fields that have no counterpart; those with a difference are warnings (GW586).
   *
   * @param ingresses manifests of all Ingresses of their hosts as objects, or the constructs that emit them
   * @returns the routes
   */
  public static fromIngress(
    scope: Construct,
    id: string,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects or constructs; jsii has no unions
    ingresses: any[],
    options: FromIngressOptions,
  ): HttpRoute[] {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use, because few programs have Ingresses
    const { createFromIngress } = require('./ingress') as typeof import('./ingress');
    return createFromIngress(scope, id, ingresses, options);
  }

  private constructor() {}
}
