import { Dialect } from '../model/conditions';
import { ConflictRule } from '../model/listener-faults';

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
  /** How matches of calls are read and ranked. */
  readonly dialect: Dialect;
  /** How conflicts of listeners are settled. */
  readonly conflicts: ConflictRule;
  /** Whether Programmed says that there is a proxy with an address, and not that it serves something. */
  readonly programsWhatItRefuses: boolean;
  /** Whether an expression that RE2 does not compile is handed to Envoy, which then refuses all routes of the port. */
  readonly handsOnExpressions: boolean;
  /**
   * What is done to a path before anything looks at it: nothing; or dot segments and escaped letters are resolved; or
   * repeated slashes are made one as well, and escaped ones sent back to the client as plain ones.
   */
  readonly paths: 'as sent' | 'resolved' | 'merged';
  /**
   * Changes of headers as they are listed, a rule's before a backend's; or as Envoy carries them out, a backend's first;
   * Istio makes one list of both where a rule has one backend.
   */
  readonly headerOrder: 'listed' | 'istio' | 'envoy';
  /** Redirects and rewrites as the specification has them, or as Envoy carries out what an implementation hands on. */
  readonly rewrites: 'spec' | 'istio' | 'envoy-gateway';
  /** Whether a rule that redirects, or has no backends, looks at CORS first. */
  readonly correctsRedirects: boolean;
}

/** What every implementation with Envoy has in common. */
const ENVOY = {
  triesWiderHosts: false,
  detectsMisdirected: false,
  triesWiderListeners: true,
  grpcWithoutBackend: 'Unknown',
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
    dialect: 'spec',
    conflicts: 'spec',
    programsWhatItRefuses: false,
    handsOnExpressions: false,
    paths: 'as sent',
    headerOrder: 'listed',
    rewrites: 'spec',
    correctsRedirects: true,
  },
  istio: {
    ...ENVOY,
    name: 'istio',
    headerOrder: 'istio',
    paths: 'resolved',
    ranksAcrossHosts: false,
    isolatesListeners: false,
    servesUdp: false,
    dialect: 'istio',
    conflicts: 'istio',
    programsWhatItRefuses: true,
    handsOnExpressions: true,
    rewrites: 'istio',
  },
  'envoy-gateway': {
    ...ENVOY,
    name: 'envoy-gateway',
    headerOrder: 'envoy',
    paths: 'merged',
    ranksAcrossHosts: true,
    isolatesListeners: false,
    servesUdp: true,
    dialect: 'envoy-gateway',
    conflicts: 'envoy-gateway',
    programsWhatItRefuses: false,
    handsOnExpressions: false,
    rewrites: 'envoy-gateway',
  },
};
