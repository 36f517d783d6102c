import { Duration } from 'cdk8s';
import { istioCount, istioDuration, listOrNothing } from './istio-text';
import { orNothing, Values } from './sail-values';
import { refuse } from '../manifest/problem';

/** What a gateway does with the header X-Forwarded-Client-Cert (`forwardClientCertDetails`). */
export enum ForwardClientCertDetails {
  /** Takes it away. */
  SANITIZE = 'SANITIZE',
  /** Forwards it where the client spoke mutual TLS. */
  FORWARD_ONLY = 'FORWARD_ONLY',
  /** Adds the client's certificate to it, where the client spoke mutual TLS. */
  APPEND_FORWARD = 'APPEND_FORWARD',
  /** Replaces it by the client's certificate, where the client spoke mutual TLS. */
  SANITIZE_SET = 'SANITIZE_SET',
  /** Forwards it always. */
  ALWAYS_FORWARD_ONLY = 'ALWAYS_FORWARD_ONLY',
}

/** How proxies, sidecars and gateways, run (`meshConfig.defaultConfig`). A pod can say otherwise in `proxy.istio.io/config`. */
export interface IstioProxyConfig {
  /**
   * Worker threads (`concurrency`); 0 for one a core of the node.
   *
   * @default - by the CPU limit of the container
   */
  readonly concurrency?: number;
  /**
   * Whether the application starts after its proxy is ready (`holdApplicationUntilProxyStarts`).
   *
   * @default false
   */
  readonly holdApplicationUntilProxyStarts?: boolean;
  /**
   * Time to drain connections when a proxy restarts itself, whole seconds from 1 (`drainDuration`).
   *
   * @default - 45 s
   */
  readonly drainDuration?: Duration;
  /**
   * Time between SIGTERM and the end of a proxy, for open connections (`terminationDrainDuration`).
   *
   * @default - 5 s
   */
  readonly terminationDrainDuration?: Duration;
  /**
   * Whether proxies answer DNS, so that a `ServiceEntry` for TCP gets an address of its own (variable
   * `ISTIO_META_DNS_CAPTURE` of `proxyMetadata`).
   *
   * @default false
   */
  readonly dnsCapture?: boolean;
  /**
   * Environment variables of proxies (`proxyMetadata`).
   *
   * @default - none
   */
  readonly proxyMetadata?: { readonly [name: string]: string };
  /**
   * Number of trusted proxies in front of gateways that add to X-Forwarded-For
   * (`gatewayTopology.numTrustedProxies`).
   *
   * @default 0
   */
  readonly numTrustedProxies?: number;
  /**
   * What gateways do with X-Forwarded-Client-Cert (`gatewayTopology.forwardClientCertDetails`).
   *
   * @default ForwardClientCertDetails.SANITIZE_SET
   */
  readonly forwardClientCertDetails?: ForwardClientCertDetails;
  /**
   * Whether gateways expect the PROXY protocol (`gatewayTopology.proxyProtocol`).
   *
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /**
   * Share of requests in percent that start a trace, 0 to 100 (`tracing.sampling`); a `Telemetry` is the newer way.
   *
   * @default - 1
   */
  readonly tracingSampling?: number;
  /**
   * Kind of the proxy's image, `distroless` or `debug` (`image.imageType`).
   *
   * @default - the installation's
   */
  readonly imageType?: string;
  /**
   * Statistics of Envoy that are kept beside Istio's own, by regular expression
   * (`proxyStatsMatcher.inclusionRegexps`).
   *
   * @default - none
   */
  readonly statsInclusionRegexps?: string[];
  /**
   * The same by beginning (`proxyStatsMatcher.inclusionPrefixes`).
   *
   * @default - none
   */
  readonly statsInclusionPrefixes?: string[];
  /**
   * The same by ending (`proxyStatsMatcher.inclusionSuffixes`).
   *
   * @default - none
   */
  readonly statsInclusionSuffixes?: string[];
}

type Spec = NonNullable<NonNullable<Values['meshConfig']>['defaultConfig']>;

/** `defaultConfig` of a mesh, and `proxy.istio.io/config` of a pod. */
export function renderProxyConfig(config: IstioProxyConfig): Spec {
  const { concurrency, drainDuration, terminationDrainDuration, proxyProtocol, imageType, dnsCapture, ...rest } =
    config;
  const { tracingSampling: sampling, numTrustedProxies } = rest;
  if (sampling !== undefined && !(sampling >= 0 && sampling <= 100)) {
    refuse({ what: 'tracingSampling', got: sampling, expected: 'a number from 0 to 100', fix: 'it is in percent' });
  }
  if (drainDuration && !Number.isInteger(drainDuration.toSeconds({ integral: false }))) {
    refuse({
      what: 'drainDuration',
      got: `${drainDuration.toMilliseconds()} ms`,
      expected: 'whole seconds',
      fix: 'round it',
    });
  }
  const capture = dnsCapture === undefined ? undefined : { ISTIO_META_DNS_CAPTURE: String(dnsCapture) };
  return (
    orNothing<Spec>({
      concurrency: concurrency === undefined ? undefined : istioCount('concurrency', concurrency),
      holdApplicationUntilProxyStarts: rest.holdApplicationUntilProxyStarts,
      drainDuration: drainDuration && istioDuration('drainDuration', drainDuration),
      terminationDrainDuration:
        terminationDrainDuration && istioDuration('terminationDrainDuration', terminationDrainDuration),
      proxyMetadata: orNothing({ ...capture, ...rest.proxyMetadata }) as Record<string, string> | undefined,
      gatewayTopology: orNothing({
        numTrustedProxies:
          numTrustedProxies === undefined ? undefined : istioCount('numTrustedProxies', numTrustedProxies),
        forwardClientCertDetails: rest.forwardClientCertDetails,
        proxyProtocol: proxyProtocol ? {} : undefined,
      }),
      tracing: orNothing({ sampling }),
      image: orNothing({ imageType }),
      proxyStatsMatcher: orNothing({
        inclusionRegexps: listOrNothing(rest.statsInclusionRegexps),
        inclusionPrefixes: listOrNothing(rest.statsInclusionPrefixes),
        inclusionSuffixes: listOrNothing(rest.statsInclusionSuffixes),
      }),
    }) ?? {}
  );
}
