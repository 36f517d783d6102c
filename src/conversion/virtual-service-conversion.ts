import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { convertVirtualService, FromVirtualServiceOptions } from './virtual-service';
import { Warnings } from '../resource/warning';
import { HttpRoute } from '../route/http-route';

/** Conversion of the routes of other APIs into routes of the Gateway API. */
export class Conversion {
  /**
   * An HTTPRoute that behaves like a VirtualService of Istio. Every field that an HTTPRoute cannot express is refused,
   * all of them at once. The first match of the list still wins: matches are added where the Gateway API would prefer a
   * later one.
   *
   * @param virtualService its manifest as an object, parsed from YAML, or the construct that emits it
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

  private constructor() {}
}
