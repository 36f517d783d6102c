import { Entry, Model } from '../../model/model';
import { IngressOptions, IngressProfileName } from '../options';
import { IngressItem, Remark, Server } from '../servers';

/** How a controller other than ingress-nginx reads Ingresses. */
export interface ControllerProfile {
  readonly name: IngressProfileName;
  /** For people. */
  readonly title: string;
  /** `spec.controller` of its IngressClasses; empty for those of any. */
  readonly controllers: readonly string[];
  /** Names of its IngressClasses, where the model has none. */
  readonly classes: readonly string[];
  /** Whether it takes Ingresses without a class. */
  readonly takesUnclassed: boolean;
  /** Whether it is known how it reads repeated slashes, dots and escapes in URLs. */
  readonly isUrlReadingKnown: boolean;
  /** The servers of these Ingresses, and what is not carried out or is not known. */
  build(model: Model, ingresses: readonly IngressItem[], options: IngressOptions): ProfileWorld;
  /** Whether a host of an Ingress, such as `*.example.com`, is for a name. */
  hostTakes(pattern: string, host: string): boolean;
  /** A path as the controller compares it, and hands it on; undefined for one that it refuses. */
  normalized(path: string): string | undefined;
}

export interface ProfileWorld {
  readonly servers: readonly Server[];
  readonly remarks: readonly Remark[];
}

/** An annotation of an object. */
export const annotationAt = (entry: Entry, key: string) => ({ entry, path: `metadata.annotations['${key}']` });
