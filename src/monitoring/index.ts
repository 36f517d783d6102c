export * from './gateway-alerts';
export * from './istio-proxy-monitor';
export * from './pod-monitor';
