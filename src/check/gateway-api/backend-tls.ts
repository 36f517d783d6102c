import { BackendTLSPolicy } from '../../manifest/gateway-api';
import { ConfigMap, Service } from '../../manifest/kubernetes';
import { policyInForce } from '../../model/backend-tls';
import { findItem, itemsOf, Model, pathOf } from '../../model/model';
import { referencesOf } from '../../model/references';
import { nearest } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/** Certificate authorities that Gateways and BackendTLSPolicies name, and policies of one target. */
export const backendTlsModelRules: readonly ModelRule[] = [
  { code: 'GW386', title: 'two BackendTLSPolicies for one target', find: sharedTargets },
  { code: 'GW389', title: 'port of a BackendTLSPolicy that its Service does not have', find: missingSections },
  { code: 'GW387', title: 'certificate authority that cannot be read', find: unreadableAuthorities },
];

function sharedTargets(model: Model, report: Report): void {
  for (const policy of itemsOf(model, BackendTLSPolicy)) {
    policy.body.spec.targetRefs.forEach((target, index) => {
      const { kind, name, sectionName } = target;
      const inForce = policyInForce(model, policy.namespace, target);
      if (!inForce || inForce.name === policy.name) return;
      report(policy, {
        what: `spec.targetRefs[${index}]`,
        got: `${kind} ${name}${sectionName ? ` (${sectionName})` : ''}, which BackendTLSPolicy ${pathOf(inForce)} targets too`,
        expected: 'one policy for a Service, or for each of its ports by sectionName',
        fix: 'remove one; the older is in force, of the same age the first by name (Conflicted)',
      });
    });
  }
}

/** `sectionName` is the name of a port of the Service. */
function missingSections(model: Model, report: Report): void {
  for (const policy of itemsOf(model, BackendTLSPolicy)) {
    policy.body.spec.targetRefs.forEach(({ kind, name, sectionName }, index) => {
      const service = kind === 'Service' ? findItem(model, Service, policy.namespace, name) : undefined;
      const names = (service?.body.spec?.ports ?? []).flatMap((port) => port.name ?? []);
      if (!service || sectionName === undefined || names.includes(sectionName)) return;
      const meant = nearest(sectionName, names);
      report(policy, {
        what: `spec.targetRefs[${index}].sectionName`,
        got: sectionName,
        expected: `the name of a port of Service ${name}: ${names.join(', ') || 'its ports have none'}`,
        fix: meant ? `did you mean '${meant}'?` : 'correct it, or leave it out for all ports',
      });
    });
  }
}

const AUTHORITY = /\.caCertificateRefs\[\d+\]$/;

/** Implementations support ConfigMaps with ca.crt (Gateway API v1, BackendTLSPolicyValidation.caCertificateRefs). */
function unreadableAuthorities(model: Model, report: Report): void {
  for (const { from, path, to } of referencesOf(model)) {
    if (!AUTHORITY.test(path)) continue;
    const got = `${to.kind} ${pathOf(to)}`;
    if (to.group !== '' || (to.kind !== 'ConfigMap' && to.kind !== 'Secret')) {
      report(from, {
        what: `${path}.kind`,
        got,
        expected: 'a ConfigMap; some implementations read a Secret too',
        fix: 'put the certificates of the authority into a ConfigMap under ca.crt (InvalidKind)',
      });
      continue;
    }
    const map = to.kind === 'ConfigMap' ? findItem(model, ConfigMap, to.namespace, to.name) : undefined;
    // A bundle of trust-manager and the like is filled by somebody else.
    if (!map || map.body.data === undefined || map.body.data['ca.crt'] !== undefined) continue;
    report(from, {
      what: path,
      got: `${got} with ${Object.keys(map.body.data).join(', ') || 'no keys'}`,
      expected: 'a ConfigMap with the certificates under ca.crt',
      fix: 'add ca.crt; backends are not reached otherwise (InvalidCACertificateRef)',
    });
  }
}
