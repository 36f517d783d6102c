import { groupOf } from '../manifest/manifest';
import { dnsLabel, dnsSubdomain } from '../manifest/scalar';
import { INamedResource } from '../resource/custom-resource';

/** The part of a Gateway that serves challenges. */
export interface AcmeParentRefOptions {
  /**
   * Listener (`sectionName`), one with protocol HTTP on port 80.
   *
   * @default - all listeners
   */
  readonly sectionName?: string;
}

/** A Gateway that serves challenges (`gatewayHTTPRoute.parentRefs[]`). */
export class AcmeParentRef {
  /** A Gateway, or another parent of routes, in this program or not. */
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

  /** As a manifest has it; cert-manager refuses a name without a kind. @internal */
  public _render() {
    const { apiVersion, kind, name, namespace } = this.parent;
    return { group: groupOf(apiVersion), kind, name, namespace, sectionName: this.sectionName };
  }
}
