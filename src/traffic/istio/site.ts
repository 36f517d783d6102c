import { Sender } from './destination-rules';
import { Model } from '../../model/model';

/** The proxy and the place in it for which rules are made. */
export interface RuleSite {
  readonly model: Model;
  readonly proxy: Sender;
  /** Names of the gateways whose rules count here: `namespace/name` or `mesh`. */
  readonly gateways: readonly string[];
  /** Number of the server's port, or of the service's in the mesh. */
  readonly port: number;
  readonly isTls: boolean;
  readonly isMesh: boolean;
}
