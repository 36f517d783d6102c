import { Context } from './context';
import { Gateway, HTTPRouteSpec, ReferenceGrant } from '../manifest/gateway-api';
import { GATEWAY_API, Manifest } from '../manifest/manifest';
import { groupBy } from '../value/group-by';

interface Reference {
  readonly from: { readonly kind: string; readonly namespace: string };
  readonly to: { readonly kind: string; readonly namespace: string; readonly name: string };
}

/** Grants for certificates of the Gateway and for backends of routes in other namespaces. */
export function grantsFor(
  manifests: readonly Manifest[],
  secrets: readonly string[],
  { gateway }: Context,
): Manifest[] {
  const certificates = secrets.map((secret): Reference => {
    const [namespace, name] = secret.split('/');
    return { from: { kind: Gateway.kind, namespace: gateway.namespace }, to: { kind: 'Secret', namespace, name } };
  });
  const references = [...certificates, ...manifests.flatMap(backendsOf)].filter(
    ({ from, to }) => from.namespace !== to.namespace,
  );
  const groups = groupBy(references, ({ from, to }) => `${from.kind} ${from.namespace} ${to.kind} ${to.namespace}`);
  return [...groups.values()].map((group) => {
    const [{ from, to }] = group;
    const names = [...new Set(group.map((each) => each.to.name))].sort();
    return {
      apiVersion: ReferenceGrant.apiVersion,
      kind: ReferenceGrant.kind,
      metadata: { name: grantName(from, to.kind, gateway.name), namespace: to.namespace },
      spec: {
        from: [{ group: GATEWAY_API, ...from }],
        to: names.map((name) => ({ group: '', kind: to.kind, name })),
      },
    };
  });
}

/** The grant by which a Gateway reads certificates. */
export const certificatesGrant = (gateway: string) => `${gateway}-certificates`;

const grantName = ({ kind, namespace }: Reference['from'], to: string, gateway: string) =>
  kind === Gateway.kind ? certificatesGrant(gateway) : `${namespace}-${kind.toLowerCase()}-${to.toLowerCase()}s`;

function backendsOf({ kind, metadata, spec }: Manifest): Reference[] {
  if (!kind.endsWith('Route')) return [];
  const namespace = metadata.namespace ?? '';
  return ((spec as HTTPRouteSpec).rules ?? [])
    .flatMap(({ backendRefs = [], filters = [] }) => [
      ...backendRefs,
      ...filters.flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []),
    ])
    .map((ref) => ({
      from: { kind, namespace },
      to: { kind: 'Service', namespace: ref.namespace ?? namespace, name: ref.name },
    }));
}
