import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { namespacesBeforeContents } from './prerequisites';
import { Kind } from '../manifest/shape';
import { annotations, dnsLabel, dnsSubdomain, labels } from '../value/scalar';

/** A Kubernetes object that others refer to by kind and name, of this program or an existing one. */
export interface INamedResource {
  /** API group and version, for example `gateway.networking.k8s.io/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** `metadata.name`. */
  readonly name: string;
  /** `metadata.namespace`; `undefined` for a cluster-scoped object and for the current namespace of `kubectl`. */
  readonly namespace?: string;
}

/** Metadata of every custom resource. */
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
   * `metadata.labels`, in addition to those of the chart.
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
 * A custom resource: one API object whose spec is rendered at synthesis,
 * so that later additions are included.
 */
export abstract class CustomResource extends Construct implements INamedResource, IConstruct {
  /** The emitted API object; `addJsonPatch` on it can change every field. */
  public readonly apiObject: ApiObject;
  public readonly apiVersion: string;
  public readonly kind: string;
  public readonly name: string;
  public readonly namespace?: string;

  public constructor(scope: Construct, id: string, props: CustomResourceProps = {}) {
    super(scope, id);
    namespacesBeforeContents(this);
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

  /** Applies JSON Patch operations (RFC 6902) to the emitted object, also to fields without a property here. */
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

/** Removes the namespace of a cluster-scoped object, because a chart sets its namespace on every object. */
export function clusterScoped(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
