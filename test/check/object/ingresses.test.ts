import { each, object, service, WHOLE } from '../together';

const NETWORKING = 'networking.k8s.io/v1';
const ingress = (port: string, rest = '') =>
  object(
    NETWORKING,
    'Ingress',
    'shop/web',
    `spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { ${port} } } } }] } }]${rest} }`,
  );
const TLS = ', tls: [{ hosts: [example.com], secretName: web-tls }]';
const annotated = (text: string) =>
  text.replace('namespace: shop }', 'namespace: shop, annotations: { cert-manager.io/cluster-issuer: acme } }');
const issuer = object('cert-manager.io/v1', 'ClusterIssuer', 'acme', 'spec: { selfSigned: {} }');

describe('Ingresses', () => {
  each([
    ['a port of the Service', ingress('number: 80') + service('shop/web', 80), []],
    [
      'a port that it does not have',
      ingress('number: 81') + service('shop/web', 80),
      ['error GW378 Ingress shop/web: spec.rules[0].http.paths[0].backend.service.port.number: got 81'],
    ],
    ['the port of its pods, which ingress-nginx takes', ingress('number: 8080') + service('shop/web', 80), []],
    [
      'a name that no port has',
      ingress('name: http') + service('shop/web', 80),
      ["error GW378 Ingress shop/web: spec.rules[0].http.paths[0].backend.service.port.name: got 'http'"],
    ],
    [
      'a Service and a Secret that are not there',
      ingress('number: 80', TLS),
      [
        "error GW030 Ingress shop/web: spec.rules[0].http.paths[0].backend.service: got 'Service shop/web'",
        "error GW030 Ingress shop/web: spec.tls[0].secretName: got 'Secret shop/web-tls'",
      ],
      WHOLE,
    ],
    [
      'a Secret that cert-manager makes',
      annotated(ingress('number: 80', TLS)) + service('shop/web', 80) + issuer,
      [],
      WHOLE,
    ],
    [
      'a class with an unknown field',
      object(NETWORKING, 'IngressClass', 'nginx', 'spec: { controler: k8s.io/ingress-nginx }'),
      ["warning GW001 IngressClass nginx: spec.controler: got 'k8s.io/ingress-nginx'"],
    ],
  ]);
});
