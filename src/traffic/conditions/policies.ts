import { bad, Condition, good, judged } from './condition';
import { BackendTls, BackendTlsItem, backendTlsPolicies } from '../../model/backend-tls';
import { find, Model } from '../../model/model';

/** What a BackendTLSPolicy would report of each of its ancestors (Gateway API v1, PolicyAncestorStatus). */
export interface PolicyStatus {
  readonly object: BackendTlsItem;
  readonly conditions: readonly Condition[];
}

export const policyStatuses = (model: Model): readonly PolicyStatus[] =>
  backendTlsPolicies(model).all.map((each) => ({
    object: each.policy,
    conditions: [acceptedOf(model, each), judged('ResolvedRefs', each.fault)],
  }));

function acceptedOf(model: Model, { policy, conflict, isWithoutAuthority }: BackendTls): Condition {
  if (conflict) return bad('Accepted', 'Conflicted');
  if (isWithoutAuthority) return bad('Accepted', 'NoValidCACertificate');
  const { namespace, body } = policy;
  const isMissing = body.spec.targetRefs.every(
    ({ group, kind, name }) => find(model, { group, kind, namespace, name }) === undefined,
  );
  return isMissing && model.isWhole ? bad('Accepted', 'TargetNotFound') : good('Accepted');
}
