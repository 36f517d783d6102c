import { Service } from '../../manifest/kubernetes';
import { itemsOf, Model, pathOf } from '../../model/model';
import { podSpecPath, hasUnreadWorkloads, Workload, workloadsBehind, workloadsOf } from '../../model/workloads';
import { nearest } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/** Ports of pods by their names, and ports of nodes. */
export const podPortRules: readonly ModelRule[] = [
  {
    code: 'GW780',
    title: 'port name that no container declares',
    severity: 'warning',
    find(model, report) {
      targetPorts(model, report);
      probes(model, report);
    },
  },
  { code: 'GW782', title: 'traffic policy of a Service that is not reached from outside', find: trafficPolicies },
  { code: 'GW781', title: 'node port outside of the default range', severity: 'warning', find: nodePorts },
];

const namesOf = (containers: Workload['containers']) =>
  containers.flatMap(({ ports = [] }) => ports.flatMap(({ name }) => name ?? []));

/** A name that no container has makes no endpoint; a number needs no declaration. */
function targetPorts(model: Model, report: Report): void {
  for (const service of itemsOf(model, Service)) {
    const workloads = workloadsBehind(model, service);
    if (workloads.length === 0 || hasUnreadWorkloads(model, service.namespace)) continue;
    const names = workloads.flatMap(({ containers, initContainers }) => namesOf([...containers, ...initContainers]));
    (service.body.spec?.ports ?? []).forEach(({ targetPort }, index) => {
      if (typeof targetPort !== 'string' || /^\d+$/.test(targetPort) || names.includes(targetPort)) return;
      // A template of Istio may add ports.
      if (workloads.some(({ containers }) => containers.some(({ image }) => image === 'auto'))) return;
      report(service, toldName(`spec.ports[${index}].targetPort`, targetPort, names));
    });
  }
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

interface Probing {
  readonly httpGet?: { readonly port?: unknown };
  readonly tcpSocket?: { readonly port?: unknown };
}

/** A probe looks for the name in its own container. */
function probes(model: Model, report: Report): void {
  for (const { owner, containers } of workloadsOf(model)) {
    const path = podSpecPath({ owner });
    containers.forEach((container, index) => {
      for (const probe of PROBES) {
        const { httpGet, tcpSocket } = ((container as Readonly<Record<string, unknown>>)[probe] ?? {}) as Probing;
        const [field, port] = httpGet ? ['httpGet', httpGet.port] : ['tcpSocket', tcpSocket?.port];
        const names = namesOf([container]);
        if (typeof port !== 'string' || /^\d+$/.test(port) || names.includes(port) || container.image === 'auto') {
          continue;
        }
        report(owner, toldName(`${path}.containers[${index}].${probe}.${field}.port`, port, names));
      }
    });
  }
}

function toldName(what: string, got: string, names: readonly string[]) {
  const meant = nearest(got, names);
  return {
    what,
    got,
    expected: `the name of a port of the containers: ${[...new Set(names)].join(', ') || 'they name none'}`,
    fix: meant ? `did you mean '${meant}'?` : 'name the port in the container, or write its number',
  };
}

function trafficPolicies(model: Model, report: Report): void {
  for (const service of itemsOf(model, Service)) {
    const { type = 'ClusterIP', externalTrafficPolicy: got, externalIPs = [] } = service.body.spec ?? {};
    if (got === undefined || type !== 'ClusterIP' || externalIPs.length > 0) continue;
    report(service, {
      what: 'spec.externalTrafficPolicy',
      got,
      expected: 'none for type ClusterIP; the API server refuses it',
      fix: 'set type: LoadBalancer or NodePort, or leave it out',
    });
  }
}

/** kube-apiserver's --service-node-port-range. */
const NODE_PORTS = { first: 30_000, last: 32_767 };

function nodePorts(model: Model, report: Report): void {
  for (const service of itemsOf(model, Service)) {
    (service.body.spec?.ports ?? []).forEach(({ nodePort }, index) => {
      if (typeof nodePort !== 'number' || nodePort === 0 || nodePort > 65_535) return;
      if (nodePort >= NODE_PORTS.first && nodePort <= NODE_PORTS.last) return;
      report(service, {
        what: `spec.ports[${index}].nodePort`,
        got: nodePort,
        expected: `${NODE_PORTS.first} to ${NODE_PORTS.last}, the range of a cluster that sets no other; the API server refuses Service ${pathOf(service)} otherwise`,
        fix: 'use a port of the range, or leave it out for one that is free',
      });
    });
  }
}
