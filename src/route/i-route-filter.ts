import { Referrer } from './reference-grant';
import { Filter } from '../manifest/gateway-api';
import { INamedResource } from '../resource/custom-resource';

/** A filter of a rule or of a backend; see `RouteFilter`. */
export interface IRouteFilter {
  /** Type of the filter, as in the manifest (`type`). */
  readonly type: string;
  /** @internal */
  readonly _needsPrefix: boolean;
  /** @internal */
  _grantTo(route: Referrer): void;
  /** @internal */
  _render(route: INamedResource): Filter;
}
