import { groupOf, GATEWAY_API } from '../../manifest/manifest';
import { Finding, Rule } from '../rule';

/** Annotations that their controller reads on objects of other kinds. */
export const annotationRules: readonly Rule[] = [
  {
    code: 'GW012',
    severity: 'warning',
    title: 'annotation that nothing reads on the kind',
    find: (objects) =>
      objects.flatMap((at) => {
        const { apiVersion, kind, metadata } = at.manifest;
        const group = groupOf(apiVersion);
        if (group !== GATEWAY_API && group !== 'networking.istio.io') return [];
        return Object.entries(metadata.annotations ?? {}).flatMap(([key, got]): Finding[] => {
          const reader = READERS.find(({ keys, isRead }) => keys.test(key) && !isRead?.(kind, group));
          if (!reader) return [];
          const { who, on, fix } = reader;
          const expected = `none of ${who}, which reads ${on} alone`;
          return [{ at, problem: { what: `metadata.annotations['${key}']`, got, expected, fix } }];
        });
      }),
  },
];

interface Reader {
  readonly keys: RegExp;
  readonly who: string;
  /** What it reads, for a message. */
  readonly on: string;
  readonly fix: string;
  readonly isRead?: (kind: string, group: string) => boolean;
}

const TRANSLATE =
  'use filters of the route or a policy; cdk8s-gateways migrate translates the annotations of Ingresses';

const READERS: readonly Reader[] = [
  { keys: /^nginx\.ingress\.kubernetes\.io\//, who: 'ingress-nginx', on: 'Ingresses', fix: TRANSLATE },
  { keys: /^nginx\.(org|com)\//, who: "F5's controller for NGINX", on: 'Ingresses', fix: TRANSLATE },
  { keys: /^traefik\.ingress\.kubernetes\.io\//, who: 'Traefik', on: 'Ingresses and Services', fix: TRANSLATE },
  { keys: /^haproxy(-ingress\.github\.io|\.org)\//, who: 'HAProxy', on: 'Ingresses and Services', fix: TRANSLATE },
  {
    keys: /^alb\.ingress\.kubernetes\.io\//,
    who: 'the AWS Load Balancer Controller',
    on: 'Ingresses and Services',
    fix: 'use its LoadBalancerConfiguration and TargetGroupConfiguration',
  },
  {
    keys: /^kubernetes\.io\/ingress\.class$/,
    who: 'Ingress controllers',
    on: 'Ingresses',
    fix: 'remove it; a Gateway has gatewayClassName',
  },
  {
    keys: /^cert-manager\.io\/(cluster-issuer|issuer|issuer-kind|issuer-group)$/,
    who: 'cert-manager',
    on: 'Gateways, ListenerSets and Ingresses',
    fix: 'move it to the Gateway; no certificate is requested otherwise',
    isRead: (kind, group) => group === GATEWAY_API && (kind === 'Gateway' || kind === 'ListenerSet'),
  },
];
