import { eachManifest, manifest } from '../told';

const TARGET = { group: '', kind: 'Service', name: 'a' };
const VALIDATION = { hostname: 'a.example.com', wellKnownCACertificates: 'System' };
const policy = (fields: object) =>
  manifest('BackendTLSPolicy', { targetRefs: [TARGET], validation: VALIDATION, ...fields });
const targets = (...targetRefs: object[]) => policy({ targetRefs: targetRefs.map((ref) => ({ ...TARGET, ...ref })) });
const validation = (fields: object) => policy({ validation: { hostname: 'a.example.com', ...fields } });
const alternative = (...subjectAltNames: object[]) => policy({ validation: { ...VALIDATION, subjectAltNames } });
const CA = { group: '', kind: 'ConfigMap', name: 'ca' };

eachManifest([
  ['two ports of a Service, and another Service', targets({ sectionName: 'a' }, { name: 'b' }, { sectionName: 'b' })],
  ['a port and the whole', targets({ sectionName: 'a' }, {}), 'GW343 spec.targetRefs[1].sectionName: got undefined'],
  [
    'a port twice',
    targets({ sectionName: 'a' }, { name: 'b' }, { sectionName: 'a' }),
    'GW343 spec.targetRefs[2]: got {"group":"","kind":"Service","name":"a","sectionName":"a"}',
  ],
  ['an authority of its own', validation({ caCertificateRefs: [CA] })],
  ['no authority', validation({ caCertificateRefs: [] }), 'GW344 spec.validation: got undefined'],
  [
    'two sources of authorities',
    validation({ caCertificateRefs: [CA], wellKnownCACertificates: 'System' }),
    "GW344 spec.validation.wellKnownCACertificates: got 'System'",
  ],
  [
    'alternative names',
    alternative({ type: 'Hostname', hostname: 'a.b' }, { type: 'URI', uri: 'spiffe://example.com/a' }),
  ],
  [
    'a name that is missing',
    alternative({ type: 'URI' }),
    'GW345 spec.validation.subjectAltNames[0].uri: got undefined',
  ],
  [
    'a name of the other type',
    alternative({ type: 'Hostname', hostname: 'a.b', uri: 'spiffe://a/b' }),
    "GW345 spec.validation.subjectAltNames[0].uri: got 'spiffe://a/b'",
  ],
]);
