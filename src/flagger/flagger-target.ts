import { DaemonSet, Deployment, HorizontalPodAutoscaler } from 'cdk8s-plus-28';
import { CanarySpec } from '../manifest/flagger';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain, wholeNumber } from '../value/scalar';

/** The workload that Flagger watches (`spec.targetRef`). Flagger runs it as the canary, and a copy of it as the primary. */
export class Target implements INamedResource {
  /** A Deployment of the Canary's namespace, by name. */
  public static deployment(name: string): Target {
    return new Target('Deployment', dnsSubdomain('name of Deployment', name));
  }

  /** A Deployment of this program. Its selector must name a label that Flagger knows, such as `app`. */
  public static fromDeployment(deployment: Deployment): Target {
    return new Target('Deployment', deployment.name, deployment.metadata.namespace);
  }

  /** A DaemonSet of the Canary's namespace, by name. */
  public static daemonSet(name: string): Target {
    return new Target('DaemonSet', dnsSubdomain('name of DaemonSet', name));
  }

  /** A DaemonSet of this program. Its selector must name a label that Flagger knows, such as `app`. */
  public static fromDaemonSet(daemonSet: DaemonSet): Target {
    return new Target('DaemonSet', daemonSet.name, daemonSet.metadata.namespace);
  }

  public readonly apiVersion: string = 'apps/v1';

  private constructor(
    public readonly kind: string,
    public readonly name: string,
    /** Its namespace; nothing for that of the Canary. */
    public readonly namespace?: string,
  ) {}

  /** @internal */
  public _render(): CanarySpec['targetRef'] {
    return { apiVersion: this.apiVersion, kind: this.kind as 'Deployment' | 'DaemonSet', name: this.name };
  }
}

/** How the autoscaler of the primary differs from the one that it is a copy of. */
export interface AutoscalerOptions {
  /**
   * Least replicas of the primary (`primaryScalerReplicas.minReplicas`).
   *
   * @default - as the autoscaler
   */
  readonly primaryMinReplicas?: number;
  /**
   * Most replicas of the primary (`primaryScalerReplicas.maxReplicas`).
   *
   * @default - as the autoscaler
   */
  readonly primaryMaxReplicas?: number;
}

/** How the ScaledObject of the primary differs from the one that it is a copy of. */
export interface ScaledObjectOptions extends AutoscalerOptions {
  /**
   * Queries of the primary, by the names of the triggers (`primaryScalerQueries`).
   *
   * @default - those of the ScaledObject, with `<target>-primary` in place of the target's name
   */
  readonly primaryQueries?: { readonly [trigger: string]: string };
}

type AutoscalerRef = NonNullable<CanarySpec['autoscalerRef']>;

/** What scales the target (`spec.autoscalerRef`). Flagger makes a copy of it, `<name>-primary`, for the primary. */
export class Autoscaler implements INamedResource {
  /** A HorizontalPodAutoscaler (autoscaling/v2) of the Canary's namespace, by name. */
  public static horizontalPodAutoscaler(name: string, options: AutoscalerOptions = {}): Autoscaler {
    dnsSubdomain('name of HorizontalPodAutoscaler', name);
    return new Autoscaler('autoscaling/v2', 'HorizontalPodAutoscaler', name, options);
  }

  /** A HorizontalPodAutoscaler of this program. */
  public static fromHorizontalPodAutoscaler(
    autoscaler: HorizontalPodAutoscaler,
    options: AutoscalerOptions = {},
  ): Autoscaler {
    const { name, metadata } = autoscaler;
    return new Autoscaler('autoscaling/v2', 'HorizontalPodAutoscaler', name, options, metadata.namespace);
  }

  /** A ScaledObject of KEDA in the Canary's namespace, by name. */
  public static scaledObject(name: string, options: ScaledObjectOptions = {}): Autoscaler {
    dnsSubdomain('name of ScaledObject', name);
    return new Autoscaler('keda.sh/v1alpha1', 'ScaledObject', name, options);
  }

  private constructor(
    public readonly apiVersion: string,
    public readonly kind: string,
    public readonly name: string,
    private readonly options: ScaledObjectOptions,
    /** Its namespace; nothing for that of the Canary. */
    public readonly namespace?: string,
  ) {
    const { primaryMinReplicas: least, primaryMaxReplicas: most } = options;
    const replicas = (what: string, value: number | undefined) =>
      value === undefined || wholeNumber(what, value, 1, 2_147_483_647, 'the primary gets all requests; keep it up');
    replicas('primaryMinReplicas', least);
    replicas('primaryMaxReplicas', most);
    if (least !== undefined && most !== undefined && least > most) {
      refuse({
        what: 'primaryMinReplicas',
        got: least,
        expected: `at most primaryMaxReplicas (${most})`,
        fix: 'lower one or raise the other',
      });
    }
  }

  /** @internal */
  public _render(): AutoscalerRef {
    const { primaryMinReplicas: minReplicas, primaryMaxReplicas: maxReplicas, primaryQueries } = this.options;
    return {
      apiVersion: this.apiVersion,
      kind: this.kind as AutoscalerRef['kind'],
      name: this.name,
      primaryScalerQueries: primaryQueries,
      primaryScalerReplicas: (minReplicas ?? maxReplicas) ? { minReplicas, maxReplicas } : undefined,
    };
  }
}
