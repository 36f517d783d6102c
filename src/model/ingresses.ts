import { Item, itemsOf, Model } from './model';
import { Ingress } from '../manifest/kubernetes';
import { Body } from '../manifest/shape';

type IngressBody = Body<typeof Ingress>;
type IngressBackend = NonNullable<NonNullable<IngressBody['spec']>['defaultBackend']>;

/** A Service that an Ingress leads to. */
export interface IngressService {
  readonly from: Item<IngressBody>;
  /** Place of the Service in the Ingress. */
  readonly path: string;
  readonly service: NonNullable<IngressBackend['service']>;
}

/** The Services of all Ingresses. */
export const ingressServices = (model: Model): IngressService[] =>
  itemsOf(model, Ingress).flatMap((from) => {
    const { defaultBackend, rules = [] } = from.body.spec ?? {};
    const backends = [
      { path: 'spec.defaultBackend.service', service: defaultBackend?.service },
      ...rules.flatMap(({ http }, rule) =>
        (http?.paths ?? []).map(({ backend }, index) => ({
          path: `spec.rules[${rule}].http.paths[${index}].backend.service`,
          service: backend.service,
        })),
      ),
    ];
    return backends.flatMap(({ path, service }) => (service ? [{ from, path, service }] : []));
  });

/** The Secrets with certificates of all Ingresses. */
export const ingressSecrets = (model: Model) =>
  itemsOf(model, Ingress).flatMap((from) =>
    (from.body.spec?.tls ?? []).flatMap(({ secretName = '' }, index) =>
      secretName === '' ? [] : [{ from, path: `spec.tls[${index}].secretName`, secretName }],
    ),
  );
