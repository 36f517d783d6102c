import { Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** A directory and where it goes. */
export interface DeliveryTarget {
  readonly cluster: string;
  /** Of the object that delivers it. */
  readonly name: string;
  /** Of the directory, in the repository. */
  readonly path: string;
}

/** Where the objects of a delivery go. */
export interface DeliveryScope {
  /** The gateway whose clusters are delivered. */
  readonly owner: Construct;
  /** Adds a chart in the directory of the delivery. */
  readonly chart: (id: string) => Chart;
}
