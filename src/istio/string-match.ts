import { istioExpression } from './istio-text';
import { AllowOrigin } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';

/** How a text of a request is compared, to the letter in every case. */
export class StringMatch {
  /** It is this text. */
  public static exact(value: string): StringMatch {
    return new StringMatch({ exact: value });
  }

  /** It begins with this text; of a path that is not by whole elements: `/api` is for `/apis`, too. */
  public static prefix(value: string): StringMatch {
    return new StringMatch({ prefix: value });
  }

  /** All of it matches a regular expression (RE2), at most 1024 characters. */
  public static regex(pattern: string): StringMatch {
    if (pattern === '*') {
      refuse({
        what: 'regular expression',
        got: pattern,
        expected: 'a regular expression of RE2',
        fix: "to ask only that a header is there use StringMatch.present(); for any text '.*'",
      });
    }
    return new StringMatch({ regex: istioExpression('regular expression', pattern) });
  }

  /** It is there, whatever its value: for headers and query parameters. */
  public static present(): StringMatch {
    return new StringMatch({});
  }

  private constructor(private readonly spec: AllowOrigin) {}

  /** Whether it says how the text begins. @internal */
  public get _isPrefix(): boolean {
    return this.spec.prefix !== undefined;
  }

  /** What a header or a query parameter is compared with. @internal */
  public _renderNamed(what: string): AllowOrigin {
    this.checkPrefix(what, 'any value is StringMatch.present()');
    return { ...this.spec };
  }

  /** What one text is compared with. @internal */
  public _render(what: string): AllowOrigin {
    this.checkPrefix(what, 'to match everything leave it out');
    return this._renderUri(what);
  }

  /** What a path is compared with; the empty prefix is that of every path. @internal */
  public _renderUri(what: string): AllowOrigin {
    if (Object.keys(this.spec).length === 0) {
      refuse({
        what,
        got: 'StringMatch.present()',
        expected: 'exact, prefix or regex',
        fix: 'leave it out; every request has one',
      });
    }
    return { ...this.spec };
  }

  /** What an origin is compared with; the empty one is that of no page. @internal */
  public _renderOrigin(what: string): AllowOrigin {
    if (this.spec.exact === '') {
      const expected = "a scheme and a host, such as 'https://app.example.com'";
      refuse({ what, got: '', expected, fix: "for every origin use StringMatch.regex('.*')" });
    }
    return this._render(what);
  }

  private checkPrefix(what: string, fix: string): void {
    if (this.spec.prefix === '') {
      refuse({ what, got: "the prefix ''", expected: 'a prefix that is not empty', fix });
    }
  }
}
