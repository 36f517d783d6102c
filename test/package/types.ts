import { execFile } from 'child_process';
import * as fs from 'fs';
import { promisify } from 'util';
import { Project } from './project';

interface Row {
  /** Package of the compiler, by its name in the project. */
  readonly compiler: 'typescript-5' | 'typescript-6' | 'typescript-7';
  readonly module: string;
  readonly moduleResolution: string;
  /** `type` of the program's package. */
  readonly type: 'commonjs' | 'module';
}

/** Compilers to install, by the names that rows use. */
export const COMPILERS = [
  'typescript-5@npm:typescript@5.9',
  'typescript-6@npm:typescript@6',
  'typescript-7@npm:typescript@7',
];

/** The ways of each compiler to find a package: 7 has no node10, and 5.9 no bundler for CommonJS. */
const ROWS: readonly Row[] = (['typescript-5', 'typescript-6', 'typescript-7'] as const).flatMap((compiler) =>
  (['commonjs', 'module'] as const).flatMap((type) => {
    const classic = type === 'commonjs' ? 'commonjs' : 'es2022';
    return [
      { compiler, type, module: classic, moduleResolution: 'node10' },
      { compiler, type, module: 'node16', moduleResolution: 'node16' },
      { compiler, type, module: 'nodenext', moduleResolution: 'nodenext' },
      { compiler, type, module: classic, moduleResolution: 'bundler' },
    ].filter(
      ({ module, moduleResolution }) =>
        !(compiler === 'typescript-7' && moduleResolution === 'node10') &&
        !(compiler === 'typescript-5' && moduleResolution === 'bundler' && module === 'commonjs'),
    );
  }),
);

/** Programs that name no other file, so that they are right in an ES module too. */
const PROGRAMS = ['gateway.ts', 'terraform.ts'];

/** Compiles the programs in every way, with the types of all packages checked. Returns the number of ways. */
export async function checkTypes(project: Project): Promise<number> {
  const failed: string[] = [];
  const rows = [...ROWS];
  const worker = async () => {
    for (let row = rows.shift(); row; row = rows.shift()) {
      const problem = await compile(project, row);
      if (problem) failed.push(`${Object.values(row).join(' ')}:\n${problem}`);
    }
  };
  await Promise.all([worker(), worker()]);
  if (failed.length > 0) throw new Error(failed.join('\n'));
  return ROWS.length;
}

async function compile(project: Project, { compiler, module, moduleResolution, type }: Row): Promise<string> {
  const folder = ['types', compiler, type, moduleResolution].join('/');
  project.write(`${folder}/package.json`, JSON.stringify({ name: 'program', private: true, type }));
  PROGRAMS.forEach((file) => fs.copyFileSync(project.path(file), project.path(folder, file)));
  project.write(`${folder}/matchers.ts`, "import 'cdk8s-gateways/lib/matchers.js';\n");
  const silenced = compiler === 'typescript-6' && moduleResolution === 'node10' ? { ignoreDeprecations: '6.0' } : {};
  project.write(
    `${folder}/tsconfig.json`,
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', lib: ['es2022'], types: ['node'] },
        ...{ module, moduleResolution, ...silenced },
      },
    }),
  );
  try {
    await promisify(execFile)(process.execPath, [project.path('node_modules', compiler, 'bin', 'tsc'), '-p', folder], {
      cwd: project.directory,
    });
    return '';
  } catch (error) {
    const { stdout = '', message } = error as { readonly stdout?: string; readonly message: string };
    return (stdout || message).split('\n').slice(0, 8).join('\n');
  }
}
