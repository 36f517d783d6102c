import * as certManager from './cert-manager';
import * as externalSecrets from './external-secrets';
import * as gatewayApi from './gateway-api';
import * as kuadrant from './kuadrant';
import * as metallb from './metallb';
import * as monitoring from './monitoring';
import { Kind } from './shape';

const isKind = (value: unknown): value is Kind => typeof value === 'object' && value !== null && 'body' in value;

/** Every kind that this library has a shape for. */
export const KINDS: readonly Kind[] = [certManager, externalSecrets, gatewayApi, kuadrant, metallb, monitoring].flatMap(
  (group) => Object.values<unknown>(group).filter(isKind),
);

const BY_NAME: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind]));

/** The kind of an object; nothing where this library has no shape for it. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  return BY_NAME.get(`${apiVersion} ${kind}`);
}
