import { Settings } from './settings';
import { Ingress } from '../manifest/kubernetes';
import { Body } from '../manifest/shape';
import { Backend } from '../model/backends';
import { Item } from '../model/model';
import { Place } from '../traffic/rule';

export type IngressItem = Item<Body<typeof Ingress>>;

/** What a controller serves for a name. */
export interface Server {
  /** As it stands in the Ingress; `_` for requests to any other name. */
  readonly host: string;
  readonly aliases: readonly string[];
  /** In the order in which nginx has them. */
  readonly locations: readonly Location[];
  /** Whether all paths are regular expressions that ignore case, and why: the annotation of one of its Ingresses. */
  readonly regex?: Place;
  /** What makes HTTPS the place to go: Secret of the certificate, or the controller's own. */
  readonly certificate?: ServerCertificate;
  /** Redirects of `/`, by Ingress, the first wins. */
  readonly appRoot?: { readonly path: string; readonly place: Place };
  /** The name that redirects to this one. */
  readonly redirectsFrom?: { readonly host: string; readonly place: Place };
  readonly clientCertificate?: { readonly settings: Settings['clientCertificate']; readonly place: Place };
  readonly sslPassthrough?: Place;
}

export interface ServerCertificate {
  /** `namespace/name`; undefined for the controller's default certificate. */
  readonly secret?: string;
  /** The Ingress that has TLS for the host. */
  readonly place: Place;
  /** Why the default certificate is shown in place of the Secret's. */
  readonly reason?: string;
}

/** A path of a server as nginx matches it. */
export interface Location {
  /** As nginx has it: with a slash at the end where an Ingress has a prefix. */
  readonly path: string;
  readonly type: 'exact' | 'prefix' | 'regex';
  /** The path in the Ingress; the default of the host where it has none. */
  readonly place?: Place;
  readonly ingress?: IngressItem;
  readonly settings: Settings;
  /** Undefined for the controller's own 404. */
  readonly backend?: Backend;
  /** Canaries that take requests of it; the controller looks at the first alone. */
  readonly canaries: readonly Canary[];
}

export interface Canary {
  readonly ingress: IngressItem;
  readonly place: Place;
  readonly settings: NonNullable<Settings['canary']>;
  readonly backend: Backend;
}
