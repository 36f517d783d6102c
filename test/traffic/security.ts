import { Manifest } from '../../src/manifest/manifest';
import { Model, modelsOf } from '../../src/model/model';
import { authorize } from '../../src/traffic/istio/security/authorize';
import { factsAtGateway } from '../../src/traffic/istio/security/facts';
import { identityOf } from '../../src/traffic/istio/security/peers';
import { ProxiedWorkload } from '../../src/traffic/istio/security/workload';
import { Verdict } from '../../src/traffic/outcome';
import { Client, requestOf } from '../../src/traffic/request';

/* Policies of security.istio.io and requests, for tests. */

export const GATEWAY_API = 'gateway.networking.k8s.io';
export const GATEWAY: ProxiedWorkload = {
  namespace: 'edge',
  labels: { [`${GATEWAY_API}/gateway-name`]: 'web', team: 'edge' },
};
export const POD: ProxiedWorkload = { namespace: 'shop', labels: { app: 'api' } };
export const FRONT = identityOf('shop', 'front');

export interface Sent {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly client?: Client;
}

export const sent = ({ url = 'http://api.example.com/', ...rest }: Sent) => requestOf({ url, ...rest })!;

export const object = (kind: string, spec: unknown, namespace = 'edge', name = 'p', more = {}): Manifest =>
  ({ apiVersion: 'security.istio.io/v1', kind, metadata: { name, namespace, ...more }, spec }) as Manifest;

export const modelOf = (objects: readonly Manifest[]): Model =>
  modelsOf(objects.map((manifest) => ({ where: 'test.yaml', manifest })))[0] ?? EMPTY;
const EMPTY: Model = { isWhole: false, exists: [], byKind: new Map(), byName: new Map(), unread: new Set() };

/** What becomes of a request: `passes`, a status, an error, with conditions where it depends. */
export const told = ({ refused, passesIf }: Verdict): string =>
  [
    ...refused.map(({ status, error, condition }) => `${error ?? status}${condition ? ` if ${condition}` : ''}`),
    ...(passesIf === undefined ? [] : [passesIf === '' ? 'passes' : `passes if ${passesIf}`]),
  ].join('; ');

export const atGateway = (objects: readonly Manifest[], request: Sent = {}) => {
  const model = modelOf(objects);
  return authorize(model, GATEWAY, factsAtGateway(model, sent(request), 80));
};

export const allow = (rules: readonly unknown[] | undefined, namespace?: string) =>
  object('AuthorizationPolicy', { rules }, namespace, 'allow');
export const deny = (rules: readonly unknown[], more = {}) =>
  object('AuthorizationPolicy', { action: 'DENY', rules, ...more }, 'edge', 'deny');
