import { Duration } from 'cdk8s';
import { definedFields, istioCount, istioDuration, mapOrUndefined } from './istio-text';
import { refuse } from '../manifest/problem';
import { IstioSpec } from '../manifest/sail';

/** Treatment of the header X-Forwarded-Client-Cert by gateways (`forwardClientCertDetails`). */
export enum ForwardClientCertDetails {
  /** Removes it. */
  SANITIZE = 'SANITIZE',
  /** Forwards it if the client used mutual TLS. */
  FORWARD_ONLY = 'FORWARD_ONLY',
  /** Appends the client's certificate to it if the client used mutual TLS. */
  APPEND_FORWARD = 'APPEND_FORWARD',
  /** Replaces it by the client's certificate if the client used mutual TLS. */
  SANITIZE_SET = 'SANITIZE_SET',
  /** Forwards it always. */
  ALWAYS_FORWARD_ONLY = 'ALWAYS_FORWARD_ONLY',
}

/** Settings of the proxy of a pod (annotation `proxy.istio.io/config`), over those of the mesh. */
export interface IstioProxyConfig {
  /**
   * Worker threads (`concurrency`); 0 for one per core of the node.
   *
   * @default - by the CPU limit of the container
   */
  readonly concurrency?: number;
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
   * Treatment of X-Forwarded-Client-Cert by gateways (`gatewayTopology.forwardClientCertDetails`).
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
}

type Spec = NonNullable<NonNullable<NonNullable<IstioSpec['values']>['meshConfig']>['defaultConfig']>;

/** `proxy.istio.io/config` of a pod. */
export function renderProxyConfig(config: IstioProxyConfig): Spec {
  const { concurrency, drainDuration, terminationDrainDuration: termination, proxyMetadata, ...topology } = config;
  const { numTrustedProxies: trusted, forwardClientCertDetails, proxyProtocol } = topology;
  if (drainDuration && !Number.isInteger(drainDuration.toSeconds({ integral: false }))) {
    const got = `${drainDuration.toMilliseconds()} ms`;
    refuse({ what: 'drainDuration', got, expected: 'whole seconds', fix: 'round it' });
  }
  return (
    definedFields<Spec>({
      concurrency: concurrency === undefined ? undefined : istioCount('concurrency', concurrency),
      drainDuration: drainDuration && istioDuration('drainDuration', drainDuration),
      terminationDrainDuration: termination && istioDuration('terminationDrainDuration', termination),
      proxyMetadata: mapOrUndefined(proxyMetadata),
      gatewayTopology: definedFields({
        numTrustedProxies: trusted === undefined ? undefined : istioCount('numTrustedProxies', trusted),
        forwardClientCertDetails,
        proxyProtocol: proxyProtocol ? {} : undefined,
      }),
    }) ?? {}
  );
}
