export * from './aws-nlb';
export * from './disruption-budget';
export * from './gateway-drain';
export * from './gateway-pod-options';
export * from './gateway-scaling-options';
export * from './proxy-config';
