import { Path } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** Change of the path by a redirect or a rewrite. */
export class PathModifier {
  /** Replaces the whole path (`ReplaceFullPath`). */
  public static replaceFull(path: string): PathModifier {
    return new PathModifier({ type: 'ReplaceFullPath', replaceFullPath: check(path) });
  }

  /**
   * Replaces the prefix that the match of the rule defines and keeps the rest (`ReplacePrefixMatch`).
   *
   * The rule must have exactly one match, of type prefix. `/` and an empty string both remove the prefix.
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
