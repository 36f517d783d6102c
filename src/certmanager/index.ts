export * from './certificate-key';
export * from './dns01-options';
export * from './http01-options';
export * from './route53-options';
export * from './solver-options';
export * from './vault-auth';
