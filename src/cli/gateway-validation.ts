import { GatewayApiChannel } from '../check/channel';
import { show } from '../value/problem';

/** Properties of a `GatewayValidation`, as `cdk8s.yaml` gives them; the same as the options of `cdk8s-gateways check`. */
export interface GatewayValidationProps {
  /**
   * The manifests are all that the cluster has, so that what they refer to and do not hold is missing.
   *
   * @default false
   */
  readonly whole?: boolean;
  /**
   * Warnings fail the validation too.
   *
   * @default false
   */
  readonly failOnWarnings?: boolean;
  /**
   * Installed channel of the Gateway API.
   *
   * @default - unknown; a field of only one channel is a warning
   */
  readonly channel?: GatewayApiChannel;
  /**
   * Installed release of the Gateway API, such as `1.4`.
   *
   * @default - the newest
   */
  readonly gatewayApiVersion?: string;
  /**
   * File with acknowledged warnings, with objects that exist elsewhere, and with what is known of the cluster. A
   * property that is given here counts for more.
   *
   * @default - none
   */
  readonly config?: string;
}

/**
 * Validation plug-in of `cdk8s synth`, for programs with a plain `cdk8s.App`. A `GatewayApp` checks its objects itself.
 *
 * Named under `validations` in `cdk8s.yaml`. Throws for properties that are not valid.
 */
export class GatewayValidation {
  private readonly props: GatewayValidationProps;

  public constructor(props: GatewayValidationProps = {}) {
    this.props = props;
  }

  /** Checks the manifests of a context of cdk8s-cli and submits its report. */
  public async validate(context: unknown): Promise<void> {
    const { manifests, report } = context as Context;
    const { judge, RULES } = checking();
    const titles = new Map(RULES.map(({ code, title }) => [code, title]));
    const names = { channel: 'channel', gatewayApiVersion: 'gatewayApiVersion' };
    const { sources, diagnostics } = judge(manifests, { ...this.props, clusters: false }, names);
    // A program's objects often refer to what others apply: that is worth a word only where it is an error.
    const open = diagnostics.filter(({ severity }) => severity !== 'note');
    for (const { file, line, message } of sources.faults) {
      report.addViolation({
        ruleName: 'unreadable',
        recommendation: message,
        fix: 'write YAML or JSON',
        violatingResources: [{ resourceName: file, locations: [`line ${line}`], manifestPath: file }],
      });
    }
    for (const { code, severity, object, position, problem } of open) {
      report.addViolation({
        ruleName: `${severity} ${code}: ${titles.get(code)}`,
        recommendation: `${problem.what}: got ${show(problem.got)}, expected ${problem.expected}`,
        fix: problem.fix,
        violatingResources: [
          {
            resourceName: object.split('/').at(-1)!.split(' ').at(-1)!,
            locations: [problem.what],
            manifestPath: position?.file ?? '',
          },
        ],
      });
    }
    const isFailed =
      sources.faults.length > 0 || open.some(({ severity }) => this.props.failOnWarnings || severity === 'error');
    report.submit(isFailed ? 'failure' : 'success');
  }
}

/** Loaded on first use, because few programs have the plug-in. */
const checking = () => ({
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  ...(require('./judge') as typeof import('./judge')),
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  ...(require('../check/check') as typeof import('../check/check')),
});

/** The part of cdk8s-cli's `ValidationContext` that is used. */
interface Context {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure'): void;
  };
}
