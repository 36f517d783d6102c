/** Where implementations of the Gateway API differ, as data. */
export interface Profile {
  readonly name: 'spec' | 'istio' | 'envoy-gateway';
  /** Whether a request that no route of the most specific host takes is tried with less specific hosts. */
  readonly triesWiderHosts: boolean;
  /** Whether a request on the connection of another listener is refused with 421. */
  readonly detectsMisdirected: boolean;
  /** Where regular expressions of paths stand among prefixes: after all, or by their length. */
  readonly regexRank: 'last' | 'length';
  /** Whether the listener of a wider name takes TLS for which the listener of the name itself has no route. */
  readonly triesWiderListeners: boolean;
  /** What a client of gRPC gets where a rule has no backend that takes calls. */
  readonly grpcWithoutBackend: 'Unavailable' | 'Unknown';
  readonly servesUdp: boolean;
  /** Whether of listeners that cannot be told apart the first is served, and not none. */
  readonly servesFirstListener: boolean;
  /** Whether Programmed says that there is a proxy with an address, and not that it serves something. */
  readonly programsWhatItRefuses: boolean;
}

export const PROFILES: Readonly<Record<Profile['name'], Profile>> = {
  spec: {
    name: 'spec',
    triesWiderHosts: true,
    detectsMisdirected: true,
    regexRank: 'last',
    triesWiderListeners: false,
    grpcWithoutBackend: 'Unavailable',
    servesUdp: true,
    servesFirstListener: false,
    programsWhatItRefuses: false,
  },
  istio: {
    name: 'istio',
    triesWiderHosts: false,
    detectsMisdirected: false,
    regexRank: 'last',
    triesWiderListeners: true,
    grpcWithoutBackend: 'Unknown',
    servesUdp: false,
    servesFirstListener: true,
    programsWhatItRefuses: true,
  },
  'envoy-gateway': {
    name: 'envoy-gateway',
    triesWiderHosts: false,
    detectsMisdirected: false,
    regexRank: 'length',
    triesWiderListeners: true,
    grpcWithoutBackend: 'Unknown',
    servesUdp: true,
    servesFirstListener: false,
    programsWhatItRefuses: false,
  },
};
