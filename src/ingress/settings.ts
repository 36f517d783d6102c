import { Entry } from '../model/model';
import { Place } from '../traffic/rule';

/** What the annotations of an Ingress say, read as the controller reads them, with the defaults of its ConfigMap. */
export interface Settings {
  /** What its annotations begin with. */
  readonly prefix: string;
  readonly rewrite: RewriteSettings;
  readonly redirect?: RedirectSettings;
  /** Redirects from the name with `www.` to the one without, or the other way. */
  readonly fromToWww: boolean;
  readonly relativeRedirects: boolean;
  readonly usesPortInRedirects: boolean;
  readonly aliases: readonly string[];
  readonly canary?: CanarySettings;
  readonly cors?: CorsSettings;
  readonly basicAuth?: BasicAuthSettings;
  readonly externalAuth?: ExternalAuthSettings;
  /** Whether the authentication server of the ConfigMap counts. */
  readonly enableGlobalAuth: boolean;
  readonly clientCertificate?: ClientCertificateSettings;
  /** Networks that may pass; empty for all. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Whether one of address, password and authentication server is enough. */
  readonly satisfiesAny: boolean;
  readonly limits?: LimitSettings;
  readonly proxy: ProxySettings;
  readonly backendProtocol: 'HTTP' | 'HTTPS' | 'GRPC' | 'GRPCS' | 'FCGI' | 'AUTO_HTTP';
  readonly backendTls?: BackendTlsSettings;
  readonly upstreamVhost?: string;
  readonly forwardedPrefix?: string;
  readonly connectionHeader?: string;
  /** Headers of responses, of `custom-headers`. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly mirror?: MirrorSettings;
  /** Statuses in place of which the default backend responds. */
  readonly customErrors: readonly number[];
  readonly interceptsErrors: boolean;
  /** Service of `default-backend`. */
  readonly defaultBackend?: string;
  readonly affinity?: AffinitySettings;
  readonly sslPassthrough: boolean;
  readonly serviceUpstream: boolean;
  /** Annotations whose effect nobody can tell from outside: directives of nginx, ModSecurity. */
  readonly opaque: readonly Opaque[];
  /** Why the controller responds with 503 to all paths of the Ingress. */
  readonly denied?: SettingsFault;
  /** Why the controller takes nothing of the Ingress. */
  readonly refused?: SettingsFault;
  /** Values that the controller does not take, and what it does. */
  readonly faults: readonly SettingsFault[];
}

/** A value of an annotation that the controller refuses. */
export interface SettingsFault {
  readonly annotation: string;
  readonly place: Place;
  readonly got: string;
  readonly expected: string;
  /** What the controller does: takes the default, leaves the annotation out, responds with 503, or drops the Ingress. */
  readonly effect: 'default' | 'ignored' | 'denied' | 'ingress';
}

export interface Opaque {
  readonly annotation: string;
  readonly place: Place;
  readonly reach: 'path' | 'host';
}

export interface RewriteSettings {
  /** `rewrite-target`. */
  readonly target?: string;
  readonly usesRegex: boolean;
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly preservesTrailingSlash: boolean;
  readonly appRoot?: string;
}

export interface RedirectSettings {
  readonly url: string;
  readonly status: number;
  readonly annotation: 'temporal-redirect' | 'permanent-redirect';
}

export interface CanarySettings {
  readonly weight: number;
  readonly weightTotal: number;
  readonly header?: string;
  readonly headerValue?: string;
  readonly headerPattern?: string;
  readonly cookie?: string;
}

export interface CorsSettings {
  /** `*`, or origins in which the first label may be `*`. */
  readonly origins: readonly string[];
  readonly methods: string;
  readonly headers: string;
  readonly exposedHeaders?: string;
  readonly allowsCredentials: boolean;
  /** Seconds. */
  readonly maxAge: number;
}

export interface BasicAuthSettings {
  readonly type: 'basic' | 'digest';
  /** `namespace/name`. */
  readonly secret: string;
  readonly secretType: 'auth-file' | 'auth-map';
  readonly realm?: string;
}

export interface ExternalAuthSettings {
  readonly url: string;
  readonly method?: string;
  readonly signIn?: string;
  readonly signInParameter: string;
  /** Headers of the answer that go to the backend. */
  readonly responseHeaders: readonly string[];
  readonly requestRedirect?: string;
  /** ConfigMap with headers of the question, `namespace/name`. */
  readonly requestHeaders?: string;
  readonly cacheKey?: string;
  readonly cacheDuration?: string;
}

export interface ClientCertificateSettings {
  /** `namespace/name`. */
  readonly secret: string;
  readonly verifies: 'on' | 'off' | 'optional' | 'optional_no_ca';
  readonly depth: number;
  readonly errorPage?: string;
  readonly passesOn: boolean;
  readonly matchCommonName?: string;
}

export interface LimitSettings {
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly requestsPerMinute: number;
  readonly burstMultiplier: number;
  readonly allow: readonly string[];
}

/** Times are seconds. */
export interface ProxySettings {
  readonly connectTimeout: number;
  readonly sendTimeout: number;
  readonly readTimeout: number;
  /** Bytes; 0 for any size. */
  readonly bodySize: number;
  /** Conditions of nginx, such as `error timeout`. */
  readonly nextUpstream: string;
  readonly nextUpstreamTimeout: number;
  readonly nextUpstreamTries: number;
  readonly redirectFrom: string;
  readonly redirectTo: string;
  readonly cookiePath: string;
  readonly cookieDomain: string;
  readonly httpVersion: string;
  readonly buffering: boolean;
  readonly requestBuffering: boolean;
}

export interface BackendTlsSettings {
  /** `namespace/name`. */
  readonly secret: string;
  readonly verifies: boolean;
  readonly depth: number;
  readonly name?: string;
  readonly sendsName: boolean;
  readonly protocols: string;
  readonly ciphers: string;
}

export interface MirrorSettings {
  readonly target: string;
  readonly host?: string;
  readonly hasBody: boolean;
}

export interface AffinitySettings {
  readonly mode: 'balanced' | 'persistent';
  readonly canaryBehavior: 'sticky' | 'legacy';
  readonly cookie: string;
  readonly path?: string;
  readonly domain?: string;
  readonly expires?: string;
  readonly maxAge?: string;
  readonly sameSite?: string;
  readonly secure?: boolean;
  readonly changesOnFailure: boolean;
}

/** An annotation of an Ingress. */
export const annotationPlace = (entry: Entry, { prefix }: Pick<Settings, 'prefix'>, name: string): Place => ({
  entry,
  path: `metadata.annotations['${prefix}/${name}']`,
});
