import { refuse } from '../manifest/problem';

/** Certificates in PEM, encoded in base64 for a manifest. */
export function caBundle(what: string, pem: string): string {
  if (!/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(pem)) {
    const decoded = Buffer.from(pem, 'base64').toString();
    refuse({
      what,
      got: pem,
      expected: 'certificates in PEM, beginning with -----BEGIN CERTIFICATE-----',
      fix: decoded.includes('-----BEGIN CERTIFICATE-----')
        ? 'give the PEM text itself, which the construct encodes'
        : 'give the text of the .pem or .crt file',
    });
  }
  return Buffer.from(pem).toString('base64');
}
