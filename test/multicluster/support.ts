import {
  MultiClusterDns,
  MultiClusterIssuer,
  MultiClusterKeys,
  GatewayApp,
  Geo,
  Issuer,
  MultiClusterGateway,
  MultiClusterGatewayProps,
  SecretStore,
  multicluster,
} from '../../src';
import { Manifest } from '../../src/manifest/manifest';
import { filesIn, objectsOf, temporaryDirectory } from '../support/synth';

export const EU: multicluster.GatewayClusterOptions = { name: 'eu', geo: Geo.EUROPE, defaultGeo: true, weight: 120 };
export const US: multicluster.GatewayClusterOptions = { name: 'us', geo: Geo.country('US') };
export const AU: multicluster.GatewayClusterOptions = { name: 'au', geo: Geo.country('AU') };

export const keys = MultiClusterKeys.awsSecretsManager({ store: SecretStore.cluster('aws'), prefix: 'link' });

/** A gateway in clusters, with an app and a directory to itself. */
export function externalGateway(
  clusters: multicluster.GatewayClusterOptions[],
  props: Partial<MultiClusterGatewayProps> = {},
  app = new GatewayApp({ outdir: temporaryDirectory() }),
  id = 'external',
): MultiClusterGateway {
  return new MultiClusterGateway(app, id, {
    namespace: 'api-gateway',
    domain: 'demo.example.com',
    keys,
    dns: MultiClusterDns.kuadrant(),
    issuer: MultiClusterIssuer.existing(Issuer.fromClusterIssuerName('lets-encrypt')),
    ...props,
    clusters,
  });
}

export const appOf = (external: MultiClusterGateway) => external.node.root as GatewayApp;

/** Files that synthesis writes. */
export function written(external: MultiClusterGateway): Record<string, string> {
  appOf(external).synth();
  return filesIn(appOf(external).outdir);
}

/** Objects of a kind in a cluster. */
export const inCluster = (external: MultiClusterGateway, cluster: string, kind: string): Manifest[] =>
  objectsOf(external.cluster(cluster).chart).filter((object) => object.kind === kind);

/** The spec of the only object of a kind in a cluster. */
export function specIn<T = Record<string, unknown>>(external: MultiClusterGateway, cluster: string, kind: string): T {
  const found = inCluster(external, cluster, kind);
  expect(found).toHaveLength(1);
  return found[0].spec as T;
}
