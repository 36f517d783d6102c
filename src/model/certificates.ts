import { X509Certificate } from 'crypto';

/** Whether a certificate is from an authority; undefined where one of them cannot be read. */
export function isIssuedBy(certificate: string, authorities: string): boolean | undefined {
  const [[leaf, ...between], trusted] = [certificatesOf(certificate), certificatesOf(authorities)];
  if (!leaf || trusted.length === 0) return undefined;
  // Each certificate of the chain is asked for once, so that a chain that leads back to itself ends.
  const left = new Set(between);
  for (let current: X509Certificate | undefined = leaf; current;) {
    const { fingerprint256 } = current;
    const own: X509Certificate = current;
    if (trusted.some((each) => each.fingerprint256 === fingerprint256 || isSignedBy(own, each))) return true;
    current = [...left].find((each) => isSignedBy(own, each));
    if (current) left.delete(current);
  }
  return false;
}

const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate) =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesOf(text: string): X509Certificate[] {
  try {
    return (text.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}
