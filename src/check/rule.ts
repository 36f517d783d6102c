import { Severity } from './diagnostic';
import { Manifest } from '../manifest/manifest';
import { Problem } from '../manifest/problem';

/** An object and where it came from: a construct path, or `file:line`. */
export interface Located {
  readonly where: string;
  readonly manifest: Manifest;
}

export interface Finding {
  readonly at: Located;
  readonly problem: Problem;
}

/** One thing that can be wrong, as data; `find` looks for it in all objects. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly find: (objects: readonly Located[]) => Iterable<Finding>;
}
