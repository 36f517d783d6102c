import { Duration } from 'cdk8s';
import { IgnoreDifference as ArgoCdIgnoreDifference } from '../argo/argo-cd';

/** Options of every delivery. */
export interface ClusterDeliveryOptions {
  /**
   * Directory of the repository that the output of the program is committed to.
   *
   * @default dist
   */
  readonly path?: string;
  /**
   * Output directory of the delivery objects; apply it to the cluster of Argo CD or Flux.
   *
   * @default management
   */
  readonly directory?: string;
}

/** Reference to a cluster in Argo CD (`destination`). */
export class ArgoCdDestination {
  /** Cluster by the name of its registration in Argo CD (`destination.name`). */
  public static named(name: string): ArgoCdDestination {
    return new ArgoCdDestination(name, undefined);
  }

  /** Cluster by API server URL (`destination.server`); `https://kubernetes.default.svc` is the cluster of Argo CD. */
  public static server(url: string): ArgoCdDestination {
    return new ArgoCdDestination(undefined, url);
  }

  private constructor(
    /** Name of the registration; `undefined` for a cluster by URL. */
    public readonly name: string | undefined,
    /** URL of the API server; `undefined` for a cluster by name. */
    public readonly url: string | undefined,
  ) {}
}

/** Options of `ClusterDelivery.argoCd`. */
export interface ArgoCdDeliveryOptions extends ClusterDeliveryOptions {
  /** URL of the repository (`source.repoURL`). */
  readonly repoUrl: string;
  /**
   * Branch, tag or commit (`source.targetRevision`).
   *
   * @default HEAD
   */
  readonly targetRevision?: string;
  /**
   * Argo CD project (`project`).
   *
   * @default default
   */
  readonly project?: string;
  /**
   * Namespace of Argo CD.
   *
   * @default argocd
   */
  readonly namespace?: string;
  /**
   * Destinations by cluster name.
   *
   * @default - each cluster is registered under its name
   */
  readonly destinations?: { readonly [cluster: string]: ArgoCdDestination };
  /**
   * Emit one ApplicationSet for all clusters; with `false`, an Application for each.
   *
   * @default true
   */
  readonly applicationSet?: boolean;
  /**
   * Apply commits automatically (`syncPolicy.automated`).
   *
   * @default true
   */
  readonly automated?: boolean;
  /**
   * Delete objects that are no longer in the directory (`automated.prune`).
   *
   * @default true
   */
  readonly prune?: boolean;
  /**
   * Revert changes made in the cluster (`automated.selfHeal`).
   *
   * @default true
   */
  readonly selfHeal?: boolean;
  /**
   * Sync options (`syncPolicy.syncOptions`), such as `ServerSideApply=true`.
   *
   * @default - none
   */
  readonly syncOptions?: string[];
  /**
   * Let the API server work out the difference by a dry run (`ServerSideDiff=true` of
   * `argocd.argoproj.io/compare-options`; Argo CD 2.10 or later). Without it, Argo CD does not know the defaults that
   * the server fills into lists, such as `weight` of a backend, and shows routes and gateways as out of sync for ever.
   *
   * @default true
   */
  readonly serverSideDiff?: boolean;
  /**
   * Fields that controllers change and Argo CD ignores (`ignoreDifferences`), such as those of `argo.Rollout`.
   *
   * @default - none
   */
  readonly ignoreDifferences?: ArgoCdIgnoreDifference[];
}

/** Source of the manifests in Flux (`sourceRef`). */
export class FluxSource {
  /** A GitRepository. */
  public static gitRepository(name: string, namespace?: string): FluxSource {
    return new FluxSource('GitRepository', name, namespace);
  }

  /** An OCIRepository. */
  public static ociRepository(name: string, namespace?: string): FluxSource {
    return new FluxSource('OCIRepository', name, namespace);
  }

  /** A Bucket. */
  public static bucket(name: string, namespace?: string): FluxSource {
    return new FluxSource('Bucket', name, namespace);
  }

  private constructor(
    /** Kind of the source. */
    public readonly kind: string,
    /** Name of the source. */
    public readonly name: string,
    /** Namespace of the source; `undefined` for that of the Kustomizations. */
    public readonly namespace: string | undefined,
  ) {}
}

/** Options of `ClusterDelivery.flux`. */
export interface FluxDeliveryOptions extends ClusterDeliveryOptions {
  /** Existing source of the manifests (`sourceRef`). */
  readonly source: FluxSource;
  /**
   * Secret with the kubeconfig of a cluster, in the namespace of the Kustomizations (`kubeConfig.secretRef.name`);
   * `{cluster}` is replaced by the name of the cluster.
   *
   * @default {cluster}-kubeconfig
   */
  readonly kubeconfigSecretName?: string;
  /**
   * Whether each cluster runs Flux itself: Kustomizations without a kubeconfig, in a file for each cluster
   * (`<directory>/<cluster>.k8s.yaml`) that goes to that cluster's Flux.
   *
   * @default - false; one Flux delivers to all clusters
   */
  readonly fluxInEachCluster?: boolean;
  /**
   * Namespace of the Kustomizations.
   *
   * @default flux-system
   */
  readonly namespace?: string;
  /**
   * Interval at which a directory is applied (`interval`), at least 1 second.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;
  /**
   * Time until a failed apply is retried (`retryInterval`).
   *
   * @default - the interval
   */
  readonly retryInterval?: Duration;
  /**
   * Maximum time for applying and waiting (`timeout`).
   *
   * @default - the interval
   */
  readonly timeout?: Duration;
  /**
   * Delete objects that are no longer in the directory (`prune`).
   *
   * @default true
   */
  readonly prune?: boolean;
  /**
   * Wait until the applied objects are ready (`wait`).
   *
   * @default false
   */
  readonly wait?: boolean;
  /**
   * ServiceAccount that applies the objects (`serviceAccountName`).
   *
   * @default - that of the controller, or of the kubeconfig
   */
  readonly serviceAccountName?: string;
}
