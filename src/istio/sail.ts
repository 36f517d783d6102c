import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { definedFields } from './istio-text';
import { AccessLog } from './mesh-access-log';
import { Revision } from './revision';
import { Istio as ISTIO, IstioCNI as CNI, IstioCNISpec, IstioSpec } from '../manifest/sail';
import { CustomResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** A profile of the Sail operator: default values of an installation (`spec.profile`). */
export enum Profile {
  /** Installs for ambient mode. */
  AMBIENT = 'ambient',
  /** Applies the defaults, which every profile includes. */
  DEFAULT = 'default',
  /** Enables verbose logging and tracing, for evaluation. */
  DEMO = 'demo',
  /** Applies no values. */
  EMPTY = 'empty',
  /** Uses a control plane outside the cluster. */
  EXTERNAL = 'external',
  /** Installs on OpenShift; applied there automatically. */
  OPENSHIFT = 'openshift',
  /** Installs for ambient mode on OpenShift. */
  OPENSHIFT_AMBIENT = 'openshift-ambient',
  /** Enables experimental features. */
  PREVIEW = 'preview',
  /** Uses the control plane of another cluster. */
  REMOTE = 'remote',
  /** Enables stable features only. */
  STABLE = 'stable',
}

/** Options of an update by revisions. */
export interface RevisionBasedOptions {
  /**
   * Time after which a revision that no workload uses is deleted, in whole seconds
   * (`inactiveRevisionDeletionGracePeriodSeconds`).
   *
   * @default - 30 seconds
   */
  readonly inactiveRevisionDeletionGracePeriod?: Duration;
  /**
   * Whether the operator moves workloads to the new revision, by changing their labels and restarting them
   * (`updateWorkloads`). Not for labels that are managed in Git, such as those of this library.
   *
   * @default false
   */
  readonly updateWorkloads?: boolean;
}

type UpdateStrategySpec = NonNullable<IstioSpec['updateStrategy']>;

/** Update of the control plane when its version changes (`spec.updateStrategy`). */
export class UpdateStrategy {
  /** Replaces the control plane; workloads get the new proxy at their next restart. */
  public static readonly IN_PLACE = new UpdateStrategy({ type: 'InPlace' });

  /** Installs a new revision next to the old one; workloads move by their label `istio.io/rev`. Requires a version. */
  public static revisionBased(options: RevisionBasedOptions = {}): UpdateStrategy {
    const { inactiveRevisionDeletionGracePeriod: period, updateWorkloads } = options;
    const seconds = period?.toSeconds({ integral: false });
    if (seconds !== undefined && !Number.isInteger(seconds)) {
      const fix = 'round it';
      refuse({ what: 'inactiveRevisionDeletionGracePeriod', got: `${seconds} s`, expected: 'whole seconds', fix });
    }
    return new UpdateStrategy({
      type: 'RevisionBased',
      inactiveRevisionDeletionGracePeriodSeconds: seconds,
      updateWorkloads,
    });
  }

  private constructor(private readonly spec: UpdateStrategySpec) {}

  /** Whether each version is a separate revision. */
  public get isRevisionBased(): boolean {
    return this.spec.type === 'RevisionBased';
  }

  /** @internal */
  public _render(): UpdateStrategySpec {
    return this.spec;
  }
}

/** Options of `Istio` and `IstioCni`. */
export interface SailProps {
  /**
   * `metadata.labels`, in addition to those of the chart.
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * `metadata.annotations`.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Namespace to install into; immutable (`spec.namespace`).
   *
   * @default - istio-system for `Istio`, istio-cni for `IstioCni`
   */
  readonly namespace?: string;
  /**
   * Istio version that the operator supports: `v1.30.3`, or `v1.30-latest` (`spec.version`). That of `IstioCni` must be at
   * least that of the control plane.
   *
   * @default - the newest that the operator supports
   */
  readonly version?: string;
  /**
   * Profile: default values of the installation (`spec.profile`).
   *
   * @default - Profile.DEFAULT, on OpenShift Profile.OPENSHIFT
   */
  readonly profile?: Profile;
  /**
   * Values of the Helm charts (`spec.values`). `GatewayApp` and `check` compare them with the schema of the operator.
   *
   * @default - none, except the access log of `Istio`
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the values of charts, which differ by version
  readonly values?: { readonly [key: string]: any };
}

/** Options of an `Istio`. */
export interface IstioProps extends SailProps {
  /**
   * `metadata.name`. Workloads of an `Istio` not named `default` need the label `istio.io/rev`: see `revision`.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Update of the control plane when the version changes (`spec.updateStrategy`).
   *
   * @default UpdateStrategy.IN_PLACE
   */
  readonly updateStrategy?: UpdateStrategy;
  /**
   * Access log of all proxies (`spec.values.meshConfig.accessLog*`).
   *
   * @default - text on standard output, unless `values` set `meshConfig.accessLogFile`
   */
  readonly accessLog?: AccessLog;
}

/**
 * A control plane that the Sail operator installs, as OpenShift Service Mesh 3 does (sailoperator.io/v1 Istio). Its
 * proxies log each request to standard output unless `accessLog` or `values` override it.
 */
export class Istio extends CustomResource {
  /** Namespace of the control plane. */
  public readonly controlPlaneNamespace: string;
  private readonly spec: IstioSpec;

  public constructor(scope: Construct, id: string, props: IstioProps = {}) {
    super(scope, id, { name: props.name, labels: props.labels, annotations: props.annotations });
    const { version, updateStrategy, values } = props;
    // The name is a part of the names of revisions, which are label values.
    dnsLabel('name of Istio', this.name);
    this.controlPlaneNamespace = dnsLabel('namespace of the control plane', props.namespace ?? 'istio-system');
    const inValues = (values as IstioSpec['values'])?.global?.istioNamespace ?? this.controlPlaneNamespace;
    if (inValues !== this.controlPlaneNamespace) {
      const fix = 'leave it out of values, and set namespace';
      const expected = `'${this.controlPlaneNamespace}', as namespace`;
      refuse({ what: 'values.global.istioNamespace', got: inValues, expected, fix }, this);
    }
    if (updateStrategy?.isRevisionBased && version === undefined) {
      const expected = 'a version, which is part of the name of the revision';
      const fix = "pin it, for example version: 'v1.30.3'";
      refuse({ what: 'version of a revision', got: 'none', expected, fix }, this);
    }
    this.spec = {
      namespace: this.controlPlaneNamespace,
      version: version === undefined ? undefined : sailVersion(version),
      updateStrategy: updateStrategy?._render(),
      profile: props.profile,
      values: withAccessLog(props),
    };
  }

  /** Revision of workloads: `<name>`, or `<name>-v1-30-3` if each version is a separate revision. */
  public get revision(): Revision {
    const { updateStrategy, version = '' } = this.spec;
    const suffix = updateStrategy?.type === 'RevisionBased' ? `-${version.replaceAll('.', '-')}` : '';
    return Revision.named(`${this.name}${suffix}`);
  }

  /** @internal */
  protected _kind() {
    return ISTIO;
  }

  /** @internal */
  protected _spec(): IstioSpec {
    return this.spec;
  }
}

/**
 * CNI plugin that redirects the traffic of pods, so that pods need no privileges (sailoperator.io/v1 IstioCNI).
 * A cluster has one, named `default`.
 */
export class IstioCni extends CustomResource {
  private readonly spec: IstioCNISpec;

  public constructor(scope: Construct, id: string, props: SailProps = {}) {
    super(scope, id, { name: 'default', labels: props.labels, annotations: props.annotations });
    this.spec = {
      namespace: dnsLabel('namespace of IstioCNI', props.namespace ?? 'istio-cni'),
      version: props.version === undefined ? undefined : sailVersion(props.version),
      profile: props.profile,
      values: props.values as IstioCNISpec['values'],
    };
  }

  /** @internal */
  protected _kind() {
    return CNI;
  }

  /** @internal */
  protected _spec(): IstioCNISpec {
    return this.spec;
  }
}

function withAccessLog({ accessLog, values = {} }: IstioProps): IstioSpec['values'] {
  const meshConfig = (values as IstioSpec['values'])?.meshConfig;
  if (accessLog === undefined && meshConfig?.accessLogFile !== undefined) return values;
  const logged = definedFields({ ...meshConfig, ...(accessLog ?? AccessLog.text())._render() });
  return { ...values, meshConfig: logged };
}

/** Checks `spec.version`. Each operator supports a different list, so only the format is checked. */
function sailVersion(value: string): NonNullable<IstioSpec['version']> {
  if (!/^(v\d+\.\d+(\.\d+(-[a-z0-9.-]+)?|-latest)|master)$/.test(value)) {
    refuse({
      what: 'version',
      got: value,
      expected: "a version as the operator lists them, such as 'v1.30.3' or 'v1.30-latest'",
      fix: /^\d/.test(value) ? `write 'v${value}'` : 'kubectl explain istio.spec.version lists them',
    });
  }
  return value as NonNullable<IstioSpec['version']>;
}
