import { Model } from '../../model/model';
import { workloadsOf } from '../../model/workloads';
import { ModelRule, Report } from '../model-rule';

const CONTROL_PLANE = 'istio-system';

/** Gateways that Istio deploys by injection into a workload. */
export const injectedGatewayRules: readonly ModelRule[] = [
  { code: 'GW570', severity: 'warning', title: "gateway in the control plane's namespace", find: besideIstiod },
];

function besideIstiod(model: Model, report: Report): void {
  for (const { owner, namespace, annotations } of workloadsOf(model)) {
    const templates = (annotations['inject.istio.io/templates'] ?? '').split(',').map((name) => name.trim());
    if (namespace !== CONTROL_PLANE || !templates.includes('gateway')) continue;
    report(owner, {
      what: 'metadata.namespace',
      got: namespace,
      expected: "another one than the control plane's: who may write here controls the mesh",
      fix: "for example 'istio-ingress'",
    });
  }
}
