import { Construct } from 'constructs';
import { INamedResource } from '../resource/custom-resource';

/** The HTTPRoute that Flagger makes. It emits nothing; what refers to the route, or what the route refers to, needs it. */
export class FlaggerRoute extends Construct implements INamedResource {
  public readonly apiVersion: string = 'gateway.networking.k8s.io/v1';
  public readonly kind: string = 'HTTPRoute';

  public constructor(
    /** Who the route belongs to. */
    public readonly canary: Construct,
    public readonly name: string,
    public readonly namespace: string | undefined,
  ) {
    super(canary, 'Route');
  }
}
