import { GatewayStatus, gatewayStatuses, ListenerSetStatus } from './gateways';
import { PolicyStatus, policyStatuses } from './policies';
import { RouteStatus, routeStatuses } from './routes';
import { Model, view } from '../../model/model';

/** What controllers would write into the statuses of the objects of a model. */
export interface Statuses {
  readonly gateways: readonly GatewayStatus[];
  readonly sets: readonly ListenerSetStatus[];
  readonly routes: readonly RouteStatus[];
  readonly policies: readonly PolicyStatus[];
}

export const statusesOf = view((model: Model): Statuses => ({
  ...gatewayStatuses(model),
  routes: routeStatuses(model),
  policies: policyStatuses(model),
}));
