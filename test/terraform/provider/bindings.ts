import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { AttributeSchema, BlockSchema, NestedBlockSchema, TypeConstraint } from './schema';

export type Kind = 'provider' | 'resource' | 'data';

/**
 * The schema of a resource, data source or of the provider itself, read from the bindings of a provider package.
 *
 * The bindings are generated from the provider's own schemas, and their source (in the source map of each file) says of
 * every attribute whether it is computed, optional or required: nothing here is written by hand.
 *
 * @param typeName the Terraform type, such as `aws_route53_record`; ignored for the provider
 * @param bindings the package of the bindings: `@cdktf/provider-aws`, or `@cdktn/provider-aws`
 */
export function schemaOf(kind: Kind, typeName: string, bindings = '@cdktf/provider-aws'): BlockSchema {
  const source = sourceOf(kind, typeName, bindings);
  return kind === 'provider'
    ? blockOfConfig(source, 'AwsProviderConfig', bodyOf(source, 'protected synthesizeHclAttributes()'))
    : blockOfClass(source, mainClassOf(source), 'protected synthesizeHclAttributes()');
}

function sourceOf(kind: Kind, typeName: string, bindings: string): string {
  const short = typeName.replace(/^aws_/, '').replaceAll('_', '-');
  const folder = { provider: 'provider', resource: short, data: `data-aws-${short}` }[kind];
  const root = dirname(require.resolve(`${bindings}/package.json`));
  let file: string;
  try {
    file = readFileSync(join(root, 'lib', folder, 'index.js'), 'utf8');
  } catch {
    throw new Error(`the provider has no ${kind} ${typeName}: ${bindings}/lib/${folder} does not exist`);
  }
  const map = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(file);
  if (map === null) throw new Error(`${bindings}/lib/${folder}/index.js has no source map to read the schema from`);
  const { sourcesContent } = JSON.parse(Buffer.from(map[1], 'base64').toString()) as { sourcesContent: string[] };
  return sourcesContent[0];
}

function mainClassOf(source: string): string {
  const main = /export class (\w+) extends \w+\.Terraform(?:Resource|DataSource) \{/.exec(source);
  if (main === null) throw new Error('the bindings have no class of a resource or data source');
  return main[1];
}

/** Members of a resource's class, or of the class behind one of its blocks. */
function blockOfClass(source: string, className: string, hclSignature: string): BlockSchema {
  const body = bodyOf(source, `export class ${className} extends`);
  const configured = entriesOf(bodyOf(source, hclSignature));
  const attributes: AttributeSchema[] = [];
  const blocks: NestedBlockSchema[] = [];
  const member =
    /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\s+(?:private _\w+ = new ([\w.]+)\(this, "\w+"(?:, (true|false))?\);)?([\s\S]*?public get [\s\S]*?return ([^;]+);)/g;
  for (const [, name, computed, optional, required, child, wrapsSet, , getter] of body.matchAll(member)) {
    const flags = { computed: computed === 'true', optional: optional === 'true', required: required === 'true' };
    const entry = configured.get(name);
    const ofLibrary = /^cdkt[fn]\.(\w+)$/.exec(child ?? '')?.[1];
    if (ofLibrary !== undefined) {
      attributes.push({
        name,
        ...flags,
        type: typeOfGetter(`get${ofLibrary}Attribute(`, entry?.type, `${className}.${name}`),
      });
    } else if (child !== undefined) {
      const element = child.replace(/(List|OutputReference)$/, '');
      const hcl = `export function ${element[0].toLowerCase()}${element.slice(1)}ToHclTerraform(`;
      const block = blockOfClass(source, `${element}OutputReference`, hcl);
      if (entry?.isBlock === true) {
        const single = !child.endsWith('List');
        const nesting = entry.type === 'struct' ? 'single' : entry.type === 'set' ? 'set' : 'list';
        blocks.push({ name, nesting, required: flags.required, maxItems: single ? 1 : 0, block });
      } else {
        attributes.push({ name, ...flags, type: [wrapsSet === 'true' ? 'set' : 'list', objectOf(block)] });
      }
    } else {
      attributes.push({ name, ...flags, type: typeOfGetter(getter, entry?.type, `${className}.${name}`) });
    }
  }
  return { attributes, blocks };
}

function objectOf(block: BlockSchema): TypeConstraint {
  const attributes = block.attributes.map(({ name, type }) => [name, type] as const);
  const blocks = block.blocks.map(({ name, block: nested }) => [name, ['list', objectOf(nested)] as const] as const);
  return ['object', Object.fromEntries([...attributes, ...blocks])];
}

function typeOfGetter(getter: string, hclType: string | undefined, where: string): TypeConstraint {
  const collection = getter.includes('Fn.tolist(') || hclType === 'set' ? 'set' : 'list';
  if (getter.includes('getStringAttribute(')) return 'string';
  if (getter.includes('getNumberAttribute(')) return 'number';
  if (getter.includes('getBooleanAttribute(')) return 'bool';
  if (getter.includes('getNumberListAttribute(')) return [collection, 'number'];
  if (getter.includes('getListAttribute(')) return [collection, 'string'];
  if (getter.includes('getStringMapAttribute(')) return ['map', 'string'];
  if (getter.includes('getNumberMapAttribute(')) return ['map', 'number'];
  if (getter.includes('getBooleanMapAttribute(')) return ['map', 'bool'];
  throw new Error(`no type is known for ${where}, whose getter returns ${getter}`);
}

/** The provider's class says nothing about computed attributes: its config interfaces say what is required. */
function blockOfConfig(source: string, interfaceName: string, hclBody: string): BlockSchema {
  const config = bodyOf(source, `export interface ${interfaceName} `);
  const attributes: AttributeSchema[] = [];
  const blocks: NestedBlockSchema[] = [];
  for (const [name, { isBlock, type, storage, field }] of entriesOf(hclBody)) {
    if (name === 'alias') continue; // an argument of Terraform itself
    const required = new RegExp(`readonly ${field}: `).test(config);
    if (isBlock) {
      const element = storage.replace(/List$/, '');
      const hcl = bodyOf(source, `export function ${element[0].toLowerCase()}${element.slice(1)}ToHclTerraform(`);
      const block = blockOfConfig(source, element, hcl);
      blocks.push({ name, nesting: type === 'set' ? 'set' : 'list', required, maxItems: 0, block });
    } else {
      attributes.push({ name, required, optional: !required, computed: false, type: typeOfStorage(storage, type) });
    }
  }
  return { attributes, blocks };
}

function typeOfStorage(storage: string, type: string): TypeConstraint {
  if (storage === 'string') return 'string';
  if (storage === 'number') return 'number';
  if (storage === 'boolean') return 'bool';
  if (storage === 'stringMap') return ['map', 'string'];
  if (storage === 'stringList') return [type === 'set' ? 'set' : 'list', 'string'];
  throw new Error(`no type is known for the storage class ${storage}`);
}

interface HclEntry {
  readonly field: string;
  readonly isBlock: boolean;
  readonly type: string;
  readonly storage: string;
}

/** What synthesizeHclAttributes says of every attribute that can be configured. */
function entriesOf(hclBody: string): Map<string, HclEntry> {
  const entry =
    /(\w+): \{\s+value: [^\n]*?(?:this\._|struct!\.)(\w+)[^\n]*,\s+isBlock: (true|false),\s+type: "(\w+)",\s+storageClassType: "(\w+)"/g;
  return new Map(
    [...hclBody.matchAll(entry)].map(([, name, field, isBlock, type, storage]) => [
      name,
      { field, isBlock: isBlock === 'true', type, storage },
    ]),
  );
}

/** The text of a top-level declaration, or of a class's method, up to its closing brace. */
function bodyOf(source: string, declaration: string): string {
  const start = source.indexOf(declaration);
  if (start < 0) return '';
  const indent = /[ ]*$/.exec(source.slice(0, start))![0];
  const end = source.indexOf(`\n${indent}}`, start);
  return source.slice(start, end < 0 ? undefined : end);
}
