import {
  acme,
  APP_ROLE,
  BUNDLE,
  CLOUD,
  CLOUD_DNS,
  each,
  http01,
  NGTS,
  REF,
  TPP,
  vault,
  vaultAuth,
  venafi,
} from './issuer-specs';

/*
 * Cases of cert-manager's own tests of its webhook (issuer_test.go, nameserver_test.go), as manifests, and some more.
 * Of the source's 93 refusals 90 are told here; of its 68 valid ones none is an error.
 * Not told: nameservers of a solver, which the release of the CRD does not have (2 refusals; GW001 warns); an older
 * algorithm of an account binding, of which the webhook only warns. Differs: a parentRef without a kind, which the CRD
 * fills in before the webhook sees it. Stricter: acmeDNS beside another provider, which the webhook takes by mistake.
 */

describe('types', () => {
  each([
    ['a CA', { ca: { secretName: 'valid' } }],
    ['a CA without a name', { ca: { secretName: '' } }, "GW664 spec.ca.secretName: got ''"],
    ['self-signed', { selfSigned: {} }],
    ['no type', {}, 'GW663 spec: got undefined'],
    ['two types', { selfSigned: {}, ca: { secretName: 'valid' } }, "GW663 spec: got 'ca and selfSigned'"],
    ['a server for OCSP', { ca: { secretName: 'valid', ocspServers: ['http://ocsp.int-x3.letsencrypt.org'] } }],
    [
      'an empty server for OCSP',
      { ca: { secretName: 'valid', ocspServers: [''] } },
      "GW664 spec.ca.ocspServers[0]: got ''",
    ],
    ['a URL of the CA', { ca: { secretName: 'valid', issuingCertificateURLs: ['http://ca.example.com/ca.crt'] } }],
    [
      'an empty URL of the CA',
      { ca: { secretName: 'valid', issuingCertificateURLs: [''] } },
      "GW664 spec.ca.issuingCertificateURLs[0]: got ''",
    ],
  ]);
});

describe('ACME', () => {
  each([
    ['an account', acme({})],
    [
      'an account without a server',
      acme({ server: '', privateKeySecretRef: { name: '' } }),
      "GW664 spec.acme.server: got ''",
      "GW664 spec.acme.privateKeySecretRef.name: got ''",
    ],
    [
      'a bundle without a certificate',
      acme({ caBundle: 'YWJjMTIz' }),
      "GW669 spec.acme.caBundle: got 'no certificate'",
    ],
    ['a bundle', acme({ caBundle: BUNDLE })],
    [
      'a bundle that is not used',
      acme({ caBundle: BUNDLE, skipTLSVerify: true }),
      "GW667 spec.acme: got 'caBundle and skipTLSVerify'",
    ],
    ['a bundle that is used', acme({ caBundle: BUNDLE, skipTLSVerify: false })],
    ['a solver without a type', acme({ solvers: [{}] }), 'GW666 spec.acme.solvers[0]: got undefined'],
    [
      'a solver of two types',
      acme({ solvers: [{ http01: { ingress: {} }, dns01: { cloudDNS: { project: 'a' } } }] }),
      "GW666 spec.acme.solvers[0]: got 'http01 and dns01'",
    ],
    ['a time to wait', acme({ solvers: [{ waitInsteadOfSelfCheck: '30s', dns01: CLOUD_DNS }] })],
    ['no time to wait', acme({ solvers: [{ waitInsteadOfSelfCheck: '0s', dns01: CLOUD_DNS }] })],
    [
      'a negative time to wait',
      acme({ solvers: [{ waitInsteadOfSelfCheck: '-5s', dns01: CLOUD_DNS }] }),
      "GW669 spec.acme.solvers[0].waitInsteadOfSelfCheck: got '-5s'",
    ],
    [
      'a binding without its parts',
      acme({ externalAccountBinding: { keyID: '', keySecretRef: { name: '' } } }),
      "GW664 spec.acme.externalAccountBinding.keyID: got ''",
      "GW664 spec.acme.externalAccountBinding.keySecretRef.name: got ''",
      'GW665 spec.acme.externalAccountBinding.keySecretRef.key: got undefined',
    ],
    ['a binding', acme({ externalAccountBinding: { keyID: 'test', keySecretRef: REF } })],
    [
      'a binding with an algorithm',
      acme({ externalAccountBinding: { keyID: 'test', keySecretRef: REF, keyAlgorithm: 'HS384' } }),
    ],
  ]);
});

describe('HTTP-01', () => {
  each([
    ['no type of HTTP-01', http01({}), 'GW666 spec.acme.solvers[0].http01: got undefined'],
    ['an Ingress', http01({ ingress: {} })],
    ['a Gateway', http01({ gatewayHTTPRoute: { parentRefs: [{ name: 'blah', kind: 'Gateway' }] } })],
    [
      'two Gateways',
      http01({
        gatewayHTTPRoute: {
          parentRefs: [
            { name: 'blah', kind: 'Gateway' },
            { name: 'b', kind: 'Gateway' },
          ],
        },
      }),
    ],
    ['no Gateway', http01({ gatewayHTTPRoute: { parentRefs: [] } })],
    [
      'a Gateway without a name',
      http01({ gatewayHTTPRoute: { parentRefs: [{ kind: 'Gateway' }] } }),
      'GW002 spec.acme.solvers[0].http01.gatewayHTTPRoute.parentRefs[0].name: got undefined',
    ],
    [
      'a Gateway without a kind, which has a default',
      http01({ gatewayHTTPRoute: { parentRefs: [{ name: 'test-gateway' }] } }),
    ],
    [
      'an Ingress and a Gateway',
      http01({
        ingress: {},
        gatewayHTTPRoute: { labels: { a: 'b' }, parentRefs: [{ name: 'blah', kind: 'Gateway' }] },
      }),
      "GW666 spec.acme.solvers[0].http01: got 'ingress and gatewayHTTPRoute'",
    ],
    [
      'metadata of the pod',
      http01({
        ingress: {
          podTemplate: {
            metadata: { labels: { valid_to_contain: 'labels' }, annotations: { valid_to_contain: 'annotations' } },
          },
        },
      }),
    ],
    [
      'a spec of the pod',
      http01({
        ingress: {
          podTemplate: {
            spec: {
              nodeSelector: { valid_to_contain: 'nodeSelector' },
              tolerations: [{ key: 'valid_key', operator: 'Exists', effect: 'NoSchedule' }],
            },
          },
        },
      }),
    ],
    [
      'metadata and a spec of the pod',
      http01({
        ingress: {
          podTemplate: {
            metadata: { labels: { valid_to_contain: 'labels' } },
            spec: { nodeSelector: { valid_to_contain: 'nodeSelector' } },
          },
        },
      }),
    ],
    ['the name of an Ingress', http01({ ingress: { name: 'abc' } })],
    ['a class', http01({ ingress: { class: 'abc' } })],
    ['an IngressClass', http01({ ingress: { ingressClassName: 'abc' } })],
    [
      'a class and an IngressClass',
      http01({ ingress: { class: 'abc', ingressClassName: 'abc' } }),
      "GW667 spec.acme.solvers[0].http01.ingress: got 'ingressClassName and class'",
    ],
    [
      'a class and a name',
      http01({ ingress: { class: 'abc', name: 'abc' } }),
      "GW667 spec.acme.solvers[0].http01.ingress: got 'class and name'",
    ],
    [
      'an IngressClass and a name',
      http01({ ingress: { ingressClassName: 'abc', name: 'abc' } }),
      "GW667 spec.acme.solvers[0].http01.ingress: got 'ingressClassName and name'",
    ],
    [
      'a class, an IngressClass and a name',
      http01({ ingress: { class: 'abc', ingressClassName: 'abc', name: 'abc' } }),
      "GW667 spec.acme.solvers[0].http01.ingress: got 'ingressClassName and class and name'",
    ],
    [
      'an IngressClass with a slash',
      http01({ ingress: { ingressClassName: 'azure/application-gateway' } }),
      "GW669 spec.acme.solvers[0].http01.ingress.ingressClassName: got 'azure/application-gateway'",
    ],
    ['a class with a slash', http01({ ingress: { class: 'azure/application-gateway' } })],
    ['a Service of the cluster', http01({ ingress: { serviceType: 'ClusterIP' } })],
    ['a Service of the nodes', http01({ ingress: { serviceType: 'NodePort' } })],
    ['a Service of the default type', http01({ ingress: { serviceType: '' } })],
    [
      'a Service of an unknown type',
      http01({ ingress: { serviceType: 'InvalidServiceType' } }),
      "GW669 spec.acme.solvers[0].http01.ingress.serviceType: got 'InvalidServiceType'",
    ],
    [
      'a Service with a load balancer',
      http01({ gatewayHTTPRoute: { serviceType: 'LoadBalancer' } }),
      "GW669 spec.acme.solvers[0].http01.gatewayHTTPRoute.serviceType: got 'LoadBalancer'",
    ],
  ]);
});

describe('Vault', () => {
  each([
    ['a token', vault({})],
    [
      'no server',
      vault({ server: '', path: '', auth: {} }),
      "GW664 spec.vault.server: got ''",
      "GW664 spec.vault.path: got ''",
      'GW668 spec.vault.auth: got undefined',
    ],
    [
      'two bundles',
      vault({ caBundle: BUNDLE, caBundleSecretRef: REF }),
      "GW667 spec.vault: got 'caBundle and caBundleSecretRef'",
    ],
    [
      'a bundle without a certificate',
      vault({ caBundle: 'aW52YWxpZA==' }),
      "GW669 spec.vault.caBundle: got 'no certificate'",
    ],
    [
      'a certificate without a key',
      vault({ caBundleSecretRef: REF, clientCertSecretRef: REF }),
      'GW668 spec.vault.clientKeySecretRef: got undefined',
    ],
    [
      'a key without a certificate',
      vault({ caBundleSecretRef: REF, clientKeySecretRef: REF }),
      'GW668 spec.vault.clientCertSecretRef: got undefined',
    ],
    ['a path that goes up', vault({ path: 'pki/../sys/seal' }), "GW669 spec.vault.path: got 'pki/../sys/seal'"],
    [
      'three ways to log in',
      vaultAuth({
        appRole: APP_ROLE,
        tokenSecretRef: REF,
        kubernetes: { mountPath: 'path', role: 'role', serviceAccountRef: { name: 'service-account' } },
      }),
    ],
    [
      'four ways to log in',
      vaultAuth({
        appRole: APP_ROLE,
        tokenSecretRef: REF,
        kubernetes: { mountPath: 'path', role: 'role', serviceAccountRef: { name: 'service-account' } },
        aws: { role: 'aws-role' },
      }),
    ],
    ['a token without a key', vaultAuth({ tokenSecretRef: { name: 'secret' } })],
    ['an AppRole', vaultAuth({ appRole: APP_ROLE })],
    ['an AppRole without a key', vaultAuth({ appRole: { ...APP_ROLE, secretRef: { name: 'secret' } } })],
    [
      'an AppRole without an ID',
      vaultAuth({ appRole: { ...APP_ROLE, roleId: '' } }),
      "GW664 spec.vault.auth.appRole.roleId: got ''",
    ],
    ['a client certificate', vaultAuth({ clientCertificate: {} })],
    ['Kubernetes with a Secret', vaultAuth({ kubernetes: { role: 'role', secretRef: { name: 'secret' } } })],
    [
      'Kubernetes with a ServiceAccount',
      vaultAuth({ kubernetes: { mountPath: 'path', role: 'role', serviceAccountRef: { name: 'service-account' } } }),
    ],
    [
      'Kubernetes with a ServiceAccount and an empty Secret',
      vaultAuth({
        kubernetes: { role: 'role', serviceAccountRef: { name: 'service-account' }, secretRef: { name: '' } },
      }),
    ],
    [
      'Kubernetes without a role',
      vaultAuth({ kubernetes: { role: '', serviceAccountRef: { name: 'service-account' } } }),
      "GW664 spec.vault.auth.kubernetes.role: got ''",
    ],
    [
      'Kubernetes with both',
      vaultAuth({
        kubernetes: { role: 'role', secretRef: { name: 'secret' }, serviceAccountRef: { name: 'service-account' } },
      }),
      "GW667 spec.vault.auth.kubernetes: got 'serviceAccountRef and secretRef'",
    ],
    [
      'Kubernetes with neither',
      vaultAuth({ kubernetes: { role: 'role' } }),
      'GW668 spec.vault.auth.kubernetes: got undefined',
    ],
    ['AWS', vaultAuth({ aws: { role: 'my-role' } })],
    [
      'AWS with a ServiceAccount',
      vaultAuth({
        aws: {
          role: 'my-role',
          serviceAccountRef: { name: 'service-account' },
          iamRoleArn: 'arn:aws:iam::123456789012:role/my-role',
        },
      }),
    ],
    ['AWS without a role', vaultAuth({ aws: { role: '' } }), "GW003 spec.vault.auth.aws.role: got ''"],
    [
      'AWS with a ServiceAccount without a name',
      vaultAuth({
        aws: { role: 'my-role', serviceAccountRef: { name: '' }, iamRoleArn: 'arn:aws:iam::123456789012:role/my-role' },
      }),
      "GW664 spec.vault.auth.aws.serviceAccountRef.name: got ''",
    ],
    [
      'AWS with a ServiceAccount alone',
      vaultAuth({ aws: { role: 'my-role', serviceAccountRef: { name: 'service-account' } } }),
      'GW668 spec.vault.auth.aws.iamRoleArn: got undefined',
    ],
    [
      'an AppRole whose path goes up',
      vaultAuth({ appRole: { ...APP_ROLE, path: '../../sys/seal' } }),
      "GW669 spec.vault.auth.appRole.path: got '../../sys/seal'",
    ],
    [
      'a client certificate whose path goes up',
      vaultAuth({ clientCertificate: { mountPath: '../other' } }),
      "GW669 spec.vault.auth.clientCertificate.mountPath: got '../other'",
    ],
    [
      'Kubernetes whose path goes up',
      vaultAuth({
        kubernetes: { mountPath: '../other', role: 'role', serviceAccountRef: { name: 'service-account' } },
      }),
      "GW669 spec.vault.auth.kubernetes.mountPath: got '../other'",
    ],
    [
      'AWS whose path goes up',
      vaultAuth({ aws: { role: 'my-role', mountPath: '../other' } }),
      "GW669 spec.vault.auth.aws.mountPath: got '../other'",
    ],
  ]);
});

describe('Venafi', () => {
  each([
    ['TPP', venafi({ tpp: TPP })],
    ['no zone', venafi({ zone: '', tpp: TPP }), "GW664 spec.venafi.zone: got ''"],
    ['no service', venafi({}), 'GW114 spec.venafi: got undefined'],
    ['TPP and the cloud', venafi({ tpp: TPP, cloud: CLOUD }), "GW114 spec.venafi: got 'tpp and cloud'"],
    [
      'NGTS',
      venafi({
        ngts: { ...NGTS, url: 'https://api.example.com/ngts', tokenEndpoint: 'https://auth.example.com/oauth2/token' },
      }),
    ],
    ['NGTS without optional fields', venafi({ ngts: NGTS })],
    ['NGTS and TPP', venafi({ ngts: NGTS, tpp: TPP }), "GW114 spec.venafi: got 'tpp and ngts'"],
    ['NGTS and the cloud', venafi({ ngts: NGTS, cloud: CLOUD }), "GW114 spec.venafi: got 'cloud and ngts'"],
    ['TPP without a URL', venafi({ tpp: { ...TPP, url: '' } }), "GW664 spec.venafi.tpp.url: got ''"],
    [
      'TPP with two bundles',
      venafi({ tpp: { ...TPP, caBundle: BUNDLE, caBundleSecretRef: REF } }),
      "GW667 spec.venafi.tpp: got 'caBundle and caBundleSecretRef'",
    ],
    ['NGTS without an ID', venafi({ ngts: { ...NGTS, tsgID: '' } }), "GW664 spec.venafi.ngts.tsgID: got ''"],
    [
      'NGTS without a Secret',
      venafi({ ngts: { ...NGTS, credentialsRef: { name: '' } } }),
      "GW664 spec.venafi.ngts.credentialsRef.name: got ''",
    ],
    [
      'NGTS without its parts',
      venafi({ ngts: { tsgID: '', credentialsRef: { name: '' } } }),
      "GW664 spec.venafi.ngts.tsgID: got ''",
      "GW664 spec.venafi.ngts.credentialsRef.name: got ''",
    ],
  ]);
});
