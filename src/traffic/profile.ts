/** Where implementations of the Gateway API differ, as data. */
export interface Profile {
  readonly name: 'spec' | 'istio' | 'envoy-gateway';
  /**
   * Whether a request that no rule of the most specific hostname takes is tried with those of less specific ones.
   * Where not, the hosts that listeners and routes have in common are virtual hosts of Envoy: the most specific one
   * decides, whatever hostname its routes were attached by.
   */
  readonly triesWiderHosts: boolean;
  /** Whether rules at one virtual host are ranked together; or those of one hostname of routes after the other's. */
  readonly ranksAcrossHosts: boolean;
  /** Whether only the listener for a host serves it; or the listeners for HTTP of a port serve as one. */
  readonly isolatesListeners: boolean;
  /** Whether a request on the connection of another listener is refused with 421. */
  readonly detectsMisdirected: boolean;
  /** Whether the listener of a wider name takes TLS for which the listener of the name itself has no route. */
  readonly triesWiderListeners: boolean;
  /** What a client of gRPC gets where a rule has no backend that takes calls. */
  readonly grpcWithoutBackend: 'Unavailable' | 'Unknown';
  readonly servesUdp: boolean;
  /** Whether of listeners that cannot be told apart the first is served, and not none. */
  readonly servesFirstListener: boolean;
  /** Whether Programmed says that there is a proxy with an address, and not that it serves something. */
  readonly programsWhatItRefuses: boolean;
  /** Whether a listener is not accepted because the Secret of another namespace is not granted to it. */
  readonly refusesForeignSecrets: boolean;
  /**
   * Which of several reasons the status of a route tells, and of which backends: of all, the first; or as Istio finds
   * them, which does not look at ports, nor at backends that get no requests.
   */
  readonly routeReasons: 'spec' | 'istio';
  /** Whether an expression that RE2 does not compile is handed to Envoy, which then refuses all routes of the port. */
  readonly handsOnExpressions: boolean;
  /** Where regular expressions of paths stand among prefixes: after all, or by their length. */
  readonly regexRank: 'last' | 'length';
  /** Whether dot segments and escaped letters of a path are resolved before anything looks at it. */
  readonly normalizesPaths: boolean;
  /** Changes of headers as they are listed, a rule's before a backend's; or as Envoy carries them out. */
  readonly headerOrder: 'listed' | 'envoy';
  /** Redirects and rewrites as the specification has them, or as Envoy carries out what Istio hands on. */
  readonly rewrites: 'spec' | 'istio';
  /** Whether a rule that redirects, or has no backends, looks at CORS first. */
  readonly correctsRedirects: boolean;
}

/** What every implementation with Envoy has in common. */
const ENVOY = {
  triesWiderHosts: false,
  detectsMisdirected: false,
  triesWiderListeners: true,
  grpcWithoutBackend: 'Unknown',
  normalizesPaths: true,
  headerOrder: 'envoy',
  correctsRedirects: false,
} as const;

export const PROFILES: Readonly<Record<Profile['name'], Profile>> = {
  spec: {
    name: 'spec',
    triesWiderHosts: true,
    ranksAcrossHosts: true,
    isolatesListeners: true,
    detectsMisdirected: true,
    triesWiderListeners: false,
    grpcWithoutBackend: 'Unavailable',
    servesUdp: true,
    servesFirstListener: false,
    programsWhatItRefuses: false,
    refusesForeignSecrets: false,
    routeReasons: 'spec',
    handsOnExpressions: false,
    regexRank: 'last',
    normalizesPaths: false,
    headerOrder: 'listed',
    rewrites: 'spec',
    correctsRedirects: true,
  },
  istio: {
    ...ENVOY,
    name: 'istio',
    ranksAcrossHosts: false,
    isolatesListeners: false,
    regexRank: 'last',
    servesUdp: false,
    servesFirstListener: true,
    programsWhatItRefuses: true,
    refusesForeignSecrets: true,
    routeReasons: 'istio',
    handsOnExpressions: true,
    rewrites: 'istio',
  },
  'envoy-gateway': {
    ...ENVOY,
    name: 'envoy-gateway',
    ranksAcrossHosts: true,
    isolatesListeners: true,
    regexRank: 'length',
    servesUdp: true,
    servesFirstListener: false,
    programsWhatItRefuses: false,
    refusesForeignSecrets: false,
    routeReasons: 'spec',
    handsOnExpressions: false,
    rewrites: 'spec',
  },
};
