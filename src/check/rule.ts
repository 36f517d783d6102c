import { GatewayApiChannel } from './channel';
import { Severity } from './diagnostic';
import { Manifest } from '../manifest/manifest';
import { Problem } from '../value/problem';

/** An object and its origin: a construct path, or `file:line`. */
export interface Located {
  readonly where: string;
  /**
   * Objects that are applied together, such as a folder. Different groups may contain the same object.
   *
   * @default - one group for all objects
   */
  readonly group?: string;
  readonly manifest: Manifest;
}

export interface Finding {
  readonly at: Located;
  readonly problem: Problem;
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
}

/** A rule; `find` yields the problems in all objects. */
export interface Rule {
  readonly code: string;
  /** Severity; undefined if the rule does not apply with the options. */
  readonly severity: Severity | ((options: CheckOptions) => Severity | undefined);
  readonly title: string;
  readonly find: (objects: readonly Located[], options: CheckOptions) => Iterable<Finding>;
}
