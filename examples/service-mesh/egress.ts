import { Chart } from 'cdk8s';
import { EgressGateway, EgressHost, EgressMode, InjectedGateway, istio } from 'cdk8s-gateways';
import { Construct } from 'constructs';

/** 3.2: from the sidecars of `curl` through the gateway to docs.redhat.com. */
export function egressWithIstioApis(scope: Construct, { namespace, selector, serviceHost }: InjectedGateway): void {
  const chart = new Chart(scope, 'egress-docs', { namespace });
  const mode = EgressMode.istioApis({
    selector,
    serviceHost,
    gatewayName: 'egress-gw',
    destinationRuleName: 'egress-dr',
    hostsNamespace: 'curl',
  });
  new EgressGateway(chart, 'egress', { mode }).addHost('docs', EgressHost.http('docs.redhat.com'), {
    serviceEntry: 'egress-se',
    port: 'http-port',
    subset: 'rh-docs',
    virtualService: 'egress-vs',
  });
}

/** 3.3: through a gateway that Istio deploys for the Gateway API, to httpbin.org. */
export function egressWithGatewayApi(scope: Construct, revision: istio.Revision): void {
  const chart = new Chart(scope, 'egress-httpbin', { namespace: 'egress-gateway' });
  const mode = EgressMode.gatewayApi({ gatewayName: 'httpbin-egress-gateway', revision });
  new EgressGateway(chart, 'egress', { mode }).addHost('httpbin', EgressHost.http('httpbin.org'), {
    serviceEntry: 'httpbin-ext',
    listener: 'http',
    directRoute: 'direct-httpbin-to-egress-gateway',
    forwardRoute: 'forward-httpbin-from-egress-gateway',
  });
}
