import { addressRules } from './addresses';
import { analysisWebhookRules, rolloutModelRules } from './analysis-webhook';
import { backendTlsModelRules } from './backend-tls';
import { canaryRules } from './canaries';
import { capacityRules } from './capacity';
import { certificateRules } from './certificates';
import { certificateModelRules } from './certificates-together';
import { certificateWebhookRules } from './certificates-webhook';
import { clusterRules } from './clusters';
import { Diagnostic, Severity } from './diagnostic';
import { externalDnsRules } from './external-dns';
import { gatewayApiRules } from './gateway-api';
import { channelRules } from './gateway-api-channel';
import { releaseRules } from './gateway-api-release';
import { identityRules } from './identity';
import { issuerDoubtRules } from './issuer-doubts';
import { issuerWebhookRules } from './issuers-webhook';
import { istioDoubtRules } from './istio-doubts';
import { injectionRules } from './istio-injection';
import { istioNetworkingRules } from './istio-networking';
import { istioModelRules } from './istio-relations';
import { istioRoutingRules } from './istio-routing';
import { istioSecurityRules } from './istio-security';
import { istioWebhookRules } from './istio-webhook';
import { kindRules } from './kinds';
import { kuadrantRules } from './kuadrant';
import { kuadrantAuthRules } from './kuadrant-auth';
import { policyPredicateRules } from './kuadrant-predicates';
import { kuadrantModelRules } from './kuadrant-targets';
import { listenerModelRules } from './listeners-together';
import { metadataRules } from './metadata';
import { metallbModelRules, metallbWebhookRules } from './metallb-webhook';
import { ModelRule, modelRules } from './model-rule';
import { openshiftModelRules } from './openshift-hosts';
import { openshiftRouteRules } from './openshift-route';
import { pinRules } from './pins';
import { placeRules } from './place';
import { portRules } from './ports';
import { prometheusWebhookRules } from './prometheus-webhook';
import { referenceRules } from './references';
import { rolloutIstioRules } from './rollout-istio-webhook';
import { rolloutRoutingWebhookRules } from './rollout-routing-webhook';
import { rolloutWebhookRules } from './rollout-webhook';
import { attachmentRules } from './route-attachments';
import { routeConflictRules } from './route-conflicts';
import { CheckOptions, Rule } from './rule';
import { sailRules } from './sail';
import { secretRules } from './secrets';
import { structureRules } from './structure';
import { Located, nameOf } from '../manifest/manifest';

/** Rules for objects together, which no schema knows. */
export const MODEL_RULES: readonly ModelRule[] = [
  ...referenceRules,
  ...attachmentRules,
  ...listenerModelRules,
  ...backendTlsModelRules,
  ...routeConflictRules,
  ...certificateModelRules,
  ...kuadrantModelRules,
  ...istioModelRules,
  ...openshiftModelRules,
  ...capacityRules,
  ...externalDnsRules,
  ...clusterRules,
  ...metallbModelRules,
  ...rolloutModelRules,
  ...rolloutIstioRules,
];

/** All rules. */
export const RULES: readonly Rule[] = [
  ...structureRules,
  ...kindRules,
  ...metadataRules,
  ...identityRules,
  ...secretRules,
  ...channelRules,
  ...releaseRules,
  ...injectionRules,
  ...policyPredicateRules,
  ...placeRules([
    ...certificateRules,
    ...issuerDoubtRules,
    ...certificateWebhookRules,
    ...issuerWebhookRules,
    ...kuadrantRules,
    ...kuadrantAuthRules,
    ...gatewayApiRules,
    ...addressRules,
    ...portRules,
    ...pinRules,
    ...canaryRules,
    ...istioNetworkingRules,
    ...istioDoubtRules,
    ...istioRoutingRules,
    ...istioSecurityRules,
    ...istioWebhookRules,
    ...openshiftRouteRules,
    ...sailRules,
    ...rolloutWebhookRules,
    ...rolloutRoutingWebhookRules,
    ...analysisWebhookRules,
    ...metallbWebhookRules,
    ...prometheusWebhookRules,
  ]),
  ...modelRules(MODEL_RULES),
];

/** All diagnostics, in the order of the objects. */
export function check(objects: readonly Located[], options: CheckOptions = {}): Diagnostic[] {
  const position = new Map(objects.map((object, index) => [object, index]));
  return RULES.flatMap((rule) => {
    const severity = severityOf(rule, options);
    return severity
      ? [...rule.find(objects, options)].map((finding) => ({
          code: rule.code,
          severity: finding.severity ?? severity,
          finding,
        }))
      : [];
  })
    .sort((a, b) => position.get(a.finding.at)! - position.get(b.finding.at)!)
    .map(({ code, severity, finding: { at, problem } }) => ({
      code,
      severity,
      ...placeOf(at, problem.what),
      object: nameOf(at.manifest),
      problem,
    }));
}

/** The place of a field: in the file, or of the construct. */
function placeOf({ where, source }: Located, path: string): Pick<Diagnostic, 'where' | 'position'> {
  if (!source) return { where };
  const position = { file: source.file, ...source.locate(path) };
  return { where: `${position.file}:${position.line}:${position.column}`, position };
}

const severityOf = ({ severity }: Rule, options: CheckOptions): Severity | undefined =>
  typeof severity === 'function' ? severity(options) : severity;
