export * from './cluster-options';
export * from './delivery-options';
export * from './fleet-dns-options';
