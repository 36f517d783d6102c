import { Construct } from 'constructs';
import { GatewayClass } from './gateway-class';
import { ParametersReference } from './gateway-options';
import { GatewayClass as GatewayClassKind, GatewayClassSpec } from '../manifest/gateway-api';
import { CustomResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of a `GatewayClassDefinition`. */
export interface GatewayClassDefinitionProps {
  /** The class to define; its name is the `metadata.name` of the object. */
  readonly gatewayClass: GatewayClass;
  /**
   * Description of the class, at most 64 characters (`spec.description`).
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Parameters of all gateways of the class (`spec.parametersRef`).
   *
   * @default - none
   */
  readonly parameters?: ParametersReference;
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

/** A GatewayClass (gateway.networking.k8s.io/v1), for OpenShift and Envoy Gateway, where no controller creates it. */
export class GatewayClassDefinition extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GatewayClassDefinitionProps,
  ) {
    super(scope, id, { name: props.gatewayClass.name, labels: props.labels, annotations: props.annotations });
    if ((props.description ?? '').length > 64) {
      refuse(
        { what: 'description', got: props.description, expected: 'at most 64 characters', fix: 'shorten it' },
        this,
      );
    }
  }

  /** @internal */
  protected _kind() {
    return GatewayClassKind;
  }

  /** @internal */
  protected _spec(): GatewayClassSpec {
    const { gatewayClass, description, parameters } = this.props;
    return { controllerName: gatewayClass.features.controllerName, description, parametersRef: parameters };
  }
}
