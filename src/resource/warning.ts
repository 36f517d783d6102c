import { Construct, IConstruct } from 'constructs';
import { describe, Problem, refuse } from '../value/problem';

/** A warning about a definition that is valid but probably not intended. */
export interface Warning {
  /** Stable code, for example `GW301`; the documentation has a section for each. */
  readonly code: string;
  /** Path of the construct. */
  readonly path: string;
  readonly message: string;
  /**
   * Reason for accepting the warning.
   *
   * @default - not acknowledged
   */
  readonly acknowledgement?: string;
}

const WARNING = 'cdk8s-gateways:warning';
const ACKNOWLEDGEMENT = 'cdk8s-gateways:acknowledgement';

/** Warnings of a construct and its descendants. `GatewayApp.synth()` prints those that are not acknowledged. */
export class Warnings {
  /** The warnings of a construct and its descendants. */
  public static of(scope: IConstruct): Warnings {
    return new Warnings(scope);
  }

  /** @internal */
  public static _add(scope: Construct, code: string, problem: Problem): void {
    scope.node.addMetadata(WARNING, { code, message: describe(problem) });
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Accepts a warning, so that it is no longer printed for this construct and its descendants.
   *
   * @param code the warning's code, for example `GW301`
   * @param reason reason for accepting the warning; must not be empty
   */
  public acknowledge(code: string, reason: string): void {
    if (reason.trim() === '') {
      refuse(
        {
          what: `reason to acknowledge ${code}`,
          got: reason,
          expected: 'a non-empty text',
          fix: 'give the reason for accepting the warning',
        },
        this.scope,
      );
    }
    this.scope.node.addMetadata(ACKNOWLEDGEMENT, { code, reason });
  }

  /** All warnings, acknowledged or not, in the order of the construct tree. */
  public list(): Warning[] {
    return this.scope.node.findAll().flatMap((construct) =>
      entries(construct, WARNING).map(({ code, message }) => {
        const acknowledgement = acknowledgementOf(construct, code);
        return { code, message, path: construct.node.path, ...(acknowledgement !== undefined && { acknowledgement }) };
      }),
    );
  }
}

/** Reason of the acknowledgement of a warning at a construct or one of its scopes; `undefined` without one. */
export function acknowledgementOf(construct: IConstruct, code: string): string | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    const found = entries(scope, ACKNOWLEDGEMENT).find((entry) => entry.code === code);
    if (found) return found.reason;
  }
  return undefined;
}

const entries = (construct: IConstruct, type: string): Record<string, string>[] =>
  construct.node.metadata.filter((entry) => entry.type === type).map((entry) => entry.data as Record<string, string>);
