import { Canary, IngressItem, TakenIngress } from './servers';
import { Service } from '../manifest/kubernetes';
import { Backend, resolveBackend } from '../model/backends';
import { findItem, Model, pathOf } from '../model/model';
import { Place } from '../traffic/rule';

type ServiceRef = NonNullable<NonNullable<NonNullable<IngressItem['body']['spec']>['defaultBackend']>['service']>;

/** A port of a Service as Ingresses name it: by number and by name are two upstreams. */
export interface Upstream {
  readonly name: string;
  readonly backend: Backend;
  /** Why it has no pods. */
  readonly fault?: string;
  /** Whether the first Ingress that names it is a canary: then no path leads to it. */
  readonly canary?: Canary;
  readonly canaries: Canary[];
}

export const upstreamName = (ingress: IngressItem, { name, port }: ServiceRef) =>
  `${ingress.namespace}-${name}-${port?.number ?? port?.name ?? ''}`;

/** The ports of Services that Ingresses name, by their names. */
export function upstreamsOf(model: Model, taken: readonly TakenIngress[]): Map<string, Upstream> {
  const upstreams = new Map<string, Upstream>();
  for (const { ingress, settings } of taken) {
    const { defaultBackend, rules = [] } = ingress.body.spec ?? {};
    const add = (service: ServiceRef | undefined, path: string) => {
      if (!service) return;
      const name = upstreamName(ingress, service);
      const isDefault = path.startsWith('spec.defaultBackend');
      if (upstreams.has(name) && !isDefault) return;
      const { backend, fault } = serviceBackend(model, ingress, service);
      const place: Place = { entry: ingress, path };
      const canary = settings.canary && { ingress, place, settings: settings.canary, backend, fault };
      upstreams.set(name, { name, backend, fault, canary, canaries: [] });
    };
    add(defaultBackend?.service, 'spec.defaultBackend.service');
    rules.forEach(({ http }, rule) =>
      http?.paths.forEach(({ backend }, path) =>
        add(backend.service, `spec.rules[${rule}].http.paths[${path}].backend.service`),
      ),
    );
  }
  return upstreams;
}

/** What a path leads to. The controller takes the number of a port, or that of its pods, or its name. */
export function serviceBackend(
  model: Model,
  ingress: IngressItem,
  { name, port: { number, name: portName } = {} }: ServiceRef,
): { readonly backend: Backend; readonly fault?: string } {
  const service = findItem(model, Service, ingress.namespace, name);
  const wanted = String(number ?? portName ?? '');
  const ports = service?.body.spec?.ports ?? [];
  const found = ports.find(
    (each) => String(each.port) === wanted || String(each.targetPort ?? each.port) === wanted || each.name === wanted,
  );
  const port = found?.port ?? number;
  const resolved = resolveBackend(model, ingress, { name, port });
  const { backend, isEmpty, reason } = resolved;
  if (service && !found && service.body.spec?.type !== 'ExternalName') {
    return { backend, fault: `Service ${pathOf(backend)} has no port ${wanted}` };
  }
  // A named port of a Service that is not in the model is not known, but is no fault.
  if (!service && number === undefined && !model.isWhole) return { backend };
  if (reason !== undefined) return { backend, fault: `Service ${pathOf(backend)} is not there` };
  return { backend, fault: isEmpty ? `Service ${pathOf(backend)} has no pods` : undefined };
}
