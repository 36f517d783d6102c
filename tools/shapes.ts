/**
 * Writes the shapes in src/manifest from CustomResourceDefinitions.
 *
 *   npx tsx tools/shapes.ts DIR            write them
 *   npx tsx tools/shapes.ts DIR --check    exit 1 where a written file differs
 *
 * DIR holds one JSON file a CRD, `<group>_<plural>.json` ({group, kind, scope, versions}),
 * and, for the Gateway API, the standard channel's in `standard/`. Only facts are taken:
 * fields, types, bounds. Descriptions are not.
 */
import * as fs from 'fs';
import * as path from 'path';
import * as prettier from 'prettier';

const FILES: Record<string, { readonly group: string; readonly kinds: readonly string[] }> = {
  'gateway-api': {
    group: 'gateway.networking.k8s.io',
    kinds: [
      'gatewayclasses',
      'gateways',
      'listenersets',
      'httproutes',
      'grpcroutes',
      'tlsroutes',
      'tcproutes',
      'udproutes',
      'backendtlspolicies',
      'referencegrants',
    ],
  },
  metallb: { group: 'metallb.io', kinds: ['ipaddresspools', 'l2advertisements', 'bgpadvertisements'] },
  kuadrant: {
    group: 'kuadrant.io',
    kinds: ['authpolicies', 'ratelimitpolicies', 'tokenratelimitpolicies', 'dnspolicies', 'tlspolicies', 'kuadrants'],
  },
  'cert-manager': { group: 'cert-manager.io', kinds: ['clusterissuers', 'issuers', 'certificates'] },
  monitoring: { group: 'monitoring.coreos.com', kinds: ['podmonitors', 'servicemonitors', 'prometheusrules'] },
  'external-secrets': { group: 'external-secrets.io', kinds: ['externalsecrets'] },
  flagger: { group: 'flagger.app', kinds: ['canaries', 'metrictemplates', 'alertproviders'] },
  argo: { group: 'argoproj.io', kinds: ['rollouts', 'analysistemplates', 'applications', 'applicationsets'] },
  'istio-networking': {
    group: 'networking.istio.io',
    kinds: ['gateways', 'virtualservices', 'destinationrules', 'serviceentries', 'sidecars'],
  },
  'istio-security': {
    group: 'security.istio.io',
    kinds: ['authorizationpolicies', 'peerauthentications', 'requestauthentications'],
  },
  'istio-telemetry': { group: 'telemetry.istio.io', kinds: ['telemetries'] },
  'openshift-route': { group: 'route.openshift.io', kinds: ['routes'] },
  sail: { group: 'sailoperator.io', kinds: ['istios', 'istiocnis'] },
};

/** Versions to describe where the storage version is not the one to emit. */
const VERSIONS: Record<string, string> = { ReferenceGrant: 'v1', Telemetry: 'v1' };

/** Names that a shared shape may not take. */
const RESERVED = ['Infer', 'Spec'];

interface Schema {
  /** `#/definitions/core.v1.PodSpec`. */
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Record<string, Schema>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

interface Crd {
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly versions: readonly Version[];
}

interface Version {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema: Schema;
}

async function main(dir: string, check: boolean): Promise<void> {
  let stale = 0;
  const texts: [file: string, text: string][] = [
    ['gateway-api-releases', releases(dir)],
    ['kubernetes', kubernetes(dir)],
  ];
  for (const [file, { group, kinds }] of Object.entries(FILES)) {
    texts.push([file, render(dir, group, kinds)]);
  }
  for (const [file, code] of texts) {
    const target = path.join(__dirname, '..', 'src', 'manifest', `${file}.ts`);
    const text = await prettier.format(code, { ...(await prettier.resolveConfig(target)), parser: 'typescript' });
    if (!check) {
      fs.writeFileSync(target, text);
    } else if (!fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== text) {
      stale += 1;
      console.error(`${path.relative(process.cwd(), target)} differs from the CRDs in ${dir}: run tools/shapes.ts`);
    }
  }
  if (check) console.log(`shapes: ${texts.length - stale} current, ${stale} stale`);
  process.exitCode = stale > 0 ? 1 : 0;
}

function render(dir: string, group: string, plurals: readonly string[]): string {
  const printer = new Printer();
  const kinds = plurals.flatMap((plural) => versionsOf(dir, group, plural));
  for (const { name } of kinds) printer.reserve(name);
  for (const { name, body: schema, standard } of kinds) printer.count(schema, standard, name);
  const blocks = kinds.map(({ crd, name, version, alike, body: schema, standard }) => {
    const fields = printer.fields(schema, standard);
    const others = alike.length > 0 ? `, ${JSON.stringify(alike.map((each) => `${group}/${each}`))}` : '';
    const definition = `export const ${name} = kind('${group}/${version}', '${crd.kind}', '${crd.scope}', ${fields}${others});`;
    return name !== crd.kind || printer.shared.has(`${crd.kind}Spec`)
      ? definition
      : `${definition}\nexport type ${crd.kind}Spec = Spec<typeof ${crd.kind}>;`;
  });
  const code = [...printer.shared.values(), ...blocks].join('\n\n');
  const used = usedIn(code);
  return (
    `// ${group}: written by tools/shapes.ts from the CRDs; change it there.\n` +
    `import { ${[...used, ...(code.includes('Infer<') ? ['Infer'] : []), 'Spec'].join(', ')} } from './shape';\n\n${code}\n`
  );
}

/** The builders of shapes that code uses. */
const usedIn = (code: string) =>
  [
    'any',
    'array',
    'boolean',
    'choice',
    'experimental',
    'integer',
    'intOrString',
    'kind',
    'map',
    'number',
    'object',
    'preset',
    'required',
    'string',
  ].filter((name) => new RegExp(`\\b${name}\\(`).test(code));

/** Kubernetes' own kinds. No construct writes them by these shapes, so they have no types. */
function kubernetes(dir: string): string {
  const printer = new Printer();
  const folder = path.join(dir, 'builtin');
  const blocks = fs
    .readdirSync(folder)
    .sort()
    .map((file) => {
      const { group, version, kind, scope, schema } = JSON.parse(
        fs.readFileSync(path.join(folder, file), 'utf8'),
        // A server takes a second item with the key of another, with a warning: items are not compared.
        (key, value: unknown) => (key.startsWith('x-kubernetes-list') ? undefined : value),
      ) as Builtin;
      printer.define(schema.definitions);
      const apiVersion = group === '' ? version : `${group}/${version}`;
      return `export const ${kind} = kind('${apiVersion}', '${kind}', '${scope}', ${printer.fields(body(schema), undefined)});`;
    });
  const code = [...printer.shared.values(), ...blocks].join('\n');
  return `// Kubernetes: written by tools/shapes.ts from its types; change it there.\nimport { ${usedIn(code).join(', ')} } from './shape';\n\n${code}\n`;
}

interface Builtin {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: string;
  readonly schema: Schema & { readonly definitions: Readonly<Record<string, Schema>> };
}

/** Since which release of the Gateway API its kinds, their versions and fields are served. */
function releases(dir: string): string {
  const { releases: all, kinds } = JSON.parse(
    fs.readFileSync(path.join(dir, 'gateway-api-releases.json'), 'utf8'),
  ) as Releases;
  const group = 'gateway.networking.k8s.io/';
  const names = FILES['gateway-api'].kinds.map(
    (plural) => read(path.join(dir, `${group.slice(0, -1)}_${plural}.json`)).kind,
  );
  const versions = (kind: string) => Object.entries(kinds[group + kind]);
  const served = names.map((kind) => [
    kind,
    Object.fromEntries(versions(kind).map(([name, fields]) => [name, fields['.']])),
  ]);
  const later = names.map((kind) => [
    kind,
    Object.fromEntries(versions(kind).map(([name, fields]) => [name, laterOf(fields)])),
  ]);
  const numbers = all.map((release) => release.replace(/^v(\d+\.\d+)\..*$/, '$1'));
  return [
    '// Releases of the Gateway API: written by tools/shapes.ts; change it there.',
    '/** First release by channel; with two, first and last. */',
    'export type Since = { readonly [channel in "standard" | "experimental"]?: string | readonly [first: string, last: string] };',
    '/** The releases, oldest first. */',
    `export const RELEASES: readonly string[] = ${JSON.stringify(numbers)};`,
    '/** Versions of the kinds. */',
    `export const SERVED: Readonly<Record<string, Readonly<Record<string, Since>>>> = ${JSON.stringify(Object.fromEntries(served))};`,
    '/** Fields that came later than their version. */',
    `export const LATER: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Since>>>>>> = ${JSON.stringify(Object.fromEntries(later))};`,
  ].join('\n');
}

interface Releases {
  readonly releases: readonly string[];
  readonly kinds: Record<string, Record<string, Record<string, object>>>;
}

/** Fields that are younger than their version; what is inside of one of the same age goes without saying. */
function laterOf(fields: Readonly<Record<string, object>>): Record<string, object> {
  const ageOf = (field: string) => JSON.stringify(fields[field]);
  const parentOf = (field: string) => field.replace(/\.[^.]+$/, '').replace(/\[\]$/, '');
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([field]) => field !== '.' && ageOf(field) !== ageOf('.') && ageOf(field) !== ageOf(parentOf(field)),
    ),
  );
}

/**
 * The versions of a kind that a server takes: the one to emit first, with the names of those that have the same schema,
 * then each that has another one.
 */
function versionsOf(dir: string, group: string, plural: string) {
  const crd = read(path.join(dir, `${group}_${plural}.json`));
  const standardFile = path.join(dir, 'standard', `${group}_${plural}.json`);
  const standard = fs.existsSync(standardFile) ? read(standardFile).versions : undefined;
  const isEmitted = ({ name, storage }: Version) => (VERSIONS[crd.kind] ? name === VERSIONS[crd.kind] : storage);
  const emitted = crd.versions.find(isEmitted)!;
  const others = crd.versions.filter((version) => version.served && version !== emitted);
  const text = ({ schema }: Version) => JSON.stringify(body(schema));
  const alike = others.filter((version) => text(version) === text(emitted)).map(({ name }) => name);
  return [emitted, ...others.filter(({ name }) => !alike.includes(name))].map((version) => ({
    crd,
    name: version === emitted ? crd.kind : `${crd.kind}${version.name.charAt(0).toUpperCase()}${version.name.slice(1)}`,
    version: version.name,
    alike: version === emitted ? alike : [],
    body: body(version.schema),
    standard: body((standard ? standard.find(({ name }) => name === version.name)?.schema : version.schema) ?? {}),
  }));
}

/** What a user writes: everything but apiVersion, kind, metadata, status. */
function body(schema: Schema): Schema {
  const { apiVersion, kind, metadata, status, ...properties } = schema.properties ?? {};
  void [apiVersion, kind, metadata, status];
  return { type: 'object', properties, required: schema.required };
}

/** Prints schemas; an object that occurs more than once becomes a constant of its own. */
class Printer {
  public readonly shared = new Map<string, string>();
  private readonly seen = new Map<string, { count: number; names: string[] }>();
  private readonly names = new Map<string, string>();
  private definitions: Readonly<Record<string, Schema>> = {};

  public reserve(name: string): void {
    this.names.set(name, name);
  }

  public count(schema: Schema, standard: Schema | undefined, ...names: string[]): void {
    for (const [name, child] of Object.entries(schema.properties ?? {})) {
      this.visit(child, standard?.properties?.[name], [name, ...names]);
    }
  }

  private visit(schema: Schema, standard: Schema | undefined, names: string[]): void {
    const inner = schema.items ?? (isSchema(schema.additionalProperties) ? schema.additionalProperties : undefined);
    if (inner) {
      const standardInner =
        standard?.items ?? (isSchema(standard?.additionalProperties) ? standard.additionalProperties : undefined);
      this.visit(inner, standardInner, [singular(names[0]), ...names.slice(1)]);
      return;
    }
    if (!schema.properties) return;
    const key = fingerprint(schema, standard);
    const entry = this.seen.get(key) ?? { count: 0, names };
    this.seen.set(key, { count: entry.count + 1, names: entry.names });
    if (entry.count === 0) this.count(schema, standard, ...names);
  }

  /** What references lead to. */
  public define(definitions: Readonly<Record<string, Schema>>): void {
    this.definitions = definitions;
  }

  public print(schema: Schema, standard: Schema | undefined): string {
    if (schema.$ref) return this.definition(schema.$ref.replace('#/definitions/', ''));
    // Numbers, too: `cpu: 0.5`.
    if (schema.format === 'quantity') return 'any()';
    const rules = rulesOf(schema, standard);
    const args = (...parts: string[]) => [...parts, ...(rules ? [rules] : [])].join(', ');
    if (schema['x-kubernetes-int-or-string']) return `intOrString(${args()})`;
    if (schema.properties) return this.object(schema, standard, rules);
    if (isSchema(schema.additionalProperties)) {
      const inner = isSchema(standard?.additionalProperties) ? standard.additionalProperties : undefined;
      return `map(${args(this.print(schema.additionalProperties, inner))})`;
    }
    switch (schema.type) {
      case 'array':
        return `array(${args(this.print(schema.items!, standard?.items))})`;
      case 'string':
        return schema.enum ? choiceOf(schema.enum, schema.default) : `string(${args()})`;
      case 'integer':
      case 'number':
      case 'boolean':
        return `${schema.type}(${args()})`;
      case 'object':
        return schema['x-kubernetes-preserve-unknown-fields'] ? `map(${args('any()')})` : `object(${args('{}')})`;
      default:
        return `any(${args()})`;
    }
  }

  public fields(schema: Schema, standard: Schema | undefined): string {
    const fields = Object.keys(schema.properties ?? {}).map((name) => {
      const child = schema.properties![name];
      const inStandard = standard?.properties?.[name];
      let text = this.print(child, inStandard ?? child);
      // What has a default need not be written.
      if (schema.required?.includes(name) && child.default === undefined) text = `required(${text})`;
      if (standard && !inStandard) text = `experimental(${text})`;
      return `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)}: ${text}`;
    });
    return `{ ${fields.join(', ')} }`;
  }

  /** A constant for each definition; what it refers to comes before it. */
  private definition(name: string): string {
    const schema = this.definitions[name];
    if (!schema.properties) return this.print(schema, undefined);
    // A whole object inside another, such as a claim of a StatefulSet; the kind itself has the plain name.
    const constant = `${schema.properties.apiVersion ? 'Embedded' : ''}${name.split('.').at(-1)!}`;
    if (!this.shared.has(constant)) {
      const text = `const ${constant} = ${this.object(schema, undefined, '')};`;
      this.shared.set(constant, text);
    }
    return constant;
  }

  private object(schema: Schema, standard: Schema | undefined, rules: string): string {
    const key = fingerprint(schema, standard);
    const seen = this.seen.get(key);
    const text = () => `object(${[this.fields(schema, standard), ...(rules ? [rules] : [])].join(', ')})`;
    if (!seen || seen.count < 2 || Object.keys(schema.properties!).length < 2) return text();
    let name = this.names.get(key);
    if (!name) {
      name = this.free(seen.names);
      this.names.set(key, name);
      const definition = text();
      this.shared.set(name, `export const ${name} = ${definition};\nexport type ${name} = Infer<typeof ${name}>;`);
    }
    return name;
  }

  private free(names: string[]): string {
    const taken = new Set([...RESERVED, ...this.names.values()]);
    let name = '';
    for (const part of names) {
      name = part.charAt(0).toUpperCase() + part.slice(1).replace(/[^A-Za-z0-9]/g, '') + name;
      if (!taken.has(name)) return name;
    }
    throw new Error(`no free name for ${names.join('.')}`);
  }
}

function rulesOf(schema: Schema, standard: Schema | undefined): string {
  const inStandard = !standard || standard.pattern !== undefined;
  const rules: Record<string, unknown> = {
    min: schema.minLength ?? schema.minItems ?? schema.minProperties,
    max: schema.maxLength ?? schema.maxItems ?? schema.maxProperties,
    pattern: inStandard ? schema.pattern : undefined,
    experimentalPattern: inStandard ? undefined : schema.pattern,
    values: schema.type === 'string' ? undefined : schema.enum,
    default: schema.default,
    format: schema.format,
    minimum: schema.minimum,
    maximum: schema.maximum,
    keys: schema['x-kubernetes-list-map-keys'],
    set: schema['x-kubernetes-list-type'] === 'set' || undefined,
    open: (schema.properties && schema['x-kubernetes-preserve-unknown-fields']) || undefined,
    nullable: schema.nullable || undefined,
  };
  const set = Object.entries(rules).filter(
    ([name, value]) => value !== undefined && (value !== 0 || name === 'minimum'),
  );
  return set.length ? `{ ${set.map(([k, v]) => `${k}: ${JSON.stringify(v)}`).join(', ')} }` : '';
}

function choiceOf(values: readonly unknown[], preset: unknown): string {
  const text = `choice(${values.map((value) => JSON.stringify(value)).join(', ')})`;
  return preset === undefined ? text : `preset(${text}, ${JSON.stringify(preset)})`;
}

const read = (file: string): Crd => JSON.parse(fs.readFileSync(file, 'utf8')) as Crd;
const isSchema = (s: Schema | boolean | undefined): s is Schema => typeof s === 'object';
const quote = (s: string) => JSON.stringify(s);
const singular = (s: string) => s.replace(/ies$/, 'y').replace(/(?<=[a-z]{2}[^s])s$/, '');
const fingerprint = (schema: Schema, standard: Schema | undefined) => JSON.stringify([schema, standard]);

const [dir, flag] = process.argv.slice(2);
if (!dir) {
  console.error('usage: tools/shapes.ts DIR [--check]');
  process.exitCode = 2;
} else {
  void main(dir, flag === '--check');
}
