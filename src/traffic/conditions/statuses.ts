import { GatewayStatus, gatewayStatuses, ListenerSetStatus } from './gateways';
import { PolicyStatus, policyStatuses } from './policies';
import { RouteStatus, routeStatuses } from './routes';
import { Model } from '../../model/model';
import { Profile, PROFILES } from '../profile';

/** What controllers would write into the statuses of the objects of a model. */
export interface Statuses {
  readonly gateways: readonly GatewayStatus[];
  readonly sets: readonly ListenerSetStatus[];
  readonly routes: readonly RouteStatus[];
  readonly policies: readonly PolicyStatus[];
}

export const statusesOf = (model: Model, profile: Profile = PROFILES.spec): Statuses => ({
  ...gatewayStatuses(model, profile),
  routes: routeStatuses(model, profile),
  policies: policyStatuses(model),
});
