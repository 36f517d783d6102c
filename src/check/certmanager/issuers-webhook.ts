import { incompleteCredentialRules } from './issuers-webhook-credentials';
import { Certificate, ClusterIssuer, ClusterIssuerSpec, Issuer } from '../../manifest/cert-manager';
import { goDuration } from '../../value/duration';
import { SUBDOMAIN } from '../../value/scalar';
import { atMostOne, exactlyOne } from '../object/alternatives';
import { Place, PlaceRule, placeRule } from '../place';

type Acme = NonNullable<ClusterIssuerSpec['acme']>;
type Solver = NonNullable<Acme['solvers']>[number];
type Azure = NonNullable<NonNullable<Solver['dns01']>['azureDNS']>;

const DNS01 = 'spec.acme.solvers[].dns01';
const HTTP01 = 'spec.acme.solvers[].http01';
const VAULT = 'spec.vault';

const inIssuers = (...paths: readonly string[]): Place[] => [Issuer, ClusterIssuer].map((kind) => [kind, ...paths]);
/** An empty text and a reference without a name do not count. */
const isFilled = (value: unknown) =>
  value !== undefined && value !== '' && value !== false && (value as { readonly name?: string }).name !== '';

/** References to Secrets that cert-manager reads only with a key. */
const KEYED = [
  'spec.acme.externalAccountBinding.keySecretRef',
  ...[
    'acmeDNS.accountSecretRef',
    'akamai.accessTokenSecretRef',
    'akamai.clientSecretSecretRef',
    'akamai.clientTokenSecretRef',
    'azureDNS.clientSecretSecretRef',
    'cloudDNS.serviceAccountSecretRef',
    'cloudflare.apiKeySecretRef',
    'cloudflare.apiTokenSecretRef',
    'digitalocean.tokenSecretRef',
    'route53.accessKeyIDSecretRef',
  ].map((ref) => `${DNS01}.${ref}`),
];

/** Texts that the CRD requires, or whose parent is optional, and that may not be empty. */
const FILLED = [
  'spec.acme.server',
  'spec.acme.privateKeySecretRef.name',
  'spec.acme.externalAccountBinding.keyID',
  ...KEYED.map((ref) => `${ref}.name`),
  ...[
    'acmeDNS.host',
    'akamai.serviceConsumerDomain',
    'azureDNS.resourceGroupName',
    'azureDNS.subscriptionID',
    'cloudDNS.project',
    'rfc2136.nameserver',
    'webhook.solverName',
  ].map((field) => `${DNS01}.${field}`),
  'spec.ca.secretName',
  'spec.ca.ocspServers[]',
  'spec.ca.issuingCertificateURLs[]',
  ...[
    'server',
    'path',
    'auth.appRole.roleId',
    'auth.appRole.secretRef.name',
    'auth.aws.serviceAccountRef.name',
    'auth.kubernetes.role',
    'auth.kubernetes.serviceAccountRef.name',
  ].map((field) => `${VAULT}.${field}`),
  'spec.venafi.zone',
  'spec.venafi.tpp.url',
  'spec.venafi.ngts.tsgID',
  'spec.venafi.ngts.credentialsRef.name',
];

/** Rules for issuers that the webhook of cert-manager refuses, though their CRDs accept them. */
export const issuerWebhookRules: readonly PlaceRule<never>[] = [
  exactlyOne({
    code: 'GW663',
    title: 'issuer without exactly one type',
    places: inIssuers('spec'),
    names: ['acme', 'ca', 'selfSigned', 'vault', 'venafi'],
    fix: 'keep one of them, and write an issuer for each other',
    none: 'set the type, for example selfSigned: {}',
  }),
  placeRule<string>({
    code: 'GW664',
    title: 'empty field that cert-manager needs',
    places: [[Certificate, 'spec.secretName', 'spec.issuerRef.name'], ...inIssuers(...FILLED)],
    find(got, what, report) {
      if (got === '') report({ what, got, expected: 'a text', fix: 'fill it in' });
    },
  }),
  placeRule<{ readonly key?: string; readonly name: string }>({
    code: 'GW665',
    title: 'reference to a Secret without a key',
    places: inIssuers(...KEYED),
    find({ key, name }, path, report) {
      if (!key) {
        const fix = `name the key of Secret ${name || 'that'} that has the credential`;
        report({ what: `${path}.key`, got: key, expected: 'a key of the Secret', fix });
      }
    },
  }),
  ...[
    {
      path: 'spec.acme.solvers[]',
      names: ['http01', 'dns01'],
      none: 'set one of them',
    },
    {
      path: HTTP01,
      names: ['ingress', 'gatewayHTTPRoute'],
      none: 'set gatewayHTTPRoute for a Gateway, ingress for an Ingress',
    },
    {
      path: DNS01,
      names: [
        'acmeDNS',
        'akamai',
        'azureDNS',
        'cloudDNS',
        'cloudflare',
        'digitalocean',
        'rfc2136',
        'route53',
        'webhook',
      ],
      none: 'set the provider of the zone',
    },
  ].map(({ path, names, none }) =>
    exactlyOne({
      code: 'GW666',
      title: 'solver without exactly one type or provider',
      places: inIssuers(path),
      names,
      fix: 'keep one of them, and write a solver for each other',
      none,
    }),
  ),
  ...[
    {
      path: 'spec.acme',
      names: ['caBundle', 'skipTLSVerify'],
      fix: 'keep caBundle, with which the server is verified',
    },
    { path: VAULT, names: ['caBundle', 'caBundleSecretRef'], fix: 'leave one of them out' },
    { path: 'spec.venafi.tpp', names: ['caBundle', 'caBundleSecretRef'], fix: 'leave one of them out' },
    { path: `${DNS01}.cloudflare`, names: ['apiTokenSecretRef', 'apiKeySecretRef'], fix: 'keep the token' },
    { path: `${DNS01}.route53`, names: ['accessKeyID', 'accessKeyIDSecretRef'], fix: 'leave one of them out' },
    {
      path: `${DNS01}.azureDNS.managedIdentity`,
      names: ['clientID', 'resourceID'],
      fix: 'keep the one by which the identity is known',
    },
    {
      path: `${DNS01}.azureDNS.managedIdentity`,
      names: ['tenantID', 'resourceID'],
      fix: 'name the identity by clientID in another tenant',
    },
    { path: `${VAULT}.auth.kubernetes`, names: ['serviceAccountRef', 'secretRef'], fix: 'keep serviceAccountRef' },
    {
      path: `${HTTP01}.ingress`,
      names: ['ingressClassName', 'class', 'name'],
      fix: 'keep ingressClassName, or name to change one Ingress',
    },
  ].map(({ path, names, fix }) =>
    atMostOne({
      code: 'GW667',
      title: 'fields of an issuer that exclude each other',
      places: inIssuers(path),
      names,
      fix,
      isSet: isFilled,
    }),
  ),
  placeRule<Azure>({
    code: 'GW667',
    title: 'fields of an issuer that exclude each other',
    places: inIssuers(`${DNS01}.azureDNS`),
    find(azure, path, report) {
      const given = (['clientID', 'clientSecretSecretRef', 'tenantID'] as const).filter((name) => azure[name]);
      if (azure.managedIdentity && given.length > 0) {
        report({
          what: `${path}.managedIdentity`,
          got: `managedIdentity and ${given.join(', ')}`,
          expected: 'a managed identity or a service principal',
          fix: 'leave one of them out',
        });
      }
    },
  }),
  ...incompleteCredentialRules(inIssuers, DNS01, VAULT),
  ...[
    {
      paths: [`${HTTP01}.ingress.serviceType`, `${HTTP01}.gatewayHTTPRoute.serviceType`],
      isValid: (text: string) => ['', 'ClusterIP', 'NodePort'].includes(text),
      expected: 'ClusterIP or NodePort',
      fix: 'use one of them, or leave it out for NodePort',
    },
    {
      paths: [`${HTTP01}.ingress.ingressClassName`],
      isValid: (text: string) => SUBDOMAIN.test(text) && text.length <= 253,
      expected: 'the name of an IngressClass',
      fix: 'name the IngressClass, or use class for a text of the controller',
    },
    {
      paths: [`${DNS01}.rfc2136.tsigAlgorithm`],
      isValid: (text: string) => /^(HMAC(MD5|SHA1|SHA256|SHA512))?$/i.test(text),
      expected: 'HMACMD5, HMACSHA1, HMACSHA256 or HMACSHA512',
      fix: 'use HMACSHA512',
    },
    {
      paths: [`${DNS01}.rfc2136.nameserver`],
      // An empty one is told by GW664.
      isValid: (text: string) => text === '' || /^(\[[^[\]]+\]|[^:[\]]+)(:[^:[\]]*)?$/.test(text.trim()),
      expected: 'a host, or a host and a port',
      fix: "put an IPv6 address between brackets, as in '[2001:db8::1]:53'",
    },
    {
      paths: [
        'path',
        'auth.appRole.path',
        'auth.aws.mountPath',
        'auth.clientCertificate.mountPath',
        'auth.kubernetes.mountPath',
      ].map((field) => `${VAULT}.${field}`),
      isValid: (text: string) => !text.split('/').includes('..'),
      expected: "a path without '..'",
      fix: 'write the whole path',
    },
    {
      paths: ['spec.acme.solvers[].waitInsteadOfSelfCheck'],
      isValid: (text: string) => (goDuration(text) ?? -1) >= 0,
      expected: "a duration such as '30s'",
      fix: 'use the units h, m and s; 0s does not wait',
    },
  ].map(({ paths, isValid, expected, fix }) =>
    placeRule<string>({
      code: 'GW669',
      title: 'value of an issuer that cert-manager cannot use',
      places: inIssuers(...paths),
      find(got, what, report) {
        if (!isValid(got)) report({ what, got, expected, fix });
      },
    }),
  ),
  placeRule<string>({
    code: 'GW669',
    title: 'value of an issuer that cert-manager cannot use',
    places: inIssuers('spec.acme.caBundle', `${VAULT}.caBundle`),
    find(bundle, what, report) {
      if (bundle === '' || Buffer.from(bundle, 'base64').includes('-----BEGIN CERTIFICATE-----')) return;
      const fix = 'encode the PEM file of the CA, for example with base64 -w0';
      report({ what, got: 'no certificate', expected: 'certificates in PEM, encoded with base64', fix });
    },
  }),
];
