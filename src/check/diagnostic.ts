import { pageOf } from './areas';
import { Position } from '../manifest/locate';
import { describe, Problem } from '../value/problem';

/** A note is about what is not in the input, and may well be right. */
export type Severity = 'error' | 'warning' | 'note';

/** A place in a file. */
export interface FilePosition extends Position {
  readonly file: string;
}

/** A problem of a manifest. */
export interface Diagnostic {
  /** Stable code, with a section in a page below `docs/diagnostics/`. */
  readonly code: string;
  readonly severity: Severity;
  /** Construct path, or `file:line:column` of the field. */
  readonly where: string;
  /** Place of the field, for objects that were read from a file. */
  readonly position?: FilePosition;
  /** Kind, namespace and name of the object. */
  readonly object: string;
  readonly problem: Problem;
}

const DOCUMENTATION = 'https://github.com/cdk8s-gateways/cdk8s-gateways/blob/main/docs';

/** The page that lists all codes. */
export const INDEX = `${DOCUMENTATION}/diagnostics.md`;

/** Two lines: the problem with its place, and the link to its documentation. */
export function format({ code, severity, where, object, problem }: Diagnostic): string {
  return `${severity} ${code} [${where}] ${object}: ${describe(problem)}\n  ${link(code)}`;
}

export const link = (code: string) => `${DOCUMENTATION}/${pageOf(code)}#${code.toLowerCase()}`;
