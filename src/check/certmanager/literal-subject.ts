import { Certificate, CertificateSpec } from '../../manifest/cert-manager';
import { PlaceRule, placeRule } from '../place';

type Subject = Pick<CertificateSpec, 'commonName' | 'literalSubject'>;

/** A rule for subjects of Certificates that are written as one text. */
export const literalSubjectRule: PlaceRule<never> = placeRule<CertificateSpec>({
  code: 'GW653',
  title: 'literal subject that cannot be used',
  places: [[Certificate, 'spec']],
  find({ literalSubject, commonName, subject }, path, report) {
    if (!literalSubject) return;
    if (commonName) {
      const fix = 'move the common name into literalSubject, as CN=';
      report({ what: `${path}.commonName`, got: commonName, expected: 'no commonName beside literalSubject', fix });
    }
    if (Object.values(subject ?? {}).some((value) => value && value.length > 0)) {
      const fix = 'keep one of them';
      report({ what: `${path}.subject`, got: subject, expected: 'no subject beside literalSubject', fix });
    }
    const wrong = partsOf(literalSubject).find(({ type }) => !isKnown(type));
    if (wrong) {
      report({
        what: `${path}.literalSubject`,
        got: literalSubject,
        expected: `attributes such as CN, O, OU, L, ST, C and DC, as in 'CN=web,O=Example'; not '${wrong.text}'`,
        fix: "write each as TYPE=value in upper case, and escape commas and pluses in values with '\\'",
      });
    }
  },
});

/** The common name of a Certificate, wherever it is written. */
export function commonNameOf({ commonName, literalSubject }: Subject): string | undefined {
  if (!literalSubject) return commonName;
  // Of several, the one that comes first in the text counts.
  return partsOf(literalSubject).find(({ type }) => type === 'CN' || type === '2.5.4.3')?.value ?? commonName;
}

interface Part {
  readonly text: string;
  readonly type?: string;
  readonly value?: string;
}

/** The parts of a distinguished name (RFC 4514). */
function partsOf(subject: string): Part[] {
  return (subject.trim().match(/(\\.|[^\\,;+])+/gs) ?? []).map((text) => {
    const [, type, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    return { text: text.trim(), ...(type !== undefined && { type: type.trim(), value: unescape(value.trim()) }) };
  });
}

/** A byte in hexadecimal counts as one; what it is does not matter here, nor the value of an encoded one. */
const unescape = (value: string) =>
  value.startsWith('#')
    ? '#'
    : value.replace(/\\([\da-f]{2}|.)/gis, (_, text: string) => (text.length > 1 ? '?' : text));

const TYPES = ['C', 'O', 'OU', 'CN', 'SERIALNUMBER', 'L', 'ST', 'STREET', 'DC', 'UID'];

const isKnown = (type: string | undefined) =>
  type !== undefined && (TYPES.includes(type) || /^[-+]?\d+(\.[-+]?\d+)*$/.test(type));
