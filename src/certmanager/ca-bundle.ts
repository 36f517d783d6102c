import { refuse } from '../value/problem';

/** Encodes PEM certificates in base64. */
export function caBundle(what: string, pem: string): string {
  if (!/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(pem)) {
    const decoded = Buffer.from(pem, 'base64').toString();
    refuse({
      what,
      got: pem,
      expected: 'certificates in PEM, beginning with -----BEGIN CERTIFICATE-----',
      fix: decoded.includes('-----BEGIN CERTIFICATE-----')
        ? 'pass the PEM text, which the construct encodes'
        : 'pass the content of the .pem or .crt file',
    });
  }
  return Buffer.from(pem).toString('base64');
}
