// Releases of the Gateway API: written by tools/shapes.ts; change it there.
/** First release by channel; with two, first and last. */
export type Since = {
  readonly [channel in 'standard' | 'experimental']?: string | readonly [first: string, last: string];
};
/** The releases, oldest first. */
export const RELEASES: readonly string[] = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6'];
/** Versions of the kinds. */
export const SERVED: Readonly<Record<string, Readonly<Record<string, Since>>>> = {
  GatewayClass: { v1: { standard: '1.0', experimental: '1.0' }, v1beta1: { standard: '1.0', experimental: '1.0' } },
  Gateway: { v1: { standard: '1.0', experimental: '1.0' }, v1beta1: { standard: '1.0', experimental: '1.0' } },
  ListenerSet: { v1: { standard: '1.5', experimental: '1.5' } },
  HTTPRoute: { v1: { standard: '1.0', experimental: '1.0' }, v1beta1: { standard: '1.0', experimental: '1.0' } },
  GRPCRoute: { v1alpha2: { experimental: ['1.0', '1.1'] }, v1: { standard: '1.1', experimental: '1.1' } },
  TLSRoute: {
    v1alpha2: { experimental: '1.0' },
    v1alpha3: { experimental: '1.4' },
    v1: { standard: '1.5', experimental: '1.5' },
  },
  TCPRoute: { v1alpha2: { experimental: '1.0' }, v1: { standard: '1.6', experimental: '1.6' } },
  UDPRoute: { v1alpha2: { experimental: '1.0' }, v1: { standard: '1.6', experimental: '1.6' } },
  BackendTLSPolicy: {
    v1alpha2: { experimental: ['1.0', '1.0'] },
    v1alpha3: { experimental: '1.1' },
    v1: { standard: '1.4', experimental: '1.4' },
  },
  ReferenceGrant: {
    v1alpha2: { standard: ['1.0', '1.0'], experimental: ['1.0', '1.1'] },
    v1beta1: { standard: '1.0', experimental: '1.0' },
    v1: { standard: '1.5', experimental: '1.5' },
  },
};
/** Fields that came later than their version. */
export const LATER: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Since>>>>>> = {
  GatewayClass: { v1: {}, v1beta1: {} },
  Gateway: {
    v1: {
      'spec.infrastructure': { standard: '1.2', experimental: '1.0' },
      'spec.infrastructure.parametersRef': { standard: '1.2', experimental: '1.1' },
      'spec.listeners[].tls.frontendValidation': { experimental: ['1.1', '1.3'] },
      'spec.backendTLS': { experimental: ['1.2', '1.3'] },
      'spec.allowedListeners': { standard: '1.5', experimental: '1.3' },
      'spec.defaultScope': { experimental: '1.4' },
      'spec.tls': { standard: '1.5', experimental: '1.4' },
    },
    v1beta1: {
      'spec.infrastructure': { standard: '1.2', experimental: '1.0' },
      'spec.infrastructure.parametersRef': { standard: '1.2', experimental: '1.1' },
      'spec.listeners[].tls.frontendValidation': { experimental: ['1.1', '1.3'] },
      'spec.backendTLS': { experimental: ['1.2', '1.3'] },
      'spec.allowedListeners': { standard: '1.5', experimental: '1.3' },
      'spec.defaultScope': { experimental: '1.4' },
      'spec.tls': { standard: '1.5', experimental: '1.4' },
    },
  },
  ListenerSet: { v1: {} },
  HTTPRoute: {
    v1: {
      'spec.parentRefs[].port': { standard: '1.1', experimental: '1.0' },
      'spec.rules[].timeouts': { standard: '1.2', experimental: '1.0' },
      'spec.rules[].sessionPersistence': { experimental: '1.1' },
      'spec.rules[].sessionPersistence.idleTimeout': { experimental: ['1.1', '1.5'] },
      'spec.rules[].backendRefs[].filters[].requestMirror.fraction': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].backendRefs[].filters[].requestMirror.percent': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].filters[].requestMirror.fraction': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].filters[].requestMirror.percent': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].name': { standard: '1.4', experimental: '1.2' },
      'spec.rules[].retry': { experimental: '1.2' },
      'spec.rules[].backendRefs[].filters[].cors': { standard: '1.5', experimental: '1.3' },
      'spec.rules[].filters[].cors': { standard: '1.5', experimental: '1.3' },
      'spec.rules[].backendRefs[].filters[].externalAuth': { experimental: '1.4' },
      'spec.rules[].filters[].externalAuth': { experimental: '1.4' },
      'spec.useDefaultGateways': { experimental: '1.4' },
    },
    v1beta1: {
      'spec.parentRefs[].port': { standard: '1.1', experimental: '1.0' },
      'spec.rules[].timeouts': { standard: '1.2', experimental: '1.0' },
      'spec.rules[].sessionPersistence': { experimental: '1.1' },
      'spec.rules[].sessionPersistence.idleTimeout': { experimental: ['1.1', '1.5'] },
      'spec.rules[].backendRefs[].filters[].requestMirror.fraction': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].backendRefs[].filters[].requestMirror.percent': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].filters[].requestMirror.fraction': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].filters[].requestMirror.percent': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].name': { standard: '1.4', experimental: '1.2' },
      'spec.rules[].retry': { experimental: '1.2' },
      'spec.rules[].backendRefs[].filters[].cors': { standard: '1.5', experimental: '1.3' },
      'spec.rules[].filters[].cors': { standard: '1.5', experimental: '1.3' },
      'spec.rules[].backendRefs[].filters[].externalAuth': { experimental: '1.4' },
      'spec.rules[].filters[].externalAuth': { experimental: '1.4' },
      'spec.useDefaultGateways': { experimental: '1.4' },
    },
  },
  GRPCRoute: {
    v1alpha2: { 'spec.rules[].sessionPersistence': { experimental: ['1.1', '1.1'] } },
    v1: {
      'spec.rules[].sessionPersistence': { experimental: '1.1' },
      'spec.rules[].sessionPersistence.idleTimeout': { experimental: ['1.1', '1.5'] },
      'spec.rules[].backendRefs[].filters[].requestMirror.fraction': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].backendRefs[].filters[].requestMirror.percent': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].filters[].requestMirror.fraction': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].filters[].requestMirror.percent': { standard: '1.3', experimental: '1.2' },
      'spec.rules[].name': { standard: '1.4', experimental: '1.2' },
      'spec.useDefaultGateways': { experimental: '1.4' },
    },
  },
  TLSRoute: {
    v1alpha2: { 'spec.rules[].name': { experimental: '1.2' }, 'spec.useDefaultGateways': { experimental: '1.4' } },
    v1alpha3: {},
    v1: { 'spec.useDefaultGateways': { experimental: '1.5' } },
  },
  TCPRoute: {
    v1alpha2: { 'spec.rules[].name': { experimental: '1.2' }, 'spec.useDefaultGateways': { experimental: '1.4' } },
    v1: { 'spec.useDefaultGateways': { experimental: '1.6' } },
  },
  UDPRoute: {
    v1alpha2: { 'spec.rules[].name': { experimental: '1.2' }, 'spec.useDefaultGateways': { experimental: '1.4' } },
    v1: { 'spec.useDefaultGateways': { experimental: '1.6' } },
  },
  BackendTLSPolicy: {
    v1alpha2: {},
    v1alpha3: { 'spec.options': { experimental: '1.2' }, 'spec.validation.subjectAltNames': { experimental: '1.2' } },
    v1: {},
  },
  ReferenceGrant: { v1alpha2: {}, v1beta1: {}, v1: {} },
};
