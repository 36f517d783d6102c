import { AuthorizationSource } from '../istio/authorization-rule';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain } from '../value/scalar';

/** Who may call an external host: workloads by the identity that the mesh gives them. */
export class EgressCaller {
  /** Every workload of a namespace (`source.namespaces`). */
  public static namespace(name: string): EgressCaller {
    return new EgressCaller('namespaces', dnsLabel('namespace of caller', name));
  }

  /**
   * Workloads that run as a service account (`source.principals`).
   *
   * @param namespace its namespace
   * @param name its name
   * @param trustDomain that of the mesh; `cluster.local` without one
   */
  public static serviceAccount(namespace: string, name: string, trustDomain: string = 'cluster.local'): EgressCaller {
    dnsLabel('namespace of caller', namespace);
    dnsSubdomain('service account of caller', name);
    dnsSubdomain('trust domain of caller', trustDomain);
    return new EgressCaller('principals', `${trustDomain}/ns/${namespace}/sa/${name}`);
  }

  /** `rules[].from` of a list of callers: any of them. @internal */
  public static _from(callers: readonly EgressCaller[]): AuthorizationSource[] {
    const of = (field: string) => callers.filter((one) => one.field === field).map(({ value }) => value);
    const [principals, namespaces] = [of('principals'), of('namespaces')];
    return [...(principals.length > 0 ? [{ principals }] : []), ...(namespaces.length > 0 ? [{ namespaces }] : [])];
  }

  private constructor(
    private readonly field: 'namespaces' | 'principals',
    private readonly value: string,
  ) {}
}

/** Refuses an empty list, which says the opposite of what it looks like. */
export function checkCallers(callers: readonly EgressCaller[] | undefined): readonly EgressCaller[] | undefined {
  if (callers?.length === 0) {
    const fix = 'leave callers out for everybody, or the host out for nobody';
    refuse({ what: 'callers', got: 'an empty list', expected: 'at least one caller', fix });
  }
  return callers && [...callers];
}
