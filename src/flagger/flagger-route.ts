import { Construct } from 'constructs';
import { INamedResource } from '../resource/custom-resource';

/** The HTTPRoute that Flagger creates. Emits no object; it represents the route for references in both directions. */
export class FlaggerRoute extends Construct implements INamedResource {
  public readonly apiVersion: string = 'gateway.networking.k8s.io/v1';
  public readonly kind: string = 'HTTPRoute';

  public constructor(
    /** The Canary of the route. */
    public readonly canary: Construct,
    public readonly name: string,
    public readonly namespace: string | undefined,
  ) {
    super(canary, 'Route');
  }
}
