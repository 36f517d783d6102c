import { istioAuthorizationRules } from './istio-authorization-webhook';
import { istioHostRules } from './istio-hosts-webhook';
import { istioRouteRules } from './istio-routes-webhook';
import { istioServerRules } from './istio-servers-webhook';
import { istioTrafficRules } from './istio-traffic-webhook';
import { istioValueRules } from './istio-values-webhook';
import { PlaceRule } from './place';

/** What the CRDs of Istio accept and its webhook refuses. */
export const istioWebhookRules: readonly PlaceRule<never>[] = [
  ...istioHostRules,
  ...istioValueRules,
  ...istioRouteRules,
  ...istioServerRules,
  ...istioTrafficRules,
  ...istioAuthorizationRules,
];
