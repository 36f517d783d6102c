import { Service } from '../../manifest/kubernetes';
import { PodMonitor, ServiceMonitor } from '../../manifest/monitoring';
import { LabelSelector, selects, shownSelector } from '../../model/labels';
import { Entry, itemsOf, Model } from '../../model/model';
import { workloadsOf } from '../../model/workloads';
import { ModelRule, ofAbsence, Report } from '../model-rule';

/** Whether Prometheus finds something behind a monitor. */
export const scrapeRules: readonly ModelRule[] = [
  {
    code: 'GW612',
    title: 'scraped port that is not declared',
    severity: 'warning',
    find(model, report) {
      podPorts(model, report);
      servicePorts(model, report);
    },
  },
  {
    code: 'GW617',
    title: 'monitor that finds nothing of the input',
    severity: 'warning',
    find(model, report) {
      monitorsWithoutServices(model, report);
      podsElsewhere(model, report);
    },
  },
];

/** Ports that injection adds to the pods of a proxy. */
const INJECTED_PORTS = [{ name: 'http-envoy-prom', containerPort: 15090 }];

interface Port {
  readonly name?: string;
  readonly containerPort: number;
}

/** A port by its name or its number, as the fields of an endpoint mean them. */
interface Endpoint {
  readonly port?: string;
  readonly portNumber?: number;
  readonly targetPort?: number | string;
}

/** Prometheus makes a target of each port that a container declares, and keeps those of the name or number. */
function podPorts(model: Model, report: Report): void {
  for (const monitor of itemsOf(model, PodMonitor)) {
    const { selector, namespaceSelector, podMetricsEndpoints = [] } = monitor.body.spec;
    const workloads = workloadsOf(model).filter(
      ({ namespace, labels }) => isIn(namespace, monitor.namespace, namespaceSelector) && selects(selector, labels),
    );
    if (workloads.length === 0) continue;
    const ports: Port[] = workloads.flatMap(({ containers, initContainers }) =>
      [...containers, ...initContainers].flatMap((container) => container.ports ?? []),
    );
    podMetricsEndpoints.forEach((endpoint: Endpoint, index) => {
      const [field, wanted] = chosen(endpoint);
      const isName = field === 'port' || typeof wanted === 'string';
      const isDeclared = [...ports, ...INJECTED_PORTS].some(({ name, containerPort }) =>
        isName ? name === wanted : containerPort === wanted,
      );
      if (wanted === undefined || wanted === '' || isDeclared) return;
      const byNumber = isName ? ports.find(({ containerPort }) => String(containerPort) === wanted) : undefined;
      const all = ports.map(({ name, containerPort }) => (name ? `${name} (${containerPort})` : containerPort));
      report(monitor, {
        what: `spec.podMetricsEndpoints[${index}].${field}`,
        got: wanted,
        expected: `${isName ? 'the name of a port' : 'a port'} that a container of the pods declares: ${all.join(', ') || 'they declare none'}`,
        fix: byNumber
          ? byNumber.name
            ? `use its name, ${byNumber.name}, or portNumber: ${wanted}`
            : `use portNumber: ${wanted}`
          : 'name one of them, or declare the port in the container; there is no target otherwise',
      });
    });
  }
}

function chosen({ port, portNumber, targetPort }: Endpoint): readonly [keyof Endpoint, number | string | undefined] {
  if (port !== undefined) return ['port', port];
  return portNumber !== undefined ? ['portNumber', portNumber] : ['targetPort', targetPort];
}

interface Namespaces {
  readonly any?: boolean;
  readonly matchNames?: readonly string[];
}

const isIn = (namespace: string, own: string, { any, matchNames }: Namespaces = {}) =>
  any === true || (matchNames?.length ? matchNames : [own]).includes(namespace);

const servicesOf = (model: Model, own: string, namespaces: Namespaces | undefined, selector: LabelSelector) =>
  itemsOf(model, Service).filter(
    ({ namespace, labels }) => isIn(namespace, own, namespaces) && selects(selector, labels),
  );

/** The port of an endpoint is the name of a port of the Service. */
function servicePorts(model: Model, report: Report): void {
  for (const monitor of itemsOf(model, ServiceMonitor)) {
    const { selector, namespaceSelector, endpoints = [] } = monitor.body.spec;
    const services = servicesOf(model, monitor.namespace, namespaceSelector, selector);
    const ports = services.flatMap(({ body }) => body.spec?.ports ?? []);
    if (services.length === 0) continue;
    endpoints.forEach(({ port }, index) => {
      if (port === undefined || ports.some(({ name }) => name === port)) return;
      const all = ports.map(({ name, port: number }) => (name ? `${name} (${number})` : `${number} without a name`));
      report(monitor, {
        what: `spec.endpoints[${index}].port`,
        got: port,
        expected: `the name of a port of the Services: ${all.join(', ') || 'they have none'}`,
        fix: ports.some((each) => String(each.port) === port)
          ? 'give the port of the Service a name, and use it'
          : 'use one of the names; there is no target otherwise',
      });
    });
  }
}

/** Without a namespaceSelector a monitor looks into its own namespace. */
function podsElsewhere(model: Model, report: Report): void {
  for (const monitor of itemsOf(model, PodMonitor)) {
    const { selector, namespaceSelector } = monitor.body.spec;
    const found = namespaceSelector ? [] : workloadsOf(model).filter(({ labels }) => selects(selector, labels));
    if (found.some(({ namespace }) => namespace === monitor.namespace)) continue;
    tellElsewhere(monitor, found, report);
  }
}

function tellElsewhere(monitor: Entry, found: readonly { readonly namespace: string }[], report: Report): boolean {
  const [first] = found;
  if (!first) return false;
  const namespaces = [...new Set(found.map(({ namespace }) => namespace))];
  report(monitor, {
    what: 'spec.namespaceSelector',
    got: undefined,
    expected: `the namespaces of what it selects, ${namespaces.join(', ')}; without it, it looks into ${monitor.namespace || 'its own'} alone`,
    fix: `add namespaceSelector: { matchNames: [${namespaces.join(', ')}] }`,
  });
  return true;
}

/** It looks at labels of Services, which are not those of the pods behind them. */
function monitorsWithoutServices(model: Model, report: Report): void {
  for (const monitor of itemsOf(model, ServiceMonitor)) {
    const { selector, namespaceSelector } = monitor.body.spec;
    const within = itemsOf(model, Service).filter(({ namespace }) =>
      isIn(namespace, monitor.namespace, namespaceSelector),
    );
    if (servicesOf(model, monitor.namespace, namespaceSelector, selector).length > 0) continue;
    const elsewhere = namespaceSelector ? [] : servicesOf(model, '', { any: true }, selector);
    if (tellElsewhere(monitor, elsewhere, report)) continue;
    // Where a namespace has no Service, they are in another program.
    if (within.length === 0) continue;
    const meant = within.find(({ body }) => body.spec?.selector && selects(selector, body.spec.selector));
    report(
      monitor,
      {
        what: 'spec.selector',
        got: shownSelector(selector),
        expected: 'labels of a Service in a namespace that is looked into',
        fix: meant
          ? `add the labels to metadata.labels of Service ${meant.name}; those of its pods do not count`
          : 'correct the labels, or add the Service',
      },
      ofAbsence(model, 'warning'),
    );
  }
}
