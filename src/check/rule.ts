import { GatewayApiChannel } from './channel';
import { Severity } from './diagnostic';
import { Located } from '../manifest/manifest';
import { Problem } from '../value/problem';

export interface Finding {
  readonly at: Located;
  readonly problem: Problem;
  /** @default - that of the rule */
  readonly severity?: Severity;
}

/** What is known about the cluster that the objects are for. */
export interface CheckOptions {
  /**
   * The installed channel of the Gateway API.
   *
   * @default - not known: what only one of the channels takes is a warning
   */
  readonly channel?: GatewayApiChannel;
  /**
   * The installed release of the Gateway API, such as `1.4`.
   *
   * @default - the newest
   */
  readonly gatewayApiVersion?: string;
  /**
   * Whether the objects are all that the cluster has: what they refer to and what is not among them does not exist.
   *
   * @default false
   */
  readonly isWhole?: boolean;
  /**
   * Whether each directory is what one cluster has.
   *
   * @default false
   */
  readonly areClusters?: boolean;
}

/** One thing that can be wrong, as data; `find` looks for it in all objects. */
export interface Rule {
  readonly code: string;
  /** Nothing where the rule does not hold under the options. */
  readonly severity: Severity | ((options: CheckOptions) => Severity | undefined);
  readonly title: string;
  readonly find: (objects: readonly Located[], options: CheckOptions) => Iterable<Finding>;
}
