import { annotationsIn, ownTable } from './own-table';
import { HAPROXY_PREFIXES } from '../../ingress/profiles/haproxy';

/** Annotations of the HAProxy Kubernetes Ingress Controller 3, at Ingresses and Services. */
export const HAPROXY_ANNOTATIONS = annotationsIn(String.raw`
auth-type | asks for a password | differs | AuthPolicy that takes user and password as an API key, where the Secret has them hashed | make a Secret with api_key for each user, the base64 text of user:password
auth-secret | Secret with the passwords | differs | AuthPolicy that selects Secrets by a label | make a Secret with api_key for each user, the base64 text of user:password
auth-realm | what the client is told of the password | translated | header WWW-Authenticate of the AuthPolicy |
allow-list | addresses that may pass | translated | AuthorizationPolicy of the Gateway |
whitelist | addresses that may pass | translated | AuthorizationPolicy of the Gateway |
deny-list | addresses that may not pass | translated | AuthorizationPolicy of the Gateway |
blacklist | addresses that may not pass | translated | AuthorizationPolicy of the Gateway |
check | health checks of pods | kept | pods tell by their readiness |
check-http | health checks of pods | kept | pods tell by their readiness |
check-interval | health checks of pods | kept | pods tell by their readiness |
cors-enable | headers for pages of other origins | differs | filter CORS, which answers preflight requests itself, where HAProxy hands them on |
cors-allow-origin | origins, as an expression | translated | allowOrigins of the filter |
cors-allow-methods | methods that pages may use | translated | allowMethods of the filter |
cors-allow-credentials | whether pages may send cookies | translated | allowCredentials of the filter |
cors-allow-headers | headers that pages may send | translated | allowHeaders of the filter |
cors-max-age | for how long a browser remembers the answer | translated | maxAge of the filter |
cors-respond-to-options | answers preflight requests with 204 | kept | the filter answers them |
backend-config-snippet | directives of HAProxy | refused | directives of HAProxy | say what it does in fields: headers, redirects and rewrites are filters of a rule
cookie-persistence | binds a client to a pod by a cookie | differs | consistentHash of a DestinationRule with the cookie: pods that come or go move some clients |
cookie-persistence-no-dynamic | the same, with names of pods | refused | a hash has no names of pods | use cookie-persistence
src-ip-header | header with the address of the client | refused | the Gateway counts trusted proxies | set numTrustedProxies in a ProxyConfig or the mesh
forwarded-for | header X-Forwarded-For for the backend | kept | the Gateway sets it |
load-balance | how pods are chosen | kept | Istio prefers pods with fewer requests; set loadBalancer in a DestinationRule for another choice |
path-rewrite | replaces the path | translated | filter URLRewrite |
pod-maxconn | most connections of a pod | refused | a limit of each Gateway would be another one | set connectionPool in a DestinationRule
rate-limit-requests | limits requests of a client | differs | RateLimitPolicy by client address, with 429 |
rate-limit-period | time of the limit | translated | window of the limit |
rate-limit-size | how many clients are counted | kept | Limitador has its own bounds |
rate-limit-status-code | status for who is refused | differs | 429 |
rate-limit-whitelist | addresses without a limit | refused | a limit compares addresses, not networks | add a condition (when) to the RateLimitPolicy
request-capture | logs a part of the request | kept | a Telemetry of the Gateway has access logs |
request-capture-len | logs a part of the request | kept | a Telemetry of the Gateway has access logs |
request-set-header | header for the backend | translated | filter RequestHeaderModifier |
request-redirect | redirects to another host | translated | filter RequestRedirect |
request-redirect-code | status of the redirect | translated | statusCode of the filter |
response-set-header | header for the client | translated | filter ResponseHeaderModifier |
route-acl | when the Service is chosen | refused | a condition of HAProxy | write it as matches of a rule
send-proxy-protocol | tells the backend of the client | refused | a Gateway sends no PROXY protocol | read X-Forwarded-For in the backend
server-ca | authority of certificates of pods | refused | a Secret that HAProxy reads | write a BackendTLSPolicy
server-crt | certificate that is shown to pods | refused | a Secret that HAProxy reads | write a DestinationRule with credentialName
server-proto | HTTP/2 to pods | refused | a matter of the port of the Service | set its appProtocol to kubernetes.io/h2c
server-ssl | TLS to pods | differs | a DestinationRule with TLS; certificates of pods are not verified |
set-host | header Host for the backend | translated | hostname of the filter URLRewrite |
scale-server-slots | room for pods | kept | Envoy takes any number of pods |
ssl-passthrough | hands TLS on to the backend | refused | rules by paths and TLS as it is do not go together | write a TLSRoute at a listener that passes TLS through
ssl-redirect | redirects HTTP to HTTPS | translated | a route at the listener for HTTP that redirects |
ssl-redirect-code | status of the redirect | translated | statusCode of the filter |
ssl-redirect-port | port of the redirect, 8443 unless it is said | differs | the port of the listener for HTTPS |
standalone-backend | a backend of HAProxy of its own | kept | a route has its own backends |
timeout-check | times of health checks | kept | pods tell by their readiness |
timeout-server | how long a pod may be silent | differs | responses may take any time | set timeouts in the rule of the route
`);

export const HAPROXY_TABLE = ownTable(HAPROXY_PREFIXES[0], 'HAProxy', HAPROXY_ANNOTATIONS, HAPROXY_PREFIXES.slice(1));
