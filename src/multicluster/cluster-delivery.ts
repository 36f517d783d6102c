import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { addArgoCd } from './argo-cd-delivery';
import { ArgoCdDeliveryOptions, ClusterDeliveryOptions, FluxDeliveryOptions } from './delivery-options';
import { DeliveryScope, DeliveryTarget } from './delivery-target';
import { addFlux } from './flux-delivery';
import { once } from '../resource/once';
import { markDirectory } from '../resource/output-directory';
import { refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** Delivery of each directory of manifests to its cluster. */
export class ClusterDelivery {
  /** Argo CD: an ApplicationSet, or an Application for each cluster. */
  public static argoCd(options: ArgoCdDeliveryOptions): ClusterDelivery {
    return new ClusterDelivery(options, (scope, targets) => addArgoCd(scope, targets, options));
  }

  /** Flux: a Kustomization for each cluster. */
  public static flux(options: FluxDeliveryOptions): ClusterDelivery {
    return new ClusterDelivery(options, (scope, targets) => addFlux(scope, targets, options));
  }

  private constructor(
    private readonly options: ClusterDeliveryOptions,
    private readonly add: (scope: DeliveryScope, targets: readonly DeliveryTarget[]) => void,
  ) {}

  /** Emits the objects that deliver to the clusters of a gateway. @internal */
  public _deliver(scope: Construct, gateway: string, clusters: readonly string[]): void {
    const directory = dnsLabel('directory of the delivery', this.options.directory ?? 'management');
    if (clusters.includes(directory)) {
      refuse(
        {
          what: 'directory of the delivery',
          got: `'${directory}', which is the directory of a cluster`,
          expected: 'a separate directory',
          fix: "name another: directory: 'delivery'",
        },
        scope,
      );
    }
    const path = folder(this.options.path ?? 'dist');
    clusters.forEach((cluster) => claim(scope, cluster));
    const delivery = new Construct(scope, 'delivery');
    markDirectory(delivery, directory);
    const chart = (id: string) => new Chart(delivery, id);
    this.add(
      { owner: scope, chart },
      clusters.map((cluster) => ({
        cluster,
        name: `${gateway}-${cluster}`,
        path: path === '' ? cluster : `${path}/${cluster}`,
      })),
    );
  }
}

/** Two deliveries of one directory would fight over its objects. */
function claim(scope: Construct, cluster: string): void {
  const owner = once(scope, `delivery ${cluster}`, () => scope);
  if (owner !== scope || scope.node.tryFindChild('delivery') !== undefined) {
    refuse(
      {
        what: 'deliverWith()',
        got: `cluster '${cluster}', whose directory '${owner.node.path}' delivers already`,
        expected: 'one delivery for each directory; it applies all gateways in it',
        fix: 'call deliverWith() once',
      },
      scope,
    );
  }
}

function folder(path: string): string {
  const clean = path.replace(/^\.\//, '').replace(/\/$/, '');
  if (clean.startsWith('/') || clean.split('/').includes('..')) {
    refuse({
      what: 'path of the delivery',
      got: path,
      expected: 'a path relative to the root of the repository',
      fix: "use the directory that the output of the program is committed to, such as 'gateways/dist'",
    });
  }
  return clean === '.' ? '' : clean;
}
