import { annotationsIn, ownTable } from './own-table';
import { TRAEFIK_PREFIX } from '../../ingress/profiles/traefik';

/** Annotations of Traefik 3 at Ingresses, and at Services (`service.*`). */
export const TRAEFIK_ANNOTATIONS = annotationsIn(String.raw`
router.entrypoints | entry points of the routers | translated | listeners for HTTP (web) and HTTPS (websecure) that the routes attach to |
router.middlewares | middlewares, in their order | translated | filters of the rules, and policies; see the table of middlewares |
router.priority | which router comes first | translated | the order of the matches |
router.pathmatcher | how paths of ImplementationSpecific are compared | translated | matches Exact, PathPrefix or RegularExpression |
router.rulesyntax | version of the syntax of rules | kept | the rules of Ingresses are the same in both |
router.tls | whether the routers are for HTTPS alone | translated | a route at the listener for HTTPS alone |
router.tls.certresolver | gets certificates from an authority | differs | the listeners name a Secret | make it with a Certificate of cert-manager
router.tls.domains.*.main | name of the certificate | kept | names of certificates are those of the Certificate |
router.tls.domains.*.sans | more names of the certificate | kept | names of certificates are those of the Certificate |
router.tls.options | versions and ciphers of TLS, client certificates | refused | TLS options are objects of Traefik | set minProtocolVersion in the mesh, or options of a listener
router.observability.accesslogs | access logs | kept | a Telemetry of the Gateway has access logs |
router.observability.metrics | metrics | kept | the Gateway has metrics |
router.observability.tracing | traces | kept | a Telemetry of the Gateway has traces |
router.observability.traceverbosity | how much traces tell | kept | a Telemetry of the Gateway has traces |
service.nativelb | sends to the Service and not to pods | kept | with the mesh, Istio sends to pods |
service.nodeportlb | sends to ports of nodes | kept | the Gateway sends to pods |
service.serversscheme | how pods are spoken to: http, https or h2c | differs | a DestinationRule with TLS for https; certificates of pods are not verified |
service.serverstransport | TLS and times of connections to pods | refused | it is an object of Traefik | write a BackendTLSPolicy or a DestinationRule
service.passhostheader | whether pods get the host of the request | kept | they do |
service.middlewares | middlewares for requests to the Service | refused | filters are of routes and not of Services | name the middlewares in router.middlewares of the Ingresses
service.sticky.cookie | binds a client to a pod by a cookie | differs | consistentHash of a DestinationRule with the cookie: pods that come or go move some clients |
service.sticky.cookie.name | name of the cookie | translated | name of the cookie |
service.sticky.cookie.secure | attribute of the cookie | translated | attribute of the cookie |
service.sticky.cookie.samesite | attribute of the cookie | translated | attribute of the cookie |
service.sticky.cookie.domain | attribute of the cookie | translated | attribute of the cookie |
service.sticky.cookie.httponly | attribute of the cookie | kept | the cookie is HttpOnly |
service.sticky.cookie.maxage | age of the cookie | translated | ttl of the cookie |
service.sticky.cookie.path | path of the cookie | translated | path of the cookie |
`);

export const TRAEFIK_TABLE = ownTable(TRAEFIK_PREFIX, 'Traefik', TRAEFIK_ANNOTATIONS);
