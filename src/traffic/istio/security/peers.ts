import { peerAuthentications, PeerAuthenticationItem, ProxiedWorkload, ROOT_NAMESPACE } from './workload';
import { compareAge } from '../../../model/age';
import { hasLabels } from '../../../model/labels';
import { Model } from '../../../model/model';
import { Outcome, Step } from '../../outcome';
import { Place } from '../../rule';

/** Whether a pod takes connections in plain text, with mutual TLS, or both. */
export type MtlsMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

export interface PeerMode {
  readonly mode: MtlsMode;
  /** The field that says so; undefined where none does. */
  readonly place?: Place;
}

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

/** Mode of a port of a workload: that of the port, of the workload, of the namespace, of the mesh, else PERMISSIVE. */
export function mtlsModeOf(model: Model, { namespace, labels }: ProxiedWorkload, port: number): PeerMode {
  const policies = peerAuthentications(model);
  const oldest = (from: string, suits: (labels: Readonly<Record<string, string>>) => boolean) =>
    (policies.get(from) ?? [])
      .filter(({ body }) => suits(body.spec?.selector?.matchLabels ?? {}))
      .sort(compareAge)
      .at(0);
  const isForAll = (selector: Readonly<Record<string, string>>) => Object.keys(selector).length === 0;
  const isForIt = (selector: Readonly<Record<string, string>>) => !isForAll(selector) && hasLabels(labels, selector);
  const isRoot = namespace === ROOT_NAMESPACE;
  const own = isRoot ? undefined : oldest(namespace, isForIt);
  return (
    modeAt(own, own?.body.spec?.portLevelMtls?.[port]?.mode, `spec.portLevelMtls.${port}.mode`) ??
    modeOf(own) ??
    (isRoot ? undefined : modeOf(oldest(namespace, isForAll))) ??
    modeOf(oldest(ROOT_NAMESPACE, isForAll)) ?? { mode: 'PERMISSIVE' }
  );
}

const modeOf = (entry: PeerAuthenticationItem | undefined) =>
  modeAt(entry, entry?.body.spec?.mtls?.mode, 'spec.mtls.mode');

const modeAt = (
  entry: PeerAuthenticationItem | undefined,
  mode: MtlsMode | 'UNSET' | undefined,
  path: string,
): PeerMode | undefined =>
  entry === undefined || mode === undefined || mode === 'UNSET' ? undefined : { mode, place: { entry, path } };
