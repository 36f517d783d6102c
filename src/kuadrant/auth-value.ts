import { authExpression, checkTemplate } from './auth-text';
import { Key } from '../manifest/kuadrant';
import { refuse } from '../value/problem';

/** A value of an AuthPolicy: fixed, or taken from the request and from what auth has found out so far. */
export class AuthValue {
  /**
   * A fixed value (`value`).
   *
   * @param value anything that JSON can say, without null
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any JSON value
  public static of(value: any): AuthValue {
    const bad = notJson(value);
    if (bad !== undefined) {
      refuse({
        what: 'value',
        got: bad,
        expected: 'a string, number, boolean, list or object of JSON, without null',
        fix: 'use AuthValue.selector or AuthValue.expression for what only a request can tell',
      });
    }
    return new AuthValue({ value: value as unknown });
  }

  /**
   * What a path of the authorization JSON selects (`selector`), in the syntax of
   * GJSON: `auth.identity.sub`, `request.headers.x-team.@case:upper`. A text with
   * paths in curly braces is filled in: `Hello, {auth.identity.name}!`.
   *
   * @param path begins with request, source, destination, auth, metadata or context
   */
  public static selector(path: string): AuthValue {
    return new AuthValue({ selector: checkTemplate('selector', path) });
  }

  /**
   * What an expression of the Common Expression Language gives (`expression`),
   * for example `auth.identity.groups.filter(g, g.startsWith("team-"))`.
   *
   * @param expression may use request, source, destination, auth and metadata
   */
  public static expression(expression: string): AuthValue {
    return new AuthValue({ expression: authExpression('expression', expression) });
  }

  private constructor(private readonly rendered: Key) {}

  /** A fixed text, number and so on, which anybody who can read the manifest can read. @internal */
  public get _isFixed(): boolean {
    return 'value' in this.rendered;
  }

  /** @internal */
  public _render(): Key {
    return this.rendered;
  }
}

/** The first part of a value that JSON cannot say; nothing where there is none. */
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
