import { createRequire } from 'module';
import type * as core from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../value/problem';

/*
 * The only place that loads Terraform's constructs, on first use: `require('cdk8s-gateways')` must neither need nor
 * load them. Of the provider one resource is loaded at a time; its root takes seconds.
 */

/** CDKTF, and CDK Terrain, which continues it under the same class names. */
type Family = 'cdktf' | 'cdktn';

interface Resources {
  'cloudwatch-log-group': typeof import('@cdktf/provider-aws/lib/cloudwatch-log-group');
  'cloudwatch-log-resource-policy': typeof import('@cdktf/provider-aws/lib/cloudwatch-log-resource-policy');
  'data-aws-caller-identity': typeof import('@cdktf/provider-aws/lib/data-aws-caller-identity');
  'data-aws-lb-hosted-zone-id': typeof import('@cdktf/provider-aws/lib/data-aws-lb-hosted-zone-id');
  'data-aws-partition': typeof import('@cdktf/provider-aws/lib/data-aws-partition');
  'data-aws-route53-zone': typeof import('@cdktf/provider-aws/lib/data-aws-route53-zone');
  'eks-pod-identity-association': typeof import('@cdktf/provider-aws/lib/eks-pod-identity-association');
  'iam-access-key': typeof import('@cdktf/provider-aws/lib/iam-access-key');
  'iam-role': typeof import('@cdktf/provider-aws/lib/iam-role');
  'iam-role-policy': typeof import('@cdktf/provider-aws/lib/iam-role-policy');
  'iam-user': typeof import('@cdktf/provider-aws/lib/iam-user');
  'iam-user-policy': typeof import('@cdktf/provider-aws/lib/iam-user-policy');
  'kms-key': typeof import('@cdktf/provider-aws/lib/kms-key');
  'route53-health-check': typeof import('@cdktf/provider-aws/lib/route53-health-check');
  'route53-hosted-zone-dnssec': typeof import('@cdktf/provider-aws/lib/route53-hosted-zone-dnssec');
  'route53-key-signing-key': typeof import('@cdktf/provider-aws/lib/route53-key-signing-key');
  'route53-query-log': typeof import('@cdktf/provider-aws/lib/route53-query-log');
  'route53-record': typeof import('@cdktf/provider-aws/lib/route53-record');
  'route53-vpc-association-authorization': typeof import('@cdktf/provider-aws/lib/route53-vpc-association-authorization');
  'route53-zone': typeof import('@cdktf/provider-aws/lib/route53-zone');
  'route53-zone-association': typeof import('@cdktf/provider-aws/lib/route53-zone-association');
  'secretsmanager-secret': typeof import('@cdktf/provider-aws/lib/secretsmanager-secret');
  'secretsmanager-secret-version': typeof import('@cdktf/provider-aws/lib/secretsmanager-secret-version');
  'ssm-parameter': typeof import('@cdktf/provider-aws/lib/ssm-parameter');
}

const VERSIONS: Readonly<Record<Family, string>> = {
  cdktf: 'cdktf@0.21 @cdktf/provider-aws@21',
  cdktn: 'cdktn@0.24 @cdktn/provider-aws@25',
};

/** A resource's module of the family that the scope's stack belongs to. */
export function aws<Name extends keyof Resources>(scope: Construct, name: Name): Resources[Name] {
  const family = familyOf(scope);
  return load(family, `@${family}/provider-aws/lib/${name}`) as Resources[Name];
}

/** `cdktf` or `cdktn` itself. The two have the same classes. */
export function terraform(scope: Construct): typeof core {
  const family = familyOf(scope);
  return load(family, family) as typeof core;
}

const requireHere = createRequire(__filename);
// No peers of this package: a strict installer, such as pnpm, shows them to the program only.
const PLACES = [__dirname, process.cwd()];
const loaded = new Map<string, unknown>();

function load(family: Family, name: string): unknown {
  // A look-up takes as long as a record's construction.
  if (loaded.has(name)) return loaded.get(name);
  try {
    loaded.set(name, requireHere(requireHere.resolve(name, { paths: PLACES })));
    return loaded.get(name);
  } catch (error) {
    const root = name.split('/lib/')[0];
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' || !message.includes(root)) throw error;
    return refuse({
      what: `package ${root}`,
      got: 'nothing that can be loaded',
      expected: `the packages that a stack of ${family} needs`,
      fix: `npm install ${VERSIONS[family]}`,
    });
  }
}

/** The TerraformStack around a construct. */
export function stackOf(scope: Construct): IConstruct {
  const found = [...scope.node.scopes].reverse().find((candidate) => stackFamily(candidate) !== undefined);
  return (
    found ??
    refuse(
      {
        what: 'scope',
        got: `${scope.node.root.constructor.name} '${scope.node.path}'`,
        expected: 'a construct inside a TerraformStack of cdktf or cdktn',
        fix: 'create it in a TerraformStack; a program can have one App of cdk8s and one of cdktf side by side',
      },
      scope,
    )
  );
}

function familyOf(scope: Construct): Family {
  return stackFamily(stackOf(scope))!;
}

// jsii's mark on a class: cdktn kept the symbols of cdktf, so those do not tell the two apart.
const RTTI = Symbol.for('jsii.rtti');

function stackFamily(construct: IConstruct): Family | undefined {
  for (let type: unknown = construct.constructor; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    const { fqn } = ((type as unknown as Record<symbol, unknown>)[RTTI] ?? {}) as { readonly fqn?: string };
    const family = /^(cdktf|cdktn)\.TerraformStack$/.exec(fqn ?? '')?.[1];
    if (family !== undefined) return family as Family;
  }
  return undefined;
}

interface AwsProvider extends IConstruct {
  readonly terraformProviderSource?: string;
  readonly alias?: string;
  readonly region?: string;
}

/** Refuses a provider that is known to work in another region than AWS wants a resource in. */
export function checkRegion(what: string, scope: Construct, provider: AwsProvider | undefined, region: string): void {
  const used = provider ?? stackOf(scope).node.children.find((child) => isDefaultProvider(child as AwsProvider));
  const actual = (used as AwsProvider | undefined)?.region;
  if (actual !== undefined && actual !== region && !terraform(scope).Token.isUnresolved(actual)) {
    refuse(
      {
        what: `region of ${what}`,
        got: actual,
        expected: region,
        fix: `give it a provider of its own: new AwsProvider(stack, '${region}', { region: '${region}', alias: '${region}' })`,
      },
      scope,
    );
  }
}

const isDefaultProvider = ({ terraformProviderSource, alias }: AwsProvider) =>
  terraformProviderSource !== undefined && /(^|\/)aws$/.test(terraformProviderSource) && alias === undefined;

/** A host name or address as a construct id: other than Terraform's own shortening, no two become one. */
export function safeId(text: string): string {
  return text.replace(/\*/g, '_any').replace(/\./g, '_').replace(/:/g, '-');
}

/** A name that is the first of its kind in a stack: outputs of one name overwrite each other silently. */
export function isFirst(scope: Construct, name: string): boolean {
  const names = taken.get(stackOf(scope)) ?? new Set();
  taken.set(stackOf(scope), names);
  return names.has(name) ? false : names.add(name) !== undefined;
}
const taken = new WeakMap<IConstruct, Set<string>>();

/** Text as it is: Terraform would take `${` and `%{` for its own. What cdktf made itself stays. */
export function literal(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, '$$$${').replace(/%\{/g, '%%{');
}

/** Tags with their values as they are. */
export function literals(tags: Tags | undefined): Tags | undefined {
  return tags && Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, literal(value)]));
}
type Tags = { readonly [key: string]: string };
