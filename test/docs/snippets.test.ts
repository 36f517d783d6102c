import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '../..');

/** What a snippet may use without saying where it comes from. */
const AROUND: Record<string, string> = {
  app: 'cdk8s.App',
  chart: 'cdk8s.Chart',
  gateway: 'lib.SecuredGateway',
  route: 'lib.HttpRoute',
  credential: 'lib.DnsCredential',
  issuer: 'lib.AcmeIssuer',
  auth: 'lib.AuthPolicy',
  canary: 'lib.flagger.Canary',
  monitor: 'lib.monitoring.PodMonitor',
};

const pages = ['README.md', 'CONTRIBUTING.md', ...markdownIn('docs'), ...markdownIn('examples')];

test('every TypeScript snippet of the documentation compiles', () => {
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) =>
        fs.readFileSync(file, 'utf8').replace(/^\/\/.*/gm, ''),
      ).config,
      ts.sys,
      ROOT,
    ).options,
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    rootDir: ROOT,
    paths: { 'cdk8s-gateways': [path.join(ROOT, 'src/index.ts')] },
  };
  const snippets = new Map(pages.flatMap((page) => snippetsOf(page)));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => snippets.has(path.relative(ROOT, file)) || fileExists(file);
  host.readFile = (file) => snippets.get(path.relative(ROOT, file)) ?? readFile(file);
  const program = ts.createProgram(
    [...snippets.keys()].map((file) => path.join(ROOT, file)),
    options,
    {
      ...host,
      getSourceFile: (file, version) => {
        const text = host.readFile(file);
        return text === undefined ? undefined : ts.createSourceFile(file, text, version);
      },
    },
  );
  const wrong = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]
    .filter(({ file }) => file && snippets.has(path.relative(ROOT, file.fileName)))
    .map(
      ({ file, messageText }) =>
        `${file!.fileName.slice(ROOT.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  expect(snippets.size).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

test('every link between the pages leads somewhere', () => {
  const dead = pages.flatMap((page) =>
    [...fs.readFileSync(path.join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)]*)?\)/g)]
      .map(([, target]) => target)
      .filter((target) => target !== '' && !fs.existsSync(path.join(ROOT, path.dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

/** Each snippet as a module of its own, with what it does not define itself around it. */
function snippetsOf(page: string): [string, string][] {
  const blocks = [...fs.readFileSync(path.join(ROOT, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)];
  return blocks.map(([, code], index) => {
    const defined = new Set([...code.matchAll(/\b(?:const|let|class|function) (\w+)/g)].map(([, name]) => name));
    [...code.matchAll(/import (?:type )?\{([^}]*)\}/g)].forEach(([, names]) =>
      names.split(',').forEach((name) => defined.add(name.trim())),
    );
    const library = Object.keys(jest.requireActual('../../src') as object);
    const plus = ['Cpu', 'Service', 'Namespace', 'LabelExpression', 'ServiceAccount'];
    const cdk8s = ['ApiObject', 'App', 'Chart', 'Duration', 'JsonPatch', 'Size'];
    const free = (names: string[]) => names.filter((name) => !defined.has(name)).join(', ');
    const text = [
      `import { ${free(library)} } from 'cdk8s-gateways';`,
      `import { ${free(cdk8s)} } from 'cdk8s';`,
      `import { ${free(plus)} } from 'cdk8s-plus-28';`,
      `import type * as cdk8s from 'cdk8s';`,
      `import type * as lib from 'cdk8s-gateways';`,
      ...Object.entries(AROUND)
        .filter(([name]) => !defined.has(name))
        .map(([name, type]) => `declare const ${name}: ${type};`),
      code,
      'export {};',
    ].join('\n');
    return [`${page}.${index + 1}.ts`, text];
  });
}

function markdownIn(directory: string): string[] {
  return fs.readdirSync(path.join(ROOT, directory), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      return ['node_modules', 'dist'].includes(entry.name) ? [] : markdownIn(file);
    }
    return file.endsWith('.md') ? [file] : [];
  });
}
