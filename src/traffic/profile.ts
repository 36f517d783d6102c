/** Where implementations of the Gateway API differ, as data. */
export interface Profile {
  readonly name: 'spec' | 'istio' | 'envoy-gateway';
  /** Whether a request that no route of the most specific host takes is tried with less specific hosts. */
  readonly triesWiderHosts: boolean;
  /** Whether a request on the connection of another listener is refused with 421. */
  readonly detectsMisdirected: boolean;
  /** Where regular expressions of paths stand among prefixes: after all, or by their length. */
  readonly regexRank: 'last' | 'length';
}

export const PROFILES: Readonly<Record<Profile['name'], Profile>> = {
  spec: { name: 'spec', triesWiderHosts: true, detectsMisdirected: true, regexRank: 'last' },
  istio: { name: 'istio', triesWiderHosts: false, detectsMisdirected: false, regexRank: 'last' },
  'envoy-gateway': { name: 'envoy-gateway', triesWiderHosts: false, detectsMisdirected: false, regexRank: 'length' },
};
