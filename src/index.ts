export * from './app/gateway-app';

export * from './check/channel';

export * from './canary/argo-analysis';
export { ArgoAnalysisArgument } from './canary/argo-argument';
export { ArgoCdIgnoreDifference } from './canary/argo-cd';
export {
  ArgoOAuth2,
  ArgoPrometheus,
  ArgoPrometheusAuthentication,
  ArgoSecretKey,
  ArgoSigV4,
} from './canary/argo-prometheus';
export * from './canary/argo-rollout';
export * from './canary/argo-rollout-options';
export { ArgoGrpcRouteOptions, ArgoHttpRouteOptions, ArgoRouteOptions } from './canary/argo-routes';
export { ArgoMetadata } from './canary/argo-text';
export { ArgoPodTemplate, ArgoScaleDown, ArgoWorkload } from './canary/argo-workload';
export * from './canary/canary-pin';
export * from './canary/canary-plan';
export * from './canary/canary-route';
export { CanaryVersions } from './canary/canary-states';
export * from './canary/canary-weights';
export * from './canary/flagger-alert';
export { FlaggerAnalysisOptions } from './canary/flagger-analysis';
export * from './canary/flagger-canary';
export { FlaggerGhzOptions, FlaggerHeyOptions, FlaggerLoad, FlaggerLoadOptions } from './canary/flagger-load';
export * from './canary/flagger-metric';
export * from './canary/flagger-metric-template';
export {
  FlaggerMetadata,
  FlaggerServiceOptions,
  FlaggerTrafficDistribution,
  FlaggerUnmanagedMetadata,
} from './canary/flagger-service';
export { FlaggerSameSite, FlaggerSessionAffinity } from './canary/flagger-session-affinity';
export * from './canary/flagger-strategy';
export * from './canary/flagger-target';
export * from './canary/flagger-webhook';
export * from './canary/grpc-canary-route';
export { IstioReporter } from './canary/istio-metrics';
export * from './canary/stream-canary-route';

export * from './gateway/address-advertisement';
export { AddressPool, AddressPoolProps } from './gateway/address-pool';
export * from './gateway/backend-tls-policy';
export { GatewayCapacity } from './gateway/capacity-spec';
export * from './gateway/client-validation';
export * from './gateway/gateway-class-definition';
export * from './gateway/gateway-class';
export * from './gateway/gateway-options';
export * from './gateway/gateway';
export * from './gateway/listener-set';
export {
  CertificateReference,
  CertificateReferenceOptions,
  HostListenerOptions,
  Listener,
  ListenerOptions,
  RouteNamespaces,
  TlsListenerOptions,
} from './gateway/listener';
export * from './gateway/secured-gateway';
export * from './gateway/secured-gateway-options';

export * from './route/backend';
export { CorsOptions } from './route/cors';
export * from './route/external-auth';
export * from './route/grpc-match';
export * from './route/grpc-route';
export { HeaderModifications } from './route/header-modifications';
export * from './route/http-match';
export * from './route/http-route';
export * from './route/open-api-document';
export { PathParameters } from './route/open-api-path';
export * from './route/open-api-routes';
export { OpenApiGrouping } from './route/open-api-rules';
export { OpenApiScopes } from './route/open-api-security';
export { OpenApiServer } from './route/open-api-server';
export { RouteParent } from './route/parent';
export * from './route/path-modifier';
export { ReferenceGrant, ReferenceGrantFrom, ReferenceGrantProps, ReferenceGrantTo } from './route/reference-grant';
export * from './route/route-filter';
export { Route, RouteProps, RouteRule } from './route/route';
export * from './route/session-persistence';
export * from './route/stream-route';
export * from './route/tcp-route';
export * from './route/tls-route';
export * from './route/udp-route';
export { FromVirtualServiceProps } from './route/virtual-service';

export { AuthorizationAttribute } from './istio/authorization-attribute';
export { AuthorizationAction, AuthorizationPolicyProps, AuthorizationPolicy } from './istio/authorization-policy';
export {
  AuthorizationSource,
  AuthorizationOperation,
  AuthorizationCondition,
  AuthorizationPolicyRule,
} from './istio/authorization-rule';
export { ConnectionPool, H2UpgradePolicy, HttpConnectionPool, TcpConnectionPool } from './istio/connection-pool';
export * from './istio/destination';
export * from './istio/destination-rule';
export * from './istio/istio-client-tls';
export * from './istio/istio-gateway';
export { IstioPolicyProps, IstioPolicy } from './istio/istio-policy';
export { IstioPortOptions, IstioPort } from './istio/istio-port';
export { IstioHttpServerOptions, IstioServer, IstioServerOptions, IstioTlsServerOptions } from './istio/istio-server';
export { IstioTarget } from './istio/istio-target';
export { IstioMutualTlsOptions, IstioServerTls, IstioServerTlsOptions, IstioTlsVersion } from './istio/istio-tls';
export * from './istio/load-balancer';
export { LocalityFailover, LocalityLoadBalancing } from './istio/locality';
export { MeshAccessLog } from './istio/mesh-access-log';
export { MutualTlsMode, PeerAuthenticationProps, PeerAuthentication } from './istio/peer-authentication';
export { ForwardClientCertDetails, IstioProxyConfig } from './istio/proxy-config';
export { JwtHeader, JwtRule, RequestAuthenticationProps, RequestAuthentication } from './istio/request-authentication';
export { IstioRevision } from './istio/revision';
export * from './istio/sail';
export { ServiceEntryLocation, ServiceEntryResolution, ServiceEntryProps, ServiceEntry } from './istio/service-entry';
export { ServiceEntryEndpoint } from './istio/service-entry-endpoint';
export { OutboundTrafficPolicy, SidecarProps, Sidecar } from './istio/sidecar';
export * from './istio/string-match';
export * from './istio/telemetry';
export { OutlierDetection, PortTrafficPolicy, TrafficPolicy, TrafficPolicySettings } from './istio/traffic-policy';
export * from './istio/virtual-service';
export {
  VirtualServiceDirectResponse,
  VirtualServiceRedirect,
  VirtualServiceRegexRewrite,
  VirtualServiceRewrite,
} from './istio/virtual-service-action';
export * from './istio/virtual-service-gateway';
export { VirtualServiceHeaderOperations, VirtualServiceHeaders } from './istio/virtual-service-headers';
export { VirtualServiceHttpMatch, VirtualServiceMatch, VirtualServiceTlsMatch } from './istio/virtual-service-match';
export { VirtualServiceHttpRoute, VirtualServiceTcpRoute, VirtualServiceTlsRoute } from './istio/virtual-service-route';
export {
  VirtualServiceCorsPolicy,
  VirtualServiceFault,
  VirtualServiceFaultAbort,
  VirtualServiceFaultDelay,
  VirtualServiceMirror,
  VirtualServiceRetry,
  VirtualServiceRetryOn,
} from './istio/virtual-service-traffic';

export { EgressCaller } from './egress/egress-caller';
export * from './egress/egress-gateway';
export {
  EgressHost,
  EgressHostOptions,
  EgressMutualTlsOptions,
  EgressPortOptions,
  EgressTcpOptions,
  EgressTlsOptions,
  EgressWebOptions,
  EgressWildcardOptions,
} from './egress/egress-host';
export { EgressLockDown } from './egress/egress-lock-down';
export * from './egress/egress-mode';
export * from './egress/egress-names';

export { AwsLoadBalancerScheme, AwsNlbOptions, AwsNlbTargetType } from './injected/aws-nlb';
export * from './injected/disruption-budget';
export { GatewayDrain } from './injected/gateway-drain';
export * from './injected/gateway-pod-options';
export * from './injected/gateway-scaling-options';
export {
  ExternalGatewayServiceOptions,
  ExternalTrafficPolicy,
  GatewayService,
  GatewayServiceOptions,
  GatewayServicePort,
  InternalTrafficPolicy,
  IpFamily,
  IpFamilyPolicy,
  LoadBalancerServiceOptions,
} from './injected/gateway-service';
export * from './injected/injected-gateway';
export * from './injected/injected-gateway-props';
export * from './injected/load-balancer';
export { GatewayProxyConfig } from './injected/proxy-config';
export { INamedService, OpenShiftRouteBackend } from './injected/openshift-route-backend';
export { OpenShiftRouteHeader } from './injected/openshift-route-header';
export {
  InsecureEdgeTerminationPolicy,
  OpenShiftPassthroughOptions,
  OpenShiftEdgeOptions,
  OpenShiftReencryptOptions,
  OpenShiftRouteTls,
} from './injected/openshift-route-tls';
export { OpenShiftWildcardPolicy, OpenShiftRouteProps, OpenShiftRoute } from './injected/openshift-route';
export {
  OpenShiftRouterBalance,
  OpenShiftForwardedHeaders,
  OpenShiftCookieSameSite,
  OpenShiftHsts,
  OpenShiftRouterRateLimit,
  OpenShiftRouterOptions,
} from './injected/openshift-router-options';

export * from './policy/auth-authentication';
export * from './policy/auth-authorization';
export * from './policy/auth-http';
export * from './policy/auth-metadata';
export * from './policy/auth-policy';
export * from './policy/auth-response';
export * from './policy/auth-rule';
export * from './policy/condition';
export * from './policy/dns-health-check';
export * from './policy/dns-policy';
export * from './policy/geo';
export * from './policy/kuadrant';
export { LimitPolicy, LimitPolicyProps } from './policy/limit-policy';
export { Rate, RateLimit } from './policy/limit';
export * from './policy/rate-limit-policy';
export * from './policy/scope';
export * from './policy/target';
export * from './policy/tls-policy';
export * from './policy/token-rate-limit-policy';
export * from './policy/value';

export * from './certificate/acme-issuer';
export * from './certificate/acme-parent-ref';
export * from './certificate/acme-server';
export * from './certificate/acme-solver';
export * from './certificate/ca-issuer';
export * from './certificate/certificate-key';
export { CertificateKeyUsage, CertificateSettings } from './certificate/certificate-settings';
export * from './certificate/certificate';
export { ExistingIssuerOptions, ExternalIssuerOptions, IIssuer, Issuer } from './certificate/issuer';
export * from './certificate/managed-issuer';
export * from './certificate/solver-options';
export { VaultAppRoleOptions, VaultAuth, VaultKubernetesOptions } from './certificate/vault-auth';
export * from './certificate/vault-issuer';

export * from './credential/credential-source';
export * from './credential/dns-credential';
export * from './credential/dns-provider';
export * from './credential/secret-store';

export * from './observability/gateway-alerts';
export * from './observability/istio-proxy-monitor';
export { MonitorProps, MonitoredNamespaces, ScrapeProtocol, SelectorMechanism } from './observability/monitor';
export * from './observability/pod-monitor';
export * from './observability/prometheus-rule';
export * from './observability/relabeling';
export * from './observability/scrape-authorization';
export { ScrapeEndpointOptions, ScrapeScheme } from './observability/scrape-endpoint';
export { ScrapeProxyOptions } from './observability/scrape-proxy';
export { KeySelector, KeySource, ScrapeTls, ScrapeTlsVersion, ServiceScrapeTls } from './observability/scrape-secret';
export * from './observability/service-monitor';

export { CustomResource, CustomResourceProps, INamedResource } from './resource/custom-resource';
export { LabelSelectorOptions } from './resource/label-selector';
export { OutputDirectory } from './resource/output-directory';
export { SecretKeyReference } from './resource/secret-key';
export { Warning, Warnings } from './resource/warning';

export * from './dns/dns-access-options';
export * from './dns/dns-outputs';
export { DnsMode, DnsPlan, DnsPlanCluster } from './dns/dns-plan';
export * from './dns/gateway-dns-access';
export * from './dns/gateway-records';
export * from './dns/gateway-target';
export { GatewayZone, GatewayZoneProps, ZoneParent } from './dns/gateway-zone';
export { HttpHealthCheckProps, RecordHealthCheck, RecordHealthCheckProps } from './dns/record-health-check';
export * from './dns/record-strategy';
export {
  AwsProviderProps,
  CaaRecord,
  ExistingZone,
  ZoneLookUp,
  ZoneParentProps,
  ZoneQueryLog,
  ZoneSigning,
  ZoneVpc,
} from './dns/zone-options';

export { ClusterDelivery } from './multicluster/cluster-delivery';
export * from './multicluster/cluster-options';
export * from './multicluster/delivery-options';
export { FleetDns } from './multicluster/fleet-dns';
export * from './multicluster/fleet-dns-options';
export * from './multicluster/fleet-issuer';
export { FleetKeys, FleetKeysOptions } from './multicluster/fleet-keys';
export { GatewayCluster } from './multicluster/gateway-cluster';
export * from './multicluster/multi-cluster-gateway';
