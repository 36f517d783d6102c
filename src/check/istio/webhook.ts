import { istioAuthorizationRules } from './authorization-webhook';
import { istioHostRules } from './hosts-webhook';
import { istioRouteRules } from './routes-webhook';
import { istioServerRules } from './servers-webhook';
import { istioTrafficRules } from './traffic-webhook';
import { istioValueRules } from './values-webhook';
import { PlaceRule } from '../place';

/** What the CRDs of Istio accept and its webhook refuses. */
export const istioWebhookRules: readonly PlaceRule<never>[] = [
  ...istioHostRules,
  ...istioValueRules,
  ...istioRouteRules,
  ...istioServerRules,
  ...istioTrafficRules,
  ...istioAuthorizationRules,
];
