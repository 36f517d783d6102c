export * from './acme-parent-ref';
export * from './certificate-key';
export * from './certificate-settings';
export * from './solver-options';
export * from './vault-auth';
