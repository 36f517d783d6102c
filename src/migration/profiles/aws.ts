import { annotationsIn, ownTable } from './own-table';
import { AWS_PREFIX } from '../../ingress/profiles/aws';

/** Annotations of the AWS Load Balancer Controller 3, at Ingresses; those of target groups at Services too. */
export const AWS_ANNOTATIONS = annotationsIn(String.raw`
load-balancer-name | name of the load balancer | kept | the Gateway has its own |
group.name | Ingresses of one load balancer | translated | one Gateway for all, which serves a host of one group alone |
group.order | whose rules come first | translated | the order of the matches |
tags | tags of resources in AWS | kept | tags of the load balancer of the Gateway are annotations of its Service |
ip-address-type | IPv4, or IPv6 too | kept | the load balancer of the Gateway has its own: annotations of its Service |
scheme | whether clients are outside | differs | a load balancer of the Gateway is its own | set spec.infrastructure.annotations of the Gateway, such as service.beta.kubernetes.io/aws-load-balancer-scheme
subnets | where the load balancer is | differs | a load balancer of the Gateway is its own | set spec.infrastructure.annotations of the Gateway
security-groups | who may connect | refused | security groups are of load balancers | set spec.infrastructure.annotations of the Gateway
manage-backend-security-group-rules | whether pods let the load balancer in | kept | pods let the Gateway in |
customer-owned-ipv4-pool | addresses of an Outpost | refused | a matter of the load balancer | set spec.infrastructure.annotations of the Gateway
load-balancer-attributes | times, logs and protections of the load balancer | refused | they are attributes of an Application Load Balancer | set times in routes, access logs in a Telemetry
wafv2-acl-arn | firewall for web applications | refused | a Gateway has no firewall for web applications | put a CloudFront distribution or an Application Load Balancer with the firewall before the Gateway
waf-acl-id | firewall for web applications | refused | a Gateway has no firewall for web applications | put a CloudFront distribution or an Application Load Balancer with the firewall before the Gateway
shield-advanced-protection | protection against floods | refused | a matter of AWS | protect the load balancer of the Gateway
listen-ports | ports of the load balancer | translated | listeners at 80 and 443 |
ssl-redirect | redirects HTTP, whatever is asked for | translated | routes at the listener for HTTP that redirect with 301 |
inbound-cidrs | who may connect | differs | AuthorizationPolicy of the Gateway: 403, where a security group lets no connection through |
security-group-prefix-lists | who may connect | refused | prefix lists are of security groups | write their networks in an AuthorizationPolicy
certificate-arn | certificates of ACM | differs | the listeners name a Secret | make it with a Certificate of cert-manager
ssl-policy | versions and ciphers of TLS | refused | a matter of the Gateway, not of a host | set minProtocolVersion in the configuration of the mesh
target-type | whether nodes or pods are targets | kept | the Gateway sends to pods |
backend-protocol | whether pods speak TLS | translated | a DestinationRule with TLS for HTTPS, without verification as before |
backend-protocol-version | HTTP1, HTTP2 or GRPC | translated | GRPCRoute for gRPC |
target-group-attributes | stickiness, and times of targets | kept | slow starts and delays are matters of target groups |
healthcheck-port | health checks of targets | kept | pods tell by their readiness |
healthcheck-protocol | health checks of targets | kept | pods tell by their readiness |
healthcheck-path | health checks of targets | kept | pods tell by their readiness |
healthcheck-interval-seconds | health checks of targets | kept | pods tell by their readiness |
healthcheck-timeout-seconds | health checks of targets | kept | pods tell by their readiness |
healthy-threshold-count | health checks of targets | kept | pods tell by their readiness |
unhealthy-threshold-count | health checks of targets | kept | pods tell by their readiness |
success-codes | health checks of targets | kept | pods tell by their readiness |
auth-type | sign-in by OIDC or Cognito | refused | a load balancer signs users in itself | write an OIDCPolicy or an AuthPolicy, or put an OAuth2 proxy before the backend
auth-idp-cognito | user pool | refused | a load balancer signs users in itself | write an OIDCPolicy or an AuthPolicy
auth-idp-oidc | identity provider | refused | a load balancer signs users in itself | write an OIDCPolicy or an AuthPolicy
auth-on-unauthenticated-request | who is not signed in | refused | a load balancer signs users in itself | write an OIDCPolicy or an AuthPolicy
auth-scope | scope of the sign-in | refused | a load balancer signs users in itself | write an OIDCPolicy or an AuthPolicy
auth-session-cookie | cookie of the session | refused | a load balancer signs users in itself | write an OIDCPolicy or an AuthPolicy
auth-session-timeout | age of the session | refused | a load balancer signs users in itself | write an OIDCPolicy or an AuthPolicy
jwt-validation | tokens of requests | refused | a route checks no tokens | write an AuthPolicy with authentication by JWT
actions.* | what is done in place of sending to a Service | translated | backends with weights, or filter RequestRedirect |
transforms.* | rewrites of host and path by expressions | refused | a route replaces a prefix or the whole path | write a filter URLRewrite that says the same
conditions.* | what else a rule asks for | translated | hosts, paths, methods, headers and queries of the matches |
use-regex-path-match | whether paths are expressions | refused | how a load balancer compares them is not said exactly enough | write prefixes or wildcards
target-node-labels | nodes that are targets | kept | the Gateway sends to pods |
mutual-authentication | client certificates | refused | trust stores are of AWS | set clientValidation in a listener of a Gateway of its own
multi-cluster-target-group | targets of several clusters | refused | a target group is not of one cluster | use MultiClusterGateway
listener-attributes.* | headers of a listener | refused | a matter of the load balancer | set headers by filters of rules
minimum-load-balancer-capacity | capacity that is held ready | kept | a matter of the load balancer of the Gateway |
ipam-ipv4-pool-id | addresses of the load balancer | refused | a matter of the load balancer | set spec.infrastructure.annotations of the Gateway
enable-frontend-nlb | a Network Load Balancer in front | kept | the load balancer of a Gateway is one |
frontend-nlb-* | the Network Load Balancer in front | kept | the load balancer of a Gateway is one: annotations of its Service |
target-control-port.* | port of the target optimizer | refused | a matter of target groups | limit requests by connectionPool in a DestinationRule
`);

export const AWS_TABLE = ownTable(AWS_PREFIX, 'the AWS Load Balancer Controller', AWS_ANNOTATIONS);
