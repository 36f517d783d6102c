import { Path } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** How a redirect or a rewrite changes the path. */
export class PathModifier {
  /** The whole path becomes this one. */
  public static replaceFull(path: string): PathModifier {
    return new PathModifier({ type: 'ReplaceFullPath', replaceFullPath: check(path) });
  }

  /**
   * The prefix that the rule's match names becomes this one; what stands behind it stays.
   *
   * The rule must have exactly one match, a prefix. `/` and an empty text both take the prefix away.
   */
  public static replacePrefix(path: string): PathModifier {
    return new PathModifier({ type: 'ReplacePrefixMatch', replacePrefixMatch: check(path) });
  }

  private constructor(private readonly spec: Path) {}

  /** @internal */
  public get _needsPrefix(): boolean {
    return this.spec.type === 'ReplacePrefixMatch';
  }

  /** @internal */
  public _render(): Path {
    return this.spec;
  }
}

function check(path: string): string {
  if (path.length > 1024 || (path !== '' && !path.startsWith('/'))) {
    refuse({
      what: 'replacement of path',
      got: path,
      expected: 'an absolute path of at most 1024 characters',
      fix: path.length > 1024 ? 'shorten it' : `begin with a slash: '/${path}'`,
    });
  }
  return path;
}
