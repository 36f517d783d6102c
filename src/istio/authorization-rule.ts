import { AuthorizationAttribute } from './authorization-attribute';

/**
 * Source of a request (`rules[].from[].source`). All fields that are set must match, each with one entry.
 *
 * Entries of principals, request principals and namespaces are exact, `prefix*`, `*suffix` or `*` for any that is not
 * empty. Identities of a peer's certificate need mutual TLS.
 */
export interface AuthorizationSource {
  /**
   * Identities of peers, `<trust domain>/ns/<namespace>/sa/<service account>` (`principals`). `serviceAccounts`
   * are shorter.
   *
   * @default - any
   */
  readonly principals?: string[];
  /**
   * Identities of peers that are excluded (`notPrincipals`).
   *
   * @default - none
   */
  readonly notPrincipals?: string[];
  /**
   * Identities from JSON Web Tokens, `<issuer>/<subject>` (`requestPrincipals`); `*` for any valid
   * token. Needs a `RequestAuthentication`.
   *
   * @default - any
   */
  readonly requestPrincipals?: string[];
  /**
   * Identities from tokens that are excluded (`notRequestPrincipals`).
   *
   * @default - none
   */
  readonly notRequestPrincipals?: string[];
  /**
   * Namespaces of peers (`namespaces`).
   *
   * @default - any
   */
  readonly namespaces?: string[];
  /**
   * Namespaces of peers that are excluded (`notNamespaces`).
   *
   * @default - none
   */
  readonly notNamespaces?: string[];
  /**
   * Service accounts of peers, `<namespace>/<name>`, or `<name>` in the policy's namespace; no
   * wildcards, not together with principals or namespaces (`serviceAccounts`, GW524).
   *
   * @default - any
   */
  readonly serviceAccounts?: string[];
  /**
   * Service accounts of peers that are excluded, in the format of `serviceAccounts` (`notServiceAccounts`).
   *
   * @default - none
   */
  readonly notServiceAccounts?: string[];
  /**
   * Source addresses or CIDR ranges of the connection (`ipBlocks`); behind a load balancer that hides
   * clients, its addresses.
   *
   * @default - any
   */
  readonly ipBlocks?: string[];
  /**
   * Source addresses or CIDR ranges of the connection that are excluded (`notIpBlocks`).
   *
   * @default - none
   */
  readonly notIpBlocks?: string[];
  /**
   * Addresses or CIDR ranges of the client, from X-Forwarded-For or the PROXY protocol (`remoteIpBlocks`). The
   * number of trusted proxies must be set at the gateway (`numTrustedProxies`).
   *
   * @default - any
   */
  readonly remoteIpBlocks?: string[];
  /**
   * Addresses or CIDR ranges of the client that are excluded (`notRemoteIpBlocks`).
   *
   * @default - none
   */
  readonly notRemoteIpBlocks?: string[];
}

/**
 * Requested operation (`rules[].to[].operation`). All fields that are set must match, each with one entry.
 * Hosts, methods and paths exist in HTTP only.
 */
export interface AuthorizationOperation {
  /**
   * Hosts, case-insensitive: exact, `prefix*`, `*suffix` or `*` (`hosts`). A client may send a port with the
   * host: list both, `example.com` and `example.com:*`.
   *
   * @default - any
   */
  readonly hosts?: string[];
  /**
   * Hosts that are excluded (`notHosts`).
   *
   * @default - none
   */
  readonly notHosts?: string[];
  /**
   * Ports that the workload listens on (`ports`).
   *
   * @default - any
   */
  readonly ports?: number[];
  /**
   * Ports that are excluded (`notPorts`).
   *
   * @default - none
   */
  readonly notPorts?: number[];
  /**
   * Methods in upper case, `GET` (`methods`). gRPC always uses `POST`.
   *
   * @default - any
   */
  readonly methods?: string[];
  /**
   * Methods that are excluded (`notMethods`).
   *
   * @default - none
   */
  readonly notMethods?: string[];
  /**
   * Paths: exact, `/prefix*`, `*suffix`, or with `{*}` for one segment and `{**}` at the end for any
   * (`paths`). gRPC paths are `/package.Service/Method`.
   *
   * @default - any
   */
  readonly paths?: string[];
  /**
   * Paths that are excluded (`notPaths`).
   *
   * @default - none
   */
  readonly notPaths?: string[];
}

/** Further condition on a request (`rules[].when[]`). */
export interface AuthorizationCondition {
  /** Attribute to compare (`key`). */
  readonly attribute: AuthorizationAttribute;
  /**
   * Accepted values of the attribute (`values`): exact, `prefix*`, `*suffix` or `*`.
   *
   * @default - any; `notValues` is required
   */
  readonly values?: string[];
  /**
   * Values of the attribute that are excluded (`notValues`).
   *
   * @default - none; `values` is required
   */
  readonly notValues?: string[];
}

/** Requests that a policy applies to: from one of the sources, to one of the operations, with all conditions true. */
export interface AuthorizationPolicyRule {
  /**
   * Sources (`from[].source`).
   *
   * @default - any source
   */
  readonly from?: AuthorizationSource[];
  /**
   * Operations (`to[].operation`).
   *
   * @default - any operation
   */
  readonly to?: AuthorizationOperation[];
  /**
   * Further conditions (`when`).
   *
   * @default - none
   */
  readonly when?: AuthorizationCondition[];
}
