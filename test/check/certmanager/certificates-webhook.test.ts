import { manifest, told } from '../told';

/*
 * Cases of cert-manager's own tests of its webhook (certificate_test.go), as manifests, and some more. Of the
 * source's 47 refusals with the feature gates' defaults 47 are told here; of its 49 valid ones none is. Two refusals of a
 * feature gate that is off are left out; its output formats are those of the CRD. A percentage without a duration is told as the source's
 * tests of the function have it, though the webhook looks at it only beside duration or renewBefore. An IANA time zone
 * is not checked: which exist depends on the release of the database.
 */

const certificate = (spec: object) =>
  manifest(
    'Certificate',
    { commonName: 'testcn', secretName: 'abc', issuerRef: { name: 'name', kind: 'ClusterIssuer' }, ...spec },
    'cert-manager.io/v1',
  );

/** Specs beside a common name, a Secret and an issuer, and what is told; without problems the Certificate is right. */
const each = (table: readonly (readonly [name: string, spec: object, ...problems: string[]])[]) =>
  test.each(table.map(([name, spec, ...problems]) => [name, spec, problems] as const))('%s', (_, spec, problems) => {
    expect(told(certificate(spec))).toEqual(problems);
  });

describe('names', () => {
  each([
    ['a common name', {}],
    ['an issuer without a kind', { issuerRef: { name: 'valid' } }],
    ['an Issuer', { issuerRef: { name: 'valid', kind: 'Issuer' } }],
    ['an organization', { subject: { organizations: ['testorg'] } }],
    ['an Issuer of its group', { issuerRef: { name: 'valid', kind: 'Issuer', group: 'cert-manager.io' } }],
    [
      'an issuer of others without its group',
      { issuerRef: { name: 'abc', kind: 'AWSPCAClusterIssuer' } },
      "GW652 spec.issuerRef.kind: got 'AWSPCAClusterIssuer'",
    ],
    [
      'an issuer of others',
      { issuerRef: { name: 'abc', kind: 'AWSPCAClusterIssuer', group: 'awspca.cert-manager.io' } },
    ],
    ['no name of the Secret', { secretName: '' }, "GW664 spec.secretName: got ''"],
    ['a Secret in upper case', { secretName: 'testFoo' }, "GW651 spec.secretName: got 'testFoo'"],
    ['no name at all', { commonName: undefined }, 'GW650 spec: got undefined'],
    ['no name of the issuer', { issuerRef: { name: '' } }, "GW664 spec.issuerRef.name: got ''"],
    ['names in DNS only', { commonName: undefined, dnsNames: ['validdnsname'] }],
    ['a URI only', { commonName: undefined, uris: ['foo.bar'] }],
    ['an email address only', { commonName: undefined, emailAddresses: ['alice@example.com'] }],
    ['another name only', { commonName: undefined, otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'a@b' }] }],
    [
      'another name without its parts',
      { otherNames: [{ oid: 'upn' }, { utf8Value: 'a' }] },
      "GW655 spec.otherNames[0].oid: got 'upn'",
      'GW655 spec.otherNames[0].utf8Value: got undefined',
      'GW655 spec.otherNames[1].oid: got undefined',
    ],
    ['an IP address', { ipAddresses: ['127.0.0.1', '2001:db8::1'] }],
    [
      'a name as an IP address',
      { ipAddresses: ['blah', '10.0.0.0/8', 'fe80::1%eth0'] },
      "GW655 spec.ipAddresses[0]: got 'blah'",
      "GW655 spec.ipAddresses[1]: got '10.0.0.0/8'",
      "GW655 spec.ipAddresses[2]: got 'fe80::1%eth0'",
    ],
    ['64 bytes', { commonName: 'a'.repeat(64) }],
    [
      '65 bytes',
      { commonName: 'a'.repeat(65) },
      "GW654 spec.commonName: got 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (65 bytes)'",
    ],
    [
      '33 characters of two bytes',
      { commonName: 'é'.repeat(33) },
      "GW654 spec.commonName: got 'ééééééééééééééééééééééééééééééééé (66 bytes)'",
    ],
    ['a long second name', { commonName: undefined, dnsNames: ['dnsName', 'a'.repeat(65)] }],
    ['a long first name beside a common name', { dnsNames: ['a'.repeat(65), 'dnsName'] }],
    [
      'an email address without a domain',
      { emailAddresses: ['alice.example.com'] },
      "GW655 spec.emailAddresses[0]: got 'alice.example.com'",
    ],
    [
      'an email address with a name',
      { emailAddresses: ['Alice <alice@example.com>'] },
      "GW655 spec.emailAddresses[0]: got 'Alice <alice@example.com>'",
    ],
    [
      'an email address as a URL',
      { emailAddresses: ['mailto:alice@example.com'] },
      "GW655 spec.emailAddresses[0]: got 'mailto:alice@example.com'",
    ],
    [
      'email addresses of all forms',
      { emailAddresses: ['a.b+c@example.com', 'ünï@exämple.com', 'a@localhost', '"a b"@example.com'] },
    ],
  ]);
});

describe('literal subject', () => {
  each([
    ['a literal subject', { commonName: undefined, literalSubject: 'CN=testcn' }],
    [
      'a literal subject and a serial number',
      { commonName: undefined, literalSubject: 'CN=testcn', subject: { serialNumber: '1' } },
      'GW653 spec.subject: got {"serialNumber":"1"}',
    ],
    [
      'escapes and well-known attributes',
      {
        commonName: undefined,
        literalSubject:
          'CN=James \\"Jim\\" Smith\\, III,DC=dc,DC=net,UID=jamessmith,STREET=La Rambla,L=Barcelona,C=Spain,O=Acme,OU=IT,OU=Admins',
      },
    ],
    [
      'a literal subject without a name',
      { commonName: undefined, literalSubject: 'O=SomeCorp' },
      'GW650 spec: got undefined',
    ],
    [
      'a literal subject and an organization',
      { commonName: undefined, literalSubject: 'CN=testcn', subject: { organizations: ['US'] } },
      'GW653 spec.subject: got {"organizations":["US"]}',
    ],
    ['a literal subject and a common name', { literalSubject: 'CN=testcn' }, "GW653 spec.commonName: got 'testcn'"],
    [
      'an unknown attribute',
      { commonName: undefined, literalSubject: 'C=O,B=TX,CN=foo' },
      "GW653 spec.literalSubject: got 'C=O,B=TX,CN=foo'",
    ],
    [
      'an attribute in lower case',
      { commonName: undefined, dnsNames: ['a'], literalSubject: 'cn=foo' },
      "GW653 spec.literalSubject: got 'cn=foo'",
    ],
    [
      'attributes with spaces and of numbers',
      { commonName: undefined, literalSubject: 'CN = foo + OU = b; 2.5.4.10 = c' },
    ],
    [
      'a plus that is not escaped',
      { commonName: undefined, literalSubject: 'CN=a+b' },
      "GW653 spec.literalSubject: got 'CN=a+b'",
    ],
    [
      'a long literal subject',
      { commonName: undefined, literalSubject: `CN=${'a'.repeat(65)},O=b` },
      "GW654 spec.literalSubject: got 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (65 bytes)'",
    ],
    ['bytes of a literal subject', { commonName: undefined, literalSubject: `CN=${'\\C3\\A9'.repeat(32)}` }],
  ]);
});

describe('key', () => {
  each([
    ['an RSA key', { privateKey: { algorithm: 'RSA' } }],
    ['an RSA key of 2048 bits', { privateKey: { algorithm: 'RSA', size: 2048 } }],
    ['an RSA key of 4096 bits', { privateKey: { algorithm: 'RSA', size: 4096 } }],
    ['an RSA key of 8192 bits', { privateKey: { algorithm: 'RSA', size: 8192 } }],
    ['an ECDSA key', { privateKey: { algorithm: 'ECDSA' } }],
    ['an ECDSA key of 256 bits', { privateKey: { algorithm: 'ECDSA', size: 256 } }],
    ['an ECDSA key of 384 bits', { privateKey: { algorithm: 'ECDSA', size: 384 } }],
    ['an ECDSA key of 521 bits', { privateKey: { algorithm: 'ECDSA', size: 521 } }],
    ['an Ed25519 key', { privateKey: { algorithm: 'Ed25519', size: 521 } }],
    ['a size alone', { privateKey: { size: 2048 } }],
    [
      'an RSA key of 1024 bits',
      { privateKey: { algorithm: 'RSA', size: 1024 } },
      'GW656 spec.privateKey.size: got 1024',
    ],
    [
      'an RSA key of 8196 bits',
      { privateKey: { algorithm: 'RSA', size: 8196 } },
      'GW656 spec.privateKey.size: got 8196',
    ],
    [
      'an ECDSA key of 100 bits',
      { privateKey: { algorithm: 'ECDSA', size: 100 } },
      'GW656 spec.privateKey.size: got 100',
    ],
    ['a size that is too small alone', { privateKey: { size: 256 } }, 'GW656 spec.privateKey.size: got 256'],
    ['an unknown algorithm', { privateKey: { algorithm: 'blah' } }, "GW003 spec.privateKey.algorithm: got 'blah'"],
    ['a rotation policy', { privateKey: { rotationPolicy: 'Never' } }],
    ['a signature of RSA by default', { signatureAlgorithm: 'SHA256WithRSA' }],
    ['a signature of RSA', { privateKey: { algorithm: 'RSA', size: 3072 }, signatureAlgorithm: 'SHA256WithRSA' }],
    [
      'a signature of RSA with an ECDSA key',
      { privateKey: { algorithm: 'ECDSA' }, signatureAlgorithm: 'SHA256WithRSA' },
      "GW656 spec.signatureAlgorithm: got 'SHA256WithRSA'",
    ],
    ['a signature of ECDSA', { privateKey: { algorithm: 'ECDSA' }, signatureAlgorithm: 'ECDSAWithSHA256' }],
    [
      'a signature of ECDSA with an RSA key',
      { privateKey: { algorithm: 'RSA' }, signatureAlgorithm: 'ECDSAWithSHA256' },
      "GW656 spec.signatureAlgorithm: got 'ECDSAWithSHA256'",
    ],
    [
      'a signature of Ed25519 with an RSA key',
      { privateKey: { algorithm: 'RSA' }, signatureAlgorithm: 'PureEd25519' },
      "GW656 spec.signatureAlgorithm: got 'PureEd25519'",
    ],
    [
      'a signature of Ed25519 with an ECDSA key',
      { privateKey: { algorithm: 'ECDSA' }, signatureAlgorithm: 'PureEd25519' },
      "GW656 spec.signatureAlgorithm: got 'PureEd25519'",
    ],
    ['a signature of Ed25519', { privateKey: { algorithm: 'Ed25519' }, signatureAlgorithm: 'PureEd25519' }],
    ['a usage', { usages: ['signing'] }],
    ['two usages', { usages: ['signing', 's/mime'] }],
    ['an unknown usage', { usages: ['nonexistent'] }, "GW003 spec.usages[0]: got 'nonexistent'"],
  ]);
});

describe('lifetime', () => {
  each([
    ['a year, renewed after half of it', { duration: '8760h', renewBefore: '4320h' }],
    ['a month before the end by default', { renewBefore: '720h' }],
    ['a year', { duration: '8760h' }],
    ['renewed before it is issued, by default', { renewBefore: '87600h' }, "GW657 spec.renewBefore: got '87600h'"],
    ['renewed before it is issued', { duration: '720h', renewBefore: '8760h' }, "GW657 spec.renewBefore: got '8760h'"],
    ['renewed a second before the end', { renewBefore: '1s' }, "GW657 spec.renewBefore: got '1s'"],
    [
      'renewed by time and by percentage',
      { renewBefore: '720h', renewBeforePercentage: 95 },
      "GW657 spec: got 'renewBefore and renewBeforePercentage'",
    ],
    ['a year and a percentage', { duration: '8760h', renewBeforePercentage: 95 }],
    ['a percentage by default', { renewBeforePercentage: 95 }],
    ['no percentage', { renewBeforePercentage: 0 }, 'GW657 spec.renewBeforePercentage: got 0'],
    ['all of it', { renewBeforePercentage: 100 }, 'GW657 spec.renewBeforePercentage: got 100'],
    ['half an hour', { duration: '30m', renewBefore: '10m' }, "GW657 spec.duration: got '30m'"],
    ['one percent of ten years', { duration: '87600h', renewBeforePercentage: 1 }],
    ['one percent of three years', { duration: '26280h', renewBeforePercentage: 1 }],
    [
      'days',
      { duration: '90d', renewBefore: '15 days' },
      "GW657 spec.duration: got '90d'",
      "GW657 spec.renewBefore: got '15 days'",
    ],
    [
      'a percentage that leaves three minutes',
      { duration: '1h', renewBeforePercentage: 95 },
      'GW657 spec.renewBeforePercentage: got 95',
    ],
  ]);
});

describe('Secret', () => {
  each([
    ['an empty template', { secretTemplate: { annotations: {}, labels: {} } }],
    [
      'labels and annotations',
      {
        secretTemplate: {
          annotations: { 'my-annotation.com/foo': 'app=bar' },
          labels: { 'my-label.com/foo': 'evn-production' },
        },
      },
    ],
    [
      'annotations of cert-manager',
      {
        secretTemplate: {
          annotations: {
            'app.com/valid': 'valid',
            'cert-manager.io/alt-names': 'example.com',
            'cert-manager.io/certificate-name': 'selfsigned-cert',
            'cert-manager.io/allow-direct-injection': 'true',
          },
        },
      },
      "GW658 spec.secretTemplate.annotations['cert-manager.io/alt-names']: got 'cert-manager.io/alt-names'",
      "GW658 spec.secretTemplate.annotations['cert-manager.io/certificate-name']: got 'cert-manager.io/certificate-name'",
    ],
    [
      'too many bytes of annotations',
      { secretTemplate: { annotations: { 'app.com/invalid': '0'.repeat(262144) } } },
      "GW658 spec.secretTemplate.annotations: got '262159 bytes'",
    ],
    [
      'a label with an equals sign',
      { secretTemplate: { labels: { 'app.com/invalid-chars': 'invalid=chars' } } },
      "GW658 spec.secretTemplate.labels['app.com/invalid-chars']: got 'invalid=chars'",
    ],
    [
      'keys with two slashes',
      { secretTemplate: { labels: { 'a/b/c': 'd' }, annotations: { 'a/b/c': 'd' } } },
      "GW658 spec.secretTemplate.labels['a/b/c']: got 'a/b/c'",
      "GW658 spec.secretTemplate.annotations['a/b/c']: got 'a/b/c'",
    ],
    ['one output format', { additionalOutputFormats: [{ type: 'DER' }] }],
    ['two output formats', { additionalOutputFormats: [{ type: 'DER' }, { type: 'CombinedPEM' }] }],
    [
      'an output format twice',
      { additionalOutputFormats: [{ type: 'DER' }, { type: 'CombinedPEM' }, { type: 'DER' }] },
      "GW662 spec.additionalOutputFormats[2].type: got 'DER'",
    ],
    [
      'output formats more often',
      {
        additionalOutputFormats: [
          { type: 'DER' },
          { type: 'CombinedPEM' },
          { type: 'DER' },
          { type: 'CombinedPEM' },
          { type: 'DER' },
        ],
      },
      "GW662 spec.additionalOutputFormats[2].type: got 'DER'",
      "GW662 spec.additionalOutputFormats[3].type: got 'CombinedPEM'",
      "GW662 spec.additionalOutputFormats[4].type: got 'DER'",
    ],
    ['one revision', { revisionHistoryLimit: 1 }],
    ['no revision', { revisionHistoryLimit: 0 }, 'GW662 spec.revisionHistoryLimit: got 0'],
    [
      'jks with two passwords',
      { keystores: { jks: { create: true, password: 'changeit', passwordSecretRef: { name: 'secret' } } } },
      "GW659 spec.keystores.jks: got 'password and passwordSecretRef'",
    ],
    ['jks without a password', { keystores: { jks: { create: true } } }, 'GW659 spec.keystores.jks: got undefined'],
    [
      'jks with an empty password',
      { keystores: { jks: { create: true, password: '', passwordSecretRef: { name: '' } } } },
      "GW659 spec.keystores.jks.password: got ''",
    ],
    [
      'jks with a password',
      { keystores: { jks: { create: true, passwordSecretRef: { name: 'secret', key: 'password' } } } },
    ],
    [
      'pkcs12 with two passwords',
      { keystores: { pkcs12: { create: true, password: 'changeit', passwordSecretRef: { name: 'secret' } } } },
      "GW659 spec.keystores.pkcs12: got 'password and passwordSecretRef'",
    ],
    [
      'pkcs12 without a password',
      { keystores: { pkcs12: { create: true } } },
      'GW659 spec.keystores.pkcs12: got undefined',
    ],
    [
      'pkcs12 with an empty password',
      { keystores: { pkcs12: { create: true, password: '', passwordSecretRef: { name: '' } } } },
      "GW659 spec.keystores.pkcs12.password: got ''",
    ],
    [
      'pkcs12 with a password',
      { keystores: { pkcs12: { create: true, passwordSecretRef: { name: 'secret', key: 'password' } } } },
    ],
  ]);
});

describe('constraints and renewal', () => {
  each([
    ['constraints', { isCA: true, nameConstraints: { permitted: { dnsDomains: ['example.com'] } } }],
    ['constraints of nothing', { isCA: true, nameConstraints: {} }, 'GW660 spec.nameConstraints: got undefined'],
    [
      'constraints without a CA',
      { nameConstraints: { permitted: { dnsDomains: ['example.com'] } } },
      'GW660 spec.isCA: got undefined',
    ],
    [
      'ranges',
      {
        isCA: true,
        nameConstraints: {
          permitted: { ipRanges: ['10.0.0.0/8', '192.168.0.0/16', '2001:db8::/32'] },
          excluded: { ipRanges: ['172.16.0.0/12', 'fd00::/8'] },
        },
      },
    ],
    [
      'addresses as ranges',
      {
        isCA: true,
        nameConstraints: {
          permitted: { ipRanges: ['10.0.0.0', '10.0.0.0/8', 'not-a-cidr'] },
          excluded: { ipRanges: ['2001:db8::/32', '192.168.0.1'] },
        },
      },
      "GW655 spec.nameConstraints.permitted.ipRanges[0]: got '10.0.0.0'",
      "GW655 spec.nameConstraints.permitted.ipRanges[2]: got 'not-a-cidr'",
      "GW655 spec.nameConstraints.excluded.ipRanges[1]: got '192.168.0.1'",
    ],
    [
      'windows without renewal',
      { renewal: { policy: 'Disabled', windows: [{ windowDuration: '2h', cron: '0 12 * * *' }] } },
      'GW661 spec.renewal.windows: got [{"windowDuration":"2h","cron":"0 12 * * *"}]',
    ],
    ['a window', { renewal: { policy: 'RenewBefore', windows: [{ windowDuration: '2h', cron: '0 12 * * *' }] } }],
    [
      'a time zone without a schedule',
      { renewal: { policy: 'RenewBefore', windows: [{ windowDuration: '2h', cron: 'CRON_TZ=UTC' }] } },
      "GW661 spec.renewal.windows[0].cron: got 'CRON_TZ=UTC'",
    ],
    [
      'windows without a policy',
      { renewal: { windows: [{ windowDuration: '2h', cron: '@daily' }] } },
      'GW661 spec.renewal.policy: got undefined',
    ],
  ]);
});
