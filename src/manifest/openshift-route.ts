// route.openshift.io: written by tools/shapes.ts from the CRDs; change it there.
import { array, choice, integer, intOrString, kind, object, preset, required, string, Infer, Spec } from './shape';

export const AlternateBackend = object({
  kind: preset(choice('Service', ''), 'Service'),
  name: required(string({ min: 1 })),
  weight: integer({ default: 100, format: 'int32', minimum: 0, maximum: 256 }),
});
export type AlternateBackend = Infer<typeof AlternateBackend>;

export const Request = object({
  action: required(
    object({
      set: object({ value: required(string({ min: 1, max: 16384 })) }),
      type: required(choice('Set', 'Delete')),
    }),
  ),
  name: required(string({ min: 1, max: 255, pattern: "^[-!#$%&'*+.0-9A-Z^_`a-z|~]+$" })),
});
export type Request = Infer<typeof Request>;

export const Route = kind('route.openshift.io/v1', 'Route', 'Namespaced', {
  spec: required(
    object({
      alternateBackends: array(AlternateBackend, { max: 3, keys: ['name', 'kind'] }),
      host: string({
        max: 253,
        pattern:
          '^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])(\\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9]))*$',
      }),
      httpHeaders: object({
        actions: object({
          request: array(Request, { max: 20, keys: ['name'] }),
          response: array(Request, { max: 20, keys: ['name'] }),
        }),
      }),
      path: string({ pattern: '^/' }),
      port: object({ targetPort: required(intOrString()) }),
      subdomain: string({
        max: 253,
        pattern:
          '^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])(\\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9]))*$',
      }),
      tls: object({
        caCertificate: string(),
        certificate: string(),
        destinationCACertificate: string(),
        externalCertificate: object({ name: string() }),
        insecureEdgeTerminationPolicy: choice('Allow', 'None', 'Redirect', ''),
        key: string(),
        termination: required(choice('edge', 'reencrypt', 'passthrough')),
      }),
      to: required(AlternateBackend),
      wildcardPolicy: preset(choice('None', 'Subdomain', ''), 'None'),
    }),
  ),
});
export type RouteSpec = Spec<typeof Route>;
