import * as path from 'path';
import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');

/** Public names that a module exports, types among them. */
function namesOf(...files: string[]): Map<string, string[]> {
  const program = ts.createProgram(
    files.map((file) => path.join(ROOT, file)),
    { noResolve: false, skipLibCheck: true, module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022 },
  );
  const checker = program.getTypeChecker();
  return new Map(
    files.map((file) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(path.join(ROOT, file))!)!;
      const isPublic = (symbol: ts.Symbol) => !symbol.getJsDocTags(checker).some(({ name }) => name === 'internal');
      return [
        file,
        checker
          .getExportsOfModule(module)
          .filter(isPublic)
          .map(({ name }) => name),
      ];
    }),
  );
}

const ours = namesOf('src/index.ts').get('src/index.ts')!;

test('a program imports cdk8s and cdk8s-plus beside the root without renaming', () => {
  const types = namesOf('node_modules/cdk8s/lib/index.d.ts', 'node_modules/cdk8s-plus-28/lib/index.d.ts');
  const theirs = new Set([...Object.keys(cdk8s), ...Object.keys(plus), ...[...types.values()].flat()]);
  expect(theirs.size).toBeGreaterThan(100);
  // The Topology of cdk8s-plus is a key of a node's labels; no program that draws needs it.
  expect(ours.filter((name) => theirs.has(name))).toEqual(['Topology']);
});

test('types have no prefix that their submodule has too', () => {
  const modules = ours.filter((name) => /^[a-z]/.test(name));
  expect(modules.length).toBeGreaterThan(5);
  const names = namesOf(...modules.map((module) => `src/${module}/index.ts`));
  const kinds = ['Istio', 'IstioCni', 'IstioProps', 'IstioCniProps', 'IstioProxyMonitor', 'Kuadrant'];
  const prefixed = modules.flatMap((module) =>
    names
      .get(`src/${module}/index.ts`)!
      .filter((name) => name.toLowerCase().startsWith(module) && !kinds.some((kind) => name.startsWith(kind)))
      .map((name) => `${module}.${name}`),
  );
  expect(prefixed).toEqual([]);
});
