import { Chart } from 'cdk8s';
import {
  Backend,
  CanaryPin,
  CanaryPlan,
  CanaryRoute,
  CertificateReference,
  Gateway,
  GatewayClass,
  HttpMatch,
  Listener,
  RouteParent,
} from 'cdk8s-gateways';
import { Construct } from 'constructs';

/** From nobody to everybody; testers send `version: v2` or `version: v1`. */
export const PLAN = new CanaryPlan([
  {
    name: 'dark-launch',
    weight: 0,
    pins: [CanaryPin.header('version', 'v2'), CanaryPin.header('version', 'v1').toStable()],
  },
  { name: 'tenth', weight: 10 },
  { name: 'half', weight: 50 },
  { name: 'promoted', weight: 100 },
]);

export interface CheckoutProps {
  /** The host that the gateway serves. */
  readonly domain: string;
  /** Where the rollout is, from 1. */
  readonly step: number;
}

/** A gateway, and behind it two versions of the checkout. */
export class Checkout extends Chart {
  public constructor(scope: Construct, id: string, props: CheckoutProps) {
    super(scope, id, { namespace: 'shop' });
    const gateway = new Gateway(this, 'gateway', {
      name: 'shop',
      gatewayClass: GatewayClass.ISTIO,
      listeners: [Listener.https({ hostname: props.domain, certificates: [CertificateReference.secret('shop-tls')] })],
    });
    new CanaryRoute(this, 'route', {
      name: 'checkout',
      parents: [RouteParent.of(gateway)],
      hostnames: [props.domain],
      matches: [HttpMatch.prefix('/checkout')],
      stable: Backend.service('checkout-v1', 8080),
      canary: Backend.service('checkout-v2', 8080),
      plan: PLAN,
      step: props.step,
    });
  }
}
