import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Kind } from '../manifest/shape';
import { annotations, dnsLabel, dnsSubdomain, labels } from '../value/scalar';

/** A Kubernetes object that others refer to by kind and name, in this program or not. */
export interface INamedResource {
  /** API group and version, for example `gateway.networking.k8s.io/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** `metadata.name`. */
  readonly name: string;
  /** `metadata.namespace`; undefined for a cluster-scoped object and for one in the namespace that `kubectl` picks. */
  readonly namespace?: string;
}

/** Metadata that every custom resource takes. */
export interface CustomResourceProps {
  /**
   * `metadata.name`.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * `metadata.namespace`.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
  /**
   * `metadata.labels`, beside those of the chart.
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * `metadata.annotations`.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/**
 * A custom resource: one API object whose spec is rendered when the program is
 * synthesized, so that what is added later still counts.
 */
export abstract class CustomResource extends Construct implements INamedResource, IConstruct {
  /** The object that is emitted; `addJsonPatch` on it reaches every field. */
  public readonly apiObject: ApiObject;
  public readonly apiVersion: string;
  public readonly kind: string;
  public readonly name: string;
  public readonly namespace?: string;

  public constructor(scope: Construct, id: string, props: CustomResourceProps = {}) {
    super(scope, id);
    const { apiVersion, kind, namespaced } = this._kind(props);
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.name = dnsSubdomain(`name of ${kind} '${this.node.path}'`, props.name ?? id);
    this.apiObject = new ApiObject(this, 'Default', {
      apiVersion,
      kind,
      metadata: {
        name: this.name,
        ...(namespaced && props.namespace !== undefined && { namespace: dnsLabel('namespace', props.namespace) }),
        labels: labels('labels', props.labels ?? {}),
        annotations: annotations('annotations', props.annotations ?? {}),
      },
      spec: Lazy.any({ produce: () => this._spec() }),
    });
    this.namespace = namespaced ? this.apiObject.metadata.namespace : undefined;
    if (!namespaced) {
      clusterScoped(this.apiObject);
    }
  }

  /** Changes the emitted object by RFC 6902 operations, also in fields that this library does not know. */
  public addJsonPatch(...ops: JsonPatch[]): void {
    this.apiObject.addJsonPatch(...ops);
  }

  /**
   * The kind of the object. A method, because it is called before the fields of a subclass exist.
   * @internal
   */
  protected abstract _kind(props: CustomResourceProps): Kind;

  /** @internal */
  protected abstract _spec(): unknown;
}

/** Takes the namespace off an object of the cluster; a chart's namespace reaches every object of it. */
export function clusterScoped(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
