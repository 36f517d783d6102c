import { Chart } from 'cdk8s';
import { GatewayService, InjectedGateway, istio } from 'cdk8s-gateways';
import { Construct } from 'constructs';
import { Application } from './application';

export interface ShopProps {
  /** The host that the gateway serves. */
  readonly host: string;
  readonly images: { readonly web: string; readonly orders: string };
}

/** The applications of a namespace, the gateway in front of them, and who may call whom. */
export class Shop extends Chart {
  public constructor(scope: Construct, id: string, props: ShopProps) {
    super(scope, id, { namespace: 'shop' });
    const web = new Application(this, 'web', props.images.web);
    const orders = new Application(this, 'orders', props.images.orders);

    const ingress = new InjectedGateway(this, 'ingress', {
      name: 'shop-ingress',
      namespace: 'istio-ingress',
      service: GatewayService.loadBalancer(),
    });
    const gateway = new istio.Gateway(this, 'gateway', {
      name: 'shop',
      namespace: ingress.namespace,
      selector: ingress.selector,
      servers: [
        istio.Server.http({ hosts: [props.host], httpsRedirect: true }),
        istio.Server.https({ hosts: [props.host], tls: istio.ServerTls.simple({ credentialName: 'shop-tls' }) }),
      ],
    });
    new istio.VirtualService(this, 'web-route', {
      name: 'web',
      hosts: [props.host],
      gateways: [istio.VirtualServiceGateway.of(gateway)],
      http: [{ route: [istio.Destination.fromService(web.service)] }],
    });

    // Mutual TLS proves who calls; what no policy allows is denied.
    new istio.PeerAuthentication(this, 'mutual-tls', { name: 'default' });
    new istio.AuthorizationPolicy(this, 'nobody', { name: 'nobody' });
    this.allow(`${ingress.namespace}/${ingress.serviceAccountName}`, web);
    this.allow('shop/web', orders);
  }

  /** Lets a service account call an application. */
  private allow(caller: string, { node, labels }: Application): void {
    new istio.AuthorizationPolicy(this, `to-${node.id}`, {
      name: node.id,
      targets: [istio.PolicyTarget.workloads(labels)],
      rules: [{ from: [{ serviceAccounts: [caller] }] }],
    });
  }
}
