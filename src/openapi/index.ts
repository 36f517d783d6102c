export * from './open-api-path';
export * from './open-api-rules';
export * from './open-api-security';
export * from './open-api-server';
