import { analysisWebhookRules, rolloutModelRules } from './canary/analysis-webhook';
import { canaryRules } from './canary/canaries';
import { flaggerDoubtRules, flaggerModelRules } from './canary/flagger-doubts';
import { pinRules } from './canary/pins';
import { rolloutGatewayRules } from './canary/rollout-gateway-api';
import { rolloutIstioRules } from './canary/rollout-istio-webhook';
import { rolloutRoutingWebhookRules } from './canary/rollout-routing-webhook';
import { rolloutWebhookRules } from './canary/rollout-webhook';
import { certificateRules } from './certmanager/certificates';
import { certificateModelRules } from './certmanager/certificates-together';
import { certificateWebhookRules } from './certmanager/certificates-webhook';
import { issuerDoubtRules } from './certmanager/issuer-doubts';
import { issuerWebhookRules } from './certmanager/issuers-webhook';
import { Diagnostic, Severity } from './diagnostic';
import { externalSecretWebhookRules } from './externalsecrets/external-secrets-webhook';
import { secretStoreRules } from './externalsecrets/stores-webhook';
import { backendTlsModelRules } from './gateway-api/backend-tls';
import { certificateNameRules } from './gateway-api/certificate-names';
import { channelRules } from './gateway-api/channel-fields';
import { grpcBackendRules } from './gateway-api/grpc-backends';
import { listenerModelRules } from './gateway-api/listeners-together';
import { gatewayApiRules } from './gateway-api/places';
import { releaseRules } from './gateway-api/release';
import { attachmentRules } from './gateway-api/route-attachments';
import { routeConflictRules } from './gateway-api/route-conflicts';
import { istioAnnotationRules } from './istio/annotations';
import { destinationRules } from './istio/destinations';
import { istioDoubtRules } from './istio/doubts';
import { envoyFilterRules } from './istio/envoy-filters';
import { gatewayServerRules } from './istio/gateways-together';
import { injectedGatewayRules } from './istio/injected-gateways';
import { injectionRules } from './istio/injection';
import { meshTlsRules } from './istio/mesh-tls';
import { istioNetworkingRules } from './istio/networking';
import { istioDoubtModelRules, istioObjectDoubtRules } from './istio/object-doubts';
import { istioModelRules } from './istio/relations';
import { istioRoutingRules } from './istio/routing';
import { sailRules } from './istio/sail';
import { istioSecurityRules } from './istio/security';
import { istioSelectorRules } from './istio/selectors-together';
import { serviceEntryRules } from './istio/service-entries';
import { tokenRules } from './istio/tokens';
import { istioReachRules } from './istio/unreached';
import { waypointRules } from './istio/waypoints';
import { istioWebhookRules } from './istio/webhook';
import { meshWorkloadRules } from './istio/workloads';
import { apiKeyRules } from './kuadrant/api-keys';
import { attributeModelRules, attributeRules, expressionRules } from './kuadrant/attributes';
import { kuadrantAuthRules } from './kuadrant/auth';
import { effectivePolicyRules } from './kuadrant/effective';
import { externalDnsRules } from './kuadrant/external-dns';
import { externalDnsInstanceRules } from './kuadrant/external-dns-instances';
import { observabilityRules } from './kuadrant/observability';
import { kuadrantRules } from './kuadrant/policies';
import { policyPredicateRules } from './kuadrant/predicates';
import { policyReachRules } from './kuadrant/reach';
import { kuadrantModelRules } from './kuadrant/targets';
import { metallbModelRules, metallbWebhookRules } from './metallb/metallb-webhook';
import { ModelRule, modelRules } from './model-rule';
import { prometheusWebhookRules } from './monitoring/prometheus-webhook';
import { scrapeRules } from './monitoring/scrapes';
import { addressRules } from './object/addresses';
import { annotationRules } from './object/annotations';
import { capacityRules } from './object/capacity';
import { clusterRules } from './object/clusters';
import { identityRules } from './object/identity';
import { kindRules } from './object/kinds';
import { metadataRules } from './object/metadata';
import { podPortRules } from './object/pod-ports';
import { portRules } from './object/ports';
import { quantityRules } from './object/quantities';
import { referenceRules } from './object/references';
import { secretRules } from './object/secrets';
import { structureRules } from './object/structure';
import { openshiftModelRules } from './openshift/hosts';
import { openshiftPortRules } from './openshift/ports';
import { openshiftRouteRules } from './openshift/route';
import { openshiftTerminationRules } from './openshift/termination';
import { placeRules } from './place';
import { CheckOptions, Finding, Rule } from './rule';
import { Located, nameOf } from '../manifest/manifest';
import { groupBy } from '../value/group-by';

/** Rules for objects together, which no schema knows. */
export const MODEL_RULES: readonly ModelRule[] = [
  ...referenceRules,
  ...attachmentRules,
  ...listenerModelRules,
  ...backendTlsModelRules,
  ...routeConflictRules,
  ...grpcBackendRules,
  ...certificateNameRules,
  ...certificateModelRules,
  ...kuadrantModelRules,
  ...effectivePolicyRules,
  ...policyReachRules,
  ...apiKeyRules,
  ...policyPredicateRules,
  ...attributeModelRules,
  ...istioModelRules,
  ...destinationRules,
  ...gatewayServerRules,
  ...istioSelectorRules,
  ...serviceEntryRules,
  ...meshWorkloadRules,
  ...meshTlsRules,
  ...waypointRules,
  ...tokenRules,
  ...istioAnnotationRules,
  ...envoyFilterRules,
  ...secretStoreRules,
  ...observabilityRules,
  ...istioDoubtModelRules,
  ...injectedGatewayRules,
  ...openshiftModelRules,
  ...openshiftTerminationRules,
  ...openshiftPortRules,
  ...capacityRules,
  ...scrapeRules,
  ...podPortRules,
  ...quantityRules,
  ...externalDnsRules,
  ...externalDnsInstanceRules,
  ...clusterRules,
  ...metallbModelRules,
  ...rolloutModelRules,
  ...rolloutIstioRules,
  ...rolloutGatewayRules,
  ...flaggerModelRules,
];

/** All rules. */
export const RULES: readonly Rule[] = [
  ...structureRules,
  ...kindRules,
  ...metadataRules,
  ...identityRules,
  ...secretRules,
  ...annotationRules,
  ...channelRules,
  ...releaseRules,
  ...injectionRules,
  ...placeRules([
    ...certificateRules,
    ...issuerDoubtRules,
    ...certificateWebhookRules,
    ...issuerWebhookRules,
    ...kuadrantRules,
    ...kuadrantAuthRules,
    ...attributeRules,
    ...expressionRules,
    ...gatewayApiRules,
    ...addressRules,
    ...portRules,
    ...pinRules,
    ...canaryRules,
    ...flaggerDoubtRules,
    ...istioNetworkingRules,
    ...istioDoubtRules,
    ...istioObjectDoubtRules,
    ...istioRoutingRules,
    ...istioReachRules,
    ...istioSecurityRules,
    ...istioWebhookRules,
    ...openshiftRouteRules,
    ...sailRules,
    ...rolloutWebhookRules,
    ...rolloutRoutingWebhookRules,
    ...analysisWebhookRules,
    ...metallbWebhookRules,
    ...prometheusWebhookRules,
    ...externalSecretWebhookRules,
  ]),
  ...modelRules(MODEL_RULES),
];

/** All diagnostics, in the order of the objects. */
export function check(
  objects: readonly Located[],
  options: CheckOptions = {},
  onProgress?: (done: number, total: number) => void,
): Diagnostic[] {
  const position = new Map(objects.map((object, index) => [object, index]));
  const findings = RULES.flatMap((rule, index) => {
    onProgress?.(index, RULES.length);
    const severity = severityOf(rule, options);
    return severity
      ? [...rule.find(objects, options)].map((finding) => ({
          code: rule.code,
          severity: finding.severity ?? severity,
          finding,
        }))
      : [];
  });
  return withoutEchoes(findings)
    .sort((a, b) => position.get(a.finding.at)! - position.get(b.finding.at)!)
    .map(({ code, severity, finding: { at, problem } }) => ({
      code,
      severity,
      ...placeOf(at, problem.what),
      object: nameOf(at.manifest),
      problem,
    }));
}

interface Found {
  readonly code: string;
  readonly severity: Severity;
  readonly finding: Finding;
}

/** A Terraform token is told once, and not also as a wrong number or name. */
function withoutEchoes(findings: readonly Found[]): Found[] {
  const tokens = groupBy(
    findings.filter(({ code }) => code === 'GW020').map(({ finding }) => finding),
    ({ at }) => at,
  );
  return findings.filter(
    ({ code, finding: { at, problem } }) =>
      code === 'GW020' || !tokens.get(at)?.some((token) => token.problem.what === problem.what),
  );
}

/** The place of a field: in the file, or of the construct. */
function placeOf({ where, source }: Located, path: string): Pick<Diagnostic, 'where' | 'position'> {
  if (!source) return { where };
  const position = { file: source.file, ...source.locate(path) };
  return { where: `${position.file}:${position.line}:${position.column}`, position };
}

const severityOf = ({ severity }: Rule, options: CheckOptions): Severity | undefined =>
  typeof severity === 'function' ? severity(options) : severity;
