import { ApiObject, Duration } from 'cdk8s';
import { FluxDeliveryOptions } from './delivery-options';
import { DeliveryScope, DeliveryTarget } from './delivery-target';
import { dnsLabel, dnsSubdomain, duration } from '../value/scalar';

/** Adds the Flux objects that apply each directory to its cluster. */
export function addFlux(scope: DeliveryScope, targets: readonly DeliveryTarget[], options: FluxDeliveryOptions): void {
  const namespace = dnsLabel('namespace of Flux', options.namespace ?? 'flux-system');
  const shared = options.fluxInEachCluster ? undefined : scope.chart(scope.owner.node.id);
  for (const target of targets) {
    const { cluster, name } = target;
    // This library has no shapes of Flux's kinds; the fields are those of api/v1 of kustomize-controller.
    new ApiObject(shared ?? scope.chart(cluster), cluster, {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: kustomization(target, options),
    });
  }
}

function kustomization({ cluster, path }: DeliveryTarget, options: FluxDeliveryOptions): Record<string, unknown> {
  const { source, interval, retryInterval, timeout, prune, wait, serviceAccountName } = options;
  const secret = (options.kubeconfigSecretName ?? '{cluster}-kubeconfig').replace(/\{cluster\}/g, cluster);
  return {
    interval: span('interval', interval ?? Duration.minutes(10)),
    retryInterval: span('retryInterval', retryInterval),
    timeout: span('timeout', timeout),
    path: `./${path}`,
    prune: prune ?? true,
    wait,
    serviceAccountName: serviceAccountName && dnsSubdomain('serviceAccountName of Flux', serviceAccountName),
    sourceRef: {
      kind: source.kind,
      name: dnsSubdomain(`name of ${source.kind}`, source.name),
      namespace: source.namespace && dnsLabel(`namespace of ${source.kind}`, source.namespace),
    },
    kubeConfig: options.fluxInEachCluster
      ? undefined
      : { secretRef: { name: dnsSubdomain(`kubeconfigSecretName of cluster '${cluster}'`, secret) } },
  };
}

const span = (what: string, value: Duration | undefined) =>
  value && duration(`${what} of Flux`, value, Duration.seconds(1));
