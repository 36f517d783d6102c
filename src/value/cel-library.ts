/*
 * The CEL evaluator, which is published as an ES module only. Jest and other loaders of CommonJS cannot require one, so
 * tools/bundle.ts makes it a part of the compiled file. A file of its own, as it takes time to load.
 */

type Library = typeof import('@marcbachmann/cel-js', { with: { 'resolution-mode': 'import' } });

// eslint-disable-next-line @typescript-eslint/no-require-imports, import/no-extraneous-dependencies -- see above
export const { Environment } = require('@marcbachmann/cel-js') as Pick<Library, 'Environment'>;
