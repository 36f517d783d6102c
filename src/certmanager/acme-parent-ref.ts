import { groupOf } from '../manifest/manifest';
import { INamedResource } from '../resource/custom-resource';
import { dnsLabel, dnsSubdomain } from '../value/scalar';

/** Options of `AcmeParentRef.of`. */
export interface AcmeParentRefOptions {
  /**
   * Listener with protocol HTTP on port 80 (`sectionName`).
   *
   * @default - all listeners
   */
  readonly sectionName?: string;
}

/** A Gateway that serves challenges (`gatewayHTTPRoute.parentRefs[]`). */
export class AcmeParentRef {
  /** A reference to a Gateway, or another parent of routes. */
  public static of(parent: INamedResource, options: AcmeParentRefOptions = {}): AcmeParentRef {
    dnsSubdomain('name of AcmeParentRef', parent.name);
    if (parent.namespace !== undefined) {
      dnsLabel('namespace of AcmeParentRef', parent.namespace);
    }
    if (options.sectionName !== undefined) {
      dnsSubdomain('sectionName of AcmeParentRef', options.sectionName);
    }
    return new AcmeParentRef(parent, options.sectionName);
  }

  private constructor(
    private readonly parent: INamedResource,
    private readonly sectionName?: string,
  ) {}

  /** `parentRefs[]`; cert-manager refuses a name without a kind. @internal */
  public _render() {
    const { apiVersion, kind, name, namespace } = this.parent;
    return { group: groupOf(apiVersion), kind, name, namespace, sectionName: this.sectionName };
  }
}
