import { authExpression, checkSelector } from './auth-text';
import { When } from '../manifest/kuadrant';
import { refuse } from '../value/problem';

type Operator = NonNullable<When['operator']>;
type Pattern = Pick<When, 'selector' | 'operator' | 'value'>;

/** A condition on a request, in `when` and `patternMatching` of AuthPolicy rules. */
export abstract class AuthCondition {
  /**
   * A CEL expression with a boolean result
   * (`predicate`), for example `request.method == "GET"`.
   *
   * @param expression CEL with the variables request, source, destination, auth and metadata
   */
  public static predicate(expression: string): AuthCondition {
    return new RenderedCondition({ predicate: authExpression('predicate', expression) }, []);
  }

  /** Named patterns of this policy (`patternRef`), see `AuthPolicy.addPatterns`. */
  public static patternRef(name: string): AuthCondition {
    return new RenderedCondition({ patternRef: nameOf(name) }, [name]);
  }

  /**
   * Named patterns of another policy that is merged with
   * this one (`patternRef`). If no such policy exists, the condition is true.
   */
  public static inheritedPatternRef(name: string): AuthCondition {
    return new RenderedCondition({ patternRef: nameOf(name) }, []);
  }

  /** True if all conditions are true (`all`). */
  public static all(...conditions: AuthCondition[]): AuthCondition {
    return AuthCondition.group('all', conditions);
  }

  /** True if at least one condition is true (`any`). */
  public static any(...conditions: AuthCondition[]): AuthCondition {
    return AuthCondition.group('any', conditions);
  }

  private static group(key: 'all' | 'any', conditions: readonly AuthCondition[]): AuthCondition {
    if (conditions.length === 0) {
      refuse({
        what: `AuthCondition.${key}`,
        got: 'no condition',
        expected: 'at least one; an empty group is always true',
        fix: 'add a condition or leave the group out',
      });
    }
    return new RenderedCondition(
      { [key]: conditions.map((condition) => condition._render()) },
      conditions.flatMap((condition) => condition._patternRefs),
    );
  }

  /** Names of patterns that the policy must define. @internal */
  public abstract readonly _patternRefs: readonly string[];

  /** @internal */
  public abstract _render(): When;
}

class RenderedCondition extends AuthCondition {
  public constructor(
    private readonly rendered: When,
    public readonly _patternRefs: readonly string[],
  ) {
    super();
  }

  public _render(): When {
    return this.rendered;
  }
}

/** A comparison of a value in the authorization JSON, selected by a path, with a text. */
export class AuthPattern extends AuthCondition {
  /** True if the selected value equals the text (`eq`). */
  public static equalTo(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'eq', value);
  }

  /** True if the selected value does not equal the text (`neq`). */
  public static notEqualTo(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'neq', value);
  }

  /** True if the selected list contains the text (`incl`). */
  public static includes(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'incl', value);
  }

  /** True if the selected list does not contain the text (`excl`). */
  public static excludes(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'excl', value);
  }

  /**
   * True if the regular expression is found in the selected value (`matches`).
   *
   * @param selector path of the authorization JSON
   * @param regex regular expression in RE2 syntax, without lookaround and backreferences; anchor it with `^` and `$` to
   *   match the whole value
   */
  public static matches(selector: string, regex: string): AuthPattern {
    const unknown = notRe2(regex);
    if (unknown !== undefined) {
      refuse({
        what: 'regular expression',
        got: regex,
        expected: `RE2 syntax, which has no ${unknown}`,
        fix: 'use several patterns, AuthPattern.notEqualTo, or an AuthCondition.predicate',
      });
    }
    return AuthPattern.of(selector, 'matches', regex);
  }

  private static of(selector: string, operator: Operator, value: string): AuthPattern {
    return new AuthPattern({ selector: checkSelector('selector', selector), operator, value });
  }

  /** @internal */
  public readonly _patternRefs: readonly string[] = [];

  private constructor(private readonly rendered: Pattern) {
    super();
  }

  /** @internal */
  public _render(): Pattern {
    return this.rendered;
  }
}

const nameOf = (name: string) =>
  name === ''
    ? refuse({
        what: 'patternRef',
        got: name,
        expected: 'the name of named patterns',
        fix: 'use a name of AuthPolicy.addPatterns',
      })
    : name;

/** Feature of a regular expression that RE2 does not support; `undefined` without one. */
function notRe2(regex: string): string | undefined {
  const outsideClasses = regex
    .replace(/\\Q.*?(\\E|$)/gs, '')
    .replace(/\\[^1-9]/gs, '')
    .replace(/\[\]?[^\]]*\]/g, '');
  if (/\(\?<?[=!]/.test(outsideClasses)) {
    return 'lookaround';
  }
  return /\\[1-9](?!\d)/.test(outsideClasses) ? 'backreference' : undefined;
}
