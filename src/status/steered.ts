import { Rollout } from '../manifest/argo';
import { Canary } from '../manifest/flagger';
import { HorizontalPodAutoscaler } from '../manifest/kubernetes';
import { Entry, itemsOf, Model } from '../model/model';

/** Whether a controller changes a field on purpose: replicas of an autoscaler, weights of a canary. */
export function steeredIn(model: Model): (entry: Entry, path: string) => boolean {
  const scaled = new Set(
    itemsOf(model, HorizontalPodAutoscaler).map(
      ({ namespace, body: { spec } }) => `${spec?.scaleTargetRef.kind} ${namespace}/${spec?.scaleTargetRef.name}`,
    ),
  );
  const released = new Set([...itemsOf(model, Canary), ...itemsOf(model, Rollout)].map(({ namespace }) => namespace));
  return ({ kind, namespace, name }, path) =>
    (path === 'spec.replicas' && scaled.has(`${kind} ${namespace}/${name}`)) ||
    (released.has(namespace) && (path.endsWith('.weight') || path === 'spec.replicas'));
}
