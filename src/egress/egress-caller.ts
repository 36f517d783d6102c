import { AuthorizationSource } from '../istio/authorization-rule';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain } from '../value/scalar';

/** Workloads that may call an external host, by their mesh identity. */
export class EgressCaller {
  /** All workloads of a namespace (`source.namespaces`). */
  public static namespace(name: string): EgressCaller {
    return new EgressCaller('namespaces', dnsLabel('namespace of caller', name));
  }

  /**
   * Workloads that run as a service account (`source.principals`).
   *
   * @param namespace namespace of the service account
   * @param name name of the service account
   * @param trustDomain trust domain of the mesh; `cluster.local` by default
   */
  public static serviceAccount(namespace: string, name: string, trustDomain: string = 'cluster.local'): EgressCaller {
    dnsLabel('namespace of caller', namespace);
    dnsSubdomain('service account of caller', name);
    dnsSubdomain('trust domain of caller', trustDomain);
    return new EgressCaller('principals', `${trustDomain}/ns/${namespace}/sa/${name}`);
  }

  /** `rules[].from` that matches any of the callers. @internal */
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

/** Refuses an empty list, which Istio would read as any caller. */
export function checkCallers(callers: readonly EgressCaller[] | undefined): readonly EgressCaller[] | undefined {
  if (callers?.length === 0) {
    const fix = 'leave callers out to allow all workloads, or leave the host out to allow none';
    refuse({ what: 'callers', got: 'an empty list', expected: 'at least one caller', fix });
  }
  return callers && [...callers];
}
