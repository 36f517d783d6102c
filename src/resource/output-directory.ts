import { Construct, IConstruct } from 'constructs';
import { describe } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

const DIRECTORY = Symbol.for('cdk8s-gateways.OutputDirectory');
const WRITER = Symbol.for('cdk8s-gateways.GatewayApp');

/**
 * An output directory of a `GatewayApp`; it contains the charts below this construct.
 *
 * For manifests that are applied separately: a stage that replaces another, a cluster, or one of several variants. Each
 * directory has its own Namespaces, ReferenceGrants and other shared objects, and may contain the same objects as
 * another. Directories can be nested.
 */
export class OutputDirectory extends Construct {
  /**
   * @param scope the app, or a construct in the parent directory
   * @param id name of the directory
   */
  public constructor(scope: Construct, id: string) {
    super(scope, dnsSubdomain('name of directory', id));
    markDirectory(this, id);
    const { root } = this.node;
    const problem = {
      what: `directory '${id}'`,
      got: 'a cdk8s.App',
      expected: 'a GatewayApp; a cdk8s.App writes one directory only',
      fix: 'use new GatewayApp()',
    };
    this.node.addValidation({ validate: () => (writesDirectories(root) ? [] : [describe(problem)]) });
  }
}

/** Marks an app as one that writes directories. */
export function markDirectoryWriter(app: IConstruct): void {
  Object.defineProperty(app, WRITER, { value: true });
}

/** Tells whether an app writes directories: a `GatewayApp`, also of another copy of this library. */
export const writesDirectories = (app: IConstruct): boolean => WRITER in app;

/** Marks a construct as a directory; constructs with the same name and parent directory share it. */
export function markDirectory(scope: IConstruct, name: string): void {
  Object.defineProperty(scope, DIRECTORY, { value: name });
}

/** The output directory of a construct: the nearest scope that is a directory, and its path. */
export function directoryOf(construct: IConstruct): { readonly scope?: IConstruct; readonly path: string } {
  const marked = [...construct.node.scopes].filter((scope) => DIRECTORY in scope);
  const names = marked.map((scope) => (scope as unknown as { readonly [DIRECTORY]: string })[DIRECTORY]);
  return { scope: marked.at(-1), path: names.join('/') };
}
