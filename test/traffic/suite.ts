import * as fs from 'fs';
import * as path from 'path';
import { Located, Manifest } from '../../src/manifest/manifest';
import { modelsOf, Model } from '../../src/model/model';

/** A case of the Gateway API's conformance suite (tools/suite.ts). */
export interface SuiteCase {
  readonly id: string;
  readonly manifests: readonly string[];
  readonly apply?: readonly Manifest[];
  readonly remove?: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
  readonly kind?: string;
  readonly gateway?: { readonly namespace: string; readonly name: string; readonly port: number };
  readonly client?: string;
  readonly request: {
    readonly scheme: string;
    readonly host?: string | null;
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly sni?: string;
    readonly clientCertSecret?: { readonly namespace: string; readonly name: string };
    readonly destination?: string;
  };
  readonly backend?: {
    readonly delay?: string;
    readonly fail?: { readonly times: number; readonly status?: number; readonly delay?: string };
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly expected: Expected;
  /** For cases about statuses: what is asserted of which object. */
  readonly status?: string;
  readonly object?: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly parent?: { readonly kind?: string; readonly namespace: string; readonly name: string };
}

export interface Expected {
  readonly status?: readonly number[];
  readonly notStatus?: readonly number[];
  readonly grpcStatus?: number;
  readonly error?: string;
  readonly backend?: Pods | null;
  readonly upstreamRequest?: {
    readonly path?: string;
    readonly method?: string;
    readonly host?: string;
    readonly sni?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly absentHeaders?: readonly string[];
  };
  readonly redirect?: {
    readonly scheme?: string;
    readonly host?: string;
    readonly port?: string;
    readonly path?: string;
  };
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseHeaderOneOf?: Readonly<Record<string, readonly string[]>>;
  readonly responseAbsentHeaders?: readonly string[];
  readonly mirroredTo?: readonly (Pods & { readonly percent?: number })[];
  readonly distribution?: { readonly weights: Readonly<Record<string, number>>; readonly tolerance: number };
  readonly backendSeesTLS?: boolean;
  readonly backendSeesSNI?: string;
  readonly reachesABackend?: boolean;
  readonly conditions?: readonly AssertedCondition[];
  readonly listenerNames?: readonly string[];
  readonly listeners?: readonly {
    readonly name: string;
    readonly supportedKinds: readonly { readonly kind: string }[];
    readonly attachedRoutes: number;
    readonly conditions: readonly AssertedCondition[];
  }[];
  readonly parents?: readonly {
    readonly parentRef: { readonly kind: string; readonly name: string };
    readonly conditions: readonly AssertedCondition[];
  }[];
  readonly count?: number;
}

/** Without a reason, any. */
export interface AssertedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** Pods by the name of their Deployment; null for any of the namespace. */
export interface Pods {
  readonly namespace: string | null;
  readonly name: string | null;
}

interface Suite {
  readonly release: string;
  readonly manifests: Readonly<Record<string, readonly Manifest[]>>;
  readonly cases: readonly SuiteCase[];
}

export const readSuite = (release: string): Suite =>
  JSON.parse(fs.readFileSync(path.join(__dirname, 'suite', `gateway-api-${release}.json`), 'utf8')) as Suite;

/** The models of cases; cases over the same manifests share one. */
export function modelsOfSuite({ manifests }: Suite): (each: SuiteCase) => Model {
  const known = new Map<string, Model>();
  return (each) => {
    const key = JSON.stringify([each.manifests, each.apply, each.remove]);
    let model = known.get(key);
    if (!model) known.set(key, (model = modelOf(manifests, each)));
    return model;
  };
}

function modelOf(manifests: Suite['manifests'], { manifests: names, apply = [], remove = [] }: SuiteCase): Model {
  const isRemoved = ({ kind, metadata }: Manifest) =>
    remove.some((gone) => gone.kind === kind && gone.name === metadata.name && gone.namespace === metadata.namespace);
  const objects = new Map<string, Located>();
  const keyOf = ({ apiVersion, kind, metadata }: Manifest) =>
    `${apiVersion.split('/')[0]} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  // Later objects replace earlier ones of the same name, as with apply.
  const set = (manifest: Manifest) => objects.set(keyOf(manifest), { where: '', manifest: withCertificate(manifest) });
  for (const manifest of names.flatMap((name) => manifests[name])) set(older(manifest));
  for (const manifest of apply) set(objects.has(keyOf(manifest)) ? older(manifest) : manifest);
  return modelsOf(
    [...objects.values()].filter(({ manifest }) => !isRemoved(manifest)),
    { isWhole: true },
  )[0];
}

/** What the suite begins with is older than what it applies later, which has no time yet. */
const older = (manifest: Manifest): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, creationTimestamp: '2026-01-01T00:00:00Z' } as Manifest['metadata'],
});

const CERTIFICATES = JSON.parse(
  fs.readFileSync(path.join(__dirname, 'suite', 'certificates.json'), 'utf8'),
) as Readonly<Record<string, string | undefined>>;

/** The suite makes certificates when it runs; here is what it would make of those that decide something. */
function withCertificate(manifest: Manifest): Manifest {
  const { kind, metadata } = manifest;
  const pem = CERTIFICATES[metadata.name];
  if (pem === undefined || (kind !== 'Secret' && kind !== 'ConfigMap')) return manifest;
  const { data } = manifest as Manifest & { readonly data: Readonly<Record<string, string>> };
  return {
    ...manifest,
    data: {
      ...data,
      ...(kind === 'Secret' ? { 'tls.crt': Buffer.from(pem).toString('base64') } : { 'ca.crt': pem }),
    },
  } as Manifest;
}
