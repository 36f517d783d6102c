import { authExpression, checkTemplate } from './auth-text';
import { Key } from '../manifest/kuadrant';
import { refuse } from '../value/problem';

/** A value in an AuthPolicy: fixed, or computed from the request and from the results of earlier rules. */
export class AuthValue {
  /**
   * A fixed value (`value`).
   *
   * @param value any JSON value except null
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any JSON value
  public static of(value: any): AuthValue {
    const bad = notJson(value);
    if (bad !== undefined) {
      refuse({
        what: 'value',
        got: bad,
        expected: 'a JSON string, number, boolean, list or object, without null',
        fix: 'use AuthValue.selector or AuthValue.expression for values of a request',
      });
    }
    return new AuthValue({ value: value as unknown });
  }

  /**
   * A value of the authorization JSON, selected by a path (`selector`) in the syntax of
   * GJSON: `auth.identity.sub`, `request.headers.x-team.@case:upper`. A text with
   * paths in curly braces is a template: `Hello, {auth.identity.name}!`.
   *
   * @param path path that begins with request, source, destination, auth, metadata or context
   */
  public static selector(path: string): AuthValue {
    return new AuthValue({ selector: checkTemplate('selector', path) });
  }

  /**
   * The result of a CEL expression (`expression`),
   * for example `auth.identity.groups.filter(g, g.startsWith("team-"))`.
   *
   * @param expression CEL with the variables request, source, destination, auth and metadata
   */
  public static expression(expression: string): AuthValue {
    return new AuthValue({ expression: authExpression('expression', expression) });
  }

  private constructor(private readonly rendered: Key) {}

  /** Whether the value is fixed, and so visible to everyone who can read the manifest. @internal */
  public get _isFixed(): boolean {
    return 'value' in this.rendered;
  }

  /** @internal */
  public _render(): Key {
    return this.rendered;
  }
}

/** The first part of a value that JSON cannot represent; `undefined` without one. */
function notJson(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : String(value);
    case 'object':
      if (value === null) {
        return 'null';
      }
      return Object.values(value)
        .map(notJson)
        .find((bad) => bad !== undefined);
    default:
      return value === undefined ? 'undefined' : `a ${typeof value}`;
  }
}
