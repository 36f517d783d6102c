import { check } from '../../src/check/check';
import { IngressOptions } from '../../src/ingress/options';
import { HTTPRouteSpec } from '../../src/manifest/gateway-api';
import { Manifest } from '../../src/manifest/manifest';
import { convertIngresses, Migration } from '../../src/migration/convert';
import { located, proveMigration, worldInUse } from '../../src/migration/migrate';
import { Proof } from '../../src/migration/prove/prove';
import { shownDifference, shownRequest } from '../../src/migration/prove/show';
import { modelsOf } from '../../src/model/model';
import { PROFILES } from '../../src/traffic/profile';

/** An Ingress in short: annotations without their prefix, and paths by host, `PATH TYPE SERVICE:PORT`. */
export interface Short {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Hosts with a certificate. */
  readonly tls?: readonly string[];
  readonly rules?: Readonly<Record<string, readonly string[]>>;
  /** `SERVICE:PORT` */
  readonly defaultBackend?: string;
}

const TYPES: Readonly<Record<string, string>> = { exact: 'Exact', prefix: 'Prefix', any: 'ImplementationSpecific' };

/** A manifest; the host `*` stands for none, and the first of them is older than the next. */
export function ingress({
  name = 'web',
  namespace = 'shop',
  annotations = {},
  tls = [],
  rules = {},
  defaultBackend,
}: Short): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(defaultBackend !== undefined && { defaultBackend: backendOf(defaultBackend) }),
      ...(tls.length > 0 && { tls: [{ hosts: tls, secretName: `${name}-tls` }] }),
      rules: Object.entries(rules).map(([host, paths]) => ({
        ...(host !== '*' && { host }),
        http: {
          paths: paths.map((text) => {
            const [path, type, backend] = text.split(' ');
            return { path, pathType: TYPES[type], backend: backendOf(backend) };
          }),
        },
      })),
    },
  };
}

function backendOf(text: string) {
  const [name, port] = text.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

export const GATEWAY = { namespace: 'gateways', name: 'external', className: 'istio' };

/** What objects become; the output has no errors. */
export function migrated(
  objects: readonly Manifest[],
  options: IngressOptions = {},
): Migration & { readonly proof: Proof } {
  const before = located(objects);
  const [model] = modelsOf(before, { namespace: GATEWAY.namespace });
  const world = worldInUse(model, options);
  const migration = convertIngresses(world, GATEWAY);
  const errors = check(located(migration.manifests), {}).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, object }) => `${code} ${object}`)).toEqual([]);
  const proof = proveMigration(before, world, migration.manifests, {
    gateway: GATEWAY,
    profile: PROFILES.istio,
    model: { namespace: GATEWAY.namespace },
  });
  return { ...migration, proof };
}

/** Differences by their code, each as `REQUEST: BEFORE -> AFTER`. */
export const differencesOf = ({ differences }: Proof): Record<string, string[]> => {
  const result: Record<string, string[]> = {};
  for (const difference of differences) {
    const { trait, requests } = difference;
    (result[trait] ??= []).push(`${shownRequest(requests[0])}: ${shownDifference(difference).join('; ')}`);
  }
  return result;
};

/** Where proxies read URLs in their own way, whatever the Ingresses say. */
export const OF_URLS: readonly string[] = ['repeated-slash', 'dot-segment', 'escape', 'redirect-slash', 'no-path'];

/** The codes of differences but for those of URLs. */
export const codesOf = (proof: Proof): string[] =>
  Object.keys(differencesOf(proof)).filter((code) => !OF_URLS.includes(code));

/** Objects of a kind. */
export const ofKind = ({ manifests }: Migration, kind: string): Manifest[] =>
  manifests.filter((manifest) => manifest.kind === kind);

/** The rules of a route. */
export const rulesOf = (migration: Migration, name: string) =>
  (ofKind(migration, 'HTTPRoute').find(({ metadata }) => metadata.name === name)?.spec as HTTPRouteSpec).rules!;

/** Notes as `FATE WHAT`. */
export const fatesOf = ({ notes }: Migration): string[] =>
  notes.map(({ fate, what }) => `${fate} ${what.split(':')[0]}`);

/** What was refused. */
export const refusedOf = (migration: Migration): string[] =>
  fatesOf(migration).flatMap((fate) => (fate.startsWith('refused ') ? [fate.slice('refused '.length)] : []));
