import { Duration } from 'cdk8s';
import { refuse } from '../manifest/problem';
import { IstioSpec } from '../manifest/sail';

/** How long old revisions live, and who moves workloads. */
export interface RevisionBasedOptions {
  /**
   * Time that a revision which nobody uses any longer lives on, in whole seconds
   * (`inactiveRevisionDeletionGracePeriodSeconds`).
   *
   * @default - 30 s
   */
  readonly inactiveRevisionDeletionGracePeriod?: Duration;
  /**
   * Whether the operator moves workloads to the new revision, by changing their labels and restarting them
   * (`updateWorkloads`). Not with labels that come out of Git, as those of this library.
   *
   * @default false
   */
  readonly updateWorkloads?: boolean;
}

type Spec = NonNullable<IstioSpec['updateStrategy']>;

/** What happens to the control plane when its version changes (`spec.updateStrategy`). */
export class IstioUpdateStrategy {
  /** It is replaced; workloads stay with it, and get the new proxy at their next restart. */
  public static readonly IN_PLACE = new IstioUpdateStrategy({ type: 'InPlace' });

  /** A new one comes beside it, a revision; workloads move by their label `istio.io/rev`. Needs a version. */
  public static revisionBased(options: RevisionBasedOptions = {}): IstioUpdateStrategy {
    const { inactiveRevisionDeletionGracePeriod: period, updateWorkloads } = options;
    const seconds = period?.toSeconds({ integral: false });
    if (seconds !== undefined && !Number.isInteger(seconds)) {
      const fix = 'round it';
      refuse({ what: 'inactiveRevisionDeletionGracePeriod', got: `${seconds} s`, expected: 'whole seconds', fix });
    }
    return new IstioUpdateStrategy({
      type: 'RevisionBased',
      inactiveRevisionDeletionGracePeriodSeconds: seconds,
      updateWorkloads,
    });
  }

  private constructor(private readonly spec: Spec) {}

  /** Whether each version is a revision of its own. */
  public get isRevisionBased(): boolean {
    return this.spec.type === 'RevisionBased';
  }

  /** @internal */
  public _render(): Spec {
    return this.spec;
  }
}
