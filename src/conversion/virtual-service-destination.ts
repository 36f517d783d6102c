import { Findings } from './virtual-service-findings';
import { Mirror as Destination } from '../manifest/istio-networking';
import { Backend } from '../route/backend';

/** The Kubernetes Service of an Istio host. */
export interface ServiceName {
  readonly name: string;
  readonly namespace?: string;
}

/** Resolves a host; a short name is in the VirtualService's namespace. Undefined for a host that is not a Service. */
export function serviceOf(host: string, namespace: string | undefined): ServiceName | undefined {
  if (!host.includes('.') && host !== '*') return { name: host, namespace };
  const [, name, itsNamespace] = /^([^.*]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host) ?? [];
  return name === undefined ? undefined : { name, namespace: itsNamespace };
}

/** Finds the backends of destinations. */
export class BackendFinder {
  private readonly used = new Set<string>();

  public constructor(
    private readonly namespace: string | undefined,
    private readonly defaultPort: number | undefined,
    private readonly subsets: Readonly<Record<string, Backend>>,
    private readonly findings: Findings,
  ) {}

  public find({ host, subset, port }: Destination, field: string): Backend | undefined {
    if (subset !== undefined && subset !== '') {
      return this.ofSubset(host, subset, `${field}.subset`);
    }
    const number = port?.number ?? this.defaultPort;
    if (number === undefined) {
      this.findings.refuse(`${field}.port`, 'a backend needs a port; add it, or set defaultPort');
      return undefined;
    }
    const service = serviceOf(host, this.namespace);
    return this.findings.attempt(field, () =>
      service
        ? Backend.service(service.name, number, { namespace: service.namespace })
        : Backend.istioHostname(host, number),
    );
  }

  /** Refuses entries of `subsets` that no destination uses, which are probably misspelled. */
  public checkSubsets(): void {
    for (const name of Object.keys(this.subsets).filter((key) => !this.used.has(key))) {
      this.findings.refuse(
        `subsets['${name}']`,
        'not a destination of the VirtualService; write <host>/<subset> in its spelling',
      );
    }
  }

  private ofSubset(host: string, subset: string, field: string): Backend | undefined {
    const name = `${host}/${subset}`;
    this.used.add(name);
    if (!Object.hasOwn(this.subsets, name)) {
      const why = 'an HTTPRoute has no subsets; create a Service that selects its pods';
      this.findings.refuse(
        field,
        `${why}, and set subsets: { '${name}': Backend.service('${subsetService(host, subset)}', 80) }`,
      );
      return undefined;
    }
    return this.subsets[name];
  }
}

const subsetService = (host: string, subset: string) => `${host.split('.')[0]}-${subset}`;
