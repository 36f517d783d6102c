import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { IstioRevision } from './istio-revision';
import { MeshAccessLog } from './mesh-access-log';
import { OutboundTrafficPolicy } from './outbound-traffic-policy';
import { refuse } from '../manifest/problem';
import { Istio as ISTIO, IstioCNI, IstioCNISpec, IstioSpec } from '../manifest/sail';
import { dnsLabel } from '../manifest/scalar';
import { CustomResource } from '../resource/custom-resource';

/** A profile of the Sail operator: the values that others are laid over (`spec.profile`). */
export enum SailProfile {
  /** Ambient mode. */
  AMBIENT = 'ambient',
  /** The operator's defaults, under every other profile. */
  DEFAULT = 'default',
  /** Verbose logs and every request traced, for trying Istio out. */
  DEMO = 'demo',
  /** No values at all. */
  EMPTY = 'empty',
  /** A control plane that runs in another cluster. */
  EXTERNAL = 'external',
  /** OpenShift; applied there by default. */
  OPENSHIFT = 'openshift',
  /** Ambient mode on OpenShift. */
  OPENSHIFT_AMBIENT = 'openshift-ambient',
  /** Experimental features. */
  PREVIEW = 'preview',
  /** A cluster that uses the control plane of another one. */
  REMOTE = 'remote',
  /** Stable features only. */
  STABLE = 'stable',
}

/** Options of `IstioUpdateStrategy.revisionBased`. */
export interface RevisionBasedOptions {
  /**
   * Time that a revision stays after the last workload has left it, in whole seconds
   * (`inactiveRevisionDeletionGracePeriodSeconds`).
   *
   * @default - 30 s
   */
  readonly inactiveRevisionDeletionGracePeriod?: Duration;
  /**
   * Whether the operator moves workloads to the new revision by changing their labels and restarting them
   * (`updateWorkloads`). Leave it off where the labels come from Git, as those of this library do.
   *
   * @default false
   */
  readonly updateWorkloads?: boolean;
}

/** How the control plane is replaced when its version changes (`spec.updateStrategy`). */
export class IstioUpdateStrategy {
  /** Replaces the control plane; workloads get the new proxy at their next restart. */
  public static readonly IN_PLACE = new IstioUpdateStrategy({ type: 'InPlace' });

  /** Installs each version beside the old one, as a revision; workloads move by their label `istio.io/rev`. Needs a version. */
  public static revisionBased(options: RevisionBasedOptions = {}): IstioUpdateStrategy {
    const { inactiveRevisionDeletionGracePeriod: period, updateWorkloads } = options;
    const seconds = period?.toSeconds({ integral: false });
    if (seconds !== undefined && !Number.isInteger(seconds)) {
      refuse({
        what: 'inactiveRevisionDeletionGracePeriod',
        got: `${seconds} s`,
        expected: 'whole seconds',
        fix: 'round it',
      });
    }
    return new IstioUpdateStrategy({
      type: 'RevisionBased',
      inactiveRevisionDeletionGracePeriodSeconds: seconds,
      updateWorkloads,
    });
  }

  private constructor(private readonly spec: NonNullable<IstioSpec['updateStrategy']>) {}

  /** Whether each version is a separate revision. */
  public get isRevisionBased(): boolean {
    return this.spec.type === 'RevisionBased';
  }

  /** @internal */
  public _render() {
    return this.spec;
  }
}

/** Options that `Istio` and `IstioCni` share. */
export interface SailProps {
  /**
   * `metadata.labels`, beside those of the chart.
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
   * Namespace that the component is installed in; it cannot be changed later (`spec.namespace`).
   *
   * @default - istio-system for `Istio`, istio-cni for `IstioCni`
   */
  readonly namespace?: string;
  /**
   * Version of Istio, one that the operator lists: `v1.30.3`, or `v1.30-latest` (`spec.version`).
   *
   * @default - the newest that the operator lists
   */
  readonly version?: string;
  /**
   * Values that others are laid over (`spec.profile`).
   *
   * @default - SailProfile.DEFAULT, on OpenShift SailProfile.OPENSHIFT
   */
  readonly profile?: SailProfile;
  /**
   * Values of the chart (`spec.values`). `GatewayApp` and `check` compare them with the operator's schema.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the values of a chart, validated by the shape
  readonly values?: { readonly [key: string]: any };
}

/** Options of an `Istio`. */
export interface IstioProps extends SailProps {
  /**
   * `metadata.name`. Workloads of a control plane that is not called `default` carry the label `istio.io/rev`: see
   * `revision`.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * How the control plane is replaced when its version changes (`spec.updateStrategy`).
   *
   * @default IstioUpdateStrategy.IN_PLACE
   */
  readonly updateStrategy?: IstioUpdateStrategy;
  /**
   * Access log of every proxy (`spec.values.meshConfig.accessLog*`).
   *
   * @default - that of `values`, else text on standard output
   */
  readonly accessLog?: MeshAccessLog;
  /**
   * How proxies treat hosts that the mesh does not know (`spec.values.meshConfig.outboundTrafficPolicy`).
   *
   * @default - that of `values`, else OutboundTrafficPolicy.ALLOW_ANY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
}

/**
 * A control plane that the Sail operator installs, that of OpenShift Service Mesh 3 among them
 * (sailoperator.io/v1 Istio). Its proxies log each request to standard output unless `accessLog` or `values` say
 * otherwise.
 */
export class Istio extends CustomResource {
  /** Namespace of the control plane. */
  public readonly controlPlaneNamespace: string;
  private readonly spec: IstioSpec;

  public constructor(scope: Construct, id: string, props: IstioProps = {}) {
    super(scope, id, { name: props.name, labels: props.labels, annotations: props.annotations });
    // It becomes part of the names of revisions, and those the value of a label.
    dnsLabel('name of Istio', this.name);
    this.controlPlaneNamespace = dnsLabel('namespace of the control plane', props.namespace ?? 'istio-system');
    const { updateStrategy } = props;
    if (updateStrategy?.isRevisionBased && props.version === undefined) {
      refuse(
        {
          what: 'version of a revision',
          got: undefined,
          expected: 'a version; the revision is named after it',
          fix: "pin it, for example version: 'v1.30.3'",
        },
        this,
      );
    }
    this.spec = {
      namespace: this.controlPlaneNamespace,
      version: sailVersion(props.version),
      updateStrategy: updateStrategy?._render(),
      profile: props.profile,
      values: meshValues(props),
    };
  }

  /** The revision that workloads belong to: `<name>`, or `<name>-v1-30-3` where each version is a revision. */
  public get revision(): IstioRevision {
    const { updateStrategy, version = '' } = this.spec;
    const suffix = updateStrategy?.type === 'RevisionBased' ? `-${version.replaceAll('.', '-')}` : '';
    return IstioRevision.named(`${this.name}${suffix}`);
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

/** Options of an `IstioCni`. */
export interface IstioCniProps extends SailProps {}

/**
 * The CNI plugin that redirects the traffic of pods, so that no pod needs privileges (sailoperator.io/v1 IstioCNI).
 * There is one in a cluster, called `default`.
 */
export class IstioCni extends CustomResource {
  private readonly spec: IstioCNISpec;

  public constructor(scope: Construct, id: string, props: IstioCniProps = {}) {
    super(scope, id, { name: 'default', labels: props.labels, annotations: props.annotations });
    this.spec = {
      namespace: dnsLabel('namespace of IstioCNI', props.namespace ?? 'istio-cni'),
      version: sailVersion(props.version),
      profile: props.profile,
      values: props.values,
    };
  }

  /** @internal */
  protected _kind() {
    return IstioCNI;
  }

  /** @internal */
  protected _spec(): IstioCNISpec {
    return this.spec;
  }
}

/** The options over `values`, and both over the access log. */
function meshValues({ accessLog, outboundTrafficPolicy, values = {} }: IstioProps): IstioSpec['values'] {
  const { meshConfig, ...others } = values;
  const log = accessLog ?? (meshConfig?.accessLogFile === undefined ? MeshAccessLog.text() : undefined);
  return {
    ...others,
    meshConfig: {
      ...meshConfig,
      ...log?._render(),
      ...(outboundTrafficPolicy && { outboundTrafficPolicy: outboundTrafficPolicy._renderForMesh() }),
    },
  };
}

/** `spec.version`: the list differs from one operator to the next, so only the form is checked. */
function sailVersion(value: string | undefined): IstioSpec['version'] {
  if (value !== undefined && !/^(v\d+\.\d+(\.\d+(-[a-z0-9.-]+)?|-latest)|master)$/.test(value)) {
    refuse({
      what: 'version',
      got: value,
      expected: "a version that the operator lists, such as 'v1.30.3' or 'v1.30-latest'",
      fix: /^\d/.test(value) ? `write 'v${value}'` : 'kubectl explain istio.spec.version lists them',
    });
  }
  return value as IstioSpec['version'];
}
