import { Duration } from 'cdk8s';
import { GatewayDrain } from './gateway-drain';
import { istioCount, istioDuration } from '../istio/istio-text';
import { printYaml } from '../manifest/yaml';
import { refuse } from '../value/problem';

/** How a gateway treats the header X-Forwarded-Client-Cert (`forwardClientCertDetails`). */
export enum ForwardClientCertDetails {
  /** Removes it. */
  SANITIZE = 'SANITIZE',
  /** Forwards it where the client used mutual TLS. */
  FORWARD_ONLY = 'FORWARD_ONLY',
  /** Appends the client's certificate to it where the client used mutual TLS. */
  APPEND_FORWARD = 'APPEND_FORWARD',
  /** Replaces it with the client's certificate where the client used mutual TLS. */
  SANITIZE_SET = 'SANITIZE_SET',
  /** Forwards it always. */
  ALWAYS_FORWARD_ONLY = 'ALWAYS_FORWARD_ONLY',
}

/**
 * Settings of a gateway's Envoy (annotation `proxy.istio.io/config`). The load balancer of the Service decides
 * `proxyProtocol` by default, and `drain` of the gateway decides how long it drains.
 */
export interface GatewayProxyConfig {
  /**
   * Worker threads (`concurrency`); 0 for one per core of the node.
   *
   * @default - by the CPU limit of the container
   */
  readonly concurrency?: number;
  /**
   * Environment variables of the proxy (`proxyMetadata`).
   *
   * @default - none
   */
  readonly proxyMetadata?: { readonly [name: string]: string };
  /**
   * Time to drain connections when the proxy restarts itself, whole seconds from 1 (`drainDuration`).
   *
   * @default - that of the drain, at least 45 s
   */
  readonly drainDuration?: Duration;
  /**
   * Number of trusted proxies in front that append to X-Forwarded-For (`gatewayTopology.numTrustedProxies`).
   *
   * @default 0
   */
  readonly numTrustedProxies?: number;
  /**
   * How X-Forwarded-Client-Cert is treated (`gatewayTopology.forwardClientCertDetails`).
   *
   * @default ForwardClientCertDetails.SANITIZE_SET
   */
  readonly forwardClientCertDetails?: ForwardClientCertDetails;
  /**
   * Whether the gateway expects the PROXY protocol (`gatewayTopology.proxyProtocol`).
   *
   * @default - as the load balancer sends it
   */
  readonly proxyProtocol?: boolean;
  /**
   * Further fields of ProxyConfig, as Istio writes them, for example `{ runtimeValues: { a: 'b' } }`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- no CRD describes them, and each release has others
  readonly others?: { readonly [key: string]: any };
}

/** Fields that the grace period and the load balancer depend on. */
const DECIDED_HERE: readonly string[] = ['terminationDrainDuration', 'gatewayTopology'];

/**
 * The annotation's text; undefined where the mesh's settings hold.
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

/** The fields that are set; undefined where none is. */
function defined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
