import { AuthorizationAttribute } from './authorization-attribute';

/**
 * Who sends a request (`rules[].from[].source`). All fields that are set must hold, and of each field one entry.
 *
 * Entries of principals, request principals, namespaces and trust domains are exact, `prefix*`, `*suffix` or
 * `*` for anything that is not empty. What comes from a peer's certificate needs mutual TLS.
 */
export interface AuthorizationSource {
  /**
   * Identities of peers, `<trust domain>/ns/<namespace>/sa/<service account>` (`principals`). `serviceAccounts`
   * say the same in fewer words.
   *
   * @default - anybody
   */
  readonly principals?: string[];
  /**
   * Identities of peers that do not count (`notPrincipals`).
   *
   * @default - none
   */
  readonly notPrincipals?: string[];
  /**
   * Identities from JSON Web Tokens, `<issuer>/<subject>` (`requestPrincipals`); `*` for anybody with a valid
   * token. Needs a `RequestAuthentication`.
   *
   * @default - anybody
   */
  readonly requestPrincipals?: string[];
  /**
   * Identities from tokens that do not count (`notRequestPrincipals`).
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
   * Namespaces of peers that do not count (`notNamespaces`).
   *
   * @default - none
   */
  readonly notNamespaces?: string[];
  /**
   * Service accounts of peers, `<namespace>/<name>`, or `<name>` in the policy's namespace; at most 16, no
   * wildcards, not beside principals or namespaces (`serviceAccounts`).
   *
   * @default - any
   */
  readonly serviceAccounts?: string[];
  /**
   * Service accounts of peers that do not count; as `serviceAccounts` (`notServiceAccounts`).
   *
   * @default - none
   */
  readonly notServiceAccounts?: string[];
  /**
   * Trust domains of peers (`trustDomains`).
   *
   * @default - any
   */
  readonly trustDomains?: string[];
  /**
   * Trust domains of peers that do not count (`notTrustDomains`).
   *
   * @default - none
   */
  readonly notTrustDomains?: string[];
  /**
   * Addresses or networks of the connection (`ipBlocks`); behind a load balancer that hides clients, its own.
   *
   * @default - any
   */
  readonly ipBlocks?: string[];
  /**
   * Addresses or networks of the connection that do not count (`notIpBlocks`).
   *
   * @default - none
   */
  readonly notIpBlocks?: string[];
  /**
   * Addresses or networks of the client, from X-Forwarded-For or the PROXY protocol (`remoteIpBlocks`). The
   * gateway must know how many proxies to trust (`numTrustedProxies`).
   *
   * @default - any
   */
  readonly remoteIpBlocks?: string[];
  /**
   * Addresses or networks of the client that do not count (`notRemoteIpBlocks`).
   *
   * @default - none
   */
  readonly notRemoteIpBlocks?: string[];
}

/**
 * What a request asks for (`rules[].to[].operation`). All fields that are set must hold, and of each field one
 * entry. Hosts, methods and paths exist in HTTP only.
 */
export interface AuthorizationOperation {
  /**
   * Hosts, in any case, exact, `prefix*`, `*suffix` or `*` (`hosts`). A client may write a port behind the
   * host: name both, `example.com` and `example.com:*`.
   *
   * @default - any
   */
  readonly hosts?: string[];
  /**
   * Hosts that do not count (`notHosts`).
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
   * Ports that do not count (`notPorts`).
   *
   * @default - none
   */
  readonly notPorts?: number[];
  /**
   * Methods in capitals, `GET` (`methods`). Those of gRPC are all `POST`.
   *
   * @default - any
   */
  readonly methods?: string[];
  /**
   * Methods that do not count (`notMethods`).
   *
   * @default - none
   */
  readonly notMethods?: string[];
  /**
   * Paths, exact, `/prefix*`, `*suffix`, or with `{*}` for one segment and `{**}` at the end for any
   * (`paths`). Those of gRPC are `/package.Service/Method`.
   *
   * @default - any
   */
  readonly paths?: string[];
  /**
   * Paths that do not count (`notPaths`).
   *
   * @default - none
   */
  readonly notPaths?: string[];
}

/** What else must be true of a request (`rules[].when[]`). */
export interface AuthorizationCondition {
  /** What is looked at (`key`). */
  readonly attribute: AuthorizationAttribute;
  /**
   * Values of which it has one (`values`), exact, `prefix*`, `*suffix` or `*`.
   *
   * @default - any; `notValues` must be given
   */
  readonly values?: string[];
  /**
   * Values that it must not have (`notValues`).
   *
   * @default - none; `values` must be given
   */
  readonly notValues?: string[];
}

/** Requests that a policy is about: from one of the sources, to one of the operations, under all conditions. */
export interface AuthorizationPolicyRule {
  /**
   * Who sends them (`from[].source`), at most 512.
   *
   * @default - anybody
   */
  readonly from?: AuthorizationSource[];
  /**
   * What they ask for (`to[].operation`).
   *
   * @default - anything
   */
  readonly to?: AuthorizationOperation[];
  /**
   * What else must be true (`when`).
   *
   * @default - nothing
   */
  readonly when?: AuthorizationCondition[];
}
