export * from './resource/custom-resource';
export * from './resource/warning';
export * from './policy/target';
