import * as assert from 'assert';
import * as fs from 'fs';
import * as path from 'path';
import { Project } from './project';

/** What is in the package, and that its documentation hangs together. */
export function checkTarball(project: Project): void {
  const root = project.path('node_modules', 'cdk8s-gateways');
  const files = filesIn(root).filter((file) => !file.startsWith('node_modules/'));
  // Of templates and examples tests are a part.
  const own = files.filter((file) => !/^(templates|examples)\//.test(file));
  const unwanted = own.filter((file) => /(^|\/)(test|src|tools|bench|dist)\/|^docs\/api\/|\.map$|\.test\./.test(file));
  assert.deepStrictEqual(unwanted, [], 'files that users have no use for');
  const scripts = files.filter((file) => file.endsWith('.js'));
  const mapped = scripts.filter((file) =>
    /^\/\/# sourceMappingURL/m.test(fs.readFileSync(path.join(root, file), 'utf8')),
  );
  assert.deepStrictEqual(mapped, [], 'scripts with a source map');
  for (const wanted of [
    'README.md',
    'LICENSE',
    '.jsii',
    'docs/gateway.md',
    'lib/index.d.ts',
    'examples/egress/main.ts',
  ]) {
    assert.ok(files.includes(wanted), `${wanted} is in the package`);
  }
  const dead = files.filter((file) => file.endsWith('.md')).flatMap((file) => deadLinks(root, file));
  assert.deepStrictEqual(dead, [], 'links that lead out of the package');

  const { peerDependencies, dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  assert.deepStrictEqual(Object.keys(peerDependencies), ['cdk8s', 'cdk8s-plus-28', 'constructs']);
  const missing = Object.keys(dependencies).filter((name) => !fs.existsSync(path.join(root, 'node_modules', name)));
  assert.deepStrictEqual(missing, [], 'dependencies that are not bundled');
}

/** Links of a page to files that are not there: `README.md: docs/absent.md`. */
function deadLinks(root: string, page: string): string[] {
  const text = fs.readFileSync(path.join(root, page), 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)]
    .map(([, link]) => link)
    .filter((link) => !fs.existsSync(path.join(root, path.dirname(page), link)))
    .map((link) => `${page}: ${link}`);
}

function filesIn(root: string, below: string = ''): string[] {
  return fs.readdirSync(path.join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(below, entry.name);
    return entry.isDirectory() ? filesIn(root, file) : [file];
  });
}
