import { each, object } from '../together';

const route = (rest: string) =>
  object('route.openshift.io/v1', 'Route', 'edge/www', `spec: { to: { kind: Service, name: web }${rest} }`);
const service = (...ports: string[]) =>
  object('v1', 'Service', 'edge/web', `spec: { selector: { app: a }, ports: [${ports.join(', ')}] }`);
const HTTPS = '{ name: https, port: 443, targetPort: 8443 }';
const told = (place: string, got: string) => [`warning GW585 Route edge/www: ${place}: got '${got}'`];

each([
  ['edge to http', route(', port: { targetPort: http }, tls: { termination: edge }'), []],
  ['edge to a name that tells nothing', route(', port: { targetPort: web }, tls: { termination: edge }'), []],
  [
    'edge to https',
    route(', port: { targetPort: https }, tls: { termination: edge }'),
    told('spec.tls.termination', 'HTTP from the router (edge), to port https for TLS'),
  ],
  ['passthrough to 8443', route(', port: { targetPort: 8443 }, tls: { termination: passthrough }'), []],
  [
    'plain HTTP to 8443',
    route(', port: { targetPort: 8443 }'),
    told('spec.tls', 'HTTP from the router (no tls), to port 8443 for TLS'),
  ],
  [
    'plain HTTP to the only port, https',
    route('') + service(HTTPS),
    told('spec.tls', 'HTTP from the router (no tls), to port https for TLS'),
  ],
  ['plain HTTP to one of two ports', route('') + service(HTTPS, '{ name: http, port: 80 }'), []],
]);
