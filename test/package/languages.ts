import * as assert from 'assert';
import * as fs from 'fs';
import * as path from 'path';
import { Project, ROOT } from './project';

const PACMAK = path.join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');

/** A wheel of the tarball writes what TypeScript writes. */
export function checkPython(project: Project, expected: Record<string, string>): void {
  pack(project, 'python', ['cdk8s-gateways'], `cp ${project.tarball} . && echo ${path.basename(project.tarball)}`);
  const [wheel] = fs.readdirSync(project.path('packages', 'python')).filter((file) => file.endsWith('.whl'));
  project.run('python3', ['-m', 'venv', 'python']);
  project.run(project.path('python', 'bin', 'pip'), ['install', '--quiet', project.path('packages', 'python', wheel)]);
  const output = project.output(() => project.run(project.path('python', 'bin', 'python'), ['-c', program('python')]));
  assert.deepStrictEqual(output, expected);
}

/** A jar of the tarball writes what TypeScript writes. Those of cdk8s are made here too, as they may be newer than Maven's. */
export function checkJava(project: Project, expected: Record<string, string>): void {
  const options = ['--maven-local-repository', project.path('m2'), '--mvn-define', 'maven.javadoc.skip=true'];
  pack(project, 'java', ['cdk8s', 'cdk8s-plus-28', 'cdk8s-gateways'], 'npm pack --ignore-scripts --silent', options);
  const maven = [
    '-q',
    '-B',
    `-Dmaven.repo.local=${project.path('m2')}`,
    `-Dpackages=${project.path('packages', 'java')}`,
  ];
  project.run('mvn', [...maven, '-f', 'pom.xml', 'dependency:copy-dependencies', '-DoutputDirectory=jars']);
  project.write('GatewayProgram.java', program('java'));
  const classes = ['-cp', `jars/*${path.delimiter}.`];
  project.run('javac', [...classes, '-d', '.', 'GatewayProgram.java']);
  assert.deepStrictEqual(
    project.output(() => project.run('java', [...classes, 'GatewayProgram'])),
    expected,
  );
}

/** The program that the documentation shows. */
function program(language: string): string {
  const page = fs.readFileSync(path.join(ROOT, 'docs', 'packages.md'), 'utf8');
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(page)![1];
}

function pack(project: Project, language: string, names: string[], command: string, options: string[] = []): void {
  const folders = names.map((name) => path.join('node_modules', name));
  project.run(PACMAK, [
    '--target',
    language,
    '--outdir',
    'packages',
    '--pack-command',
    command,
    ...options,
    ...folders,
  ]);
}
