import * as path from 'path';
import { Chart } from 'cdk8s';
import { GatewayApp } from 'cdk8s-gateways';
import { argoRollout } from './argo-rollouts';
import { flaggerAbTest, flaggerWeights } from './flagger';
import { Automation, IngressGateway, MyWorkload, Namespaces } from './workload';

const { outdir } = new GatewayApp();

// One workload has one owner, so each way of automation is a directory of its own: install one of them.
write('flagger-ab', flaggerAbTest);
write('flagger-weights', flaggerWeights);
write('argo-rollouts', argoRollout);

/** Everything for a cluster, once with v1 and once with v2: applying the second starts the rollout. */
function write(tool: string, automate: Automation): void {
  for (const version of ['v1', 'v2']) {
    const app = new GatewayApp({ outdir: path.join(outdir, tool, version) });
    const namespaces = new Namespaces(app, 'namespaces', ['api-gateway', 'my-workload']);
    const { gateway } = new IngressGateway(app, 'gateway', namespaces);
    const chart = new Chart(app, 'my-workload', { namespace: 'my-workload' });
    chart.addDependency(namespaces);
    automate(chart, gateway, new MyWorkload(chart, 'workload', version));
    app.synth();
  }
}
