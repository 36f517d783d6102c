import { Grammar, GRAMMARS } from './grammar';

/** What the annotations of ingress-nginx begin with, unless the controller is told otherwise. */
export const PREFIX = 'nginx.ingress.kubernetes.io';

/** How dangerous a value may be; the controller refuses Ingresses with annotations above its level, `High` by default. */
export const RISKS = ['Low', 'Medium', 'High', 'Critical'] as const;
export type Risk = (typeof RISKS)[number];

/** An annotation of ingress-nginx 1.12 to 1.15. */
export interface Annotation {
  /** Without the prefix. */
  readonly name: string;
  readonly value: Grammar;
  readonly risk: Risk;
  /**
   * What it changes: the paths of its own Ingress; the whole host, for other Ingresses of the host too; every path that
   * leads to the same port of a Service; or the controller.
   */
  readonly reach: 'path' | 'host' | 'service' | 'controller';
  /**
   * What the controller does with a value that it refuses: it takes the default; it leaves out the annotation and those
   * that belong to it; it responds with 503 to the paths of the Ingress; or it takes nothing of the Ingress.
   */
  readonly refusal: 'default' | 'ignored' | 'denied' | 'ingress';
  /** Where it is left out; a name with `=` is a key of the controller's ConfigMap and its default. */
  readonly fallback?: string;
  /** In a line. */
  readonly does: string;
  /** The older name of it. */
  readonly alias?: string;
}

/** Name, grammar, risk, reach, refusal, default, what it does, older name. */
const TABLE = String.raw`
server-alias | server names | High | host | ingress | | more names of the host
auth-type | auth type | Low | path | ingress | | asks for a password: basic or digest
auth-secret | basic | Medium | path | denied | | Secret with the passwords
auth-secret-type | auth secret type | Low | path | ingress | auth-file | whether the Secret is a file of passwords or a map of them
auth-realm | words | Medium | path | ingress | | what the client is told of the password
auth-url | url with variables | High | path | ingress | | asks another server whether a request may pass
auth-method | method | Low | path | denied | | method of the question
auth-signin | url with variables | High | path | default | | where a client without credentials is sent
auth-signin-redirect-param | url | Medium | path | default | rd | parameter that tells the sign-in page where to return to
auth-snippet | text | Critical | path | default | | directives of nginx for the question
auth-cache-key | variable | Medium | path | default | | remembers answers by this key
auth-cache-duration | durations | Medium | path | ignored | 200 202 401 5m | how long answers are remembered
auth-keepalive | integer | Low | path | default | 0 | connections that are kept to the authentication server
auth-keepalive-share-vars | truth | Low | path | default | false | shares variables with the question
auth-keepalive-requests | integer | Low | path | default | 1000 | requests of one kept connection
auth-keepalive-timeout | integer | Low | path | default | 60 | seconds that a connection is kept
auth-response-headers | headers | Medium | path | denied | | headers of the answer that go to the backend
auth-proxy-set-headers | basic | Medium | path | default | | ConfigMap with headers of the question
auth-request-redirect | url | Medium | path | ignored | | header X-Auth-Request-Redirect of the question
auth-always-set-cookie | truth | Low | path | ignored | false | passes on cookies of the answer with every status
enable-global-auth | truth | Low | path | default | true | whether global-auth-url of the ConfigMap counts
auth-tls-secret | basic | Medium | host | ingress | | asks for a client certificate of this authority
auth-tls-verify-client | verify client | Medium | host | default | on | whether a client certificate is needed
auth-tls-verify-depth | integer | Low | host | default | 1 | length of the chain of certificates
auth-tls-error-page | error page | High | host | ingress | | where a client without a valid certificate is sent
auth-tls-pass-certificate-to-upstream | truth | Low | host | ingress | false | tells the backend the client certificate
auth-tls-match-cn | common name | High | host | ingress | | what the name in the client certificate has to match
backend-protocol | protocol | Low | path | default | HTTP | how the backend is spoken to
canary | truth | Low | service | default | false | takes a part of the requests of another Ingress with the same host and path
canary-weight | integer | Low | service | default | 0 | share of requests, of canary-weight-total
canary-weight-total | integer | Low | service | default | 100 | what the weight is a share of
canary-by-header | basic | Medium | service | default | | header whose value, always or never, decides
canary-by-header-value | basic | Medium | service | default | | value of the header that decides for the canary
canary-by-header-pattern | expression | Medium | service | default | | expression for the value of the header
canary-by-cookie | basic | Medium | service | default | | cookie whose value, always or never, decides
client-body-buffer-size | size | Low | path | ingress | client-body-buffer-size=8k | memory for the body of a request
connection-proxy-header | connection | Low | path | ingress | | header Connection for the backend
enable-cors | truth | Low | path | default | false | answers preflight requests, and adds headers for pages of other origins
cors-allow-origin | origins | Medium | path | default | * | origins whose pages may read responses
cors-allow-headers | headers | Medium | path | default | DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization | headers that pages may send
cors-allow-methods | methods | Medium | path | default | GET, PUT, POST, DELETE, PATCH, OPTIONS | methods that pages may use
cors-allow-credentials | truth | Low | path | default | true | whether pages may send cookies
cors-expose-headers | exposed headers | Medium | path | default | | headers of responses that pages may read
cors-max-age | integer | Low | path | default | 1728000 | seconds for which a browser remembers the answer
custom-headers | basic | Medium | path | default | | ConfigMap with headers of responses
custom-http-errors | error codes | Low | path | ingress | custom-http-errors= | statuses in place of which the default backend responds
default-backend | service | Low | path | ingress | | Service that responds where the backend has no pods, and to custom-http-errors
disable-proxy-intercept-errors | truth | Low | path | default | false | whether responses of backends with an error pass
fastcgi-index | fastcgi index | Medium | path | ingress | | file that is added to a path that ends with a slash
fastcgi-params-configmap | basic | Medium | path | ingress | | ConfigMap with parameters of FastCGI
http2-push-preload | truth | Low | path | ingress | false | pushes what Link headers name
allowlist-source-range | networks | Medium | path | denied | whitelist-source-range= | client addresses that may pass | whitelist-source-range
denylist-source-range | networks | Medium | path | denied | denylist-source-range= | client addresses that may not pass
load-balance | balance | Low | service | ingress | load-balance=round_robin | how pods are chosen
enable-access-log | truth | Low | path | default | true | whether requests are logged
enable-rewrite-log | truth | Low | path | default | false | whether rewrites are logged
mirror-target | server name | High | path | default | | where copies of requests are sent
mirror-request-body | switch | Low | path | default | on | whether copies have the body
mirror-host | server name | High | path | default | | header Host of copies
enable-modsecurity | truth | Low | path | default | enable-modsecurity=false | has ModSecurity look at requests
enable-owasp-core-rules | truth | Low | path | default | enable-owasp-modsecurity-crs=false | rules for ModSecurity
modsecurity-transaction-id | variable | High | path | default | | name of a request for ModSecurity
modsecurity-snippet | text | Critical | path | default | | rules for ModSecurity
enable-opentelemetry | truth | Low | path | default | enable-opentelemetry=false | traces requests
opentelemetry-trust-incoming-span | truth | Low | path | default | opentelemetry-trust-incoming-span=true | goes on with the trace of the client
opentelemetry-operation-name | operation | Medium | path | ingress | | name in traces
use-port-in-redirects | truth | Low | path | default | use-port-in-redirects=false | names the port in redirects
proxy-connect-timeout | integer | Low | path | default | proxy-connect-timeout=5 | seconds to connect to a pod
proxy-send-timeout | integer | Low | path | default | proxy-send-timeout=60 | seconds between two writes to a pod
proxy-read-timeout | integer | Low | path | default | proxy-read-timeout=60 | seconds between two reads from a pod
proxy-buffers-number | integer | Low | path | default | proxy-buffers-number=4 | number of buffers for a response
proxy-buffer-size | size | Low | path | default | proxy-buffer-size=4k | memory for the beginning of a response
proxy-busy-buffers-size | size | Low | path | default | proxy-busy-buffers-size= | memory that is busy sending
proxy-cookie-path | url | Medium | path | default | proxy-cookie-path=off | changes the path in cookies
proxy-cookie-domain | cookie domain | Medium | path | default | proxy-cookie-domain=off | changes the domain in cookies
proxy-body-size | size | Medium | path | default | proxy-body-size=1m | largest body of a request; 413 above
proxy-next-upstream | upstreams | Medium | path | default | proxy-next-upstream=error timeout | when another pod is tried
proxy-next-upstream-timeout | integer | Low | path | default | proxy-next-upstream-timeout=0 | seconds for all tries
proxy-next-upstream-tries | integer | Low | path | default | proxy-next-upstream-tries=3 | number of tries
proxy-request-buffering | trimmed switch | Low | path | default | proxy-request-buffering=on | reads a request before it is sent on
proxy-redirect-from | url | Medium | path | default | proxy-redirect-from=off | text in the header Location of backends that is replaced
proxy-redirect-to | url | Medium | path | default | proxy-redirect-to=off | what it is replaced by
proxy-buffering | trimmed switch | Low | path | default | proxy-buffering=off | reads a response before it is sent on
proxy-http-version | http version | Low | path | default | proxy-http-version=1.1 | version of HTTP for the backend
proxy-max-temp-file-size | size | Low | path | default | proxy-max-temp-file-size=1024m | largest file of a buffered response
proxy-ssl-secret | basic | Medium | path | ingress | | client certificate for backends, and their authority
proxy-ssl-ciphers | ciphers | Medium | path | default | DEFAULT | ciphers for backends
proxy-ssl-protocols | protocols | Low | path | default | TLSv1.2 | versions of TLS for backends
proxy-ssl-name | server name | High | path | default | | name in the certificate of the backend
proxy-ssl-verify | switch | Low | path | default | off | whether the certificate of the backend is checked
proxy-ssl-verify-depth | integer | Low | path | default | 1 | length of the chain of certificates
proxy-ssl-server-name | switch | Low | path | default | off | whether the backend is told its name (SNI)
limit-rate | integer | Low | path | default | limit-rate=0 | kilobytes of a response in a second
limit-rate-after | integer | Low | path | default | limit-rate-after=0 | kilobytes before limit-rate counts
limit-rpm | integer | Low | path | ingress | 0 | requests of a client in a minute
limit-rps | integer | Low | path | ingress | 0 | requests of a client in a second
limit-connections | integer | Low | path | ingress | 0 | connections of a client at a time
limit-burst-multiplier | integer | Low | path | default | 5 | burst, as a multiple of the limit
limit-allowlist | networks | Low | path | ingress | | client addresses without limits | limit-whitelist
from-to-www-redirect | truth | Low | host | ingress | false | redirects from the name with www. to the one without, or the other way
temporal-redirect | url as it is | Medium | path | ingress | | redirects every request to a URL
temporal-redirect-code | integer | Low | path | ingress | 302 | its status, from 300 to 307
permanent-redirect | url as it is | Medium | path | ingress | | redirects every request to a URL
permanent-redirect-code | integer | Low | path | ingress | 301 | its status, from 300 to 308
relative-redirects | truth | Low | path | ingress | false | redirects of nginx name no host
rewrite-target | path with groups | Medium | host | default | | path for the backend; makes all paths of the host regular expressions
ssl-redirect | truth | Low | path | default | ssl-redirect=true | redirects to HTTPS where the host has TLS
preserve-trailing-slash | truth | Medium | path | default | preserve-trailing-slash=false | keeps the last slash in redirects to HTTPS
force-ssl-redirect | truth | Medium | path | default | force-ssl-redirect=false | redirects to HTTPS also without TLS
use-regex | truth | Low | host | default | false | makes all paths of the host regular expressions
app-root | path with groups | Medium | host | default | | redirects / of the host
satisfy | satisfy | Low | path | default | all | whether address, password and authentication server all have to agree, or any
server-snippet | text | Critical | host | ingress | | directives of nginx for the host
service-upstream | truth | Low | service | default | service-upstream=false | sends to the address of the Service in place of its pods
affinity | affinity | Low | service | default | | binds a client to a pod
affinity-mode | affinity mode | Medium | service | default | balanced | whether new pods take clients over
affinity-canary-behavior | canary behavior | Low | service | default | sticky | whether a client stays with the canary
session-cookie-name | basic | Medium | service | default | INGRESSCOOKIE | cookie of the affinity
session-cookie-secure | truth | Low | service | default | | whether the cookie is for HTTPS alone
session-cookie-expires | seconds | Medium | service | default | | when the cookie expires
session-cookie-max-age | seconds | Medium | service | default | | age of the cookie
session-cookie-path | url | Medium | service | default | | path of the cookie
session-cookie-domain | basic | Medium | service | default | | domain of the cookie
session-cookie-samesite | same site | Low | service | default | | attribute SameSite of the cookie
session-cookie-conditional-samesite-none | truth | Low | service | default | false | leaves out SameSite=None for clients that do not know it
session-cookie-change-on-failure | truth | Low | service | default | false | binds the client to another pod after a failure
configuration-snippet | text | Critical | path | ingress | | directives of nginx for the paths
ssl-prefer-server-ciphers | truth | Low | host | default | | whether the order of the server's ciphers counts
ssl-ciphers | ciphers | Low | host | ingress | | ciphers for clients
ssl-passthrough | truth | Low | host | ingress | false | hands TLS on to the backend, where the controller has it enabled
stream-snippet | text | Critical | controller | ingress | | directives of nginx for streams
upstream-hash-by | hash | High | service | ingress | | chooses pods by a hash
upstream-hash-by-subset | truth | Low | service | ingress | false | chooses among a group of pods
upstream-hash-by-subset-size | integer | Low | service | ingress | 3 | size of the group
upstream-vhost | server name | Low | path | ingress | | header Host for the backend
x-forwarded-prefix | prefix | Medium | path | ingress | | header X-Forwarded-Prefix for the backend, with rewrite-target
`;

/** All annotations, without the prefix. */
export const ANNOTATIONS: readonly Annotation[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [name, value, risk, reach, refusal, fallback, does, alias] = line.split('|').map((cell) => cell.trim());
    return {
      name,
      value: GRAMMARS[value as keyof typeof GRAMMARS],
      risk: risk as Risk,
      reach: reach as Annotation['reach'],
      refusal: refusal as Annotation['refusal'],
      fallback: fallback === '' ? undefined : fallback,
      does,
      alias,
    };
  });

const BY_NAME = new Map(
  ANNOTATIONS.flatMap((each) => [each.name, ...(each.alias ? [each.alias] : [])].map((name) => [name, each])),
);

/** The annotation of a name without the prefix; undefined where ingress-nginx has none of it. */
export const annotationNamed = (name: string): Annotation | undefined => BY_NAME.get(name);
