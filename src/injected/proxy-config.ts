import { Duration } from 'cdk8s';
import { GatewayDrain } from './gateway-drain';
import { istioCount, istioDuration } from '../istio/istio-text';
import { printYaml } from '../manifest/yaml';
import { refuse } from '../value/problem';

/** Handling of the header X-Forwarded-Client-Cert by a gateway (`forwardClientCertDetails`). */
export enum ForwardClientCertDetails {
  /** Removes the header. */
  SANITIZE = 'SANITIZE',
  /** Forwards the header if the client used mutual TLS. */
  FORWARD_ONLY = 'FORWARD_ONLY',
  /** Appends the client certificate to the header if the client used mutual TLS. */
  APPEND_FORWARD = 'APPEND_FORWARD',
  /** Replaces the header by the client certificate if the client used mutual TLS. */
  SANITIZE_SET = 'SANITIZE_SET',
  /** Always forwards the header. */
  ALWAYS_FORWARD_ONLY = 'ALWAYS_FORWARD_ONLY',
}

/**
 * Proxy settings of a gateway (annotation `proxy.istio.io/config`). By default, the load balancer of the Service
 * determines `proxyProtocol`, and `drain` of the gateway determines the drain duration.
 */
export interface GatewayProxyConfig {
  /**
   * Number of worker threads (`concurrency`); 0 for one per core of the node.
   *
   * @default - derived from the CPU limit of the container
   */
  readonly concurrency?: number;
  /**
   * Environment variables of the proxy (`proxyMetadata`).
   *
   * @default - none
   */
  readonly proxyMetadata?: { readonly [name: string]: string };
  /**
   * Drain time of connections when Envoy restarts, whole seconds, at least 1 (`drainDuration`).
   *
   * @default - the time of `drain`, at least 45 seconds
   */
  readonly drainDuration?: Duration;
  /**
   * Number of trusted proxies in front of the gateway that append to X-Forwarded-For (`gatewayTopology.numTrustedProxies`).
   *
   * @default 0
   */
  readonly numTrustedProxies?: number;
  /**
   * Handling of X-Forwarded-Client-Cert (`gatewayTopology.forwardClientCertDetails`).
   *
   * @default ForwardClientCertDetails.SANITIZE_SET
   */
  readonly forwardClientCertDetails?: ForwardClientCertDetails;
  /**
   * Whether the gateway expects the PROXY protocol (`gatewayTopology.proxyProtocol`).
   *
   * @default - whether the load balancer sends it
   */
  readonly proxyProtocol?: boolean;
  /**
   * Further fields of ProxyConfig in Istio's format, for example `{ runtimeValues: { a: 'b' } }`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- no CRD describes them, and they differ between releases
  readonly others?: { readonly [key: string]: any };
}

/** Fields that have an option because other settings depend on them. */
const DECIDED_HERE: readonly string[] = ['terminationDrainDuration', 'gatewayTopology'];

/**
 * Text of the annotation; `undefined` where the mesh configuration applies.
 * @internal
 */
export function proxyConfigText(
  { others = {}, ...config }: GatewayProxyConfig,
  drain: GatewayDrain,
  proxyProtocol: boolean,
): string | undefined {
  const { terminationDrainDuration, ...draining } = drain._proxyConfig;
  const { drainDuration = draining.drainDuration } = config;
  const typed = defined({
    concurrency: count('concurrency', config.concurrency),
    drainDuration: drainDuration && seconds('drainDuration', drainDuration),
    terminationDrainDuration: terminationDrainDuration && seconds('terminationDrainDuration', terminationDrainDuration),
    proxyMetadata: defined({ ...draining.proxyMetadata, ...config.proxyMetadata }),
    gatewayTopology: defined({
      numTrustedProxies: count('numTrustedProxies', config.numTrustedProxies),
      forwardClientCertDetails: config.forwardClientCertDetails,
      proxyProtocol: proxyProtocol ? {} : undefined,
    }),
  });
  const twice = Object.keys(others).find((key) => key in (typed ?? {}) || DECIDED_HERE.includes(key));
  if (twice !== undefined) {
    refuse({
      what: 'others of proxyConfig',
      got: twice,
      expected: 'fields without an option',
      fix: twice === 'terminationDrainDuration' ? 'use drain: GatewayDrain.after()' : `use the options for ${twice}`,
    });
  }
  const all = { ...typed, ...others };
  return Object.keys(all).length > 0 ? printYaml([all]) : undefined;
}

const count = (what: string, value: number | undefined) => (value === undefined ? undefined : istioCount(what, value));

function seconds(what: string, value: Duration): string {
  if (!Number.isInteger(value.toSeconds({ integral: false }))) {
    refuse({ what, got: `${value.toMilliseconds()} ms`, expected: 'whole seconds', fix: 'round it' });
  }
  return istioDuration(what, value);
}

/** The fields that are set; `undefined` if none is. */
function defined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
