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

/** Properties of the target cluster. */
export interface CheckOptions {
  /**
   * The installed channel of the Gateway API.
   *
   * @default - unknown: a field that only one channel accepts is a warning
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
  /**
   * Whether unknown fields are errors, as for an API server with strict validation.
   *
   * @default false
   */
  readonly isStrict?: boolean;
  /**
   * Namespace of objects that name none.
   *
   * @default - unknown
   */
  readonly namespace?: string;
  /**
   * Objects that exist elsewhere, such as `Secret edge/wildcard-tls`; `*` stands for any text.
   *
   * @default - none
   */
  readonly exists?: readonly string[];
}

/** A rule; `find` yields the problems in all objects. */
export interface Rule {
  readonly code: string;
  /** Severity; undefined if the rule does not apply with the options. */
  readonly severity: Severity | ((options: CheckOptions) => Severity | undefined);
  readonly title: string;
  readonly find: (objects: readonly Located[], options: CheckOptions) => Iterable<Finding>;
}
