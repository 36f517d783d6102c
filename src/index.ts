export * from './app/gateway-app';

export * from './check/channel';

export * from './canary/canary-pin';
export * from './canary/canary-plan';
export * from './canary/canary-route';
export { CanaryVersions } from './canary/canary-states';
export * from './canary/canary-weights';
export * from './canary/grpc-canary-route';
export { IstioReporter } from './canary/istio-metrics';
export * from './canary/stream-canary-route';

export * from './gateway/address-advertisement';
export { AddressPool, AddressPoolProps } from './gateway/address-pool';
export * from './gateway/backend-tls-policy';
export { GatewayCapacity } from './gateway/capacity';
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
export * from './certificate/acme-server';
export * from './certificate/acme-solver';
export * from './certificate/ca-issuer';
export {
  CertificateKeyEncoding,
  CertificateKeyOptions,
  CertificateKeyRotation,
  CertificatePrivateKey,
  CertificateSignatureAlgorithm,
  CertificateSizedKeyOptions,
} from './certificate/certificate-key';
export {
  CertificateJksKeystore,
  CertificateKeyUsage,
  CertificateKeystore,
  CertificateNameConstraint,
  CertificateNameConstraints,
  CertificateOtherName,
  CertificateOutputFormat,
  CertificatePkcs12Keystore,
  CertificateRenewal,
  CertificateRenewalWindow,
  CertificateSubject,
  Pkcs12Profile,
} from './certificate/certificate-parts';
export * from './certificate/certificate-props';
export * from './certificate/certificate';
export * from './certificate/dns01-options';
export {
  AcmeCustomParentRefOptions,
  AcmeHttp01Options,
  AcmeParentRef,
  AcmeParentRefOptions,
  AcmeServiceType,
  Http01GatewaySolverOptions,
  Http01IngressSolverOptions,
} from './certificate/http01-options';
export * from './certificate/issuer';
export * from './certificate/managed-issuer';
export * from './certificate/route53-options';
export { SecretKeySelector } from './certificate/secret-key-selector';
export * from './certificate/solver-options';
export {
  VaultAppRoleOptions,
  VaultAuth,
  VaultAwsOptions,
  VaultClientCertificateOptions,
  VaultKubernetesOptions,
} from './certificate/vault-auth';
export * from './certificate/vault-issuer';
export * from './certificate/venafi-issuer';

export * from './credential/credential-source';
export * from './credential/dns-credential';
export * from './credential/dns-provider';
export * from './credential/external-secret';
export {
  RemoteSecretRef,
  SecretConversionStrategy,
  SecretDecodingStrategy,
  SecretMetadataPolicy,
  SecretNullBytePolicy,
} from './credential/remote-ref';
export * from './credential/secret-data-source';
export * from './credential/secret-store';
export {
  SecretTemplate,
  SecretTemplateItem,
  SecretTemplateMergePolicy,
  SecretTemplateScope,
  SecretTemplateSource,
  SecretTemplateSourceOptions,
} from './credential/secret-template';

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
export { Warning, Warnings } from './resource/warning';
