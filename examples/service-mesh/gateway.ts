import { Chart } from 'cdk8s';
import { GatewayService, InjectedGateway, injected, openshift } from 'cdk8s-gateways';
import { Construct } from 'constructs';

/** The gateway of chapter 1, with what the guide calls optional. */
export function istioGateway(scope: Construct, service: GatewayService): InjectedGateway {
  return new InjectedGateway(scope, 'istio-gateway', {
    namespace: 'istio-gateways',
    namespaceInjection: false, // the guide labels the pods only
    serviceAccountName: 'secret-reader',
    service,
    capacity: { minReplicas: 2, maxReplicas: 5, targetCpuPercent: 80 },
    disruptionBudget: injected.DisruptionBudget.minAvailable(1),
  });
}

/** 2.3.1: only the cluster reaches the Service, and a Route of OpenShift lets httpbin out. */
export function gatewayBehindOpenShiftRoute(scope: Construct): InjectedGateway {
  const gateway = istioGateway(new Chart(scope, 'istio-gateway'), GatewayService.clusterIp());
  new openshift.Route(new Chart(scope, 'httpbin-route'), 'httpbin', {
    host: 'httpbin.example.com',
    backend: openshift.RouteBackend.of(gateway),
    portName: 'http2',
  });
  return gateway;
}
