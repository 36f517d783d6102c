import { Place } from '../rule';

/*
 * The records of a host as Route 53 has them: sets of records, each of which leads to a set or to a cluster. Kuadrant's
 * policies, annotations for external-dns and a plan of records all become this form.
 */

export interface RecordSet {
  readonly entries: readonly RecordEntry[];
}

export interface RecordEntry {
  /** Set identifier; two records of one set that have the same overwrite each other. */
  readonly id: string;
  readonly routing: Routing;
  readonly to: RecordSet | Leaf;
}

/** How a record is chosen among those of its name; nothing for a simple record. */
export interface Routing {
  readonly weight?: number;
  /** Country `*` is the default. */
  readonly geo?: Location;
  /** Region of AWS with the least latency. */
  readonly region?: string;
  readonly near?: { readonly region: string };
  readonly failover?: 'PRIMARY' | 'SECONDARY';
  readonly isMultivalue?: boolean;
}

export interface Location {
  readonly continent?: string;
  readonly country?: string;
  /** Code that only another provider than Route 53 knows. */
  readonly custom?: string;
}

/** A cluster, or one of its addresses. */
export interface Leaf {
  readonly cluster: string;
  /** The Gateway at the address, `namespace/name`. */
  readonly gateway?: string;
  /** What asks for the record. */
  readonly place?: Place;
  /** Why the record stays when the cluster is unhealthy; undefined where a health check takes it out. */
  readonly stays?: string;
}

/** Records by the name that they are for, such as `*.example.com`. */
export interface NamedRecords {
  readonly host: string;
  readonly set: RecordSet;
}

/** The default location of Route 53. */
export const EVERYWHERE = '*';
