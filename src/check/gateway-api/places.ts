import { backendTlsRules } from './backend-tls-places';
import { filterRules } from './filters';
import { listenerRules } from './listeners';
import { matchRules } from './matches';
import { parentRules } from './parents';
import { routeRules } from './routes';
import { sessionRules } from './sessions';
import { PlaceRule } from '../place';

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
