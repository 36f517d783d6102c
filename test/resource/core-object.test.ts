import { App, Chart } from 'cdk8s';
import { Deployment, HorizontalPodAutoscaler, Service } from 'cdk8s-plus-28';
import { argo, Backend, BackendTlsTarget, flagger, istio, openshift } from '../../src';

const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
const deployment = new Deployment(chart, 'web', {
  metadata: { name: 'web' },
  containers: [{ image: 'registry.example.com/shop:1', portNumber: 8080 }],
});
const service = new Service(chart, 'service', { metadata: { name: 'front' }, ports: [{ port: 80 }] });
const autoscaler = new HorizontalPodAutoscaler(chart, 'hpa', {
  metadata: { name: 'scaler' },
  target: deployment,
  maxReplicas: 3,
});

// Neither JavaScript nor the types of other languages tell one kind from another.
const given = (object: unknown) => object as never;

test.each<[string, (object: unknown) => unknown, unknown, unknown]>([
  ['Service', (object) => Backend.fromService(given(object)), service, deployment],
  ['Service', (object) => BackendTlsTarget.fromService(given(object)), service, deployment],
  ['Service', (object) => openshift.RouteBackend.fromService(given(object)), service, deployment],
  ['Service', (object) => istio.Destination.fromService(given(object)), service, deployment],
  ['Service', (object) => istio.PolicyTarget.fromService(given(object)), service, deployment],
  ['Deployment', (object) => flagger.Target.fromDeployment(given(object)), deployment, service],
  ['DaemonSet', (object) => flagger.Target.fromDaemonSet(given(object)), undefined, deployment],
  [
    'HorizontalPodAutoscaler',
    (object) => flagger.Autoscaler.fromHorizontalPodAutoscaler(given(object)),
    autoscaler,
    deployment,
  ],
  ['Deployment', (object) => argo.Workload.templateOf(given(object)), deployment, service],
  ['Deployment', (object) => argo.Workload.reference(given(object)), deployment, service],
])('%s: %s', (kind, take, right, wrong) => {
  if (right) expect(() => take(right)).not.toThrow();
  const { kind: got, name } = wrong as { readonly kind: string; readonly name: string };
  expect(() => take(wrong)).toThrow(`${kind}: got ${got} '${name}', expected`);
  expect(() => take(undefined)).toThrow(`${kind}: got undefined, expected`);
});
