import { istioExpression } from './istio-text';
import { AllowOrigin } from '../manifest/istio-networking';
import { refuse } from '../value/problem';

/** Match of a text of a request, case-sensitive. */
export class StringMatch {
  /** Matches the text exactly. */
  public static exact(value: string): StringMatch {
    return new StringMatch({ exact: value });
  }

  /** Matches a prefix; of a path, not by whole elements: `/api` matches `/apis` too. */
  public static prefix(value: string): StringMatch {
    return new StringMatch({ prefix: value });
  }

  /** Matches the whole text against a regular expression (RE2), at most 1024 characters. */
  public static regex(pattern: string): StringMatch {
    if (pattern === '*') {
      refuse({
        what: 'regular expression',
        got: pattern,
        expected: 'a regular expression in RE2 syntax',
        fix: "to require only that a header is present use StringMatch.present(); for any text '.*'",
      });
    }
    return new StringMatch({ regex: istioExpression('regular expression', pattern) });
  }

  /** Matches any value of a header or query parameter. */
  public static present(): StringMatch {
    return new StringMatch({});
  }

  private constructor(private readonly spec: AllowOrigin) {}

  /** Whether it matches a prefix. @internal */
  public get _isPrefix(): boolean {
    return this.spec.prefix !== undefined;
  }

  /** Renders the match of a header or a query parameter. @internal */
  public _renderNamed(what: string): AllowOrigin {
    this.checkPrefix(what, 'for any value use StringMatch.present()');
    return { ...this.spec };
  }

  /** Renders the match of another text. @internal */
  public _render(what: string): AllowOrigin {
    this.checkPrefix(what, 'to match everything leave it out');
    return this._renderUri(what);
  }

  /** Renders the match of a path; the empty prefix matches every path. @internal */
  public _renderUri(what: string): AllowOrigin {
    if (Object.keys(this.spec).length === 0) {
      refuse({
        what,
        got: 'StringMatch.present()',
        expected: 'exact, prefix or regex',
        fix: 'leave it out; every request has a path',
      });
    }
    return { ...this.spec };
  }

  /** Renders the match of an origin; the empty prefix matches none. @internal */
  public _renderOrigin(what: string): AllowOrigin {
    if (this.spec.exact === '') {
      const expected = "a scheme and a host, such as 'https://app.example.com'";
      refuse({ what, got: '', expected, fix: "for every origin use StringMatch.regex('.*')" });
    }
    return this._render(what);
  }

  private checkPrefix(what: string, fix: string): void {
    if (this.spec.prefix === '') {
      refuse({ what, got: "the prefix ''", expected: 'a non-empty prefix', fix });
    }
  }
}
