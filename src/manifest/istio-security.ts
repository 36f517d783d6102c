// security.istio.io: written by tools/shapes.ts from the CRDs; change it there.
import { array, boolean, choice, kind, map, object, required, string, Infer, Spec } from './shape';

export const TargetRef = object({
  group: string({ max: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
  kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
  name: required(string({ min: 1, max: 253 })),
  namespace: string(),
});
export type TargetRef = Infer<typeof TargetRef>;

export const AuthorizationPolicy = kind(
  'security.istio.io/v1',
  'AuthorizationPolicy',
  'Namespaced',
  {
    spec: object({
      action: choice('ALLOW', 'DENY', 'AUDIT', 'CUSTOM'),
      provider: object({ name: string() }),
      rules: array(
        object({
          from: array(
            object({
              source: object({
                ipBlocks: array(string()),
                namespaces: array(string()),
                notIpBlocks: array(string()),
                notNamespaces: array(string()),
                notPrincipals: array(string()),
                notRemoteIpBlocks: array(string()),
                notRequestPrincipals: array(string()),
                notServiceAccounts: array(string({ max: 320 }), { max: 16 }),
                notTrustDomains: array(string()),
                principals: array(string()),
                remoteIpBlocks: array(string()),
                requestPrincipals: array(string()),
                serviceAccounts: array(string({ max: 320 }), { max: 16 }),
                trustDomains: array(string()),
              }),
            }),
            { max: 512 },
          ),
          to: array(
            object({
              operation: object({
                hosts: array(string()),
                methods: array(string()),
                notHosts: array(string()),
                notMethods: array(string()),
                notPaths: array(string()),
                notPorts: array(string()),
                paths: array(string()),
                ports: array(string()),
              }),
            }),
          ),
          when: array(object({ key: required(string()), notValues: array(string()), values: array(string()) })),
        }),
        { max: 512 },
      ),
      selector: object({ matchLabels: map(string({ max: 63 }), { max: 4096 }) }),
      targetRef: TargetRef,
      targetRefs: array(TargetRef, { max: 16 }),
    }),
  },
  ['security.istio.io/v1beta1'],
);
export type AuthorizationPolicySpec = Spec<typeof AuthorizationPolicy>;

export const PeerAuthentication = kind(
  'security.istio.io/v1',
  'PeerAuthentication',
  'Namespaced',
  {
    spec: object({
      mtls: object({ mode: choice('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT') }),
      portLevelMtls: map(object({ mode: choice('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT') }), { min: 1 }),
      selector: object({ matchLabels: map(string({ max: 63 }), { max: 4096 }) }),
    }),
  },
  ['security.istio.io/v1beta1'],
);
export type PeerAuthenticationSpec = Spec<typeof PeerAuthentication>;

export const RequestAuthentication = kind(
  'security.istio.io/v1',
  'RequestAuthentication',
  'Namespaced',
  {
    spec: object({
      jwtRules: array(
        object({
          audiences: array(string({ min: 1 })),
          forwardOriginalToken: boolean(),
          fromCookies: array(string({ min: 1 })),
          fromHeaders: array(object({ name: required(string({ min: 1 })), prefix: string() })),
          fromParams: array(string({ min: 1 })),
          issuer: string({ min: 1 }),
          jwks: string(),
          jwks_uri: string({ min: 1, max: 2048 }),
          jwksUri: string({ min: 1, max: 2048 }),
          outputClaimToHeaders: array(
            object({
              claim: required(string({ min: 1 })),
              header: required(string({ min: 1, pattern: '^[-_A-Za-z0-9]+$' })),
            }),
          ),
          outputPayloadToHeader: string(),
          spaceDelimitedClaims: array(string({ min: 1 }), { max: 64 }),
          timeout: string(),
        }),
        { max: 4096 },
      ),
      selector: object({ matchLabels: map(string({ max: 63 }), { max: 4096 }) }),
      targetRef: TargetRef,
      targetRefs: array(TargetRef, { max: 16 }),
    }),
  },
  ['security.istio.io/v1beta1'],
);
export type RequestAuthenticationSpec = Spec<typeof RequestAuthentication>;
