import { Notes } from './notes';
import { IngressWorld } from '../ingress/servers';

/** The Gateway that Ingresses move to. */
export interface GatewayTarget {
  readonly namespace: string;
  readonly name: string;
  /** `spec.gatewayClassName`. Policies of Istio are written for its own class alone. */
  readonly className: string;
}

/** What all parts of a conversion look at. */
export interface Context {
  readonly world: IngressWorld;
  readonly gateway: GatewayTarget;
  readonly notes: Notes;
}

/** Whether the class is one of Istio's, by the names that it installs. */
export const isIstio = ({ gateway: { className } }: Context) => /^istio\b/.test(className);
