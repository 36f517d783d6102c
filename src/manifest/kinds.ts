import * as argo from './argo';
import * as certManager from './cert-manager';
import * as externalSecrets from './external-secrets';
import * as flagger from './flagger';
import * as gatewayApi from './gateway-api';
import { SERVED } from './gateway-api-releases';
import * as ingressClass from './ingress-class';
import * as istioNetworking from './istio-networking';
import * as istioSecurity from './istio-security';
import * as istioTelemetry from './istio-telemetry';
import * as kuadrant from './kuadrant';
import * as kubernetes from './kubernetes';
import { GATEWAY_API } from './manifest';
import * as metallb from './metallb';
import * as monitoring from './monitoring';
import * as openshiftRoute from './openshift-route';
import * as sail from './sail';
import { Kind } from './shape';

/** The kinds that a file of shapes has. */
export const kindsIn = (shapes: Readonly<Record<string, unknown>>): Kind[] => Object.values(shapes).filter(isKind);

const isKind = (value: unknown): value is Kind => typeof value === 'object' && value !== null && 'body' in value;

/** All kinds with a shape in this library. */
export const KINDS: readonly Kind[] = [
  argo,
  certManager,
  externalSecrets,
  flagger,
  gatewayApi,
  ingressClass,
  istioNetworking,
  istioSecurity,
  istioTelemetry,
  kuadrant,
  kubernetes,
  metallb,
  monitoring,
  openshiftRoute,
  sail,
].flatMap(kindsIn);

/** A version with a schema that constructs cannot write: with one `targetRef` in place of `targetRefs`. */
export const OTHER_SCHEMA = 'BackendTLSPolicy v1alpha2';

/** Versions that only older releases serve have the schema of the newest, but for one. */
const formerVersions = ({ apiVersion, kind }: Kind): string[] =>
  apiVersion.startsWith(`${GATEWAY_API}/`)
    ? Object.keys(SERVED[kind])
        .filter((version) => `${kind} ${version}` !== OTHER_SCHEMA)
        .map((version) => `${GATEWAY_API}/${version}`)
    : [];

/** By version and kind. What a kind itself says of a version comes last, and so stands. */
const BY_NAME = new Map<string, Map<string, Kind>>();
for (const versionsOf of [formerVersions, ({ apiVersion, alike }: Kind) => [apiVersion, ...alike]]) {
  for (const kind of KINDS) {
    for (const apiVersion of versionsOf(kind)) {
      const ofVersion = BY_NAME.get(apiVersion) ?? new Map<string, Kind>();
      BY_NAME.set(apiVersion, ofVersion.set(kind.kind, kind));
    }
  }
}

/** The kind of an object in any served version; `undefined` where this library has no shape for it. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  return BY_NAME.get(apiVersion)?.get(kind);
}
