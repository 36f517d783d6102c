export * from './cluster-options';
export * from './delivery-options';
export * from './multi-cluster-dns-options';
