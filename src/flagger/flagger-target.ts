import { CanarySpec } from '../manifest/flagger';
import { ICoreObject, ofKind } from '../resource/core-object';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain, wholeNumber } from '../value/scalar';

/** The workload of a Canary (`spec.targetRef`). Flagger uses it as the canary, and runs a copy of it as the primary. */
export class Target implements INamedResource {
  /** A Deployment that is managed elsewhere, in the Canary's namespace. */
  public static deployment(name: string): Target {
    return new Target('Deployment', dnsSubdomain('name of Deployment', name));
  }

  /** A Deployment of this program. Its selector must have one of the `selectorLabels`, such as `app`. */
  public static fromDeployment(deployment: ICoreObject): Target {
    return Target.of('Deployment', deployment);
  }

  /** A DaemonSet that is managed elsewhere, in the Canary's namespace. */
  public static daemonSet(name: string): Target {
    return new Target('DaemonSet', dnsSubdomain('name of DaemonSet', name));
  }

  /** A DaemonSet of this program. Its selector must have one of the `selectorLabels`, such as `app`. */
  public static fromDaemonSet(daemonSet: ICoreObject): Target {
    return Target.of('DaemonSet', daemonSet);
  }

  private static of(kind: string, workload: ICoreObject): Target {
    const { name, metadata } = ofKind(kind, workload);
    return new Target(kind, name, metadata.namespace);
  }

  public readonly apiVersion: string = 'apps/v1';

  private constructor(
    public readonly kind: string,
    public readonly name: string,
    /** Namespace; undefined for that of the Canary. */
    public readonly namespace?: string,
  ) {}

  /** @internal */
  public _render(): CanarySpec['targetRef'] {
    return { apiVersion: this.apiVersion, kind: this.kind as 'Deployment' | 'DaemonSet', name: this.name };
  }
}

/** Differences between the autoscaler of the primary and that of the target. */
export interface AutoscalerOptions {
  /**
   * Minimum replicas of the primary (`primaryScalerReplicas.minReplicas`).
   *
   * @default - those of the target's autoscaler
   */
  readonly primaryMinReplicas?: number;
  /**
   * Maximum replicas of the primary (`primaryScalerReplicas.maxReplicas`).
   *
   * @default - those of the target's autoscaler
   */
  readonly primaryMaxReplicas?: number;
}

/** Differences between the ScaledObject of the primary and that of the target. */
export interface ScaledObjectOptions extends AutoscalerOptions {
  /**
   * Queries of the primary, by trigger name (`primaryScalerQueries`).
   *
   * @default - those of the target's ScaledObject, with the target's name replaced by `<target>-primary`
   */
  readonly primaryQueries?: { readonly [trigger: string]: string };
}

type AutoscalerRef = NonNullable<CanarySpec['autoscalerRef']>;

/** The autoscaler of the target (`spec.autoscalerRef`). Flagger creates a copy `<name>-primary` for the primary. */
export class Autoscaler implements INamedResource {
  /** A HorizontalPodAutoscaler (autoscaling/v2) that is managed elsewhere, in the Canary's namespace. */
  public static horizontalPodAutoscaler(name: string, options: AutoscalerOptions = {}): Autoscaler {
    dnsSubdomain('name of HorizontalPodAutoscaler', name);
    return new Autoscaler('autoscaling/v2', 'HorizontalPodAutoscaler', name, options);
  }

  /** A HorizontalPodAutoscaler of this program. */
  public static fromHorizontalPodAutoscaler(autoscaler: ICoreObject, options: AutoscalerOptions = {}): Autoscaler {
    const { name, metadata } = ofKind('HorizontalPodAutoscaler', autoscaler);
    return new Autoscaler('autoscaling/v2', 'HorizontalPodAutoscaler', name, options, metadata.namespace);
  }

  /** A KEDA ScaledObject that is managed elsewhere, in the Canary's namespace. */
  public static scaledObject(name: string, options: ScaledObjectOptions = {}): Autoscaler {
    dnsSubdomain('name of ScaledObject', name);
    return new Autoscaler('keda.sh/v1alpha1', 'ScaledObject', name, options);
  }

  private constructor(
    public readonly apiVersion: string,
    public readonly kind: string,
    public readonly name: string,
    private readonly options: ScaledObjectOptions,
    /** Namespace; undefined for that of the Canary. */
    public readonly namespace?: string,
  ) {
    const { primaryMinReplicas: least, primaryMaxReplicas: most } = options;
    const replicas = (what: string, value: number | undefined) =>
      value === undefined || wholeNumber(what, value, 1, 2_147_483_647, 'the primary gets the requests and needs pods');
    replicas('primaryMinReplicas', least);
    replicas('primaryMaxReplicas', most);
    if (least !== undefined && most !== undefined && least > most) {
      refuse({
        what: 'primaryMinReplicas',
        got: least,
        expected: `at most primaryMaxReplicas (${most})`,
        fix: 'lower it, or raise primaryMaxReplicas',
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
