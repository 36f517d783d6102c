import { Outcome, Reply, Step } from './outcome';
import { Rule } from './rule';

/** A connection that fails. */
export const failed = (error: NonNullable<Outcome['error']>, reason: string, steps: readonly Step[] = []): Reply => ({
  outcomes: [{ share: 1, error, reason, headers: new Map(), removed: [], mirrors: [] }],
  steps,
});

/** One outcome for all requests like it. */
export const replied = (outcome: Outcome, steps: readonly Step[], rule?: Rule): Reply => ({
  outcomes: [outcome],
  steps,
  rule,
});
