import { addEdge, addNamed, addObject, Draft, idOf } from './draft';
import { listenerId } from './gateway-api';
import { serverId } from './istio';
import { Certificate, ClusterIssuer, Issuer } from '../manifest/cert-manager';
import { Gateway as IstioGateway } from '../manifest/istio-networking';
import { TLSPolicy } from '../manifest/kuadrant';
import { Body } from '../manifest/shape';
import { annotatedIssuers } from '../model/cert-manager';
import { maker } from '../model/generated';
import { ListenerOf, listenersByGateway } from '../model/listeners';
import { Entry, Item, itemsOf, ObjectName } from '../model/model';
import { policiesOfListener } from '../model/policies';
import { proxyOf } from '../traffic/istio/proxies';

/** Issuers, the certificates that are from them, and the listeners that show these. */
export function addCertificates(draft: Draft): void {
  const { model } = draft;
  for (const item of itemsOf(model, Issuer)) addObject(draft, item, 'issuer');
  for (const item of itemsOf(model, ClusterIssuer)) addObject(draft, item, 'issuer');
  for (const item of itemsOf(model, Certificate)) {
    const id = addObject(draft, item, 'certificate', item.body.spec?.dnsNames ?? []);
    if (item.body.spec) addEdge(draft, addIssuer(draft, item, item.body.spec.issuerRef), id, 'serves');
  }
  for (const on of [...listenersByGateway(model).values()].flat()) {
    for (const { name, namespace = on.owner.namespace, kind = 'Secret' } of on.listener.tls?.certificateRefs ?? []) {
      if (kind === 'Secret') addSecret(draft, { namespace, name }, listenerId(draft, on), issuersOf(draft, on));
    }
  }
  for (const gateway of itemsOf(model, IstioGateway)) {
    (gateway.body.spec?.servers ?? []).forEach(({ tls, name: server }, index) => {
      const name = tls?.credentialName;
      if (!name) return;
      const { namespace } = proxyOf(model, gateway);
      addSecret(draft, { namespace, name }, serverId(draft, gateway, index, server), []);
    });
  }
}

/** A certificate that a listener shows: the Certificate that makes the Secret, or the Secret itself. */
function addSecret(
  draft: Draft,
  secret: Pick<ObjectName, 'namespace' | 'name'>,
  to: string,
  issuers: readonly string[],
) {
  const by = maker(draft.model, 'Secret', secret.namespace, secret.name);
  if (by?.kind === 'Certificate') return addEdge(draft, idOf(draft, by), to, 'serves');
  const id = addNamed(draft, { group: '', kind: 'Secret', ...secret }, 'certificate');
  for (const issuer of issuers) addEdge(draft, issuer, id, 'serves');
  return addEdge(draft, id, to, 'serves');
}

/** Issuers that TLSPolicies name for a listener, or that an annotation of its Gateway names. */
function issuersOf(draft: Draft, on: ListenerOf): string[] {
  const annotated = annotatedIssuers(on.owner).map(({ name, kind }) => addIssuer(draft, on.owner, { name, kind }));
  const policies = policiesOfListener(draft.model, 'TLSPolicy', on) as readonly Item<Body<typeof TLSPolicy>>[];
  return [
    ...annotated,
    ...policies.flatMap((policy) => (policy.body.spec ? addIssuer(draft, policy, policy.body.spec.issuerRef) : [])),
  ];
}

function addIssuer(
  draft: Draft,
  from: Entry,
  { group = 'cert-manager.io', kind = 'Issuer', name }: Partial<ObjectName> & { readonly name: string },
): string {
  const namespace = kind === 'ClusterIssuer' ? '' : from.namespace;
  return addNamed(draft, { group, kind, namespace, name }, 'issuer');
}
