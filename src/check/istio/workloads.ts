import { Service } from '../../manifest/kubernetes';
import { isInjected, PROXY, ServiceItem } from '../../model/mesh';
import { itemsOf, Model, pathOf } from '../../model/model';
import { namespaceLabels, workloadsBehind, podSpecPath, workloadsOf } from '../../model/workloads';
import { ModelRule, Report } from '../model-rule';

/** Pods of the mesh, and the Services in front of them. */
export const meshWorkloadRules: readonly ModelRule[] = [
  { code: 'GW720', title: 'container that runs as the user of the proxy', severity: 'warning', find: proxyUsers },
  { code: 'GW721', title: 'image of an injected proxy without injection', severity: 'warning', find: autoImages },
  {
    code: 'GW722',
    title: 'one port of pods with two protocols',
    severity: 'warning',
    find: mixedProtocols,
  },
  { code: 'GW723', title: 'port of an ExternalName that Istio reads as TCP', severity: 'warning', find: externalNames },
];

/** The rules of the node send the traffic of this user past the proxy. */
const PROXY_USER = 1337;

function proxyUsers(model: Model, report: Report): void {
  for (const workload of workloadsOf(model)) {
    if (isInjected(model, workload) !== true) continue;
    const applications = workload.containers.filter(({ name }) => name !== PROXY);
    const ofPod = workload.securityContext?.runAsUser;
    const index = workload.containers.findIndex(
      ({ name, securityContext }) => name !== PROXY && securityContext?.runAsUser === PROXY_USER,
    );
    const isOfPod =
      ofPod === PROXY_USER && applications.some(({ securityContext }) => securityContext?.runAsUser === undefined);
    if (index < 0 && !isOfPod) continue;
    report(workload.owner, {
      what: `${podSpecPath(workload)}${index < 0 ? '' : `.containers[${index}]`}.securityContext.runAsUser`,
      got: PROXY_USER,
      expected: 'another user; traffic of this one passes the proxy by',
      fix: 'use another number, or leave it out',
    });
  }
}

/** Injection replaces the image; a node would pull one of that name. */
function autoImages(model: Model, report: Report): void {
  for (const workload of workloadsOf(model)) {
    const index = workload.containers.findIndex(({ name, image }) => name === PROXY && image === 'auto');
    // A label of a revision, or of injection itself, is enough where the Namespace does not forbid it.
    if (index < 0 || isInjected(model, workload) !== false) continue;
    report(workload.owner, {
      what: `${podSpecPath(workload)}.containers[${index}].image`,
      got: `auto, in namespace ${workload.namespace} without injection`,
      expected: 'pods that are injected',
      fix: "add the label 'sidecar.istio.io/inject: \"true\"' to the pods, and no 'istio-injection: disabled' to the namespace",
    });
  }
}

/** A proxy serves each port of its pod by one protocol. */
function mixedProtocols(model: Model, report: Report): void {
  const first = new Map<string, { readonly service: ServiceItem; readonly protocol: string }>();
  for (const service of itemsOf(model, Service)) {
    for (const workload of workloadsBehind(model, service)) {
      if (isInjected(model, workload) !== true) continue;
      (service.body.spec?.ports ?? []).forEach(({ port, targetPort = port, name, appProtocol }, index) => {
        const protocol = protocolOf(appProtocol ?? name);
        if (protocol === undefined) return;
        const key = `${workload.owner.kind} ${pathOf(workload.owner)} ${targetPort}`;
        const other = first.get(key);
        if (!other) {
          first.set(key, { service, protocol });
        } else if (other.protocol !== protocol) {
          report(service, {
            what: `spec.ports[${index}]`,
            got: `${protocol} at port ${targetPort} of ${workload.owner.kind} ${workload.owner.name}, which is ${other.protocol} in Service ${pathOf(other.service)}`,
            expected: 'one protocol for a port of pods',
            fix: 'correct the name or appProtocol of one of them; the proxy uses one for both',
          });
        }
      });
    }
  }
}

/** How a proxy reads a port by name or appProtocol; undefined where it looks at the bytes. */
function protocolOf(text: string | undefined): 'HTTP' | 'TCP' | 'TLS' | undefined {
  const [prefix] = (text ?? '').toLowerCase().split('-');
  if (['http', 'http2', 'grpc'].includes(prefix)) return 'HTTP';
  if (['tcp', 'mysql', 'mongo', 'redis'].includes(prefix)) return 'TCP';
  return ['tls', 'https'].includes(prefix) ? 'TLS' : undefined;
}

/** Names whose protocol has a host, or is one of its own. */
const NAMED = /^(http|http2|https|grpc|grpc-web|tls|mongo|mysql|redis|udp|hbone)(-.*)?$/;

function externalNames(model: Model, report: Report): void {
  for (const service of itemsOf(model, Service)) {
    const { type, ports = [] } = service.body.spec ?? {};
    const labels = namespaceLabels(model, service.namespace) ?? {};
    const isOfMesh = labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
    if (type !== 'ExternalName' || !isOfMesh) continue;
    ports.forEach(({ name = '', appProtocol, protocol, port }, index) => {
      const shown = appProtocol ?? name;
      if (NAMED.test(shown.toLowerCase()) || (protocol ?? 'TCP') !== 'TCP') return;
      report(service, {
        what: `spec.ports[${index}].name`,
        got: shown === '' ? `none, for port ${port}` : shown,
        expected: 'a name that begins with http, https, grpc, tls or the protocol',
        fix: 'name the protocol; proxies send TCP at that port, to whatever address, to this name otherwise',
      });
    });
  }
}
