// What takes constructs of cdk8s-plus takes those of a version that is not our own.
import { Chart, Duration } from 'cdk8s';
import {
  argo,
  Backend,
  BackendTlsPolicy,
  BackendTlsTarget,
  CanaryPlan,
  flagger,
  GatewayApp,
  HttpRoute,
  istio,
  openshift,
  PolicyScope,
  PolicyTarget,
  Rate,
  RateLimitPolicy,
  RouteParent,
  WellKnownCaCertificates,
} from 'cdk8s-gateways';
import { Deployment, HorizontalPodAutoscaler, Service } from 'cdk8s-plus-33';

export function addWorkloads(app: GatewayApp): void {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const { deployment, service } = workload(chart, 'web');

  const edge = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'edge', namespace: 'edge' };
  const parent = RouteParent.of(edge);
  const route = new HttpRoute(chart, 'web-route', { parents: [parent], backends: [Backend.fromService(service)] });
  new RateLimitPolicy(chart, 'limits', {
    target: PolicyTarget.of(route),
    policyScope: PolicyScope.defaults(),
    limits: { writes: { rates: [Rate.of(2, Duration.seconds(10))], when: ["request.method == 'POST'"] } },
  });
  new BackendTlsPolicy(chart, 'tls', {
    targets: [BackendTlsTarget.fromService(service)],
    hostname: 'web.example.com',
    wellKnownCaCertificates: WellKnownCaCertificates.SYSTEM,
  });
  openshift.RouteBackend.fromService(service);
  istio.Destination.fromService(service);
  istio.PolicyTarget.fromService(service);
  flagger.Target.fromDeployment(deployment);
  flagger.Autoscaler.fromHorizontalPodAutoscaler(
    new HorizontalPodAutoscaler(chart, 'hpa', { target: deployment, maxReplicas: 3 }),
  );

  const replaced = workload(chart, 'api');
  const rollout = new argo.Rollout(chart, 'api-rollout', {
    workload: argo.Workload.templateOf(replaced.deployment),
    port: 8080,
    plan: new CanaryPlan([{ weight: 10, pause: Duration.minutes(5) }, { weight: 100 }]),
  });
  rollout.addHttpRoute('api-route', { parents: [parent] });
  new HorizontalPodAutoscaler(chart, 'api-hpa', { target: rollout, maxReplicas: 3 });
}

function workload(chart: Chart, name: string) {
  const deployment = new Deployment(chart, name, {
    metadata: { name },
    containers: [{ image: 'registry.example.com/shop:1', portNumber: 8080 }],
  });
  const service: Service = deployment.exposeViaService({
    name: `${name}-service`,
    ports: [{ port: 80, targetPort: 8080 }],
  });
  return { deployment, service };
}
