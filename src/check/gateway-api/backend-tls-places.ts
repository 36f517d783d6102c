import { BackendTLSPolicy, BackendTLSPolicySpec } from '../../manifest/gateway-api';
import { PlaceRule, placeRule } from '../place';

type Targets = BackendTLSPolicySpec['targetRefs'];
type Validation = BackendTLSPolicySpec['validation'];
type AltName = NonNullable<Validation['subjectAltNames']>[number];

/** Rules for BackendTLSPolicies. */
export const backendTlsRules: readonly PlaceRule<never>[] = [
  placeRule<Targets>({
    code: 'GW343',
    title: 'the same target twice',
    places: [[BackendTLSPolicy, 'spec.targetRefs']],
    find(targets, path, report) {
      const first = new Map<string, number>();
      const named = new Map<string, boolean>();
      targets.forEach(({ group, kind, name, sectionName }, index) => {
        const target = JSON.stringify([group, kind, name]);
        const whole = JSON.stringify([group, kind, name, sectionName]);
        const expected = 'different targets, or a different sectionName for each';
        if (named.has(target) && named.get(target) !== (sectionName !== undefined)) {
          const fix = 'set sectionName in all entries for the Service, or in none';
          report({ what: `${path}[${index}].sectionName`, got: sectionName, expected, fix });
        } else if (first.has(whole)) {
          const fix = `${path}[${first.get(whole)}] is the same; remove one`;
          report({ what: `${path}[${index}]`, got: targets[index], expected, fix });
        } else {
          first.set(whole, index);
          named.set(target, sectionName !== undefined);
        }
      });
    },
  }),
  placeRule<Validation>({
    code: 'GW344',
    title: 'no or two sources of trusted authorities',
    places: [[BackendTLSPolicy, 'spec.validation']],
    find({ caCertificateRefs = [], wellKnownCACertificates }, path, report) {
      if (caCertificateRefs.length > 0 && wellKnownCACertificates !== undefined) {
        report({
          what: `${path}.wellKnownCACertificates`,
          got: wellKnownCACertificates,
          expected: 'caCertificateRefs or wellKnownCACertificates',
          fix: 'leave one of them out',
        });
      }
      if (caCertificateRefs.length === 0 && wellKnownCACertificates === undefined) {
        report({
          what: path,
          got: undefined,
          expected: 'caCertificateRefs or wellKnownCACertificates',
          fix: "name a ConfigMap with the authority, or set wellKnownCACertificates: 'System'",
        });
      }
    },
  }),
  placeRule<AltName>({
    code: 'GW345',
    title: 'alternative name that does not fit its type',
    places: [[BackendTLSPolicy, 'spec.validation.subjectAltNames[]']],
    find(name, path, report) {
      const [member, other] =
        name.type === 'Hostname' ? (['hostname', 'uri'] as const) : (['uri', 'hostname'] as const);
      if (name[member] === undefined) {
        const fix = 'set it, or correct the type';
        report({ what: `${path}.${member}`, got: undefined, expected: `${member} with type ${name.type}`, fix });
      }
      if (name[other] !== undefined) {
        const fix = 'leave it out, or correct the type';
        report({ what: `${path}.${other}`, got: name[other], expected: `${member} alone with type ${name.type}`, fix });
      }
    },
  }),
];
