import { dnsLabel } from '../value/scalar';

/** Control plane of a namespace or pod: the default one, or a revision by name. */
export class Revision {
  /** The control plane of the `Istio` resource `default` that is updated in place. */
  public static readonly DEFAULT = new Revision('default');

  /** A revision or a revision tag, as `kubectl get istiorevisions` and `istiorevisiontags` list them. */
  public static named(name: string): Revision {
    return new Revision(dnsLabel('name of revision', name));
  }

  private constructor(
    /** Name of the revision. */
    public readonly name: string,
  ) {}

  /** Labels of a namespace whose pods get a sidecar: `istio-injection: enabled` or `istio.io/rev`, never both (IST0123). */
  public get namespaceLabels(): { [key: string]: string } {
    return this.name === 'default' ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': this.name };
  }

  /** Labels of a pod that is injected individually, such as that of a gateway. */
  public get podLabels(): { [key: string]: string } {
    return this.name === 'default' ? { 'sidecar.istio.io/inject': 'true' } : { 'istio.io/rev': this.name };
  }
}
