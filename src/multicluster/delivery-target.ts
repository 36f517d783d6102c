import { Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** A directory and the cluster that it is delivered to. */
export interface DeliveryTarget {
  readonly cluster: string;
  /** Name of the delivery object. */
  readonly name: string;
  /** Path of the directory in the repository. */
  readonly path: string;
}

/** Scope of the objects of a delivery. */
export interface DeliveryScope {
  /** The gateway whose clusters are delivered. */
  readonly owner: Construct;
  /** Adds a chart in the directory of the delivery. */
  readonly chart: (id: string) => Chart;
}
