export * from './address-advertisement';
export * from './address-pool';
