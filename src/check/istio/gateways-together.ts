import { Gateway, GatewaySpec } from '../../manifest/istio-networking';
import { Secret, Service } from '../../manifest/kubernetes';
import { mayBeMade, namespacesOfSecret } from '../../model/generated';
import { IstioGatewayItem } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { podsOf, ServiceItem } from '../../model/mesh';
import { findItem, isDeclared, itemsOf, Model, pathOf, view } from '../../model/model';
import { Workload, workloadsOf } from '../../model/workloads';
import { groupBy } from '../../value/group-by';
import { ModelRule, ofAbsence, Report } from '../model-rule';

/** Servers of Istio's Gateways: with each other, with their certificates, with the Services of their pods. */
export const gatewayServerRules: readonly ModelRule[] = [
  { code: 'GW705', title: 'server with a host that another server has', severity: 'warning', find: sharedHosts },
  {
    code: 'GW706',
    title: 'one certificate for servers of several hosts',
    severity: 'warning',
    find: sharedCertificates,
  },
  { code: 'GW707', title: 'Secret of a Gateway without a certificate', find: secretsWithoutCertificate },
  { code: 'GW708', title: 'certificate of a Gateway that does not exist', find: missingCertificates },
  {
    code: 'GW709',
    title: 'port of a Gateway that the Service of its pods does not have',
    severity: 'warning',
    find: closedPorts,
  },
];

type Server = NonNullable<GatewaySpec['servers']>[number];

interface PlacedServer {
  readonly gateway: IstioGatewayItem;
  readonly server: Server;
  readonly path: string;
}

const serversOf = (gateway: IstioGatewayItem): PlacedServer[] =>
  (gateway.body.spec?.servers ?? []).map((server, index) => ({ gateway, server, path: `spec.servers[${index}]` }));

/** Servers with TLS by the port and the address that they listen at. */
const tlsServers = view((model: Model) =>
  groupBy(
    itemsOf(model, Gateway)
      .flatMap(serversOf)
      .filter(({ server }) => server.tls !== undefined && server.tls.httpsRedirect !== true),
    ({ server }) => `${server.port.number} ${server.bind ?? ''}`,
  ),
);

function isAtSamePods(model: Model, a: IstioGatewayItem, b: IstioGatewayItem): boolean {
  const [left, right] = [a.body.spec?.selector ?? {}, b.body.spec?.selector ?? {}];
  const isSame = Object.keys(left).length === Object.keys(right).length && hasLabels(left, right);
  return isSame || podsOf(model, left).some(({ labels }) => Object.keys(right).length > 0 && hasLabels(labels, right));
}

/** A proxy tells TLS servers of a port apart by host alone; plain HTTP servers are merged. */
function sharedHosts(model: Model, report: Report): void {
  for (const servers of tlsServers(model).values()) {
    servers.forEach(({ gateway, server, path }, index) => {
      const at = server.hosts.findIndex((host) => other(host) !== undefined);
      if (at < 0) return;
      const { gateway: first, path: place } = other(server.hosts[at])!;
      report(gateway, {
        what: `${path}.hosts[${at}]`,
        got: `${server.hosts[at]} at port ${server.port.number}, which ${place} of Gateway ${pathOf(first)} has too`,
        expected: 'a host that one server with TLS has',
        fix: 'remove one of the servers; Istio ignores the whole server of the younger Gateway',
      });

      function other(host: string) {
        return servers
          .slice(0, index)
          .find((each) => each.server.hosts.includes(host) && isAtSamePods(model, each.gateway, gateway));
      }
    });
  }
}

/** A browser uses an HTTP/2 connection for every host of its certificate, and each server knows its own hosts only. */
function sharedCertificates(model: Model, report: Report): void {
  const reused = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL', undefined];
  for (const servers of tlsServers(model).values()) {
    servers.forEach(({ gateway, server, path }, index) => {
      const name = server.tls?.credentialName;
      if (!name || !reused.includes(server.tls?.mode) || server.port.protocol.toUpperCase() !== 'HTTPS') return;
      const other = servers
        .slice(0, index)
        .find(
          (each) =>
            each.server.tls?.credentialName === name &&
            !server.hosts.some((host) => each.server.hosts.includes(host)) &&
            isAtSamePods(model, each.gateway, gateway),
        );
      if (!other) return;
      report(gateway, {
        what: `${path}.tls.credentialName`,
        got: `${name}, which ${other.path} of Gateway ${pathOf(other.gateway)} with other hosts uses too`,
        expected: 'one server for all hosts of a certificate',
        fix: 'put the hosts into one server, or use a certificate for each; browsers reuse a connection for the other host and get 404',
      });
    });
  }
}

interface Credential {
  readonly path: string;
  readonly name: string;
  /** Namespaces of the pods, which read it. */
  readonly namespaces: readonly string[];
  readonly mode: string;
}

function credentialsOf(model: Model, { body }: IstioGatewayItem): Credential[] {
  const { selector = {}, servers = [] } = body.spec ?? {};
  const namespaces = [...new Set(podsOf(model, selector).map(({ namespace }) => namespace))];
  return servers.flatMap(({ tls }, index) =>
    tls?.credentialName
      ? [
          {
            path: `spec.servers[${index}].tls.credentialName`,
            name: tls.credentialName,
            namespaces,
            mode: tls.mode ?? '',
          },
        ]
      : [],
  );
}

/** Names of the certificate and of its key, in Secrets of both forms. */
const FORMS = [
  ['tls.crt', 'tls.key'],
  ['cert', 'key'],
] as const;

function secretsWithoutCertificate(model: Model, report: Report): void {
  for (const gateway of itemsOf(model, Gateway)) {
    for (const { path, name, namespaces } of credentialsOf(model, gateway)) {
      const secret = namespaces.flatMap((namespace) => findItem(model, Secret, namespace, name) ?? []).at(0);
      const texts = secret && { ...decoded(secret.body.data), ...secret.body.stringData };
      // A Secret without data is filled by somebody else.
      if (!texts || Object.keys(texts).length === 0) continue;
      const [certificate, key] = FORMS.find(([cert]) => texts[cert] !== undefined) ?? FORMS[0];
      const missing = [certificate, key].filter((each) => !texts[each]);
      const isText = missing.length === 0 && /-----BEGIN [A-Z ]*CERTIFICATE-----/.test(texts[certificate]);
      // Templates and placeholders are filled in later.
      if (isText || (missing.length === 0 && /[{<$]/.test(texts[certificate]))) continue;
      report(gateway, {
        what: path,
        got: `Secret ${pathOf(secret)} with ${missing.length > 0 ? Object.keys(texts).join(', ') : `a ${certificate} that is no certificate`}`,
        expected: 'a Secret with tls.crt and tls.key, in PEM',
        fix:
          missing.length > 0
            ? `add ${missing.join(' and ')}; the server has no certificate otherwise`
            : 'use the text between BEGIN CERTIFICATE and END CERTIFICATE with both lines; the server has no certificate otherwise',
      });
    }
  }
}

const decoded = (data: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('latin1')]),
  );

function missingCertificates(model: Model, report: Report): void {
  for (const gateway of itemsOf(model, Gateway)) {
    for (const { path, name, namespaces } of credentialsOf(model, gateway)) {
      const places = namespaces.length > 0 ? namespaces : hasPods(model) ? [] : [gateway.namespace];
      const isThere = places.some(
        (namespace) =>
          mayBeMade(model, 'Secret', namespace) || isDeclared(model, { group: '', kind: 'Secret', namespace, name }),
      );
      // Without pods, or with a certificate elsewhere, another rule tells.
      if (places.length === 0 || isThere || namespacesOfSecret(model, name).length > 0) continue;
      report(
        gateway,
        {
          what: path,
          got: name,
          expected: `a Secret or a Certificate for it in namespace ${places.join(' or ')}`,
          fix: 'add it, correct the name, or declare that it exists elsewhere; the server has no certificate otherwise',
        },
        ofAbsence(model),
      );
    }
  }
}

const hasPods = (model: Model) => workloadsOf(model).length > 0;

/** A Service sends requests to targetPort; a server listens at the port of the pods, or at the one of the Service. */
function closedPorts(model: Model, report: Report): void {
  const services = groupBy(itemsOf(model, Service), ({ namespace }) => namespace);
  for (const gateway of itemsOf(model, Gateway)) {
    const pods = podsOf(model, gateway.body.spec?.selector ?? {});
    const behind = pods.flatMap((pod) =>
      (services.get(pod.namespace) ?? []).flatMap((service) => (fits(service, pod) ? [{ service, pod }] : [])),
    );
    if (behind.length === 0) continue;
    const open = new Set(behind.flatMap(({ service, pod }) => openPorts(service, pod)));
    serversOf(gateway).forEach(({ server, path }) => {
      const { number } = server.port;
      // A server at an address of the pod itself is for the pod alone.
      if (open.has(number) || /^(127\.|::1|unix:)/.test(server.bind ?? '')) return;
      const names = [...new Set(behind.map(({ service }) => pathOf(service)))];
      report(gateway, {
        what: `${path}.port.number`,
        got: number,
        expected: `a port or targetPort of Service ${names.join(', ')}: ${[...open].join(', ')}`,
        fix: 'add the port to the Service, or correct the number; nothing outside the pods reaches the server otherwise',
      });
    });
  }
}

const fits = ({ body }: ServiceItem, { labels }: Workload) => {
  const { selector = {} } = body.spec ?? {};
  return Object.keys(selector).length > 0 && hasLabels(labels, selector);
};

const openPorts = ({ body }: ServiceItem, { containers, initContainers }: Workload) =>
  (body.spec?.ports ?? []).flatMap(({ port, targetPort = port }) => {
    const named = [...containers, ...initContainers]
      .flatMap(({ ports = [] }) => ports)
      .filter(({ name }) => name === targetPort)
      .map(({ containerPort }) => containerPort);
    return [port, ...(typeof targetPort === 'number' ? [targetPort] : named)];
  });
