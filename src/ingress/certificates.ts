import { X509Certificate } from 'crypto';
import { exists, secretData } from './read-auth';
import { IngressItem, ServerCertificate } from './servers';
import { maker } from '../model/generated';
import { Model } from '../model/model';
import { Place } from '../traffic/rule';

/**
 * What a server with TLS shows for a host. An Ingress with any `tls` makes its hosts secure, those that `tls` does not
 * list too: they get the default certificate.
 */
export function certificateOf(
  model: Model,
  ingress: IngressItem,
  host: string,
  rule: number,
): ServerCertificate | undefined {
  const { tls = [] } = ingress.body.spec ?? {};
  if (tls.length === 0) return undefined;
  const listed = tls.findIndex(({ hosts = [] }) => hosts.some((each) => each.toLowerCase() === host.toLowerCase()));
  const named = tls.findIndex(({ secretName }) => {
    return secretName !== undefined && certifies(model, `${ingress.namespace}/${secretName}`, host) === true;
  });
  const index = listed >= 0 ? listed : named;
  if (index < 0) {
    const place: Place = { entry: ingress, path: `spec.rules[${rule}].host` };
    return { place, reason: `no entry of tls has the host ${host}` };
  }
  const place: Place = { entry: ingress, path: `spec.tls[${index}]` };
  const { secretName = '' } = tls[index];
  if (secretName === '') return { place, reason: 'tls names no Secret' };
  const secret = `${ingress.namespace}/${secretName}`;
  if (!exists(model, 'Secret', secret) && !maker(model, 'Secret', ingress.namespace, secretName)) {
    return { place, reason: `Secret ${secret} is not there` };
  }
  if (certifies(model, secret, host) === false) {
    return { place, reason: `the certificate of Secret ${secret} is not for ${host}` };
  }
  return { place, secret };
}

/** Whether the certificate of a Secret is for a name; undefined where it cannot be read. */
export function certifies(model: Model, secret: string, host: string): boolean | undefined {
  const text = secretData(model, secret)?.['tls.crt'];
  if (text === undefined) return undefined;
  try {
    const certificate = new X509Certificate(text);
    // For a host with a wildcard any name below it does.
    return certificate.checkHost(host.replace(/^\*/, 'any')) !== undefined;
  } catch {
    return undefined;
  }
}
