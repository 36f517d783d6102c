import { Values } from './schema';
import type { Account, Aws } from '../aws/world';

/** What a call of Terraform acts on: the account and region that the provider's configuration chose. */
export interface Session {
  readonly aws: Aws;
  readonly account: Account;
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** A mistake that the provider itself finds in a configuration, without asking AWS. */
export interface Finding {
  readonly summary: string;
  readonly detail?: string;
  /** Top-level attribute or block. */
  readonly attribute?: string;
}

/** How a resource type maps Terraform's life cycle to AWS: its attributes come from the bindings. */
export interface ResourceType {
  /** How the provider names it in errors, such as `Route53 Record`. */
  readonly label: string;
  /** Changes of these attributes or blocks replace the resource. */
  readonly forceNew?: readonly string[];
  /** What an optional attribute is when it is not configured. */
  readonly defaults?: Values;
  readonly sensitive?: readonly string[];
  /** Computed attributes that become unknown when one of these others changes. */
  readonly recomputed?: Readonly<Record<string, readonly string[]>>;
  /** Attributes that hold JSON documents: a difference in notation is no change. */
  readonly json?: readonly string[];
  /** What the state holds of a configured value, such as a name in lower case. */
  normalize?(values: Values): Values;
  /** Findings of the provider's own validation; values may be unknown. */
  validate?(config: Values): Finding[];
  create(session: Session, values: Values): Values;
  /** Attributes as AWS has them; undefined where the object is gone. */
  read(session: Session, state: Values): Values | undefined;
  update?(session: Session, prior: Values, values: Values): Values | void;
  delete(session: Session, state: Values): void;
  /** Attributes by which read() finds the object of an id; `{ id }` when absent. */
  import?(session: Session, id: string): Values;
}

export interface DataType {
  readonly label: string;
  read(session: Session, config: Values): Values;
}
