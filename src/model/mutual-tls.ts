import { compareAge } from './age';
import { ROOT_NAMESPACE } from './istio';
import { hasLabels } from './labels';
import { Entry, Item, itemsOf, Model, view } from './model';
import { PeerAuthentication } from '../manifest/istio-security';
import { Body } from '../manifest/shape';
import { groupBy } from '../value/group-by';

/** Whether a pod takes connections in plain text, with mutual TLS, or both. */
export type MtlsMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

export interface PeerMode {
  readonly mode: MtlsMode;
  /** The field that says so; undefined where none does. */
  readonly place?: { readonly entry: Entry; readonly path: string };
}

/** Mode of a port of a workload: that of the port, of the workload, of the namespace, of the mesh, else PERMISSIVE. */
export function mtlsModeOf(
  model: Model,
  { namespace, labels }: Pick<Entry, 'namespace' | 'labels'>,
  port: number,
): PeerMode {
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

type PeerAuthenticationItem = Item<Body<typeof PeerAuthentication>>;

const peerAuthentications = view((model: Model) =>
  groupBy(itemsOf(model, PeerAuthentication), (item) => item.namespace),
);
