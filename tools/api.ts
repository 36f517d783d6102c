/**
 * Writes docs/api: a page for the root and one for each submodule, from what jsii says of the compiled library.
 *
 *   npx tsx tools/api.ts DIR           write the pages of the assembly in DIR to DIR/docs/api
 *   npx tsx tools/api.ts DIR --check   fail where a page is not what the sources say
 */
import * as fs from 'fs';
import * as path from 'path';
import {
  Callable,
  ClassType,
  Docs,
  EnumType,
  InterfaceType,
  isClassType,
  isEnumType,
  loadAssemblyFromPath,
  Method,
  Parameter,
  Property,
  Type,
  TypeReference,
} from '@jsii/spec';
import * as prettier from 'prettier';

const SECTIONS = ['Constructs', 'Classes', 'Structs', 'Interfaces', 'Enums'] as const;

async function main(root: string, checkOnly: boolean): Promise<void> {
  const directory = path.join(root, 'docs/api');
  const pages = await render(Object.values(loadAssemblyFromPath(root, false).types ?? {}));
  const present = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
  if (checkOnly) {
    const stale = [...pages.keys()].filter(
      (name) => !present.includes(name) || fs.readFileSync(path.join(directory, name), 'utf8') !== pages.get(name),
    );
    stale.push(...present.filter((name) => !pages.has(name)));
    stale.forEach((name) => console.error(`docs/api/${name} is not what the sources say; run npm run docs:api`));
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  fs.mkdirSync(directory, { recursive: true });
  present.filter((name) => !pages.has(name)).forEach((name) => fs.rmSync(path.join(directory, name)));
  pages.forEach((text, name) => fs.writeFileSync(path.join(directory, name), text));
}

async function render(types: readonly Type[]): Promise<Map<string, string>> {
  const modules = [...new Set(types.map(({ namespace }) => namespace))].sort((a, b) =>
    (a ?? '').localeCompare(b ?? ''),
  );
  const known = new Map(types.map((type) => [type.fqn, type]));
  const pages = new Map<string, string>();
  for (const module of modules) {
    const own = types.filter(({ namespace }) => namespace === module);
    const text = new Page(module, own, known, modules).render();
    pages.set(pageOf(module), await prettier.format(text, { parser: 'markdown', printWidth: 120 }));
  }
  return pages;
}

class Page {
  public constructor(
    private readonly module: string | undefined,
    private readonly own: readonly Type[],
    private readonly known: ReadonlyMap<string, Type>,
    private readonly modules: readonly (string | undefined)[],
  ) {}

  public render(): string {
    const sections = SECTIONS.map((section) => ({
      section,
      types: this.own.filter((type) => this.sectionOf(type) === section).sort((a, b) => a.name.localeCompare(b.name)),
    })).filter(({ types }) => types.length > 0);
    const imported = this.module ?? '…';
    return [
      `# ${this.module ?? 'cdk8s-gateways'}`,
      '',
      '<!-- Written by tools/api.ts from the docstrings in src/; change them there. -->',
      '',
      `\`import { ${imported} } from 'cdk8s-gateways'\``,
      '',
      `Pages: ${this.modules.map((module) => (module === this.module ? title(module) : `[${title(module)}](${pageOf(module)})`)).join(', ')}.`,
      '',
      ...sections.map(
        ({ section, types }) =>
          `- ${section}: ${types.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(', ')}`,
      ),
      ...sections.flatMap(({ types }) => types.flatMap((type) => ['', ...this.type(type)])),
      '',
    ].join('\n');
  }

  private sectionOf(type: Type): (typeof SECTIONS)[number] {
    if (isEnumType(type)) return 'Enums';
    if (isClassType(type)) return this.isConstruct(type) ? 'Constructs' : 'Classes';
    return type.datatype ? 'Structs' : 'Interfaces';
  }

  private isConstruct({ base }: ClassType): boolean {
    const known = base === undefined ? undefined : this.known.get(base);
    return known ? this.isConstruct(known as ClassType) : base !== undefined && !base.startsWith('cdk8s-gateways.');
  }

  private type(type: Type): string[] {
    const parents = isEnumType(type)
      ? []
      : [...(isClassType(type) && type.base ? [type.base] : []), ...(type.interfaces ?? [])];
    return [
      `## ${type.name}`,
      '',
      ...paragraphs(type.docs),
      ...(parents.length > 0 ? [`Extends ${parents.map((fqn) => this.link(fqn)).join(', ')}.`, ''] : []),
      ...(isEnumType(type) ? members(type) : this.fields(type)),
    ];
  }

  private fields(type: ClassType | InterfaceType): string[] {
    const name = this.module === undefined ? type.name : `${this.module}.${type.name}`;
    const statics = <T extends Method | Property>(all: readonly T[] | undefined, isStatic: boolean) =>
      (all ?? []).filter((member) => (member.static ?? false) === isStatic && !member.protected);
    const initializer = isClassType(type) && !type.abstract ? type.initializer : undefined;
    const shown = initializer && !initializer.protected ? initializer : undefined;
    return [
      ...(shown ? [`\`new ${name}(${this.plainParameters(shown)})\``, ''] : []),
      ...this.table(
        'property',
        statics(type.properties, false).map((property) => this.property(property)),
      ),
      ...this.table(
        'method',
        statics(type.methods, false).map((method) => this.method(method)),
      ),
      ...this.table('static', [
        ...statics(type.properties, true).map((property) => this.property(property)),
        ...statics(type.methods, true).map((method) => this.method(method)),
      ]),
    ];
  }

  private table(what: string, rows: readonly (readonly [signature: string, text: string])[]): string[] {
    if (rows.length === 0) return [];
    return [`| ${what} | |`, '| --- | --- |', ...rows.map(([signature, text]) => `| ${signature} | ${text} |`), ''];
  }

  private property({ name, optional, type, docs }: Property): [string, string] {
    return [`\`${name}${optional ? '?' : ''}\`: ${this.reference(type)}`, sentence(docs)];
  }

  private method({ name, parameters, returns, docs }: Method): [string, string] {
    const list = (parameters ?? []).map((parameter) => this.parameter(parameter)).join(', ');
    const about = (parameters ?? [])
      .filter((parameter) => parameter.docs?.summary)
      .map((parameter) => `\`${parameter.name}\`: ${cell(parameter.docs!.summary!)}`);
    return [
      `\`${name}\`(${list})${returns ? `: ${this.reference(returns.type)}` : ''}`,
      [sentence(docs), ...about].filter(Boolean).join(' '),
    ];
  }

  private parameter({ name, optional, type, variadic }: Parameter): string {
    return `${variadic ? '...' : ''}${name}${optional ? '?' : ''}: ${this.reference(type)}${variadic ? '[]' : ''}`;
  }

  private plainParameters({ parameters }: Callable): string {
    return (parameters ?? [])
      .map(({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${plain(type)}`)
      .join(', ');
  }

  private reference(type: TypeReference): string {
    if ('fqn' in type) return this.link(type.fqn);
    if ('primitive' in type) return type.primitive;
    if ('collection' in type) {
      const inner = this.reference(type.collection.elementtype);
      return type.collection.kind === 'array' ? `${inner}[]` : `{ [key]: ${inner} }`;
    }
    return 'union' in type ? type.union.types.map((each) => this.reference(each)).join(' or ') : 'any';
  }

  private link(fqn: string): string {
    const type = this.known.get(fqn);
    const name = fqn.slice(fqn.lastIndexOf('.') + 1);
    if (!type) return name;
    const page = type.namespace === this.module ? '' : pageOf(type.namespace);
    return `[${type.namespace !== undefined && page ? `${type.namespace}.` : ''}${name}](${page}#${name.toLowerCase()})`;
  }
}

const members = ({ members: all }: EnumType) => [
  '| member | |',
  '| --- | --- |',
  ...all.map(({ name, docs }) => `| \`${name}\` | ${sentence(docs)} |`),
  '',
];

const pageOf = (module: string | undefined) => (module === undefined ? 'README.md' : `${module}.md`);
const title = (module: string | undefined) => module ?? 'root';

const paragraphs = (docs: Docs | undefined) =>
  [docs?.summary, docs?.remarks].filter((text) => text !== undefined).flatMap((text) => [text, '']);

/** Everything that a docstring says, in a cell. */
function sentence(docs: Docs | undefined): string {
  const text = [docs?.summary, docs?.remarks].filter((part) => part !== undefined).map(cell);
  return [...text, ...(docs?.default ? [`Default: ${cell(docs.default.replace(/^- /, ''))}.`] : [])].join(' ');
}

const cell = (text: string) =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\|/g, '\\|')
    .trim();

function plain(type: TypeReference): string {
  if ('fqn' in type) return type.fqn.slice(type.fqn.lastIndexOf('.') + 1);
  if ('primitive' in type) return type.primitive;
  return 'collection' in type ? `${plain(type.collection.elementtype)}[]` : 'any';
}

const [dir, flag] = process.argv.slice(2);
if (!dir) {
  console.error('usage: tools/api.ts DIR [--check]');
  process.exitCode = 2;
} else {
  void main(dir, flag === '--check');
}
