import { Configuration } from './configuration';
import { IngressOptions } from './options';
import { OwnRule } from './profiles/rule';
import { CanarySettings, ClientCertificateSettings, Opaque, Settings } from './settings';
import { Ingress } from '../manifest/kubernetes';
import { Body } from '../manifest/shape';
import { Backend } from '../model/backends';
import { Item, Model } from '../model/model';
import { Place } from '../traffic/rule';

export type IngressItem = Item<Body<typeof Ingress>>;

/** An Ingress that a controller takes, and its annotations. */
export interface TakenIngress {
  readonly ingress: IngressItem;
  readonly settings: Settings;
}

/** An Ingress that a controller leaves alone, and why. */
export interface LeftIngress {
  readonly ingress: IngressItem;
  readonly place: Place;
  readonly reason: string;
}

export interface Selection {
  /** In the order in which the controller goes through them. */
  readonly taken: readonly TakenIngress[];
  readonly left: readonly LeftIngress[];
}

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
  /** Redirect of `/`, of the location that comes first. */
  readonly appRoot?: { readonly path: string; readonly place: Place };
  /** The name that redirects to this one. */
  readonly redirectsFrom?: { readonly host: string; readonly place: Place };
  readonly clientCertificate?: { readonly settings: ClientCertificateSettings; readonly place: Place };
  /** Why every request gets 403: the Secret of `auth-tls-secret` cannot be used. */
  readonly forbidden?: Place;
  /** TLS goes to the backend of `/` as it is. */
  readonly sslPassthrough?: Place;
  /** Directives of nginx for the host, whose effect nobody can tell from outside. */
  readonly opaque: readonly Opaque[];
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
  /** What an unspecific path type is taken for, where that is not known. */
  readonly isUncertain?: boolean;
  /** Undefined for the controller's own 404. */
  readonly backend?: Backend;
  /** Why the backend takes no requests: the status is 503. */
  readonly fault?: string;
  /** Canaries that take requests of it; the controller looks at the first alone. */
  readonly canaries: readonly Canary[];
  /** What another controller than ingress-nginx does there. */
  readonly own?: OwnRule;
}

/** All that a controller serves. */
export interface IngressWorld {
  readonly model: Model;
  readonly options: IngressOptions;
  readonly configuration: Configuration;
  readonly servers: readonly Server[];
  readonly selection: Selection;
  /** Why nginx does not take the configuration, so that the controller goes on with the one before. */
  readonly broken: readonly Breakage[];
  /** Of another controller than ingress-nginx. */
  readonly remarks: readonly Remark[];
}

/** What is not carried out, or differs, or does not matter, of an annotation or a field. */
export interface Remark {
  readonly place: Place;
  /** The annotation without its prefix, with its value, or the path of the field. */
  readonly what: string;
  readonly fate: 'refused' | 'differs' | 'translated' | 'kept';
  readonly text: string;
}

/** A configuration that nginx refuses. */
export interface Breakage {
  /** The path in the Ingress that is too much. */
  readonly place?: Place;
  readonly reason: string;
}

export interface Canary {
  readonly ingress: IngressItem;
  readonly place: Place;
  readonly settings: CanarySettings;
  readonly backend: Backend;
  /** Why it takes no requests: they stay with the path that it belongs to. */
  readonly fault?: string;
}
