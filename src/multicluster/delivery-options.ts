import { Duration } from 'cdk8s';
import { IgnoreDifference as ArgoCdIgnoreDifference } from '../argo/argo-cd';

/** Where the manifests are, and what delivers them. */
export interface ClusterDeliveryOptions {
  /**
   * Folder of the repository that the program's output is committed to.
   *
   * @default dist
   */
  readonly path?: string;
  /**
   * Directory of the output that what delivers is written to; the cluster of Argo CD or Flux gets it.
   *
   * @default management
   */
  readonly directory?: string;
}

/** Where Argo CD finds a cluster. */
export class ArgoCdDestination {
  /** By the name under which it is registered with Argo CD (`destination.name`). */
  public static named(name: string): ArgoCdDestination {
    return new ArgoCdDestination(name, undefined);
  }

  /** By the URL of its API server (`destination.server`); `https://kubernetes.default.svc` is Argo CD's own. */
  public static server(url: string): ArgoCdDestination {
    return new ArgoCdDestination(undefined, url);
  }

  private constructor(
    /** Name under which it is registered. */
    public readonly name: string | undefined,
    /** URL of its API server. */
    public readonly url: string | undefined,
  ) {}
}

/** How Argo CD delivers. */
export interface ArgoCdDeliveryOptions extends ClusterDeliveryOptions {
  /** The repository (`source.repoURL`). */
  readonly repoUrl: string;
  /**
   * Branch, tag or commit (`source.targetRevision`).
   *
   * @default HEAD
   */
  readonly targetRevision?: string;
  /**
   * Project of Argo CD (`project`).
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
   * Where Argo CD finds clusters, by their names.
   *
   * @default - registered under the names that they have here
   */
  readonly destinations?: { readonly [cluster: string]: ArgoCdDestination };
  /**
   * An ApplicationSet for all clusters; with `false` an Application for each.
   *
   * @default true
   */
  readonly applicationSet?: boolean;
  /**
   * Apply what is committed without being asked (`syncPolicy.automated`).
   *
   * @default true
   */
  readonly automated?: boolean;
  /**
   * Delete what is no longer in the directory (`automated.prune`).
   *
   * @default true
   */
  readonly prune?: boolean;
  /**
   * Take back what is changed in the cluster (`automated.selfHeal`).
   *
   * @default true
   */
  readonly selfHeal?: boolean;
  /**
   * Options of a sync (`syncPolicy.syncOptions`), such as `ServerSideApply=true`.
   *
   * @default - none
   */
  readonly syncOptions?: string[];
  /**
   * What controllers change, and Argo CD leaves alone (`ignoreDifferences`), such as that of `argo.Rollout`.
   *
   * @default - nothing
   */
  readonly ignoreDifferences?: ArgoCdIgnoreDifference[];
}

/** What Flux reads the directories from (`sourceRef`). */
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
    /** Its kind. */
    public readonly kind: string,
    /** Its name. */
    public readonly name: string,
    /** Its namespace; nothing for that of the Kustomizations. */
    public readonly namespace: string | undefined,
  ) {}
}

/** How Flux delivers. */
export interface FluxDeliveryOptions extends ClusterDeliveryOptions {
  /** Where the manifests are; it exists (`sourceRef`). */
  readonly source: FluxSource;
  /**
   * Secret with the kubeconfig of a cluster, beside the Kustomizations (`kubeConfig.secretRef.name`);
   * `{cluster}` stands for the cluster's name.
   *
   * @default {cluster}-kubeconfig
   */
  readonly kubeconfigSecretName?: string;
  /**
   * Whether each cluster runs Flux itself: Kustomizations without a kubeconfig, in a file for each cluster
   * (`<directory>/<cluster>.k8s.yaml`) that goes to that cluster's Flux.
   *
   * @default - false: one Flux delivers to all
   */
  readonly fluxInEachCluster?: boolean;
  /**
   * Namespace of the Kustomizations.
   *
   * @default flux-system
   */
  readonly namespace?: string;
  /**
   * How often a directory is applied (`interval`).
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;
  /**
   * How soon a failure is tried again (`retryInterval`).
   *
   * @default - the interval
   */
  readonly retryInterval?: Duration;
  /**
   * How long applying and waiting may take (`timeout`).
   *
   * @default - the interval
   */
  readonly timeout?: Duration;
  /**
   * Delete what is no longer in the directory (`prune`).
   *
   * @default true
   */
  readonly prune?: boolean;
  /**
   * Wait until what was applied is ready (`wait`).
   *
   * @default false
   */
  readonly wait?: boolean;
  /**
   * ServiceAccount in whose name objects are applied (`serviceAccountName`).
   *
   * @default - that of the controller, or of the kubeconfig
   */
  readonly serviceAccountName?: string;
}
