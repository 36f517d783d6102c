import { prove, Proof } from './prove/prove';
import { IngressOptions } from '../ingress/options';
import { ingressWorldOf } from '../ingress/send';
import { IngressWorld, Server } from '../ingress/servers';
import { Located, Manifest, nameOf } from '../manifest/manifest';
import { Model, modelsOf, ModelOptions } from '../model/model';
import { Profile } from '../traffic/profile';
import { Target, worldOf } from '../traffic/send';

/**
 * The Ingresses of a controller that is in use: where nobody says otherwise, it passes TLS through where an annotation says
 * so, and takes annotations of every risk, for it would serve nothing of an Ingress with one that it does not take.
 */
export function worldInUse(model: Model, options: IngressOptions): IngressWorld {
  const config = options.configMap === undefined ? { ...ANY_RISK, ...options.config } : options.config;
  const world = ingressWorldOf(model, { enableSslPassthrough: true, ...options, config });
  return { ...world, servers: world.servers.map((server) => withWildcard(server, world.servers)) };
}

/** A host without a certificate is served with that of the wildcard of its domain, and redirected as if it were its own. */
function withWildcard(server: Server, all: readonly Server[]): Server {
  if (server.certificate) return server;
  const wildcard = server.host.replace(/^[^.]+/, '*');
  const certificate = all.find(({ host }) => host === wildcard)?.certificate;
  return certificate ? { ...server, certificate } : server;
}

const ANY_RISK = { 'annotations-risk-level': 'Critical', 'allow-snippet-annotations': 'true' };

/** What both sides of a proof have in common. */
export interface ProofOptions {
  readonly gateway: Target;
  readonly profile: Profile;
  readonly model: ModelOptions;
}

/** What requests tell of a migration; Services and Secrets beside the Ingresses are those of both sides. */
export function proveMigration(
  objects: readonly Located[],
  before: IngressWorld,
  manifests: readonly Manifest[],
  { gateway, profile, model }: ProofOptions,
): Proof {
  const others = objects.filter(({ manifest }) => manifest.kind !== 'Ingress');
  const [after] = modelsOf([...others.map(({ group, ...rest }) => (void group, rest)), ...located(manifests)], model);
  return prove(before, worldOf(after, profile), gateway);
}

/** Objects that are in no file yet. */
export const located = (manifests: readonly Manifest[]): Located[] =>
  manifests.map((manifest) => ({ where: nameOf(manifest), manifest }));
