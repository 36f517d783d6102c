import { Duration } from 'cdk8s';
import { istioDuration, listOrNothing, onceEach } from './istio-text';
import { OutboundTrafficPolicy } from './outbound-traffic-policy';
import { MeshAccessLog } from './sail-access-log';
import { MeshExtensionProvider } from './sail-extension-provider';
import { IstioProxyConfig, renderProxyConfig } from './sail-proxy-config';
import { orNothing, Values } from './sail-values';
import { dnsLabel, dnsSubdomain } from '../manifest/scalar';
import { LabelSelectorOptions, renderSelector } from '../resource/label-selector';

/** How paths are brought into one form before routes and policies see them (`pathNormalization.normalization`). */
export enum PathNormalization {
  /** As BASE. */
  DEFAULT = 'DEFAULT',
  /** Not at all. */
  NONE = 'NONE',
  /** By RFC 3986: `/a/../b` is `/b`. */
  BASE = 'BASE',
  /** And `/a//b` is `/a/b`. */
  MERGE_SLASHES = 'MERGE_SLASHES',
  /** And `/a%2f/b` is `/a/b`. */
  DECODE_AND_MERGE_SLASHES = 'DECODE_AND_MERGE_SLASHES',
}

/** Oldest version of TLS inside a mesh. */
export enum MeshTlsVersion {
  /** 1.2. */
  TLS_AUTO = 'TLS_AUTO',
  /** TLS 1.2. */
  TLSV1_2 = 'TLSV1_2',
  /** TLS 1.3. */
  TLSV1_3 = 'TLSV1_3',
}

/** What TLS proxies speak. */
export interface MeshTlsOptions {
  /**
   * Oldest version (`minProtocolVersion`).
   *
   * @default - 1.2
   */
  readonly minProtocolVersion?: MeshTlsVersion;
  /**
   * Cipher suites up to TLS 1.2, by OpenSSL's names (`cipherSuites`).
   *
   * @default - those of Istio
   */
  readonly cipherSuites?: string[];
  /**
   * Curves of the key exchange (`ecdhCurves`).
   *
   * @default - those of Envoy
   */
  readonly ecdhCurves?: string[];
}

/** Settings of a whole mesh (`values.meshConfig`). What is not here goes into `values` of the `Istio`. */
export interface MeshConfig {
  /**
   * Access log of every proxy (`accessLogFile`, `accessLogEncoding`, `accessLogFormat`).
   *
   * @default MeshAccessLog.text()
   */
  readonly accessLog?: MeshAccessLog;
  /**
   * What sidecars do with traffic to hosts that the mesh does not know (`outboundTrafficPolicy`).
   *
   * @default - OutboundTrafficPolicy.ALLOW_ANY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  /**
   * How proxies run (`defaultConfig`).
   *
   * @default - Istio's
   */
  readonly defaultConfig?: IstioProxyConfig;
  /**
   * Authorizers and collectors, each name once, beside Istio's own `prometheus`, `envoy` and `stackdriver`
   * (`extensionProviders`).
   *
   * @default - Istio's own
   */
  readonly extensionProviders?: MeshExtensionProvider[];
  /**
   * Names of the providers that access logs go to, where a `Telemetry` names none (`defaultProviders.accessLogging`).
   *
   * @default - `accessLog` says
   */
  readonly defaultAccessLoggingProviders?: string[];
  /**
   * Names of the providers that metrics go to, where a `Telemetry` names none (`defaultProviders.metrics`).
   *
   * @default - prometheus
   */
  readonly defaultMetricsProviders?: string[];
  /**
   * Name of the provider that traces go to, where a `Telemetry` names none (`defaultProviders.tracing`).
   *
   * @default - none
   */
  readonly defaultTracingProvider?: string;
  /**
   * Whether proxies make traces (`enableTracing`).
   *
   * @default - Istio's
   */
  readonly enableTracing?: boolean;
  /**
   * Namespaces that istiod looks at, by their labels; one selector is enough (`discoverySelectors`).
   *
   * @default - all
   */
  readonly discoverySelectors?: LabelSelectorOptions[];
  /**
   * Root of the identities of workloads (`trustDomain`).
   *
   * @default - cluster.local
   */
  readonly trustDomain?: string;
  /**
   * Trust domains that count as this one (`trustDomainAliases`).
   *
   * @default - none
   */
  readonly trustDomainAliases?: string[];
  /**
   * Whether sidecars choose mutual TLS by themselves where the other side can (`enableAutoMtls`).
   *
   * @default true
   */
  readonly enableAutoMtls?: boolean;
  /**
   * TLS between workloads of the mesh (`meshMTLS`).
   *
   * @default - 1.2 at least
   */
  readonly meshMtls?: MeshTlsOptions;
  /**
   * TLS of gateways, and with hosts outside, where nothing else says (`tlsDefaults`).
   *
   * @default - 1.2 at least
   */
  readonly tlsDefaults?: MeshTlsOptions;
  /**
   * How paths are brought into one form (`pathNormalization.normalization`).
   *
   * @default - PathNormalization.BASE
   */
  readonly pathNormalization?: PathNormalization;
  /**
   * Namespace whose policies count for the whole mesh (`rootNamespace`).
   *
   * @default - that of the control plane
   */
  readonly rootNamespace?: string;
  /**
   * Namespaces that see Services and ServiceEntries that do not say (`defaultServiceExportTo`).
   *
   * @default - all
   */
  readonly defaultServiceExportTo?: string[];
  /**
   * Namespaces that see VirtualServices that do not say (`defaultVirtualServiceExportTo`).
   *
   * @default - all
   */
  readonly defaultVirtualServiceExportTo?: string[];
  /**
   * Namespaces that see DestinationRules that do not say (`defaultDestinationRuleExportTo`).
   *
   * @default - all
   */
  readonly defaultDestinationRuleExportTo?: string[];
  /**
   * Whether a proxy reports the metrics of its application with its own (`enablePrometheusMerge`).
   *
   * @default true
   */
  readonly enablePrometheusMerge?: boolean;
  /**
   * Time to open a connection, at least 1 ms (`connectTimeout`).
   *
   * @default - 10 s
   */
  readonly connectTimeout?: Duration;
}

type Spec = NonNullable<Values['meshConfig']>;

/** `values.meshConfig`, without the access log where nobody says. */
export function renderMeshConfig(config: MeshConfig): Spec | undefined {
  const {
    accessLog,
    outboundTrafficPolicy,
    defaultConfig,
    extensionProviders = [],
    discoverySelectors,
    ...rest
  } = config;
  const { defaultAccessLoggingProviders, defaultMetricsProviders, defaultTracingProvider, ...plain } = rest;
  const { meshMtls, tlsDefaults, pathNormalization, connectTimeout, rootNamespace } = plain;
  onceEach(
    'names of extensionProviders',
    extensionProviders.map(({ name }) => name),
  );
  [plain.trustDomain ?? [], plain.trustDomainAliases ?? []]
    .flat()
    .forEach((name) => dnsSubdomain('trust domain', name));
  return orNothing<Spec>({
    ...accessLog?._render(),
    outboundTrafficPolicy: outboundTrafficPolicy?._renderForMesh(),
    defaultConfig: defaultConfig && orNothing(renderProxyConfig(defaultConfig)),
    extensionProviders: listOrNothing(extensionProviders.map((provider) => provider._render())),
    defaultProviders: orNothing({
      accessLogging: listOrNothing(defaultAccessLoggingProviders),
      metrics: listOrNothing(defaultMetricsProviders),
      tracing: defaultTracingProvider === undefined ? undefined : [defaultTracingProvider],
    }),
    enableTracing: plain.enableTracing,
    discoverySelectors: discoverySelectors?.map((selector) => renderSelector('discoverySelectors', selector)),
    trustDomain: plain.trustDomain,
    trustDomainAliases: listOrNothing(plain.trustDomainAliases),
    enableAutoMtls: plain.enableAutoMtls,
    meshMTLS: meshMtls && renderTls(meshMtls),
    tlsDefaults: tlsDefaults && renderTls(tlsDefaults),
    pathNormalization: pathNormalization && { normalization: pathNormalization },
    rootNamespace: rootNamespace && dnsLabel('rootNamespace', rootNamespace),
    defaultServiceExportTo: visibility('defaultServiceExportTo', plain.defaultServiceExportTo),
    defaultVirtualServiceExportTo: visibility('defaultVirtualServiceExportTo', plain.defaultVirtualServiceExportTo),
    defaultDestinationRuleExportTo: visibility('defaultDestinationRuleExportTo', plain.defaultDestinationRuleExportTo),
    enablePrometheusMerge: plain.enablePrometheusMerge,
    connectTimeout: connectTimeout && istioDuration('connectTimeout', connectTimeout),
  });
}

const renderTls = ({ minProtocolVersion, cipherSuites, ecdhCurves }: MeshTlsOptions) =>
  orNothing({
    minProtocolVersion,
    cipherSuites: listOrNothing(cipherSuites),
    ecdhCurves: listOrNothing(ecdhCurves),
  });

function visibility(what: string, namespaces?: readonly string[]) {
  namespaces?.filter((entry) => !['.', '*', '~'].includes(entry)).forEach((entry) => dnsLabel(what, entry));
  return listOrNothing(namespaces);
}
