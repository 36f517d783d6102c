import { BoundWorkload } from './argo-workload';
import { groupOf } from '../manifest/manifest';
import { INamedResource } from '../resource/custom-resource';

/** What Argo CD leaves alone when it compares an object (`spec.ignoreDifferences[]` of an Application). */
export interface IgnoreDifference {
  /** API group of the object. */
  readonly group: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /**
   * Namespace of the object.
   *
   * @default - whatever it is
   */
  readonly namespace?: string;
  /**
   * Fields, as JSON pointers (RFC 6901).
   *
   * @default - none
   */
  readonly jsonPointers?: string[];
  /**
   * Fields, as paths of jq.
   *
   * @default - none
   */
  readonly jqPathExpressions?: string[];
}

/** The label of a route while a canary has a share. */
const IN_PROGRESS = '/metadata/labels/rollouts.argoproj.io~1gatewayapi-canary';

/**
 * What the plugin changes in a route: weights of the versions, a label, and rules for pins that it manages.
 * @internal
 */
export function ignoreRoute(
  { apiVersion, kind, name, namespace }: INamedResource,
  versions: readonly string[],
  hasManagedPins: boolean,
): IgnoreDifference {
  const isVersion = versions.map((version) => `.name == "${version}"`).join(' or ');
  // A rule without backends must not end the expression: Argo CD passes over one that fails.
  const weights = `.spec.rules[]?.backendRefs[]? | select(${isVersion}) | .weight`;
  const pins = '.spec.rules[]? | select((.name // "") | test("^canary-pin-[0-9]+(-[0-9]+)?$"))';
  return {
    group: groupOf(apiVersion),
    kind,
    name,
    namespace,
    jsonPointers: [IN_PROGRESS],
    jqPathExpressions: hasManagedPins ? [pins, weights] : [weights],
  };
}

/**
 * What the controller changes in the Deployment that a Rollout refers to.
 * @internal
 */
export function ignoreDeployment(workload: BoundWorkload, namespace: string | undefined): IgnoreDifference[] {
  return workload.isScaled && workload.deployment !== undefined
    ? [{ group: 'apps', kind: 'Deployment', name: workload.deployment, namespace, jsonPointers: ['/spec/replicas'] }]
    : [];
}
