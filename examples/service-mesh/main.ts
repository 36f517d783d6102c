import { Chart } from 'cdk8s';
import { GatewayApp, GatewayService, OutputDirectory, istio } from 'cdk8s-gateways';
import { Namespace } from 'cdk8s-plus-28';
import { egressWithGatewayApi, egressWithIstioApis } from './egress';
import { gatewayBehindOpenShiftRoute, istioGateway } from './gateway';
import { ingressWithGatewayApi, ingressWithIstioApis } from './ingress';

// What every way through the guide needs: the control plane, and the namespaces of the applications.
const app = new GatewayApp();
const controlPlane = new Chart(app, 'control-plane');
new Namespace(controlPlane, 'istio-system', { metadata: { name: 'istio-system' } });
new Namespace(controlPlane, 'istio-cni-namespace', { metadata: { name: 'istio-cni' } });
const mesh = new istio.Istio(controlPlane, 'default');
new istio.IstioCni(controlPlane, 'istio-cni');

const namespaces = new Chart(app, 'namespaces');
for (const name of ['bookinfo', 'httpbin', 'curl']) {
  new Namespace(namespaces, name, { metadata: { name, labels: mesh.revision.namespaceLabels } });
}

// The gateway has one Service, of the one type or the other, so each goes into a separate directory.
const clusterIp = part('gateway-cluster-ip');
const gateway = gatewayBehindOpenShiftRoute(clusterIp);

const loadBalancer = part('gateway-load-balancer');
istioGateway(new Chart(loadBalancer, 'istio-gateway'), GatewayService.loadBalancer());

// The API of what is served is a choice, too.
const istioApis = part('ingress-istio-apis');
const virtualService = ingressWithIstioApis(istioApis, gateway);

const gatewayApi = part('ingress-gateway-api');
ingressWithGatewayApi(gatewayApi, virtualService);

// The ways out do not exclude each other: they are for different hosts.
const egress = part('egress');
egressWithIstioApis(egress, gateway);
egressWithGatewayApi(egress, mesh.revision);
app.synth();

function part(directory: string): OutputDirectory {
  return new OutputDirectory(app, directory);
}
