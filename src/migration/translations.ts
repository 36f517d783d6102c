import { annotationNamed } from '../ingress/annotations';

/** What becomes of an annotation or a field, the worst first. `kept`: the Gateway does as much without being told. */
export const FATES = ['refused', 'differs', 'translated', 'kept'] as const;
export type Fate = (typeof FATES)[number];

/** What becomes of an annotation, unless a value of it makes a difference. */
export interface Translation {
  readonly fate: Fate;
  /** What it becomes, or how that differs, or why it becomes nothing. */
  readonly becomes: string;
  /** What to do in place of it; empty where nothing is to be done. */
  readonly instead: string;
}

/** What becomes of the annotations of a controller. */
export interface AnnotationTable {
  /** What they begin with. */
  readonly prefix: string;
  /** What they may begin with too. */
  readonly otherPrefixes?: readonly string[];
  /** Name of the controller. */
  readonly owner: string;
  find(name: string): (Translation & { readonly alias?: string }) | undefined;
}

/** Name, fate, what it becomes or why not, what to do instead. */
const TABLE = String.raw`
server-alias | translated | hostnames of the route, and a listener for each | 
auth-type | differs | AuthPolicy that takes user and password as an API key, where the file has them hashed | make a Secret with api_key for each user, the base64 text of user:password
auth-secret | differs | AuthPolicy that selects Secrets by a label | make a Secret with api_key for each user, the base64 text of user:password
auth-secret-type | differs | AuthPolicy that selects Secrets by a label | 
auth-realm | translated | header WWW-Authenticate of the AuthPolicy | 
auth-url | differs | AuthPolicy with the URL as metadata, whose answer has to be JSON to count | let the server answer with a JSON object, or use ext_authz of the mesh
auth-method | translated | method of the metadata of the AuthPolicy | 
auth-signin | translated | redirect of the AuthPolicy for who is refused | 
auth-signin-redirect-param | translated | parameter in that redirect | 
auth-snippet | refused | directives of nginx | set headers in the metadata of the AuthPolicy
auth-cache-key | differs | answers are not remembered | add cache to the metadata of the AuthPolicy
auth-cache-duration | differs | answers are not remembered | add cache to the metadata of the AuthPolicy
auth-keepalive | kept | Authorino keeps its connections | 
auth-keepalive-share-vars | kept | Authorino has no variables of nginx | 
auth-keepalive-requests | kept | Authorino keeps its connections | 
auth-keepalive-timeout | kept | Authorino keeps its connections | 
auth-response-headers | refused | Authorino reads the body of the answer and not its headers | have the server answer in JSON, and take values of it in response.success.headers
auth-proxy-set-headers | refused | headers out of a ConfigMap | set them in the metadata of the AuthPolicy
auth-request-redirect | translated | header X-Auth-Request-Redirect of the metadata of the AuthPolicy | 
auth-always-set-cookie | refused | Authorino hands on no cookies of the answer | let the sign-in page set them
enable-global-auth | translated | whether the AuthPolicy of global-auth-url is there | 
auth-tls-secret | refused | client certificates are asked for by port of a Gateway, not by host | give the host a Gateway of its own, with clientValidation
auth-tls-verify-client | refused | client certificates are asked for by port of a Gateway, not by host | give the host a Gateway of its own, with clientValidation
auth-tls-verify-depth | refused | a Gateway does not limit the length of the chain | 
auth-tls-error-page | refused | a client without a valid certificate gets no connection | 
auth-tls-pass-certificate-to-upstream | refused | the Gateway says it in another header, X-Forwarded-Client-Cert | read that header in the backend
auth-tls-match-cn | refused | a Gateway takes every certificate of the authority | compare the name in an AuthPolicy with x509
backend-protocol | translated | GRPCRoute for gRPC, a DestinationRule with TLS for HTTPS | 
canary | translated | a weight or a match of the rule | 
canary-weight | translated | weight of the backend | 
canary-weight-total | translated | weight of the other backend | 
canary-by-header | translated | matches of the header with always and never | 
canary-by-header-value | translated | match of the header | 
canary-by-header-pattern | translated | match of the header by the expression | 
canary-by-cookie | translated | matches of the header Cookie by expressions | 
client-body-buffer-size | kept | the Gateway holds back no bodies | 
connection-proxy-header | kept | the Gateway keeps its connections itself | 
enable-cors | translated | filter CORS | 
cors-allow-origin | translated | allowOrigins of the filter | 
cors-allow-headers | translated | allowHeaders of the filter | 
cors-allow-methods | translated | allowMethods of the filter | 
cors-allow-credentials | translated | allowCredentials of the filter | 
cors-expose-headers | translated | exposeHeaders of the filter | 
cors-max-age | translated | maxAge of the filter | 
custom-headers | translated | filter ResponseHeaderModifier | 
custom-http-errors | refused | a route replaces no responses of a backend | let the backend send its own error pages
default-backend | refused | a rule without pods responds with 503 | keep a pod running, or let an autoscaler hold one
disable-proxy-intercept-errors | kept | responses of backends pass as they are | 
fastcgi-index | refused | a Gateway does not speak FastCGI | put a web server before the backend, in the same pod
fastcgi-params-configmap | refused | a Gateway does not speak FastCGI | put a web server before the backend, in the same pod
http2-push-preload | kept | no client takes pushes any more | 
allowlist-source-range | translated | AuthorizationPolicy of the Gateway | 
denylist-source-range | translated | AuthorizationPolicy of the Gateway | 
load-balance | kept | Istio prefers pods with fewer requests | set loadBalancer in a DestinationRule for another choice
enable-access-log | kept | a Telemetry of the Gateway has access logs | 
enable-rewrite-log | kept | nothing is logged of rewrites | 
mirror-target | translated | filter RequestMirror, for a Service of the cluster | 
mirror-request-body | kept | copies have the body | 
mirror-host | refused | a copy has the host of the request, with -shadow behind it | let the backend of copies take every host
enable-modsecurity | refused | a Gateway has no firewall for web applications | put one before the Gateway, or use a WasmPlugin such as Coraza
enable-owasp-core-rules | refused | a Gateway has no firewall for web applications | put one before the Gateway, or use a WasmPlugin such as Coraza
modsecurity-transaction-id | refused | a Gateway has no firewall for web applications | 
modsecurity-snippet | refused | a Gateway has no firewall for web applications | put one before the Gateway, or use a WasmPlugin such as Coraza
enable-opentelemetry | kept | a Telemetry of the Gateway has traces | 
opentelemetry-trust-incoming-span | kept | traces of clients go on | 
opentelemetry-operation-name | kept | traces have the name of the route | 
use-port-in-redirects | differs | redirects name the port of the listener unless it is the usual one | 
proxy-connect-timeout | translated | connectTimeout of a DestinationRule | 
proxy-send-timeout | kept | no time between two writes is limited | 
proxy-read-timeout | differs | timeouts of the rule: for the whole response, where nginx counts between two reads | raise it where responses stream
proxy-buffers-number | kept | the Gateway sends responses on as they come | 
proxy-buffer-size | kept | the Gateway sends responses on as they come | 
proxy-busy-buffers-size | kept | the Gateway sends responses on as they come | 
proxy-cookie-path | refused | a route changes no part of a header | let the backend set the path of its cookies
proxy-cookie-domain | refused | a route changes no part of a header | let the backend set the domain of its cookies
proxy-body-size | differs | requests of every size reach the backend | limit the size there
proxy-next-upstream | differs | retry of the rule, for status codes; failed connections are retried anyway | 
proxy-next-upstream-timeout | differs | tries end with the timeout of the rule | 
proxy-next-upstream-tries | translated | attempts in retry of the rule | 
proxy-request-buffering | kept | the Gateway sends requests on as they come | 
proxy-redirect-from | refused | a route changes no part of a header | let the backend write the right Location, such as by a base URL
proxy-redirect-to | refused | a route changes no part of a header | let the backend write the right Location, such as by a base URL
proxy-buffering | kept | the Gateway sends responses on as they come | 
proxy-http-version | kept | the Gateway speaks HTTP/1.1, or HTTP/2 where the port of the Service says so | 
proxy-max-temp-file-size | kept | the Gateway sends responses on as they come | 
proxy-ssl-secret | translated | credentialName of a DestinationRule, in the namespace of the Gateway | 
proxy-ssl-ciphers | kept | the Gateway has its own | 
proxy-ssl-protocols | kept | the Gateway takes TLS 1.2 and later | 
proxy-ssl-name | translated | sni and subjectAltNames of a DestinationRule | 
proxy-ssl-verify | translated | insecureSkipVerify of a DestinationRule, where it is off | 
proxy-ssl-verify-depth | kept | the Gateway does not limit the length of the chain | 
proxy-ssl-server-name | translated | sni of a DestinationRule | 
limit-rate | refused | a Gateway does not slow responses down | limit it in the backend
limit-rate-after | refused | a Gateway does not slow responses down | limit it in the backend
limit-rpm | differs | RateLimitPolicy by client address: 429 without a burst, where nginx lets a burst pass and responds with 503 | 
limit-rps | differs | RateLimitPolicy by client address: 429 without a burst, where nginx lets a burst pass and responds with 503 | 
limit-connections | refused | nobody counts the connections of a client | limit its requests instead
limit-burst-multiplier | differs | a limit has no burst | raise the limit
limit-allowlist | refused | a limit compares addresses, not networks | add a condition (when) to the RateLimitPolicy
from-to-www-redirect | translated | a route that redirects the other name | 
temporal-redirect | differs | filter RequestRedirect, which keeps the query of the request | 
temporal-redirect-code | translated | statusCode of the filter | 
permanent-redirect | differs | filter RequestRedirect, which keeps the query of the request | 
permanent-redirect-code | translated | statusCode of the filter | 
relative-redirects | differs | redirects name the host | 
rewrite-target | translated | filter URLRewrite | 
ssl-redirect | translated | a route at the listener for HTTP that redirects | 
preserve-trailing-slash | kept | redirects keep the path as it is | 
force-ssl-redirect | translated | a route at the listener for HTTP that redirects | 
use-regex | translated | matches by expressions, for all paths of the host | 
app-root | translated | a rule for / that redirects | 
satisfy | refused | all policies have to let a request pass | write one AuthPolicy with both conditions
server-snippet | refused | directives of nginx | say what it does in fields: headers, redirects and rewrites are filters of a rule
service-upstream | kept | with the mesh, Istio sends to pods as it does for others | 
affinity | differs | consistentHash of a DestinationRule with the cookie: pods that come or go move some clients | 
affinity-mode | kept | a hash moves few clients | 
affinity-canary-behavior | differs | a client may change between canary and main backend | 
session-cookie-name | translated | name of the cookie | 
session-cookie-secure | translated | attribute of the cookie | 
session-cookie-expires | differs | ttl of the cookie | 
session-cookie-max-age | translated | ttl of the cookie | 
session-cookie-path | translated | path of the cookie | 
session-cookie-domain | translated | attribute of the cookie | 
session-cookie-samesite | translated | attribute of the cookie | 
session-cookie-conditional-samesite-none | kept | such clients are gone | 
session-cookie-change-on-failure | kept | a hash leaves out pods that fail | 
configuration-snippet | refused | directives of nginx | say what it does in fields: headers, redirects and rewrites are filters of a rule
ssl-prefer-server-ciphers | kept | the Gateway has its own | 
ssl-ciphers | refused | ciphers are a matter of the Gateway, not of a host | set them in the options of a listener, or in the configuration of the mesh
ssl-passthrough | translated | TLSRoute at a listener that passes TLS through | 
stream-snippet | refused | directives of nginx | use a TCPRoute or UDPRoute
upstream-hash-by | differs | consistentHash of a DestinationRule, for the client address, a header, a parameter or a cookie | 
upstream-hash-by-subset | refused | a hash chooses among all pods | 
upstream-hash-by-subset-size | refused | a hash chooses among all pods | 
upstream-vhost | translated | hostname of the filter URLRewrite | 
x-forwarded-prefix | translated | filter RequestHeaderModifier | 
`;

/** By the name of the annotation. */
export const TRANSLATIONS: ReadonlyMap<string, Translation> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [name, fate, becomes, instead] = line.split('|').map((cell) => cell.trim());
      return [name, { fate: fate as Fate, becomes, instead }];
    }),
);

/** Annotations of ingress-nginx, which may begin with something else than usual. */
export const nginxTable = (prefix: string): AnnotationTable => ({
  prefix,
  owner: 'ingress-nginx',
  find: (name) => {
    const known = annotationNamed(name);
    return known && { ...TRANSLATIONS.get(known.name)!, alias: known.alias };
  },
});
