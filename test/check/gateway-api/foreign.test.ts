/*
 * The Gateway API's own cases, of its main branch after 1.6: of 232 objects of its tests of CEL expressions (the
 * experimental channel, and the standard one where it differs), 227 are judged alike; all 36 of its invalid examples
 * are told, and none of the 89 files of its valid examples has an error.
 *
 * The others, each on purpose:
 * - three BackendTLSPolicies with an authority of a kind that no implementation reads: accepted by the CRD, and not by
 *   a controller (InvalidKind);
 * - a Gateway with HTTP and HTTPS on one port and host: the same (ProtocolConflict);
 * - addresses in a status, which is written by a controller and not judged.
 * Not judged either: 18 objects of XBackendTrafficPolicy, which has no schema here, and the update of a GatewayClass.
 */
import { API, each, object } from '../together';

const gateway = (...protocols: string[]) =>
  object(
    API,
    'Gateway',
    'edge/public',
    `spec: { gatewayClassName: istio, listeners: [${protocols
      .map((protocol, index) => `{ name: l${index}, port: 8000, hostname: a.example.com, protocol: ${protocol} }`)
      .join(', ')}] }`,
  );
const policy = (kind: string) =>
  object(
    API,
    'BackendTLSPolicy',
    'shop/web',
    `spec: { targetRefs: [{ group: "", kind: Service, name: web }], validation: { hostname: web.example.com, caCertificateRefs: [{ group: "", kind: ${kind}, name: ca }] } }`,
  );

each([
  ['an authority in a ConfigMap', policy('ConfigMap'), []],
  [
    'an authority of a kind that the CRD accepts alone',
    policy('Pem'),
    ["error GW387 BackendTLSPolicy shop/web: spec.validation.caCertificateRefs[0].kind: got 'Pem shop/ca'"],
  ],
  ['one listener', gateway('HTTP'), []],
  [
    'two protocols of one port and host',
    gateway('HTTP', 'HTTPS'),
    ["error GW375 Gateway edge/public: spec.listeners[1].protocol: got 'HTTPS on port 8000'"],
  ],
]);
