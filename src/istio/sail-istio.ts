import { Construct } from 'constructs';
import { MeshAccessLog } from './sail-access-log';
import { IstioGlobalOptions, renderGlobal } from './sail-global';
import { MeshConfig, renderMeshConfig } from './sail-mesh-config';
import { IstioPilotOptions, renderPilot } from './sail-pilot';
import { IstioRevision } from './sail-revision';
import { IstioUpdateStrategy } from './sail-update-strategy';
import { merged, orNothing, SailProfile, sailVersion, Values } from './sail-values';
import { refuse } from '../manifest/problem';
import { Istio as SHAPE, IstioSpec } from '../manifest/sail';
import { dnsLabel } from '../manifest/scalar';
import { CustomResource } from '../resource/custom-resource';

/** Options of an `Istio`. */
export interface IstioProps {
  /**
   * `metadata.name`. Workloads of one that is not called `default` carry the label `istio.io/rev`: see `revision`.
   *
   * @default - the construct's id
   */
  readonly name?: string;
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
   * Namespace that the control plane is installed in; it cannot be changed later (`spec.namespace`).
   *
   * @default istio-system
   */
  readonly namespace?: string;
  /**
   * Version of Istio, one that the operator has: `v1.30.3`, or `v1.30-latest` (`spec.version`).
   *
   * @default - the newest that the operator has
   */
  readonly version?: string;
  /**
   * What happens when the version changes (`spec.updateStrategy`).
   *
   * @default IstioUpdateStrategy.IN_PLACE
   */
  readonly updateStrategy?: IstioUpdateStrategy;
  /**
   * Values to start from (`spec.profile`).
   *
   * @default - SailProfile.DEFAULT, on OpenShift SailProfile.OPENSHIFT
   */
  readonly profile?: SailProfile;
  /**
   * Settings of the mesh (`spec.values.meshConfig`).
   *
   * @default - Istio's, with an access log on standard output
   */
  readonly meshConfig?: MeshConfig;
  /**
   * How istiod runs (`spec.values.pilot`).
   *
   * @default - Istio's
   */
  readonly pilot?: IstioPilotOptions;
  /**
   * What all components share (`spec.values.global`).
   *
   * @default - Istio's
   */
  readonly global?: IstioGlobalOptions;
  /**
   * Values of the charts that the other options do not know (`spec.values`); where both speak, the options win.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the values of charts, which differ by version
  readonly values?: { readonly [key: string]: any };
}

/**
 * A control plane that the Sail operator installs, that of OpenShift Service Mesh 3 among them
 * (sailoperator.io/v1 Istio). Its proxies log each request to standard output, unless `meshConfig.accessLog`
 * says otherwise.
 */
export class Istio extends CustomResource {
  /** Namespace of the control plane. */
  public readonly controlPlaneNamespace: string;
  private readonly spec: IstioSpec;

  public constructor(scope: Construct, id: string, props: IstioProps = {}) {
    super(scope, id, { name: props.name, labels: props.labels, annotations: props.annotations });
    // It becomes a part of the names of revisions, and those the value of a label.
    dnsLabel('name of Istio', this.name);
    this.controlPlaneNamespace = dnsLabel('namespace of the control plane', props.namespace ?? 'istio-system');
    this.spec = {
      namespace: this.controlPlaneNamespace,
      version: props.version === undefined ? undefined : sailVersion(props.version),
      updateStrategy: props.updateStrategy?._render(),
      profile: props.profile,
      values: valuesOf(props),
    };
    this.checkNamespace(props);
    if (props.updateStrategy?.isRevisionBased && props.version === undefined) {
      const fix = "pin it, for example version: 'v1.30.3'";
      refuse(
        { what: 'version of a revision', got: 'none', expected: 'a version; the revision is named by it', fix },
        this,
      );
    }
  }

  /** The revision that workloads belong to: `<name>`, or `<name>-v1-30-3` where each version is a revision. */
  public get revision(): IstioRevision {
    const { updateStrategy, version = '' } = this.spec;
    const suffix = updateStrategy?.type === 'RevisionBased' ? `-${version.replaceAll('.', '-')}` : '';
    return IstioRevision.named(`${this.name}${suffix}`);
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): IstioSpec {
    return this.spec;
  }

  private checkNamespace({ values }: IstioProps): void {
    const said = (values as Values | undefined)?.global?.istioNamespace ?? this.controlPlaneNamespace;
    if (said !== this.controlPlaneNamespace) {
      const fix = 'leave it out of values, and set namespace';
      const expected = `'${this.controlPlaneNamespace}', as namespace`;
      refuse({ what: 'values.global.istioNamespace', got: said, expected, fix }, this);
    }
  }
}

/** The options over the values, and both over the access log that nobody asked for. */
function valuesOf({ meshConfig = {}, pilot = {}, global = {}, values = {} }: IstioProps): Values {
  const said = merged(
    values,
    orNothing({ meshConfig: renderMeshConfig(meshConfig), pilot: renderPilot(pilot), global: renderGlobal(global) }),
  ) as Values;
  return said.meshConfig?.accessLogFile === undefined
    ? (merged({ meshConfig: MeshAccessLog.text()._render() }, said) as Values)
    : said;
}
