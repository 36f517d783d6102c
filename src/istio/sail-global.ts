import { listOrNothing, subnet } from './istio-text';
import { orNothing, renderResources, SailResources, Values } from './sail-values';
import { port } from '../manifest/scalar';

/** When images are pulled (`imagePullPolicy`). */
export enum SailImagePullPolicy {
  /** At every start. */
  ALWAYS = 'Always',
  /** Never. */
  NEVER = 'Never',
  /** Where the node does not have it. */
  IF_NOT_PRESENT = 'IfNotPresent',
}

/** How proxies are injected (`values.global.proxy`). */
export interface IstioProxyOptions {
  /**
   * CPU and memory of a sidecar, and of a gateway that does not say (`resources`).
   *
   * @default - requests 100 millicores and 128 MiB, limits 2 cores and 1 GiB
   */
  readonly resources?: SailResources;
  /**
   * What proxies log: `trace`, `debug`, `info`, `warning`, `error`, `critical` or `off` (`logLevel`).
   *
   * @default - warning
   */
  readonly logLevel?: string;
  /**
   * The same for parts of Envoy, `misc:error,http:debug` (`componentLogLevel`).
   *
   * @default - misc:error
   */
  readonly componentLogLevel?: string;
  /**
   * Domain of the cluster (`clusterDomain`).
   *
   * @default - cluster.local
   */
  readonly clusterDomain?: string;
  /**
   * Networks outside that sidecars capture (`includeIPRanges`).
   *
   * @default - all
   */
  readonly includeIpRanges?: string[];
  /**
   * Networks outside that go around sidecars (`excludeIPRanges`).
   *
   * @default - none
   */
  readonly excludeIpRanges?: string[];
  /**
   * Ports of workloads that go around sidecars (`excludeInboundPorts`).
   *
   * @default - none
   */
  readonly excludeInboundPorts?: number[];
  /**
   * Ports outside that go around sidecars (`excludeOutboundPorts`).
   *
   * @default - none
   */
  readonly excludeOutboundPorts?: number[];
}

/** What all components of Istio share (`values.global`). What is not here goes into `values` of the `Istio`. */
export interface IstioGlobalOptions {
  /**
   * How proxies are injected (`proxy`).
   *
   * @default - Istio's
   */
  readonly proxy?: IstioProxyOptions;
  /**
   * CPU and memory of a waypoint (`waypoint.resources`).
   *
   * @default - Istio's
   */
  readonly waypointResources?: SailResources;
  /**
   * What components log, `<scope>:<level>` with commas between (`logging.level`).
   *
   * @default - default:info
   */
  readonly logLevel?: string;
  /**
   * Whether components log JSON (`logAsJson`).
   *
   * @default false
   */
  readonly logAsJson?: boolean;
  /**
   * Registry and folder of images (`hub`).
   *
   * @default - those of the operator
   */
  readonly hub?: string;
  /**
   * Tag of images (`tag`).
   *
   * @default - that of the version
   */
  readonly tag?: string;
  /**
   * Kind of images, `distroless` or `debug` (`variant`).
   *
   * @default - that of the version
   */
  readonly variant?: string;
  /**
   * When images are pulled (`imagePullPolicy`).
   *
   * @default - that of Kubernetes
   */
  readonly imagePullPolicy?: SailImagePullPolicy;
  /**
   * Names of Secrets to pull images with (`imagePullSecrets`).
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * Name of the mesh, the same in all its clusters (`meshID`).
   *
   * @default - the trust domain
   */
  readonly meshId?: string;
  /**
   * Name of this cluster in the mesh (`multiCluster.clusterName`).
   *
   * @default - Kubernetes
   */
  readonly clusterName?: string;
  /**
   * Network that the cluster's pods stand in (`network`).
   *
   * @default - one for all
   */
  readonly network?: string;
  /**
   * Whether components have a PodDisruptionBudget (`defaultPodDisruptionBudget.enabled`).
   *
   * @default true
   */
  readonly podDisruptionBudget?: boolean;
  /**
   * Whether components have a NetworkPolicy (`networkPolicy.enabled`).
   *
   * @default false
   */
  readonly networkPolicy?: boolean;
  /**
   * Where it runs, `openshift` or `gcp` (`platform`).
   *
   * @default - the operator finds out
   */
  readonly platform?: string;
  /**
   * Whether traffic is redirected by nftables in place of iptables (`nativeNftables`).
   *
   * @default false
   */
  readonly nativeNftables?: boolean;
  /**
   * Address of the authority that signs workloads' certificates, where it is not istiod (`caAddress`).
   *
   * @default - istiod
   */
  readonly caAddress?: string;
}

type Spec = NonNullable<Values['global']>;

/** `values.global`. */
export function renderGlobal(options: IstioGlobalOptions): Spec | undefined {
  const { proxy, waypointResources, logLevel, clusterName, podDisruptionBudget, networkPolicy, ...rest } = options;
  const { meshId, imagePullSecrets, ...plain } = rest;
  return orNothing<Spec>({
    ...plain,
    proxy: proxy && renderProxy(proxy),
    waypoint: waypointResources && orNothing({ resources: renderResources(waypointResources) }),
    logging: orNothing({ level: logLevel }),
    imagePullSecrets: listOrNothing(imagePullSecrets),
    meshID: meshId,
    multiCluster: orNothing({ clusterName }),
    defaultPodDisruptionBudget: orNothing({ enabled: podDisruptionBudget }),
    networkPolicy: orNothing({ enabled: networkPolicy }),
  });
}

function renderProxy(options: IstioProxyOptions): Spec['proxy'] {
  const { resources, includeIpRanges, excludeIpRanges, excludeInboundPorts, excludeOutboundPorts, ...plain } = options;
  return orNothing({
    ...plain,
    resources: resources && renderResources(resources),
    includeIPRanges: ranges('includeIpRanges', includeIpRanges),
    excludeIPRanges: ranges('excludeIpRanges', excludeIpRanges),
    excludeInboundPorts: ports('excludeInboundPorts', excludeInboundPorts),
    excludeOutboundPorts: ports('excludeOutboundPorts', excludeOutboundPorts),
  });
}

const ranges = (what: string, list?: readonly string[]) => list?.map((range) => subnet(what, range)).join(',');
const ports = (what: string, list?: readonly number[]) => list?.map((number) => port(what, number)).join(',');
