import { maker } from './generated';
import { isGranted } from './grants';
import { Entry, find, findItem, isDeclared, Model } from './model';
import { ConfigMap, Secret } from '../manifest/kubernetes';

/** A reference to the certificates of authorities. */
export interface AuthorityRef {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface Authority {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Why nothing is trusted by it. */
  readonly fault?: 'kind' | 'grant' | 'content';
  /** The certificates, where they are in the model. */
  readonly pem?: string;
}

/**
 * The authority that a reference leads to: a ConfigMap with `ca.crt`, and in many implementations a Secret (Gateway API
 * v1, BackendTLSPolicyValidation and FrontendTLSValidation, caCertificateRefs).
 */
export function authorityOf(model: Model, from: Entry, ref: AuthorityRef): Authority {
  const { group = '', kind = 'ConfigMap', name } = ref;
  const named = { kind, namespace: ref.namespace ?? from.namespace, name };
  const to = { ...named, group };
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return { ...named, fault: 'kind' };
  const isKnown = find(model, to) !== undefined;
  if (!isGranted(model, from, to) && (model.isWhole || isKnown)) return { ...named, fault: 'grant' };
  if (!isKnown) {
    const isMade = kind === 'Secret' && maker(model, 'Secret', to.namespace, name) !== undefined;
    return model.isWhole && !isDeclared(model, to) && !isMade ? { ...named, fault: 'content' } : named;
  }
  const pem = kind === 'ConfigMap' ? ofConfigMap(model, to) : secretText(model, to, 'ca.crt');
  return pem === undefined ? named : { ...named, ...(pem.includes('-----BEGIN ') ? { pem } : { fault: 'content' }) };
}

/** Undefined where somebody else fills the ConfigMap, as trust-manager does; an empty text is a place to fill. */
function ofConfigMap(model: Model, { namespace, name }: Pick<Authority, 'namespace' | 'name'>): string | undefined {
  const data = findItem(model, ConfigMap, namespace, name)?.body.data;
  return data && textOf(data, 'ca.crt');
}

/** A text of a Secret; undefined where its values are not in the model. */
export function secretText(
  model: Model,
  { namespace, name }: Pick<Authority, 'namespace' | 'name'>,
  key: string,
): string | undefined {
  const { data, stringData } = findItem(model, Secret, namespace, name)?.body ?? {};
  if (!data && !stringData) return undefined;
  if (stringData && Object.hasOwn(stringData, key)) return textOf(stringData, key);
  const text = textOf(data ?? {}, key);
  return text && Buffer.from(text, 'base64').toString('latin1');
}

/** What is missing is missing, what is empty is not known. */
const textOf = (data: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(data, key) ? data[key] || undefined : '';
