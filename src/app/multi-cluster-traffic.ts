import { App } from 'cdk8s';
import { objectsOf } from './objects-of';
import { TrafficProfile } from './traffic';
import { TrafficResult } from './traffic-result';
import { GatewayRecords } from '../dns/gateway-records';
import { Located } from '../manifest/manifest';
import { readManifests } from '../manifest/sources';
import { DnsClient } from '../traffic/dns/answers';
import { clusterNamed, clusterWorlds, sendToClusters } from '../traffic/dns/send';
import { HttpRequest } from '../traffic/http-request';
import { Profile, PROFILES } from '../traffic/profile';
import { World } from '../traffic/send';

/** Options of `MultiClusterTraffic`. */
export interface MultiClusterTrafficOptions {
  /**
   * Who serves the manifests.
   *
   * @default TrafficProfile.ISTIO
   */
  readonly profile?: TrafficProfile;
  /**
   * The manifests are all that the clusters have, so that a Service, a Secret or a grant that they do not hold is
   * missing.
   *
   * @default - what is not among the manifests is taken to exist
   */
  readonly whole?: boolean;
  /**
   * Objects that exist elsewhere, such as `Secret edge/wildcard-tls`; `*` stands for any text.
   *
   * @default - none
   */
  readonly exists?: string[];
  /**
   * Records that Terraform writes; their clusters are named as the directories are.
   *
   * @default - none
   */
  readonly records?: GatewayRecords[];
}

/**
 * What happens to requests to several clusters: DNS leads clients to clusters by their country and by weight, and the
 * Gateways of the clusters take the requests.
 *
 * Records are those of Kuadrant's DNSPolicies, of annotations for external-dns, and of `GatewayRecords`.
 *
 * ```
 * const traffic = MultiClusterTraffic.fromApp(app);
 * traffic.send(HttpRequest.get('https://test.demo.example.com/').fromCountry('DE')).outcomes[0].cluster;
 * ```
 */
export class MultiClusterTraffic {
  /** The objects of a program; each output directory is a cluster. */
  public static fromApp(app: App, options: MultiClusterTrafficOptions = {}): MultiClusterTraffic {
    return MultiClusterTraffic.of(objectsOf(app), options);
  }

  /**
   * The files of a folder; each directory directly below it is a cluster.
   *
   * Throws for a file that cannot be read.
   */
  public static fromFiles(directory: string, options: MultiClusterTrafficOptions = {}): MultiClusterTraffic {
    const objects = readManifests([directory], true);
    return MultiClusterTraffic.of(objects, options);
  }

  private static of(
    objects: readonly Located[],
    { profile, whole, exists, records = [] }: MultiClusterTrafficOptions,
  ): MultiClusterTraffic {
    const served = PROFILES[(profile ?? TrafficProfile.ISTIO) as Profile['name']];
    const worlds = clusterWorlds(objects, { isWhole: whole, exists }, served);
    for (const { plan } of records) {
      for (const { name } of plan.clusters) clusterNamed(`cluster of the plan of ${plan.gateway}`, name, worlds);
    }
    return new MultiClusterTraffic(worlds, { records: records.flatMap((each) => each._forClients()) });
  }

  private constructor(
    private readonly worlds: ReadonlyMap<string, World>,
    private readonly dns: Pick<DnsClient, 'records' | 'unhealthy'>,
  ) {}

  /** A copy in which the health checks of a cluster fail. Throws where no directory has the name. */
  public withUnhealthy(cluster: string): MultiClusterTraffic {
    const { unhealthy = [] } = this.dns;
    const name = clusterNamed('cluster', cluster, this.worlds);
    return new MultiClusterTraffic(this.worlds, { ...this.dns, unhealthy: [...unhealthy, name] });
  }

  /**
   * What becomes of a request.
   *
   * Each outcome names the cluster. Without a country of the client (`fromCountry`) there is an outcome for each place
   * that records tell apart, with the place as its condition. A request from a pod starts in the
   * cluster whose workloads have its labels; throws unless one has.
   */
  public send(request: HttpRequest): TrafficResult {
    return TrafficResult._of(sendToClusters(this.worlds, request._request(), this.dns, request._via));
  }
}
