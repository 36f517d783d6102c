import { Construct } from 'constructs';
import { IIssuer } from './issuer';
import { refuseKeys } from '../credential/key-guard';
import * as shape from '../manifest/cert-manager';
import { Kind } from '../manifest/shape';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of all issuers. */
export interface ManagedIssuerProps extends CustomResourceProps {
  /**
   * Emits an Issuer, which serves only its own namespace, instead of a ClusterIssuer, which serves all namespaces.
   *
   * @default false
   */
  readonly namespaced?: boolean;
}

/** A cert-manager issuer of this program: a ClusterIssuer or a namespaced Issuer. */
export abstract class ManagedIssuer extends CustomResource implements IIssuer {
  public readonly group: string = 'cert-manager.io';
  /** Whether it can sign a wildcard such as `*.example.com`; HTTP-01 alone cannot. */
  public abstract readonly canIssueWildcard: boolean;

  public constructor(scope: Construct, id: string, props: ManagedIssuerProps = {}) {
    super(scope, id, props);
    refuseKeys(`${this.kind} '${this.node.path}'`, props);
    if (!props.namespaced && props.namespace !== undefined) {
      refuse(
        {
          what: `namespace of ClusterIssuer '${this.name}'`,
          got: props.namespace,
          expected: 'none; a ClusterIssuer serves every namespace',
          fix: 'leave it out, or set namespaced: true for an Issuer',
        },
        this,
      );
    }
  }

  /** @internal */
  protected _kind(props: ManagedIssuerProps): Kind {
    return props.namespaced ? shape.Issuer : shape.ClusterIssuer;
  }

  /** @internal */
  protected abstract _spec(): shape.ClusterIssuerSpec;
}
