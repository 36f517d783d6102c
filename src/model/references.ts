import { annotatedIssuers } from './cert-manager';
import { ingressSecrets, ingressServices } from './ingresses';
import { Entry, itemsOf, Model, ObjectName, view } from './model';
import { backendsOf, routesOf } from './routes';
import { Rollout } from '../manifest/argo';
import { Certificate } from '../manifest/cert-manager';
import { Canary } from '../manifest/flagger';
import { BackendTLSPolicy, Gateway, ListenerSet } from '../manifest/gateway-api';
import {
  AuthPolicy,
  DNSPolicy,
  RateLimitPolicy,
  TargetRef,
  TLSPolicy,
  TokenRateLimitPolicy,
} from '../manifest/kuadrant';
import { HorizontalPodAutoscaler } from '../manifest/kubernetes';
import { GATEWAY_API, groupOf } from '../manifest/manifest';
import { Route as OpenshiftRoute } from '../manifest/openshift-route';

/** One object names another. */
export interface Reference {
  readonly from: Entry;
  /** Place in the object that refers, such as `spec.parentRefs[0]`. */
  readonly path: string;
  readonly to: ObjectName;
  /** Whether a ReferenceGrant is needed where the namespaces differ. */
  readonly needsGrant: boolean;
}

/** Every reference of the model by name. */
export const referencesOf = view((model: Model): readonly Reference[] => [
  ...routeReferences(model),
  ...gatewayReferences(model),
  ...policyReferences(model),
  ...certificateReferences(model),
  ...annotationReferences(model),
  ...workloadReferences(model),
  ...rolloutReferences(model),
  ...openshiftReferences(model),
  ...ingressReferences(model),
]);

interface Named {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a reference names, seen from an object; what it leaves out is that of `usual`. */
const target = (
  from: Entry,
  { group, kind, namespace, name }: Named,
  usual: { group: string; kind: string },
): ObjectName => ({
  group: group ?? usual.group,
  kind: kind ?? usual.kind,
  namespace: namespace ?? from.namespace,
  name,
});

const GATEWAY = { group: GATEWAY_API, kind: 'Gateway' };
const SERVICE = { group: '', kind: 'Service' };
const CONFIG_MAP = { group: '', kind: 'ConfigMap' };
const SECRET = { group: '', kind: 'Secret' };

function* routeReferences(model: Model): Iterable<Reference> {
  for (const route of routesOf(model)) {
    yield* route.parentRefs.map((ref, index) => ({
      from: route,
      path: `spec.parentRefs[${index}]`,
      to: target(route, ref, GATEWAY),
      needsGrant: false,
    }));
    yield* backendsOf(route).map(({ path, ref }) => ({
      from: route,
      path,
      to: target(route, ref, SERVICE),
      needsGrant: true,
    }));
  }
}

function* gatewayReferences(model: Model): Iterable<Reference> {
  for (const item of [...itemsOf(model, Gateway), ...itemsOf(model, ListenerSet)]) {
    for (const [index, { tls }] of (item.body.spec.listeners ?? []).entries()) {
      yield* (tls?.certificateRefs ?? []).map((ref, at) => ({
        from: item,
        path: `spec.listeners[${index}].tls.certificateRefs[${at}]`,
        to: target(item, ref, SECRET),
        needsGrant: true,
      }));
    }
  }
  for (const item of itemsOf(model, Gateway)) {
    const { frontend, backend } = item.body.spec.tls ?? {};
    const authorities = (refs: readonly Named[] | undefined, path: string) =>
      (refs ?? []).map((ref, index) => ({
        from: item,
        path: `${path}.validation.caCertificateRefs[${index}]`,
        to: target(item, ref, CONFIG_MAP),
        needsGrant: true,
      }));
    yield* authorities(frontend?.default.validation?.caCertificateRefs, 'spec.tls.frontend.default');
    for (const [index, { tls }] of (frontend?.perPort ?? []).entries()) {
      yield* authorities(tls.validation?.caCertificateRefs, `spec.tls.frontend.perPort[${index}].tls`);
    }
    const client = backend?.clientCertificateRef;
    if (client) {
      yield {
        from: item,
        path: 'spec.tls.backend.clientCertificateRef',
        to: target(item, client, SECRET),
        needsGrant: true,
      };
    }
  }
  for (const set of itemsOf(model, ListenerSet)) {
    yield { from: set, path: 'spec.parentRef', to: target(set, set.body.spec.parentRef, GATEWAY), needsGrant: false };
  }
}

const TARGETED = [AuthPolicy, RateLimitPolicy, TokenRateLimitPolicy, DNSPolicy, TLSPolicy] as const;

function* policyReferences(model: Model): Iterable<Reference> {
  for (const kind of TARGETED) {
    for (const item of itemsOf<{ readonly spec?: { readonly targetRef: TargetRef } }>(model, kind)) {
      if (item.body.spec) yield own(item, 'spec.targetRef', item.body.spec.targetRef, GATEWAY);
    }
  }
  for (const item of itemsOf(model, DNSPolicy)) {
    yield* (item.body.spec?.providerRefs ?? []).map((ref, index) =>
      own(item, `spec.providerRefs[${index}]`, ref, SECRET),
    );
  }
  for (const item of itemsOf(model, BackendTLSPolicy)) {
    const { targetRefs, validation } = item.body.spec;
    yield* targetRefs.map((ref, index) => own(item, `spec.targetRefs[${index}]`, ref, SERVICE));
    yield* (validation.caCertificateRefs ?? []).map((ref, index) =>
      own(item, `spec.validation.caCertificateRefs[${index}]`, ref, CONFIG_MAP),
    );
  }
}

function* certificateReferences(model: Model): Iterable<Reference> {
  for (const kind of [Certificate, TLSPolicy] as const) {
    for (const item of itemsOf<{ readonly spec?: { readonly issuerRef: Named } }>(model, kind)) {
      if (!item.body.spec) continue;
      const to = target(item, item.body.spec.issuerRef, { group: 'cert-manager.io', kind: 'Issuer' });
      const isOfCluster = to.kind === 'ClusterIssuer';
      yield { from: item, path: 'spec.issuerRef', to: isOfCluster ? { ...to, namespace: '' } : to, needsGrant: false };
    }
  }
}

/** cert-manager reads the issuer of a Gateway's certificates in its annotations. */
function* annotationReferences(model: Model): Iterable<Reference> {
  for (const item of [...itemsOf(model, Gateway), ...itemsOf(model, ListenerSet)]) {
    if (item.annotations['cert-manager.io/issuer-group'] !== undefined) continue;
    for (const { key, kind, name } of annotatedIssuers(item)) {
      const to = { group: 'cert-manager.io', kind, namespace: kind === 'Issuer' ? item.namespace : '', name };
      yield { from: item, path: `metadata.annotations['${key}']`, to, needsGrant: false };
    }
  }
}

function* workloadReferences(model: Model): Iterable<Reference> {
  for (const item of itemsOf(model, HorizontalPodAutoscaler)) {
    if (!item.body.spec) continue;
    const { apiVersion = 'apps/v1', kind, name } = item.body.spec.scaleTargetRef;
    yield own(item, 'spec.scaleTargetRef', { group: groupOf(apiVersion), kind, name }, SERVICE);
  }
  for (const item of itemsOf(model, Canary)) {
    const scaler = item.body.spec?.autoscalerRef;
    if (scaler?.name && scaler.kind === 'HorizontalPodAutoscaler') {
      yield own(item, 'spec.autoscalerRef', { group: 'autoscaling', kind: scaler.kind, name: scaler.name }, SERVICE);
    }
    const ref = item.body.spec?.targetRef;
    if (!ref?.name) continue;
    const { apiVersion = 'apps/v1', kind = 'Deployment', name } = ref;
    yield own(item, 'spec.targetRef', { group: groupOf(apiVersion), kind, name }, SERVICE);
  }
}

const ROLLOUT_SERVICES = {
  canary: ['canaryService', 'stableService'],
  blueGreen: ['activeService', 'previewService'],
} as const;

function* rolloutReferences(model: Model): Iterable<Reference> {
  for (const item of itemsOf(model, Rollout)) {
    for (const [strategy, fields] of Object.entries(ROLLOUT_SERVICES)) {
      const given = item.body.spec.strategy?.[strategy as keyof typeof ROLLOUT_SERVICES] as
        Readonly<Record<string, string | undefined>> | undefined;
      for (const field of fields) {
        const name = given?.[field];
        if (name) yield own(item, `spec.strategy.${strategy}.${field}`, { name }, SERVICE);
      }
    }
  }
}

function* openshiftReferences(model: Model): Iterable<Reference> {
  for (const item of itemsOf(model, OpenshiftRoute)) {
    const { to, alternateBackends = [] } = item.body.spec;
    yield own(item, 'spec.to', { name: to.name }, SERVICE);
    yield* alternateBackends.map(({ name }, index) => own(item, `spec.alternateBackends[${index}]`, { name }, SERVICE));
  }
}

function* ingressReferences(model: Model): Iterable<Reference> {
  for (const { from, path, service } of ingressServices(model)) {
    yield own(from, path, { name: service.name }, SERVICE);
  }
  for (const { from, path, secretName } of ingressSecrets(model)) {
    yield own(from, path, { name: secretName }, SECRET);
  }
}

const own = (from: Entry, path: string, ref: Named, usual: { group: string; kind: string }): Reference => ({
  from,
  path,
  to: target(from, { ...ref, namespace: undefined }, usual),
  needsGrant: false,
});
