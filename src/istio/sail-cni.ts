import { Construct } from 'constructs';
import { listOrNothing, onceEach } from './istio-text';
import { merged, orNothing, renderResources, SailProfile, SailResources, sailVersion } from './sail-values';
import { IstioCNI as SHAPE, IstioCNISpec } from '../manifest/sail';
import { dnsLabel } from '../manifest/scalar';
import { CustomResource } from '../resource/custom-resource';

/** Options of an `IstioCni`. */
export interface IstioCniProps {
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
   * Namespace that the plugin is installed in; it cannot be changed later (`spec.namespace`).
   *
   * @default istio-cni
   */
  readonly namespace?: string;
  /**
   * Version of Istio, at least that of the control plane (`spec.version`).
   *
   * @default - the newest that the operator has
   */
  readonly version?: string;
  /**
   * Values to start from (`spec.profile`).
   *
   * @default - SailProfile.DEFAULT, on OpenShift SailProfile.OPENSHIFT
   */
  readonly profile?: SailProfile;
  /**
   * Namespaces whose pods are left alone (`spec.values.cni.excludeNamespaces`).
   *
   * @default - kube-system
   */
  readonly excludeNamespaces?: string[];
  /**
   * What it logs, `<scope>:<level>` with commas between (`spec.values.cni.logging.level`).
   *
   * @default - info
   */
  readonly logLevel?: string;
  /**
   * CPU and memory of a pod (`spec.values.cni.resources`).
   *
   * @default - requests 100 millicores and 100 MiB
   */
  readonly resources?: SailResources;
  /**
   * Whether it redirects traffic of ambient mode (`spec.values.cni.ambient.enabled`).
   *
   * @default - as the profile says
   */
  readonly ambient?: boolean;
  /**
   * Whether pods in ambient mode ask ztunnel for names (`spec.values.cni.ambient.dnsCapture`).
   *
   * @default true
   */
  readonly ambientDnsCapture?: boolean;
  /**
   * Folder of nodes for the plugin's program (`spec.values.cni.cniBinDir`).
   *
   * @default - by the platform
   */
  readonly cniBinDir?: string;
  /**
   * Folder of nodes for the plugin's configuration (`spec.values.cni.cniConfDir`).
   *
   * @default - by the platform
   */
  readonly cniConfDir?: string;
  /**
   * Whether it goes behind another plugin (`spec.values.cni.chained`).
   *
   * @default - by the platform
   */
  readonly chained?: boolean;
  /**
   * `default` or `multus` (`spec.values.cni.provider`).
   *
   * @default - by the platform
   */
  readonly provider?: string;
  /**
   * Values of the chart that the other options do not know (`spec.values`); where both speak, the options win.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the values of a chart, which differ by version
  readonly values?: { readonly [key: string]: any };
}

/**
 * The CNI plugin that redirects pods' traffic, so that no pod needs privileges (sailoperator.io/v1 IstioCNI). One
 * in a cluster, called `default`.
 */
export class IstioCni extends CustomResource {
  private readonly spec: IstioCNISpec;

  public constructor(scope: Construct, id: string, props: IstioCniProps = {}) {
    super(scope, id, { name: 'default', labels: props.labels, annotations: props.annotations });
    const { ambient, ambientDnsCapture, logLevel, resources, excludeNamespaces, ...rest } = props;
    excludeNamespaces?.forEach((name) => dnsLabel('excludeNamespaces', name));
    const cni = orNothing<NonNullable<NonNullable<IstioCNISpec['values']>['cni']>>({
      excludeNamespaces: listOrNothing(onceEach('excludeNamespaces', excludeNamespaces ?? [])),
      logging: orNothing({ level: logLevel }),
      resources: resources && renderResources(resources),
      ambient: orNothing({ enabled: ambient, dnsCapture: ambientDnsCapture }),
      cniBinDir: rest.cniBinDir,
      cniConfDir: rest.cniConfDir,
      chained: rest.chained,
      provider: rest.provider,
    });
    this.spec = {
      namespace: dnsLabel('namespace of IstioCNI', rest.namespace ?? 'istio-cni'),
      version: rest.version === undefined ? undefined : sailVersion(rest.version),
      profile: rest.profile,
      values: merged(rest.values, orNothing({ cni })) as IstioCNISpec['values'],
    };
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): IstioCNISpec {
    return this.spec;
  }
}
