import { ServiceName, serviceOf } from './virtual-service-destination';
import { Findings } from './virtual-service-findings';
import { VirtualServiceManifest } from './virtual-service-manifest';
import { RouteParent } from '../route/route-parent';
import { hostname } from '../value/scalar';

/** The traffic of a VirtualService that the route handles. */
export interface ConversionScope {
  /** Empty for all hosts, and for a mesh route, whose parents are the hosts. */
  readonly hostnames: string[];
  /** Whether a match with these gateways and this port applies to the route. */
  keeps(gateways: readonly string[] | undefined, port: number | undefined, field: string): boolean;
}

/** The parents of the route. */
interface Attachment {
  readonly parents: readonly RouteParent[];
  readonly gateway?: string;
}

/** Istio's name for all sidecars. */
const MESH = 'mesh';

/**
 * Reads hosts and gateways.
 *
 * @param namespace namespace of the VirtualService, which short names refer to
 */
export function readScope(
  { spec }: VirtualServiceManifest,
  { parents, gateway }: Attachment,
  namespace: string | undefined,
  findings: Findings,
): ConversionScope {
  for (const [section, kind] of [
    ['tls', 'TlsRoute'],
    ['tcp', 'TcpRoute'],
  ] as const) {
    if (spec[section]?.length) {
      findings.refuse(`spec.${section}`, `an HTTPRoute handles only HTTP; write a ${kind}`);
    }
  }
  if (!spec.http?.length) {
    findings.refuse('spec.http', 'no rule');
  }
  const references = parents.flatMap((parent) => parent._render(undefined));
  const isMesh = references.some(isOfMesh);
  if (isMesh && !references.every(isOfMesh)) {
    findings.refuse('parents', 'both gateways and Services; convert once for the gateways, and once for the mesh');
  }
  const views = chooseGateways(spec.gateways, gateway, isMesh, namespace, findings);
  if (isMesh && spec.exportTo?.some((name) => name !== '*')) {
    findings.refuse(
      'spec.exportTo',
      'an HTTPRoute in the namespace of the Service applies to all clients, in another to clients of that namespace',
    );
  }
  const hostnames = isMesh
    ? checkServices(spec.hosts ?? [], references, namespace, findings)
    : readHostnames(spec.hosts ?? [], namespace, findings);
  const ports = new Set(references.map(({ port }) => port));
  const port = ports.size === 1 ? [...ports][0] : undefined;
  return {
    hostnames,
    keeps: (gateways, itsPort, field) => {
      const named = gateways?.map((name) => resolved(name, namespace)) ?? [];
      const meant = views.filter((view) => named.length === 0 || named.includes(view));
      if (meant.length === 0) return false;
      if (meant.length < views.length) {
        findings.refuse(
          `${field}.gateways`,
          `only some of ${views.join(', ')}; convert once for each, and set gateway`,
        );
      }
      if (itsPort !== undefined && port === undefined) {
        findings.refuse(
          `${field}.port`,
          `an HTTPRoute matches the port by its parents; convert once for each port, with RouteParent.port(gateway, ${itsPort})`,
        );
      }
      return itsPort === undefined || port === undefined || itsPort === port;
    },
  };
}

type Reference = ReturnType<RouteParent['_render']>[number];

const isOfMesh = (reference: Reference) =>
  'kind' in reference && (reference.kind === 'Service' || reference.kind === 'ServiceEntry');

/** A gateway without a namespace is in the namespace of the VirtualService. */
const resolved = (name: string, namespace: string | undefined) =>
  name === MESH || name.includes('/') || namespace === undefined ? name : `${namespace}/${name}`;

function chooseGateways(
  written: readonly string[] = [],
  chosen: string | undefined,
  isMesh: boolean,
  namespace: string | undefined,
  findings: Findings,
): readonly string[] {
  const all = (written.length > 0 ? written : [MESH]).map((name) => resolved(name, namespace));
  if (chosen !== undefined) {
    const name = resolved(chosen, namespace);
    if (!all.includes(name)) {
      findings.refuse('gateway', `'${chosen}' is not one of ${all.join(', ')}`);
    } else if ((name === MESH) !== isMesh) {
      findings.refuse(
        'gateway',
        isMesh
          ? 'the parents are Services, which are for mesh only'
          : 'for mesh, use Services as parents: RouteParent.service()',
      );
    }
    return [name];
  }
  if (isMesh && !all.includes(MESH)) {
    findings.refuse(
      'spec.gateways',
      'the parents are Services, but mesh is not among the gateways; use gateways as parents',
    );
  }
  const gateways = all.filter((name) => name !== MESH);
  if (!isMesh && gateways.length === 0) {
    findings.refuse('spec.gateways', 'mesh only; use Services as parents: RouteParent.service()');
  }
  return isMesh ? [MESH] : gateways;
}

function readHostnames(hosts: readonly string[], namespace: string | undefined, findings: Findings): string[] {
  if (hosts.length === 0) {
    findings.refuse('spec.hosts', 'none; convert the VirtualService that delegates to this one');
  }
  if (hosts.length > 16) {
    findings.refuse('spec.hosts', `${hosts.length} hosts; an HTTPRoute can have at most 16`);
  }
  if (hosts.includes('*')) return [];
  return hosts.map((host, index) => {
    const field = `spec.hosts[${index}]`;
    if (!host.includes('.') && namespace === undefined) {
      findings.refuse(field, `'${host}' is a short name, and the VirtualService has no namespace; write the full name`);
    }
    const name = host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
    findings.attempt(field, () => hostname('host', name));
    return name;
  });
}

/** Checks that hosts and parents of a mesh route agree; the hosts of a ServiceEntry are unknown here. */
function checkServices(
  hosts: readonly string[],
  references: readonly Reference[],
  namespace: string | undefined,
  findings: Findings,
): string[] {
  const keyOf = (service: ServiceName) => `${service.namespace ?? namespace ?? ''}/${service.name}`;
  const services = references.filter((reference) => 'kind' in reference && reference.kind === 'Service').map(keyOf);
  const hasEntry = services.length < references.length;
  const meant = new Set<string>();
  hosts.forEach((host, index) => {
    const service = serviceOf(host, namespace);
    const key = service && keyOf(service);
    if (key === undefined ? !hasEntry : !services.includes(key)) {
      const [itsNamespace, name] = key?.split('/') ?? [];
      const parent =
        key === undefined ? 'RouteParent.serviceEntry()' : `RouteParent.service('${name}', '${itsNamespace}')`;
      findings.refuse(`spec.hosts[${index}]`, `'${host}' is not among the parents; add ${parent}`);
    }
    if (key !== undefined) {
      meant.add(key);
    }
  });
  services
    .filter((service) => !meant.has(service))
    .forEach((service) =>
      findings.refuse('parents', `Service '${service.split('/')[1]}' is not a host of the VirtualService`),
    );
  return [];
}
