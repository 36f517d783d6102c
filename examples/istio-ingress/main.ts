import { Chart } from 'cdk8s';
import { GatewayApp } from 'cdk8s-gateways';
import { Namespace } from 'cdk8s-plus-28';
import { ingressGateways } from './gateways';
import { exposeHttpbin, exposeNginx } from './routes';

const app = new GatewayApp();
const { first, second } = ingressGateways(new Chart(app, 'gateways', { namespace: 'istio-ingress' }));

const namespaces = new Chart(app, 'namespaces');
for (const name of ['httpbin', 'nginx']) {
  new Namespace(namespaces, name, { metadata: { name, labels: { 'istio-injection': 'enabled' } } });
}
exposeHttpbin(new Chart(app, 'httpbin', { namespace: 'httpbin' }), first, second);
exposeNginx(new Chart(app, 'nginx', { namespace: 'nginx' }), first);
app.synth();
