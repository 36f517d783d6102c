export * from './dns-access-options';
export * from './zone-options';
