import { ingressSecrets } from './ingresses';
import { Entry, hasUnread, itemsOf, Model, view } from './model';
import { Certificate } from '../manifest/cert-manager';
import { ExternalSecret } from '../manifest/external-secrets';
import { Canary } from '../manifest/flagger';
import { Gateway } from '../manifest/gateway-api';
import { TLSPolicy } from '../manifest/kuadrant';
import { Ingress, Secret } from '../manifest/kubernetes';
import { groupBy } from '../value/group-by';

/** Secrets and Services that controllers make, by their names. */
const makers = view((model: Model): ReadonlyMap<string, Entry> => {
  const generated = new Map<string, Entry>();
  const add = (kind: 'Secret' | 'Service', namespace: string, name: string, from: Entry) =>
    generated.set(`${kind}/${namespace}/${name}`, from);
  for (const item of itemsOf(model, Certificate)) {
    if (item.body.spec) add('Secret', item.namespace, item.body.spec.secretName, item);
  }
  for (const item of itemsOf(model, ExternalSecret)) {
    add('Secret', item.namespace, item.body.spec?.target?.name ?? item.name, item);
  }
  const withIssuer = new Set(
    itemsOf(model, TLSPolicy).map(({ namespace, body }) => `${namespace}/${body.spec?.targetRef.name}`),
  );
  for (const item of itemsOf(model, Gateway)) {
    const { gatewayClassName, listeners = [] } = item.body.spec;
    if (isCertified(item) || withIssuer.has(`${item.namespace}/${item.name}`)) {
      for (const { tls } of listeners) {
        for (const { name, namespace } of tls?.certificateRefs ?? []) {
          add('Secret', namespace ?? item.namespace, name, item);
        }
      }
    }
    add(
      'Service',
      item.namespace,
      item.annotations['gateway.istio.io/name-override'] ?? `${item.name}-${gatewayClassName}`,
      item,
    );
    add('Service', item.namespace, item.name, item);
  }
  for (const { from, secretName } of ingressSecrets(model)) {
    if (isCertified(from)) add('Secret', from.namespace, secretName, from);
  }
  for (const item of itemsOf(model, Canary)) {
    const name = item.body.spec?.service?.name ?? item.body.spec?.targetRef?.name ?? item.name;
    for (const suffix of ['', '-primary', '-canary']) add('Service', item.namespace, `${name}${suffix}`, item);
  }
  return generated;
});

/** Whether cert-manager makes the certificates of a Gateway or an Ingress. */
const isCertified = ({ annotations }: Entry) =>
  Object.keys(annotations).some((key) => /^(cert-manager\.io\/(cluster-)?issuer|kubernetes\.io\/tls-acme)$/.test(key));

/** The object of the model from which a controller makes a Secret or a Service of a name. */
export const maker = (model: Model, kind: 'Secret' | 'Service', namespace: string, name: string): Entry | undefined =>
  makers(model).get(`${kind}/${namespace}/${name}`);

/** Namespaces in which a Secret of a name is, or is made. */
export const namespacesOfSecret = (model: Model, name: string): readonly string[] =>
  secretNamespaces(model).get(name) ?? [];

const secretNamespaces = view((model: Model): ReadonlyMap<string, readonly string[]> => {
  const made = [...makers(model).keys()].flatMap((key) => {
    const [kind, namespace, name] = key.split('/');
    return kind === 'Secret' ? [{ namespace, name }] : [];
  });
  return new Map(
    [...groupBy([...itemsOf(model, Secret), ...made], ({ name }) => name)].map(([name, secrets]) => [
      name,
      [...new Set(secrets.map(({ namespace }) => namespace))],
    ]),
  );
});

/** Whether a namespace has objects that cannot be read, from which a controller may make a Secret or a Service. */
export const mayBeMade = (model: Model, kind: 'Secret' | 'Service', namespace: string): boolean =>
  MAKERS[kind].some((each) => hasUnread(model, each, namespace));

const MAKERS = { Secret: [Certificate, ExternalSecret, TLSPolicy, Gateway, Ingress], Service: [Gateway, Canary] };
