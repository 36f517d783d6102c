import { describe, Problem } from '../value/problem';

export type Severity = 'error' | 'warning';

/** Something wrong with a manifest. */
export interface Diagnostic {
  /** Stable; `docs/diagnostics.md` has a section for it. */
  readonly code: string;
  readonly severity: Severity;
  /** Construct path, or `file:line`. */
  readonly where: string;
  /** Kind, namespace and name of the object. */
  readonly object: string;
  readonly problem: Problem;
}

const DOCUMENTATION = 'https://github.com/cdk8s-gateways/cdk8s-gateways/blob/main/docs/diagnostics.md';

/** Two lines: what is wrong and where, and where to read more. */
export function format({ code, severity, where, object, problem }: Diagnostic): string {
  return `${severity} ${code} [${where}] ${object}: ${describe(problem)}\n  ${link(code)}`;
}

export const link = (code: string) => `${DOCUMENTATION}#${code.toLowerCase()}`;
