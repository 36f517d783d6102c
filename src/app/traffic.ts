import { App, Duration } from 'cdk8s';
import { objectsOf } from './objects-of';
import { TrafficResult } from './traffic-result';
import { Located } from '../manifest/manifest';
import { readManifests } from '../manifest/sources';
import { modelsOf } from '../model/model';
import { send } from '../traffic/entry';
import { HttpRequest } from '../traffic/http-request';
import { Limits, newLimits } from '../traffic/kuadrant/limits';
import { Profile, PROFILES } from '../traffic/profile';
import { World, worldOf } from '../traffic/send';
import { refuse } from '../value/problem';

/** Who serves the manifests; implementations of the Gateway API differ where it leaves something open. */
export enum TrafficProfile {
  /** The words of the Gateway API's specification. */
  SPECIFICATION = 'spec',
  /** Istio and OpenShift Service Mesh. */
  ISTIO = 'istio',
  /** Envoy Gateway. */
  ENVOY_GATEWAY = 'envoy-gateway',
}

/** Options of `Traffic`. */
export interface TrafficOptions {
  /**
   * Who serves the manifests.
   *
   * @default TrafficProfile.ISTIO
   */
  readonly profile?: TrafficProfile;
  /**
   * The manifests are all that the cluster has, so that a Service, a Secret or a grant that they do not hold is missing.
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
   * Output directory of the cluster or the step, where the manifests are of several.
   *
   * @default - the manifests are of one cluster
   */
  readonly directory?: string;
}

/**
 * What happens to requests under manifests, before anything is applied.
 *
 * ```
 * const traffic = Traffic.fromApp(app);
 * traffic.send(HttpRequest.get('https://api.example.com/orders')).status;
 * ```
 */
export class Traffic {
  /** The objects of a program. Throws where they are of several clusters and no directory is named. */
  public static fromApp(app: App, options: TrafficOptions = {}): Traffic {
    return new Traffic(objectsOf(app), options);
  }

  /** Files, or folders of them. Throws for a file that cannot be read. */
  public static fromFiles(paths: string[], options: TrafficOptions = {}): Traffic {
    const objects = readManifests(paths, false);
    return new Traffic(objects, options);
  }

  private readonly world: World;
  private readonly limits: Limits = newLimits();

  private constructor(objects: readonly Located[], { profile, whole, exists, directory }: TrafficOptions) {
    const chosen = directory === undefined ? objects : objects.filter(({ group = '' }) => isIn(group, directory));
    const models = modelsOf(chosen, { isWhole: whole, exists });
    if (models.length !== 1) {
      const directories = [...new Set(objects.map(({ group = '' }) => group))];
      refuse({
        what: 'directory',
        got: directory ?? 'none',
        expected: directories.length > 0 ? `one of ${directories.join(', ')}` : 'manifests',
        fix: models.length === 0 ? 'correct the name' : 'name the directory of one cluster or step',
      });
    }
    this.world = {
      ...worldOf(models[0], PROFILES[(profile ?? TrafficProfile.ISTIO) as Profile['name']]),
      limits: this.limits,
    };
  }

  /**
   * What becomes of a request.
   *
   * It goes to the Gateway whose listener is for its host. Throws where several are, and `via` names none. Rate limits
   * count it; time stands still until `advance` is called.
   */
  public send(request: HttpRequest): TrafficResult {
    return TrafficResult._of(send(this.world, request._request(), request._via));
  }

  /** Lets time pass, so that windows of rate limits end. */
  public advance(time: Duration): void {
    this.limits.now += time.toMilliseconds();
  }
}

const isIn = (group: string, directory: string) => group === directory || group.endsWith(`/${directory}`);
