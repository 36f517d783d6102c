import { backendTlsRules } from './gateway-api-backend-tls';
import { filterRules } from './gateway-api-filters';
import { listenerRules } from './gateway-api-listeners';
import { matchRules } from './gateway-api-matches';
import { parentRules } from './gateway-api-parents';
import { routeRules } from './gateway-api-routes';
import { sessionRules } from './gateway-api-sessions';
import { PlaceRule } from './place';

/** Validation rules of the Gateway API CRDs. */
export const gatewayApiRules: readonly PlaceRule<never>[] = [
  ...listenerRules,
  ...parentRules,
  ...routeRules,
  ...matchRules,
  ...filterRules,
  ...sessionRules,
  ...backendTlsRules,
];
