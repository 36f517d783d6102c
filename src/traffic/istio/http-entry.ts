import { VirtualServiceSpec } from '../../manifest/istio-networking';
import { Place } from '../rule';

export type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
export type HttpMatch = NonNullable<HttpRoute['match']>[number];

/** An HTTP route of a VirtualService, delegates resolved. */
export interface HttpEntry {
  readonly data: HttpRoute;
  readonly place: Place;
  /** None for a route that takes everything. */
  readonly matches: readonly { readonly match: HttpMatch; readonly place: Place }[];
}
