import { DestinationRule, Gateway, VirtualService, VirtualServiceSpec } from '../../manifest/istio-networking';
import { Service } from '../../manifest/kubernetes';
import { GATEWAY_API } from '../../manifest/manifest';
import { mayBeMade, maker } from '../../model/generated';
import {
  fullHost,
  gatewayNames,
  gatewaysOf,
  MESH,
  serviceOfHost,
  servesHost,
  VirtualServiceItem,
} from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { targetsOf } from '../../model/mesh';
import { entriesOf, find, findItem, isDeclared, itemsOf, Model, pathOf } from '../../model/model';
import { workloadsBehind } from '../../model/workloads';
import { nearest } from '../../value/problem';
import { ModelRule, ofAbsence, Report } from '../model-rule';

/** Where VirtualServices and DestinationRules send requests, and whether something is there. */
export const destinationRules: readonly ModelRule[] = [
  { code: 'GW700', title: 'destination that the mesh does not have', find: unknownDestinations },
  {
    code: 'GW701',
    title: 'destination with several ports and none chosen',
    severity: 'warning',
    find: undecidedPorts,
  },
  {
    code: 'GW702',
    title: 'DestinationRule for a host that the mesh does not have',
    severity: 'warning',
    find: unknownHosts,
  },
  { code: 'GW703', title: 'subset that selects no pod', severity: 'warning', find: emptySubsets },
  { code: 'GW704', title: 'gateway that does not exist', find: missingGateways },
  { code: 'GW733', title: 'VirtualService that no gateway takes', severity: 'warning', find: forgottenGateways },
];

export interface Destination {
  readonly path: string;
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
}

/** Every destination of a VirtualService, mirrors included. */
export function destinationsOf({ body }: VirtualServiceItem): Destination[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    (body.spec?.[protocol] ?? []).flatMap((rule, index) => {
      const path = `spec.${protocol}[${index}]`;
      const { mirror, mirrors = [] } = rule as NonNullable<VirtualServiceSpec['http']>[number];
      return [
        ...(rule.route ?? []).map(({ destination }, at) => ({ path: `${path}.route[${at}].destination`, destination })),
        ...(mirror ? [{ path: `${path}.mirror`, destination: mirror }] : []),
        ...mirrors.map(({ destination }, at) => ({ path: `${path}.mirrors[${at}].destination`, destination })),
      ].map(({ path: place, destination: { host, subset, port } }) => ({
        path: place,
        host,
        subset,
        port: port?.number,
      }));
    }),
  );
}

/** Without gateways a VirtualService is for the mesh alone, which may have nothing of the host. */
function forgottenGateways(model: Model, report: Report): void {
  for (const item of itemsOf(model, VirtualService)) {
    const { gateways = [], hosts = [] } = item.body.spec ?? {};
    if (gateways.length > 0) continue;
    const host = hosts.find(
      (each) => each.includes('.') && !each.includes('.svc') && !isKnown(model, each, item.namespace),
    );
    const gateway = host && itemsOf(model, Gateway).find((each) => servesHost(each, host));
    if (!gateway) continue;
    report(item, {
      what: 'spec.gateways',
      got: undefined,
      expected: `${pathOf(gateway)}, which has a server for ${host}; without gateways it is for pods of the mesh alone`,
      fix: `add gateways: [${gateway.namespace === item.namespace ? gateway.name : pathOf(gateway)}]`,
    });
  }
}

/** Whether the input has what a host stands for, or cannot have it. */
function isKnown(model: Model, host: string, namespace: string): boolean {
  const { service, entries } = targetsOf(model, host, namespace);
  // Services of several clusters come from other clusters.
  if (service || entries.length > 0 || host.endsWith('.clusterset.local')) return true;
  const name = serviceOfHost(host, namespace);
  if (!name) return isDeclared(model, { group: 'networking.istio.io', kind: 'ServiceEntry', namespace, name: host });
  const named = { group: '', kind: 'Service', ...name };
  return (
    find(model, named) !== undefined ||
    isDeclared(model, named) ||
    maker(model, 'Service', name.namespace, name.name) !== undefined ||
    mayBeMade(model, 'Service', name.namespace)
  );
}

/** `name.namespace`, which Istio does not complete, where the Service is in the input. */
function halfName(model: Model, host: string): string | undefined {
  const [name, namespace, ...rest] = host.split('.');
  return rest.length === 0 && namespace !== undefined && findItem(model, Service, namespace, name)
    ? `${host}.svc.cluster.local`
    : undefined;
}

function unknownDestinations(model: Model, report: Report): void {
  for (const item of itemsOf(model, VirtualService)) {
    const told = new Set<string>();
    for (const { path, host } of destinationsOf(item)) {
      const meant = halfName(model, host);
      if (host === '' || told.has(host) || (isKnown(model, host, item.namespace) && !meant)) continue;
      if (meant && targetsOf(model, host, item.namespace).entries.length > 0) continue;
      told.add(host);
      report(
        item,
        {
          what: `${path}.host`,
          got: host,
          expected: meant
            ? 'the name of a Service alone, or its full name'
            : `a Service or a ServiceEntry for ${fullHost(host, item.namespace)}`,
          fix: meant ? `use ${meant}; Istio completes only names without a dot` : fixOf(model, host, item.namespace),
        },
        meant ? 'error' : ofAbsence(model),
      );
    }
  }
}

function fixOf(model: Model, host: string, namespace: string): string {
  const name = serviceOfHost(host, namespace);
  const meant =
    name &&
    nearest(
      name.name,
      entriesOf(model, '', 'Service').flatMap((each) => (each.namespace === name.namespace ? [each.name] : [])),
    );
  return meant
    ? `did you mean '${meant}'?`
    : 'correct the host or its namespace, add the object, or declare that it exists elsewhere; requests get 503 otherwise';
}

/** Without a port, Istio takes the port that the request came in at, where the Service has more than one. */
function undecidedPorts(model: Model, report: Report): void {
  for (const item of itemsOf(model, VirtualService)) {
    const listened = listenedPorts(model, item);
    if (!listened) continue;
    for (const { path, host, port } of destinationsOf(item)) {
      if (port !== undefined) continue;
      const { service, entries } = targetsOf(model, host, item.namespace);
      const ports = service
        ? (service.body.spec?.ports ?? []).map((each) => each.port)
        : entries.length === 1
          ? (entries[0].body.spec.ports ?? []).map(({ number }) => number)
          : [];
      const lost = listened.filter((each) => !ports.includes(each));
      if (ports.length < 2 || lost.length === 0) continue;
      report(item, {
        what: `${path}.port`,
        got: `none, for ${host} with ports ${ports.join(', ')} and requests at ${lost.join(', ')}`,
        expected: 'the port of the destination',
        fix: `set port.number, such as ${ports[0]}; without it, the port of the request is taken, and requests get 503`,
      });
    }
  }
}

/** Ports that requests for a VirtualService come in at; undefined where the input does not say. */
function listenedPorts(model: Model, item: VirtualServiceItem): number[] | undefined {
  const gateways = gatewaysOf(model, item);
  if (gateways.includes(undefined)) return undefined;
  const ofGateways = gateways.flatMap((gateway) => (gateway!.body.spec?.servers ?? []).map(({ port }) => port.number));
  if (!gatewayNames(item.body.spec).includes(MESH)) return [...new Set(ofGateways)];
  const ofMesh = (item.body.spec?.hosts ?? []).map((host) =>
    targetsOf(model, host, item.namespace).service?.body.spec?.ports?.map(({ port }) => port),
  );
  return ofMesh.includes(undefined) ? undefined : [...new Set([...ofGateways, ...ofMesh.flatMap((ports) => ports!)])];
}

function unknownHosts(model: Model, report: Report): void {
  for (const item of itemsOf(model, DestinationRule)) {
    const { host } = item.body.spec ?? {};
    if (host === undefined || host.startsWith('*') || host === '') continue;
    const meant = halfName(model, host);
    if (targetsOf(model, host, item.namespace).entries.length > 0) continue;
    if (isKnown(model, host, item.namespace) && !meant) continue;
    report(
      item,
      {
        what: 'spec.host',
        got: host,
        expected: meant
          ? 'the name of a Service alone, or its full name'
          : `a Service or a ServiceEntry for ${fullHost(host, item.namespace)}`,
        fix: meant
          ? `use ${meant}; Istio completes only names without a dot`
          : 'correct the host or its namespace, add the object, or declare that it exists elsewhere; the rule has no effect otherwise',
      },
      meant ? 'warning' : ofAbsence(model, 'warning'),
    );
  }
}

/** Labels that nodes and clusters give, not pods. */
const isOfPlace = (key: string) =>
  /^(topology\.(istio|kubernetes)\.io|failure-domain\.beta\.kubernetes\.io|kubernetes\.io)\//.test(key);

function emptySubsets(model: Model, report: Report): void {
  for (const item of itemsOf(model, DestinationRule)) {
    const { host = '', subsets = [] } = item.body.spec ?? {};
    const { service, entries } = targetsOf(model, host, item.namespace);
    const workloads = service && entries.length === 0 ? workloadsBehind(model, service) : [];
    // Controllers of canaries change labels of pods and subsets.
    if (workloads.length === 0 || workloads.some(({ owner }) => owner.kind === 'Rollout')) continue;
    subsets.forEach(({ name, labels = {} }, index) => {
      const wanted = Object.fromEntries(Object.entries(labels).filter(([key]) => !isOfPlace(key)));
      if (workloads.some((workload) => hasLabels(workload.labels, wanted))) return;
      report(
        item,
        {
          what: `spec.subsets[${index}].labels`,
          got: Object.entries(wanted)
            .map(([key, value]) => `${key}=${value}`)
            .join(', '),
          expected: `labels of a pod behind Service ${pathOf(service!)}: ${workloads.map(({ owner }) => `${owner.kind} ${owner.name}`).join(', ')}`,
          fix: `correct the labels, or add the workload of subset ${name}; requests to it get 503 otherwise`,
        },
        model.isWhole ? 'error' : 'warning',
      );
    });
  }
}

function missingGateways(model: Model, report: Report): void {
  for (const item of itemsOf(model, VirtualService)) {
    const names = gatewayNames(item.body.spec);
    const found = gatewaysOf(model, item);
    names
      .filter((name) => name !== MESH)
      .forEach((name, index) => {
        const [namespace, id] = name.includes('/') ? name.split('/') : [item.namespace, name];
        const asNamed = { group: GATEWAY_API, kind: 'Gateway', namespace, name: id };
        if (found[index] || find(model, asNamed) || isDeclared(model, asNamed)) return;
        if (find(model, { ...asNamed, group: 'networking.istio.io' })) return;
        report(
          item,
          {
            what: `spec.gateways[${names.indexOf(name)}]`,
            got: name,
            expected: 'a Gateway of the input',
            fix: 'correct the name or the namespace, add the Gateway, or declare that it exists elsewhere; the routes are not used otherwise',
          },
          ofAbsence(model),
        );
      });
  }
}
