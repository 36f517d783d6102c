import { ProxiedWorkload } from './workload';
import { Model } from '../../../model/model';
import { mtlsModeOf } from '../../../model/mutual-tls';
import { Outcome, Step } from '../../outcome';

/** A connection as a pod takes it. */
export interface AcceptedPeer {
  /** Names of the other end: none where it speaks plain text. */
  readonly principals: readonly string[];
  /** What becomes of the connection, where the pod does not take it. */
  readonly refused?: Outcome;
  readonly steps: readonly Step[];
}

/** The identity of a service account in the mesh. */
export const identityOf = (namespace: string, serviceAccount = 'default') =>
  `spiffe://cluster.local/ns/${namespace}/sa/${serviceAccount}`;

/**
 * A connection to a port of a pod with a sidecar. A client of the mesh shows its identity wherever the pod can read it
 * (Istio's auto mTLS); one outside has none, and speaks plain text.
 */
export function acceptPeer(model: Model, workload: ProxiedWorkload, port: number, identity?: string): AcceptedPeer {
  const { mode, place } = mtlsModeOf(model, workload, port);
  const steps = place ? [{ what: 'PeerAuthentication', place, text: mode }] : [];
  if (identity !== undefined) return { principals: mode === 'DISABLE' ? [] : [identity], steps };
  if (mode !== 'STRICT') return { principals: [], steps };
  const reason = `port ${port} takes mutual TLS only`;
  return {
    principals: [],
    refused: { share: 1, error: 'reset', reason, headers: new Map(), removed: [], mirrors: [] },
    steps,
  };
}
