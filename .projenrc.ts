import { cdk8s, javascript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-gateways',
  description:
    'One typed definition of a gateway: its Kubernetes manifests, its DNS, and the proof of what traffic will do.',
  keywords: ['gateway-api', 'kuadrant', 'istio', 'connectivity-link', 'kubernetes', 'route53'],
  author: 'cdk8s-gateways contributors',
  authorAddress: 'cdk8s-gateways@users.noreply.github.com',
  repositoryUrl: 'https://github.com/cdk8s-gateways/cdk8s-gateways.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk8s-gateways contributors',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.19.0',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  projenrcTs: true,
  cdk8sVersion: '2.70.106',
  constructsVersion: '10.7.0',

  peerDeps: ['cdk8s-plus-28@^2.5.6', 'cdktf@^0.21.0', '@cdktf/provider-aws@^21.22.1'],
  bundledDeps: [
    '@marcbachmann/cel-js@^8.0.0',
    'commander@^14.0.0',
    'js-yaml@^5.5.0',
    'jsonpointer@^5.0.1',
    're2js@^2.10.0',
    'yaml@^2.9.0',
  ],
  devDeps: [
    '@grpc/grpc-js@1.14.7',
    '@msgpack/msgpack@3.1.3',
    '@swc/core@1.16.18',
    '@swc/jest@^0.2.39',
    '@types/node@^20',
    'cdk8s-cli@^2.207.0',
    'fast-check@^4.10.0',
    'protobufjs@8.8.1',
    'tsx@^4.20.0',
  ],
  bin: { 'cdk8s-gateways': 'bin/cdk8s-gateways' },

  // Built, tested and released by plain commands (.ci/run), not by hosted workflows.
  github: false,
  release: false,
  depsUpgrade: false,
  sampleCode: false,
  excludeTypescript: ['bench', 'examples', 'test', 'tools'],
  tsconfigDev: {
    compilerOptions: { isolatedModules: false, paths: { 'cdk8s-gateways': ['../src/index.ts'] } },
    include: ['../.projenrc.ts', '../src/**/*.ts', '../bench/**/*.ts', '../examples/*/*.ts', '../tools/**/*.ts'],
  },

  eslint: true,
  eslintOptions: {
    dirs: ['src', 'test', 'bench', 'examples', 'tools', '.projenrc.ts'],
    prettier: true,
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },
  prettier: true,
  prettierOptions: { settings: { singleQuote: true, printWidth: 120, trailingComma: javascript.TrailingComma.ALL } },

  jestOptions: {
    junitReporting: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      // cel-js is published as an ES module only, which jest cannot require untransformed.
      transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'],
      moduleNameMapper: { '^cdk8s-gateways$': '<rootDir>/src/index.ts' },
    },
  },
  gitignore: ['examples/*/dist/', 'examples/*/cdktf.out/', 'examples/*/node_modules', '*.tgz', '/tmp/'],
  npmIgnoreOptions: { ignorePatterns: ['/bench/', '/examples/', '/tools/', '/docs/', '/.ci/', '/tmp/'] },
});

// Only the Terraform side needs them; the rest loads without.
project.package.addField('peerDependenciesMeta', {
  cdktf: { optional: true },
  '@cdktf/provider-aws': { optional: true },
});

// Versions of which every platform's binary is published; with others `npm ci` finds the lock file incomplete.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// swc transpiles the tests in a tenth of the time that ts-jest takes; types are checked by `typecheck`.
project.deps.removeDependency('ts-jest');
project.package.addField('jest', undefined);
project.jest!.config.transform = {
  '^.+\\.[cm]?[jt]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
};
project.jest!.config.testMatch = ['<rootDir>/test/**/*.test.ts'];
project.package.addField('jest', project.jest!.config);

// Arrows between the rooms of src/ (see CONTRIBUTING.md): a room imports only from those listed behind it.
const rooms: Record<string, string[]> = {
  manifest: [],
  resource: ['manifest'],
  credential: ['resource', 'manifest'],
  certificate: ['credential', 'resource', 'manifest'],
  observability: ['resource', 'manifest'],
  policy: ['certificate', 'credential', 'resource', 'manifest'],
  route: ['policy', 'resource', 'manifest'],
  gateway: ['certificate', 'credential', 'observability', 'policy', 'route', 'resource', 'manifest'],
  canary: ['app', 'gateway', 'route', 'resource', 'manifest'],
  istio: ['resource', 'manifest'],
  injected: ['istio', 'gateway', 'observability', 'resource', 'manifest'],
  egress: ['istio', 'injected', 'gateway', 'route', 'resource', 'manifest'],
  check: ['manifest'],
  app: ['check', 'resource', 'manifest'],
  multicluster: [
    'app',
    'canary',
    'certificate',
    'credential',
    'dns',
    'gateway',
    'observability',
    'policy',
    'route',
    'resource',
    'manifest',
  ],
  dns: ['policy', 'resource', 'manifest'],
  cli: ['check', 'manifest'],
};
project.eslint!.allowDevDeps('tools/**');
project.eslint!.config.parserOptions = {
  ecmaVersion: 2022,
  sourceType: 'module',
  project: './test/tsconfig.json',
};
project.eslint!.addRules({
  'import/no-cycle': 'error',
  // Examples import the package by its name; the type checker resolves it to src.
  'import/no-unresolved': ['error', { ignore: ['^cdk8s-gateways$'] }],
  'import/no-restricted-paths': [
    'error',
    {
      zones: [
        ...Object.entries(rooms).map(([room, allowed]) => ({
          target: `./src/${room}`,
          from: './src',
          except: [room, ...allowed].map((name) => `./${name}`),
          message: `src/${room} may import from ${allowed.join(', ') || 'no other room'} only`,
        })),
        {
          target: './src/!(index).ts',
          from: './src/index.ts',
          message: 'index.ts is the public surface; import the file itself',
        },
      ],
    },
  ],
  '@typescript-eslint/no-explicit-any': 'error',
  'no-restricted-imports': [
    'error',
    {
      paths: ['@cdktf/provider-aws', '@cdktn/provider-aws'].map((name) => ({
        name,
        message: 'its root loads in seconds; import a resource (lib/<resource>) through the loader in src/dns',
      })),
    },
  ],
});

const task = (name: string, description: string, ...steps: string[]) =>
  project.addTask(name, { description, steps: steps.map((exec) => ({ exec })) });

project.testTask.prependSpawn(
  task('typecheck', 'Check the types of sources, tests, examples, benchmarks and tools', 'tsc -p test/tsconfig.json'),
);
task(
  'demo',
  'Synthesize the Connectivity Link walkthrough and print what was written',
  'projen compile',
  'tsx tools/examples.ts demo connectivity-link',
);
task('test:examples', 'Run every example against the packed tarball', 'projen compile', 'tsx tools/examples.ts packed');
task('bench:synth', 'GatewayApp against cdk8s.App', 'projen compile', 'tsx bench/synth.ts');
task('bench:fleet', 'Many clusters with GatewayApp and with cdk8s.App', 'projen compile', 'tsx bench/fleet.ts');
task('bench:records', '10,000 records through CDKTF', 'projen compile', 'tsx bench/records.ts');
task('bench:load', 'Time of require()', 'projen compile', 'tsx bench/load.ts');
task(
  'api:check',
  'Fail where API.md is not what the sources say',
  'projen compile',
  'projen docgen',
  'git diff --exit-code --stat API.md',
);

project.synth();
