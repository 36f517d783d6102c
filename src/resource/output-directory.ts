import { Construct, IConstruct } from 'constructs';
import { describe } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

const DIRECTORY = Symbol.for('cdk8s-gateways.OutputDirectory');
const WRITER = Symbol.for('cdk8s-gateways.GatewayApp');

/**
 * A directory of a `GatewayApp`: the charts below it are written there, and nothing else.
 *
 * For what is applied separately: a stage that replaces another, a cluster, one of several ways to do it. Each
 * directory has its own Namespaces, grants and whatever else exists once, and may hold the same objects as
 * another. A directory inside a directory is a folder inside a folder.
 */
export class OutputDirectory extends Construct {
  /**
   * @param scope the app, or what is in the same directory as it
   * @param id name of the folder
   */
  public constructor(scope: Construct, id: string) {
    super(scope, dnsSubdomain('name of directory', id));
    markDirectory(this, id);
    const { root } = this.node;
    const problem = {
      what: `directory '${id}'`,
      got: 'a cdk8s.App',
      expected: 'a GatewayApp; the other has one directory',
      fix: 'new GatewayApp()',
    };
    this.node.addValidation({ validate: () => (writesDirectories(root) ? [] : [describe(problem)]) });
  }
}

/** Marks an app as one that writes directories. */
export function markDirectoryWriter(app: IConstruct): void {
  Object.defineProperty(app, WRITER, { value: true });
}

/** Tells whether an app writes directories: a `GatewayApp`, of whatever copy of this library. */
export const writesDirectories = (app: IConstruct): boolean => WRITER in app;

/** Marks a construct as a directory: several of one name in one place are the same directory. */
export function markDirectory(scope: IConstruct, name: string): void {
  Object.defineProperty(scope, DIRECTORY, { value: name });
}

/** The directory of a construct: the nearest scope that is a directory, and its path in the output. */
export function directoryOf(construct: IConstruct): { readonly scope?: IConstruct; readonly path: string } {
  const marked = [...construct.node.scopes].filter((scope) => DIRECTORY in scope);
  const names = marked.map((scope) => (scope as unknown as { readonly [DIRECTORY]: string })[DIRECTORY]);
  return { scope: marked.at(-1), path: names.join('/') };
}
