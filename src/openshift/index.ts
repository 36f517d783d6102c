export * from './openshift-route-backend';
export * from './openshift-route-header';
export * from './openshift-route-tls';
export * from './openshift-route';
