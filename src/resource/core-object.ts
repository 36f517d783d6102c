import { ApiObjectMetadataDefinition } from 'cdk8s';
import { ServicePort } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { refuse } from '../value/problem';

/** An object of Kubernetes itself in this program: a construct of cdk8s-plus, of whatever version. */
export interface ICoreObject extends IConstruct {
  /** API group and version, for example `apps/v1`. */
  readonly apiVersion: string;
  /** Kind, for example `Deployment`. */
  readonly kind: string;
  /** `metadata.name`. */
  readonly name: string;
  /** Metadata, of which the namespace is read. */
  readonly metadata: ApiObjectMetadataDefinition;
}

/** A Service of this program: `Service` of cdk8s-plus, of whatever version. */
export interface IService extends ICoreObject {
  /** Ports of the Service. */
  readonly ports: ServicePort[];
}

/** A Deployment of this program: `Deployment` of cdk8s-plus, of whatever version. */
export interface IDeployment extends ICoreObject {
  /** Labels that select its pods. */
  readonly matchLabels: { readonly [key: string]: string };
  /**
   * Number of pods.
   *
   * @default - 2, or that of an autoscaler
   */
  readonly replicas?: number;
}

/** Types do not tell one kind from another, and not every language checks them. */
export function ofKind<T extends ICoreObject>(kind: string, object: T): T {
  const { kind: got, name } = (object ?? {}) as Partial<T>;
  if (got !== kind) {
    refuse({
      what: kind,
      got: got === undefined ? object : `${got} '${name}'`,
      expected: `a ${kind} of this program`,
      fix: `give the ${kind} that cdk8s-plus made, or its name to the function that takes names`,
    });
  }
  return object;
}
