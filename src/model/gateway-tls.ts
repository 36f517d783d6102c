import { Authority, authorityOf, secretText } from './authorities';
import { maker } from './generated';
import { isGranted } from './grants';
import { GatewayItem, ListenerOf } from './listeners';
import { find, isDeclared, Model, ObjectName } from './model';

/** What clients of a listener must prove in the TLS handshake. */
export interface ClientValidation {
  readonly authorities: readonly Authority[];
  /** Whether clients without a certificate, or with one of another authority, are taken too. */
  readonly isOptional: boolean;
}

/** Validation of clients at a listener for HTTPS: that of its port, or the default (Gateway API v1, FrontendTLSConfig). */
export function clientValidationOf(model: Model, { gateway, listener }: ListenerOf): ClientValidation | undefined {
  const { frontend } = gateway.body.spec.tls ?? {};
  if (!frontend || listener.protocol !== 'HTTPS') return undefined;
  const own = frontend.perPort?.find(({ port }) => port === listener.port);
  const validation = own ? own.tls.validation : frontend.default.validation;
  return (
    validation && {
      authorities: validation.caCertificateRefs.map((ref) => authorityOf(model, gateway, ref)),
      isOptional: validation.mode === 'AllowInsecureFallback',
    }
  );
}

/** The certificate that a Gateway shows to backends, or why it has none (Gateway API v1, GatewayBackendTLS). */
export function clientCertificateOf(
  model: Model,
  gateway: GatewayItem,
): { readonly secret: ObjectName; readonly fault?: SecretFault } | undefined {
  const ref = gateway.body.spec.tls?.backend?.clientCertificateRef;
  if (!ref) return undefined;
  const { group = '', kind = 'Secret', namespace = gateway.namespace, name } = ref;
  const secret = { group, kind, namespace, name };
  return { secret, fault: secretFault(model, gateway, secret) };
}

export type SecretFault = 'kind' | 'grant' | 'content';

/** Why a Secret with a certificate and its key cannot be used. */
export function secretFault(model: Model, from: Omit<ObjectName, 'name'>, to: ObjectName): SecretFault | undefined {
  if (to.group !== '' || to.kind !== 'Secret') return 'kind';
  const isKnown = find(model, to) !== undefined;
  if (!isGranted(model, from, to) && (model.isWhole || isKnown)) return 'grant';
  if (!isKnown) {
    const exists = isDeclared(model, to) || maker(model, 'Secret', to.namespace, to.name) !== undefined;
    return model.isWhole && !exists ? 'content' : undefined;
  }
  const isReadable = ['tls.crt', 'tls.key'].every((key) => secretText(model, to, key)?.includes('-----BEGIN ') ?? true);
  return isReadable ? undefined : 'content';
}

/** Whether clients are taken at some port whatever their certificate (Gateway API v1, AllowInsecureFallback). */
export function hasInsecureClients({ body }: GatewayItem): boolean {
  const { frontend } = body.spec.tls ?? {};
  const all = [frontend?.default.validation, ...(frontend?.perPort ?? []).map(({ tls }) => tls.validation)];
  return all.some((validation) => validation?.mode === 'AllowInsecureFallback');
}
