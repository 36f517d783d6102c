export { GatewayApp, GatewayAppProps } from './app/gateway-app';
export { MultiClusterTraffic, MultiClusterTrafficOptions } from './app/multi-cluster-traffic';
export { Topology, TopologyOptions } from './app/topology';
export { Traffic, TrafficOptions, TrafficProfile } from './app/traffic';
export { TrafficOutcome, TrafficResult } from './app/traffic-result';

export { CanaryPin } from './canary/canary-pin';
export { CanaryPlan, CanaryState, CanaryStep } from './canary/canary-plan';
export { CanaryRoute, CanaryRouteProps, CanaryStickiness } from './canary/canary-route';
export { CanaryVersions } from './canary/canary-states';
export { CanaryWeights } from './canary/canary-weights';
export { GrpcCanaryRoute, GrpcCanaryRouteProps } from './canary/grpc-canary-route';
export { IstioReporter } from './canary/istio-metrics';
export { TcpCanaryRoute, TcpCanaryRouteProps, TlsCanaryRoute, TlsCanaryRouteProps } from './canary/stream-canary-route';

export { AcmeExternalAccount, AcmeIssuer, AcmeIssuerProps } from './certificate/acme-issuer';
export { AcmeServer } from './certificate/acme-server';
export { AcmeSolver } from './certificate/acme-solver';
export { CaIssuer, CaIssuerProps, SelfSignedIssuer } from './certificate/ca-issuer';
export { Certificate, CertificateProps } from './certificate/certificate';
export { ExistingIssuerOptions, ExternalIssuerOptions, IIssuer, Issuer } from './certificate/issuer';
export { ManagedIssuer, ManagedIssuerProps } from './certificate/managed-issuer';
export { VaultIssuer, VaultIssuerProps } from './certificate/vault-issuer';

export { GatewayApiChannel } from './check/channel';

export { GatewayValidation, GatewayValidationProps } from './cli/gateway-validation';

export { FromIngressOptions } from './conversion/ingress-options';
export { FromVirtualServiceOptions } from './conversion/virtual-service';
export { Conversion } from './conversion/virtual-service-conversion';

export {
  AwsParameterStoreSourceOptions,
  AwsSecretsManagerSourceOptions,
  CredentialSource,
  RemoteSecretRef,
  SecretStoreSourceOptions,
} from './credential/credential-source';
export { DnsCredential, DnsCredentialProps, IDnsCredential } from './credential/dns-credential';
export { DnsProvider } from './credential/dns-provider';
export { SecretStore } from './credential/secret-store';

export { DnsOutputs, DnsOutputsProps } from './dns/dns-outputs';
export { DnsMode, DnsPlan, DnsPlanCluster } from './dns/dns-plan';
export { GatewayDnsAccess, GatewayDnsAccessProps } from './dns/gateway-dns-access';
export { GatewayRecords, GatewayRecordsProps } from './dns/gateway-records';
export { GatewayTarget, LoadBalancerTargetOptions, LoadBalancerType } from './dns/gateway-target';
export { GatewayZone, GatewayZoneProps, ZoneParent } from './dns/gateway-zone';
export { HttpHealthCheckOptions, RecordHealthCheck, RecordHealthCheckOptions } from './dns/record-health-check';
export { RecordStrategy } from './dns/record-strategy';

export { EgressCaller } from './egress/egress-caller';
export { EgressGateway, EgressGatewayProps } from './egress/egress-gateway';
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
export {
  EgressGatewayApiOptions,
  EgressIstioApisOptions,
  EgressMode,
  EgressWaypointOptions,
} from './egress/egress-mode';
export { EgressHostNames } from './egress/egress-names';

export {
  BackendTlsPolicy,
  BackendTlsPolicyProps,
  BackendTlsTarget,
  SubjectAltName,
  WellKnownCaCertificates,
} from './gateway/backend-tls-policy';
export { GatewayCapacity } from './gateway/capacity-spec';
export { ClientValidation } from './gateway/client-validation';
export { Gateway, GatewayProps, HttpsRedirectOptions, IGateway } from './gateway/gateway';
export { CapacityMode, GatewayClass, GatewayClassFeatures } from './gateway/gateway-class';
export { GatewayClassDefinition, GatewayClassDefinitionProps } from './gateway/gateway-class-definition';
export { GatewayAddress, GatewayOptions, ParametersReference } from './gateway/gateway-options';
export {
  CertificateReference,
  CertificateReferenceOptions,
  HostListenerOptions,
  Listener,
  ListenerOptions,
  RouteNamespaces,
  TlsListenerOptions,
} from './gateway/listener';
export { IListenerSet, ListenerSet, ListenerSetProps } from './gateway/listener-set';
export { SecuredGateway } from './gateway/secured-gateway';
export {
  GatewayDns,
  GatewayDomainOptions,
  SecuredGatewayOptions,
  SecuredGatewayProps,
} from './gateway/secured-gateway-options';

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
export { InjectedGateway } from './injected/injected-gateway';
export { GatewayIdentityOptions, GatewayNetworkPolicy, InjectedGatewayProps } from './injected/injected-gateway-props';
export { CustomLoadBalancerOptions, GatewayLoadBalancer, MetalLbOptions } from './injected/load-balancer';

export { ClusterDelivery } from './multicluster/cluster-delivery';
export { MultiClusterDns } from './multicluster/multi-cluster-dns';
export { MultiClusterAcmeOptions, MultiClusterIssuer, IMultiClusterIssuer } from './multicluster/multi-cluster-issuer';
export { MultiClusterKeys, MultiClusterKeysOptions } from './multicluster/multi-cluster-keys';
export { GatewayCluster } from './multicluster/gateway-cluster';
export { MultiClusterGateway, MultiClusterGatewayProps } from './multicluster/multi-cluster-gateway';

export { OpenApiDocument } from './openapi/open-api-document';
export { OpenApiRoutes, OpenApiRoutesProps } from './openapi/open-api-routes';

export { AuthPolicy, AuthPolicyProps } from './policy/auth-policy';
export { DnsHealthCheck, DnsHealthCheckOptions } from './policy/dns-health-check';
export { GatewayDnsPolicy, GatewayDnsPolicyProps } from './policy/dns-policy';
export { Geo } from './policy/geo';
export { Rate, RateLimit } from './policy/limit';
export { LimitPolicy, LimitPolicyProps } from './policy/limit-policy';
export { MergeStrategy, PolicyScope } from './policy/policy-scope';
export { PolicyTarget } from './policy/policy-target';
export { RateLimitPolicy, RateLimitPolicyProps } from './policy/rate-limit-policy';
export { TlsPolicy, TlsPolicyProps } from './policy/tls-policy';
export { TokenRateLimitPolicy, TokenRateLimitPolicyProps } from './policy/token-rate-limit-policy';

export { ICoreObject, IDeployment, IService } from './resource/core-object';
export { CustomResource, CustomResourceProps, INamedResource } from './resource/custom-resource';
export { ObjectSelector } from './resource/label-selector';
export { OutputDirectory } from './resource/output-directory';
export { SecretKeyReference } from './resource/secret-key';
export { Warning, Warnings } from './resource/warning';

export { Backend, BackendOptions, CustomBackendOptions } from './route/backend';
export { CorsOptions } from './route/cors';
export { ExternalAuth, ExternalAuthOptions, HttpExternalAuthOptions } from './route/external-auth';
export { GrpcMatch, GrpcMatchOptions, GrpcMethodMatchOptions } from './route/grpc-match';
export { GrpcRoute, GrpcRouteOptions, GrpcRouteProps, GrpcRouteRule } from './route/grpc-route';
export { HeaderModifications } from './route/header-modifications';
export { HeaderMatch, HttpMatch, HttpMatchOptions, HttpMethod, QueryParamMatch } from './route/http-match';
export { HttpRetry, HttpRoute, HttpRouteOptions, HttpRouteProps, HttpRouteRule } from './route/http-route';
export { PathModifier } from './route/path-modifier';
export { ReferenceGrant, ReferenceGrantFrom, ReferenceGrantProps, ReferenceGrantTo } from './route/reference-grant';
export { Route, RouteProps, RouteRule } from './route/route';
export { MirrorOptions, RedirectOptions, RedirectStatus, RewriteOptions, RouteFilter } from './route/route-filter';
export { IRouteFilter } from './route/i-route-filter';
export { RouteParent } from './route/route-parent';
export { SessionCookieOptions, SessionPersistence } from './route/session-persistence';
export { StreamRoute, StreamRouteOptions, StreamRouteProps } from './route/stream-route';
export { TcpRoute, TcpRouteProps } from './route/tcp-route';
export { TlsRoute, TlsRouteOptions, TlsRouteProps } from './route/tls-route';
export { UdpRoute, UdpRouteProps } from './route/udp-route';

export { HttpRequest } from './traffic/http-request';

export * as argo from './argo';
export * as certmanager from './certmanager';
export * as dns from './dns';
export * as flagger from './flagger';
export * as injected from './injected';
export * as istio from './istio';
export * as kuadrant from './kuadrant';
export * as metallb from './metallb';
export * as monitoring from './monitoring';
export * as multicluster from './multicluster';
export * as openapi from './openapi';
export * as openshift from './openshift';
