import { BoundWorkload } from './argo-workload';
import { groupOf } from '../manifest/manifest';
import { INamedResource } from '../resource/custom-resource';

/** Fields that Argo CD ignores when it compares an object (`spec.ignoreDifferences[]` of an Application). */
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
   * @default - any namespace
   */
  readonly namespace?: string;
  /**
   * Fields, as JSON pointers (RFC 6901).
   *
   * @default - none
   */
  readonly jsonPointers?: string[];
  /**
   * Fields, as jq path expressions.
   *
   * @default - none
   */
  readonly jqPathExpressions?: string[];
}

/** Label that the plugin sets on a route while a canary has a weight. */
const IN_PROGRESS = '/metadata/labels/rollouts.argoproj.io~1gatewayapi-canary';

/**
 * Fields of a route that the plugin changes: weights of the versions, a label, and rules for managed pins.
 * @internal
 */
export function ignoreRoute(
  { apiVersion, kind, name, namespace }: INamedResource,
  versions: readonly string[],
  hasManagedPins: boolean,
): IgnoreDifference {
  const isVersion = versions.map((version) => `.name == "${version}"`).join(' or ');
  // A rule without backends must not fail the expression: Argo CD skips an expression that fails.
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
 * Fields that the controller changes in the Deployment that a Rollout refers to.
 * @internal
 */
export function ignoreDeployment(workload: BoundWorkload, namespace: string | undefined): IgnoreDifference[] {
  return workload.isScaled && workload.deployment !== undefined
    ? [{ group: 'apps', kind: 'Deployment', name: workload.deployment, namespace, jsonPointers: ['/spec/replicas'] }]
    : [];
}
