import { Severity } from '../check/diagnostic';

/** What a node is on the way of requests, from their name to the pods; and what stands beside the way. */
export const ROLES = [
  'cluster',
  'issuer',
  'certificate',
  'class',
  'dns',
  'gateway',
  'listener',
  'route',
  'rule',
  'backend',
  'workload',
  'egress',
  'policy',
  'other',
] as const;
export type Role = (typeof ROLES)[number];

/** A thing of the picture: an object, a part of one, or something that objects name. */
export interface TopologyNode {
  /** `Kind namespace/name`, behind the cluster where there are several, before `#` and the part: it stays the same. */
  readonly id: string;
  readonly role: Role;
  /** Kind of the object; `Listener`, `Rule`, `DNSName`, `Cluster`, `Mesh` and `Host` are none. */
  readonly kind: string;
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** Empty where there is one. */
  readonly cluster: string;
  /** The node that it is a part of. */
  readonly parent?: string;
  /** What people want to know first, such as `HTTPS 443`. */
  readonly details: readonly string[];
  /** Construct path, or `file:line:column`; undefined for what is not among the objects. */
  readonly where?: string;
  readonly file?: string;
  readonly line?: number;
  /** Place of a part in its object, such as `spec.listeners[0]`. */
  readonly path?: string;
  /** Index of the object among those that were read. */
  readonly object?: number;
  readonly findings: readonly TopologyFinding[];
  /** Policies that requests meet here, whatever they are attached to. */
  readonly effective: readonly EffectiveAt[];
}

/** A problem that `check` tells. */
export interface TopologyFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly where: string;
  readonly message: string;
  readonly link: string;
}

/** The policies of a kind that are in effect at a node, by their ids. */
export interface EffectiveAt {
  readonly kind: string;
  /** The listener that requests come by; undefined where it is the same for all. */
  readonly listener?: string;
  /** Those that rules in effect are from, the least specific first. */
  readonly sources: readonly string[];
  /** Those of which nothing is left. */
  readonly overridden: readonly string[];
  /** What is in effect, such as names of limits. */
  readonly rules: readonly string[];
}

export type EdgeKind =
  /** A name leads to a listener or a route. */
  | 'leads'
  /** A class, a certificate or an issuer serves what names it. */
  | 'serves'
  /** A listener hands requests to a route. */
  | 'routes'
  /** A rule sends requests to a backend; a backend to pods; pods to the Gateway that they are. */
  | 'forwards'
  | 'mirrors'
  /** A policy is attached to its target. */
  | 'applies';

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Such as the share of requests. */
  readonly label?: string;
}

/** What serves requests, as data. */
export interface TopologyGraph {
  /** Names of the directories, where they are several. */
  readonly clusters: readonly string[];
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  /** Number of objects without a node, by kind. */
  readonly others: Readonly<Record<string, number>>;
}
