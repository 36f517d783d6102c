/** What the status of an object says. */
export interface Condition {
  readonly type: string;
  /** Unknown where the manifests do not tell. */
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
}

/** A condition that says that all is well has its own name as the reason. */
export const good = (type: string): Condition => ({ type, status: 'True', reason: type });

export const bad = (type: string, reason: string): Condition => ({ type, status: 'False', reason });

export const unknown = (type: string): Condition => ({ type, status: 'Unknown', reason: 'Pending' });

/** Good, or bad where there is a reason. */
export const judged = (type: string, reason: string | undefined): Condition =>
  reason === undefined ? good(type) : bad(type, reason);
