import { Construct, IConstruct } from 'constructs';
import { describe, Problem, refuse } from '../value/problem';

/** A remark on a definition that is accepted but probably not what was meant. */
export interface Warning {
  /** Stable, for example `GW301`; the documentation has a section for it. */
  readonly code: string;
  /** Path of the construct that it is about. */
  readonly path: string;
  readonly message: string;
  /**
   * Reason for accepting it.
   *
   * @default - not acknowledged
   */
  readonly acknowledgement?: string;
}

const WARNING = 'cdk8s-gateways:warning';
const ACKNOWLEDGEMENT = 'cdk8s-gateways:acknowledgement';

/** The warnings of a construct and of everything below it. `GatewayApp.synth()` prints those that are not acknowledged. */
export class Warnings {
  /** The warnings at and below a construct. */
  public static of(scope: IConstruct): Warnings {
    return new Warnings(scope);
  }

  /** @internal */
  public static _add(scope: Construct, code: string, problem: Problem): void {
    scope.node.addMetadata(WARNING, { code, message: describe(problem) });
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Accepts a warning, so that it is no longer printed for this construct and those below it.
   *
   * @param code the warning's code, for example `GW301`
   * @param reason why it does not matter here; must not be empty
   */
  public acknowledge(code: string, reason: string): void {
    if (reason.trim() === '') {
      refuse(
        {
          what: `reason to acknowledge ${code}`,
          got: reason,
          expected: 'some text',
          fix: 'say why it does not matter here',
        },
        this.scope,
      );
    }
    this.scope.node.addMetadata(ACKNOWLEDGEMENT, { code, reason });
  }

  /** All warnings, in the order of the tree, acknowledged or not. */
  public list(): Warning[] {
    return this.scope.node.findAll().flatMap((construct) =>
      entries(construct, WARNING).map(({ code, message }) => {
        const acknowledgement = acknowledgementOf(construct, code);
        return { code, message, path: construct.node.path, ...(acknowledgement !== undefined && { acknowledgement }) };
      }),
    );
  }
}

/** The reason of the acknowledgement of a warning at a construct or above it, if there is one. */
export function acknowledgementOf(construct: IConstruct, code: string): string | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    const found = entries(scope, ACKNOWLEDGEMENT).find((entry) => entry.code === code);
    if (found) return found.reason;
  }
  return undefined;
}

const entries = (construct: IConstruct, type: string): Record<string, string>[] =>
  construct.node.metadata.filter((entry) => entry.type === type).map((entry) => entry.data as Record<string, string>);
