import { authExpression, checkSelector } from './auth-text';
import { When } from '../manifest/kuadrant';
import { refuse } from '../value/problem';

type Operator = NonNullable<When['operator']>;
type Pattern = Pick<When, 'selector' | 'operator' | 'value'>;

/** A condition on a request, as rules of an AuthPolicy take it in `when` and `patternMatching`. */
export abstract class AuthCondition {
  /**
   * An expression of the Common Expression Language that gives true or false
   * (`predicate`), for example `request.method == "GET"`.
   *
   * @param expression may use request, source, destination, auth and metadata
   */
  public static predicate(expression: string): AuthCondition {
    return new RenderedCondition({ predicate: authExpression('predicate', expression) }, []);
  }

  /** Patterns of this policy by their name (`patternRef`), see `AuthPolicy.addPatterns`. */
  public static patternRef(name: string): AuthCondition {
    return new RenderedCondition({ patternRef: nameOf(name) }, [name]);
  }

  /**
   * Patterns by their name that another policy brings when it is merged with
   * this one (`patternRef`). Where none does, the condition counts as true.
   */
  public static inheritedPatternRef(name: string): AuthCondition {
    return new RenderedCondition({ patternRef: nameOf(name) }, []);
  }

  /** True when all conditions are (`all`). */
  public static all(...conditions: AuthCondition[]): AuthCondition {
    return AuthCondition.group('all', conditions);
  }

  /** True when one of the conditions is (`any`). */
  public static any(...conditions: AuthCondition[]): AuthCondition {
    return AuthCondition.group('any', conditions);
  }

  private static group(key: 'all' | 'any', conditions: readonly AuthCondition[]): AuthCondition {
    if (conditions.length === 0) {
      refuse({
        what: `AuthCondition.${key}`,
        got: 'no condition',
        expected: 'at least one; an empty group counts as true',
        fix: 'add a condition or leave the group out',
      });
    }
    return new RenderedCondition(
      { [key]: conditions.map((condition) => condition._render()) },
      conditions.flatMap((condition) => condition._patternRefs),
    );
  }

  /** Names of patterns that the policy itself must have. @internal */
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

/** A comparison of what a path of the authorization JSON selects with a text. */
export class AuthPattern extends AuthCondition {
  /** The selected value is the text (`eq`). */
  public static equalTo(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'eq', value);
  }

  /** The selected value is another than the text (`neq`). */
  public static notEqualTo(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'neq', value);
  }

  /** The selected list has the text among its elements (`incl`). */
  public static includes(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'incl', value);
  }

  /** The selected list does not have the text among its elements (`excl`). */
  public static excludes(selector: string, value: string): AuthPattern {
    return AuthPattern.of(selector, 'excl', value);
  }

  /**
   * The regular expression is found in the selected value (`matches`).
   *
   * @param selector path of the authorization JSON
   * @param regex in the syntax of RE2, which has neither lookaround nor backreferences; anchor it with `^` and `$` to match all of the value
   */
  public static matches(selector: string, regex: string): AuthPattern {
    const unknown = notRe2(regex);
    if (unknown !== undefined) {
      refuse({
        what: 'regular expression',
        got: regex,
        expected: `the syntax of RE2, which has no ${unknown}`,
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
        expected: 'the name of patterns',
        fix: 'name patterns that AuthPolicy.addPatterns adds',
      })
    : name;

/** What a regular expression uses that RE2 does not have. */
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
