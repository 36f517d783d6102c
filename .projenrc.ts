import { cdk, cdk8s, javascript } from 'projen';

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

  // Not cdktf and its provider: programs in other languages would install half a gigabyte (see src/dns/loader.ts).
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  bundledDeps: [
    '@dagrejs/dagre@^3.1.3',
    '@lezer/highlight@^1.2.1',
    '@lezer/lr@^1.4.2',
    '@prometheus-io/lezer-promql@^0.315.0',
    'commander@^14.0.0',
    'js-yaml@^5.5.0',
    'jsonpointer@^5.0.1',
    're2js@^2.10.0',
  ],
  devDeps: [
    '@cdktf/provider-aws@21.22.1',
    '@grpc/grpc-js@1.14.7',
    // Becomes a part of lib/ (tools/bundle.ts): it is published as an ES module only.
    '@marcbachmann/cel-js@^8.0.0',
    '@microsoft/jest-sarif@1.0.0-beta.0',
    '@msgpack/msgpack@3.1.3',
    '@swc/core@1.16.18',
    '@swc/jest@^0.2.39',
    '@jsii/spec@^1.140.0',
    '@types/node@^20',
    '@ts-graphviz/ast@^3.0.6',
    'cdk8s-cli@^2.207.0',
    'cdktf@0.21.0',
    'esbuild@^0.28.2',
    'fast-check@^4.10.0',
    'playwright-core@^1.65.1',
    'protobufjs@8.8.1',
    'tsx@^4.20.0',
    'yaml@^2.9.0',
  ],
  publishToPypi: { distName: 'cdk8s-gateways', module: 'cdk8s_gateways' },
  publishToMaven: {
    javaPackage: 'io.github.cdk8sgateways',
    mavenGroupId: 'io.github.cdk8s-gateways',
    mavenArtifactId: 'cdk8s-gateways',
  },
  // Not Go: its packages refuse the cycle between the root and the submodules (SecuredGateway needs certmanager, whose
  // types are CustomResources).
  bin: { 'cdk8s-gateways': 'bin/cdk8s-gateways' },

  // What is marked @internal does not reach the .d.ts files; jsii's strict rules would insist that it does.
  validateTsconfig: cdk.ValidateTsconfig.MINIMAL,
  docgen: false,
  // Maps would be two thirds of the package, and lib/ reads like the sources.
  tsconfig: { compilerOptions: { stripInternal: true, inlineSourceMap: false, inlineSources: false } },

  // Built, tested and released by plain commands (.ci/run), not by hosted workflows.
  github: false,
  release: false,
  depsUpgrade: false,
  sampleCode: false,
  // The page is for browsers, with types of its own; it is bundled, not compiled.
  excludeTypescript: ['bench', 'examples', 'templates', 'test', 'tools', 'src/topology/page'],
  tsconfigDev: {
    compilerOptions: { isolatedModules: false, paths: { 'cdk8s-gateways': ['../src/index.ts'] } },
    include: [
      '../.projenrc.ts',
      '../src/**/*.ts',
      '../bench/**/*.ts',
      '../examples/*/*.ts',
      '../templates/*/*.ts',
      '../tools/**/*.ts',
    ],
    // The second is a project of its own, which the tier of packages installs.
    exclude: ['../src/topology/page', 'package/consumer'],
  },

  eslint: true,
  eslintOptions: {
    dirs: ['src', 'test', 'bench', 'examples', 'templates', 'tools', '.projenrc.ts'],
    prettier: true,
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },
  prettier: true,
  prettierOptions: { settings: { singleQuote: true, printWidth: 120, trailingComma: javascript.TrailingComma.ALL } },

  jestOptions: {
    junitReporting: false,
    passWithNoTests: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      // The tests run the sources, before cel-js, an ES module, is made a part of lib/ as CommonJS.
      transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'],
      moduleNameMapper: { '^cdk8s-gateways$': '<rootDir>/src/index.ts' },
    },
  },
  gitignore: ['examples/*/dist/', 'examples/*/cdktf.out/', 'examples/*/node_modules', '*.tgz', '/site/', '/tmp/'],
  npmIgnoreOptions: {
    // The documentation points to the examples, and a copy of one is a start.
    ignorePatterns: ['/bench/', '/tools/', '/docs/api/', '/.ci/', '/site/', '/tmp/', '/examples/*/cdktf.out/'],
  },
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
project.jest!.config.testPathIgnorePatterns = [
  '/node_modules/',
  // It runs against the packed tarball, by a jest of its own.
  '<rootDir>/test/package/consumer/',
  // What real Terraform plans is a tier of its own.
  '<rootDir>/test/terraform/',
  '<rootDir>/test/dns/gateway-',
];
project.package.addField('jest', project.jest!.config);

// Arrows between the rooms of src/ (see CONTRIBUTING.md): a room imports only from those listed behind it.
const base = ['resource', 'manifest', 'value'];
const rooms: Record<string, string[]> = {
  value: [],
  manifest: ['value'],
  match: ['value'],
  resource: ['manifest', 'value'],
  credential: base,
  certmanager: ['credential', ...base],
  certificate: ['certmanager', 'credential', ...base],
  metallb: base,
  monitoring: base,
  istio: base,
  openshift: base,
  kuadrant: base,
  policy: ['certificate', 'certmanager', 'credential', 'kuadrant', ...base],
  route: base,
  openapi: ['kuadrant', 'policy', 'route', ...base],
  conversion: ['migration', 'gateway', 'model', 'match', 'route', ...base],
  gateway: ['certificate', 'credential', 'monitoring', 'policy', 'route', ...base],
  canary: ['gateway', 'route', ...base],
  flagger: ['canary', 'route', ...base],
  argo: ['canary', 'route', ...base],
  injected: ['istio', 'metallb', 'gateway', 'monitoring', ...base],
  egress: ['istio', 'injected', 'gateway', 'route', ...base],
  dns: ['policy', ...base],
  multicluster: ['argo', 'certificate', 'certmanager', 'credential', 'dns', 'gateway', 'policy', 'route', ...base],
  model: ['match', 'manifest', 'value'],
  check: ['model', 'match', 'manifest', 'value'],
  topology: ['check', 'traffic', 'model', 'match', 'manifest', 'value'],
  app: ['check', 'traffic', 'topology', 'dns', 'model', ...base],
  traffic: ['model', 'match', 'manifest', 'value'],
  ingress: ['traffic', 'model', 'match', 'manifest', 'value'],
  migration: ['ingress', 'traffic', 'model', 'match', 'manifest', 'value'],
  status: ['check', 'traffic', 'model', 'match', 'manifest', 'value'],
  cli: ['check', 'migration', 'ingress', 'traffic', 'topology', 'status', 'model', 'manifest', 'value'],
};
project.eslint!.allowDevDeps('tools/**');
project.eslint!.allowDevDeps('bench/**');
project.eslint!.addIgnorePattern('test/package/consumer/');
project.eslint!.config.parserOptions = {
  ecmaVersion: 2022,
  sourceType: 'module',
  project: ['./test/tsconfig.json', './src/topology/page/tsconfig.json'],
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

project.eslint!.addOverride({
  files: ['test/**'],
  rules: {
    'no-restricted-properties': [
      'error',
      ...['app', 'chart'].map((property) => ({
        object: 'Testing',
        property,
        message: 'it leaves a temporary directory behind; use test/support/synth.ts',
      })),
    ],
  },
});

project.eslint!.addOverride({
  files: ['templates/**'],
  rules: {
    // The runner of Node.js waits for its tests by itself.
    '@typescript-eslint/no-floating-promises': 'off',
    // The template's package.json is a part of the one that `init` writes.
    'import/no-extraneous-dependencies': 'off',
  },
});

project.eslint!.addOverride({
  files: ['src/**'],
  rules: {
    // import/no-cycle does not look at `import type`, so a file of ours is never imported that way.
    'no-restricted-syntax': [
      'error',
      {
        selector: "ImportDeclaration[importKind='type'][source.value=/^\\./]",
        message: 'import it as a value, so that import/no-cycle sees it',
      },
    ],
  },
});

// The tools of jsii tell in eleven lines that Node 20 is past its time; test/package runs the package with later ones.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

const task = (name: string, description: string, ...steps: string[]) =>
  project.addTask(name, { description, steps: steps.map((exec) => ({ exec })) });

const bundle = task(
  'bundle',
  'Bundle the script of the HTML page that shows a topology, beside the compiled library',
  'esbuild src/topology/page/main.ts --bundle --minify --platform=browser --target=es2022 --log-level=warning ' +
    '--alias:crypto=./src/topology/page/node/crypto.ts --alias:net=./src/topology/page/node/net.ts --legal-comments=eof --outfile=lib/topology/page.js',
);
// Parts of compiling, so that whatever packs lib/ has them.
project.compileTask.spawn(bundle);
project.compileTask.exec('tsx tools/bundle.ts');
// Style is a command of its own: it takes as long as a third of the tests.
project.testTask.removeStep(project.testTask.steps.length - 1);
project.testTask.prependSpawn(bundle);
project.testTask.prependSpawn(
  task(
    'typecheck',
    'Check the types of sources, tests, examples, benchmarks and tools',
    'tsc -p test/tsconfig.json',
    'tsc -p src/topology/page/tsconfig.json',
  ),
);
task(
  'demo',
  'Synthesize the Connectivity Link walkthrough and print what was written',
  'projen compile',
  'tsx tools/examples.ts demo connectivity-link',
);
task('test:examples', 'Run every example against the packed tarball', 'projen compile', 'tsx tools/examples.ts packed');
task(
  'test:package',
  'Try the packed tarball as users of each language would: types, jest, bundles, Python, Java',
  'projen compile',
  'tsx test/package/all.ts',
);
task(
  'test:init',
  'Start a repository of every template from the packed tarball, and run its commands',
  'projen compile',
  'tsx test/init/packed.ts',
);
task(
  'test:terraform',
  'What the real Terraform plans of zones, records and access',
  'jest --ci test/terraform test/dns/gateway- --testPathIgnorePatterns=/node_modules/',
);
task(
  'test:dataplane',
  'Compare predictions with Istio and Envoy; ORACLE is the program that runs them',
  'tsx test/dataplane/all.ts',
);
task(
  'test:browser',
  'The page of a topology in a real browser; skipped where there is none',
  'tsx test/browser/all.ts',
);
task('bench:synth', 'GatewayApp against cdk8s.App', 'projen compile', 'tsx bench/synth.ts');
task('bench:growth', 'Each construct, 250 to 1,000 times', 'projen compile', 'tsx bench/growth.ts');
task('bench:clusters', 'Many clusters with GatewayApp and with cdk8s.App', 'projen compile', 'tsx bench/clusters.ts');
task('bench:records', '10,000 records through CDKTF', 'projen compile', 'tsx bench/records.ts');
task('bench:check', 'check over 1,000, 10,000 and 100,000 objects', 'projen compile', 'tsx bench/check.ts');
task('bench:traffic', 'Requests a second by number of rules, and diff', 'projen compile', 'tsx bench/traffic.ts');
task('bench:load', 'Time of require()', 'projen compile', 'tsx bench/load.ts');
task('docs:api', 'Write docs/api from the docstrings', 'projen compile', 'tsx tools/api.ts .');
task(
  'docs:site',
  'Build the documentation as a folder for any web server, and check its links',
  'tsx tools/site/build.ts',
);
task('api:check', 'Fail where docs/api is not what the sources say', 'projen compile', 'tsx tools/api.ts . --check');

project.synth();
