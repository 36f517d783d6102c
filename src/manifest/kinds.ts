import * as argo from './argo';
import * as certManager from './cert-manager';
import * as externalSecrets from './external-secrets';
import * as flagger from './flagger';
import * as gatewayApi from './gateway-api';
import * as istioNetworking from './istio-networking';
import * as istioSecurity from './istio-security';
import * as istioTelemetry from './istio-telemetry';
import * as kuadrant from './kuadrant';
import { KUBERNETES } from './kubernetes';
import * as metallb from './metallb';
import * as monitoring from './monitoring';
import * as openshiftRoute from './openshift-route';
import * as sail from './sail';
import { Kind } from './shape';

const isKind = (value: unknown): value is Kind => typeof value === 'object' && value !== null && 'body' in value;

/** All kinds with a shape in this library. */
export const KINDS: readonly Kind[] = [
  argo,
  certManager,
  externalSecrets,
  flagger,
  gatewayApi,
  istioNetworking,
  istioSecurity,
  istioTelemetry,
  kuadrant,
  metallb,
  monitoring,
  openshiftRoute,
  sail,
]
  .flatMap((group) => Object.values<unknown>(group).filter(isKind))
  .concat(KUBERNETES);

const BY_NAME: ReadonlyMap<string, Kind> = new Map(
  KINDS.flatMap((kind) =>
    [kind.apiVersion, ...kind.alike].map((apiVersion) => [`${apiVersion} ${kind.kind}`, kind] as const),
  ),
);

/** The kind of an object in any served version; `undefined` where this library has no shape for it. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  return BY_NAME.get(`${apiVersion} ${kind}`);
}
