import { Sender } from './destination-rules';
import { Entry, Model } from '../../model/model';
import { Outcome, Reply, Step, Verdict } from '../outcome';
import { Request } from '../request';
import { Rule } from '../rule';

/** A proxy on the way whose policies judge a request before it is routed or handed to the pod. */
export interface Checkpoint {
  readonly kind: 'gateway' | 'waypoint' | 'pod';
  readonly proxy: Sender;
  /** The Gateway that the proxy serves, or the Service whose waypoint it is: what policies may name as their target. */
  readonly targets: readonly Entry[];
  /** Port of the pod. */
  readonly port: number;
  /** Whether the connection is one of the mesh's own mutual TLS. */
  readonly isMutual: boolean;
}

/** What the policies of a proxy say; undefined where it has none. */
export type Guard = (model: Model, at: Checkpoint, request: Request) => Verdict | undefined;

/** Asks the policies of a proxy, and goes on where they let the request pass. */
export function guarded(
  guard: Guard | undefined,
  model: Model,
  at: Checkpoint,
  request: Request,
  goOn: (request: Request) => Reply,
): Reply {
  const verdict = guard?.(model, at, request);
  if (!verdict) return goOn(request);
  if (verdict.passesIf === undefined) return { outcomes: verdict.refused, steps: verdict.steps };
  const reply = goOn(withHeaders(request, verdict));
  const passed =
    verdict.passesIf === ''
      ? reply.outcomes
      : reply.outcomes.map((each) => ({ ...each, condition: bothOf(verdict.passesIf!, each.condition) }));
  return { rule: reply.rule, outcomes: [...verdict.refused, ...passed], steps: [...verdict.steps, ...reply.steps] };
}

const bothOf = (a: string, b: string | undefined) => (b === undefined ? a : `${a}, and ${b}`);

function withHeaders(request: Request, { added }: Verdict): Request {
  if (added.length === 0) return request;
  const headers = new Map(request.headers);
  for (const { type, name, value } of added) {
    if (type === 'remove') headers.delete(name.toLowerCase());
    else headers.set(name.toLowerCase(), value);
  }
  return { ...request, headers };
}

/** A connection that fails. */
export const failed = (error: NonNullable<Outcome['error']>, reason: string, steps: readonly Step[] = []): Reply => ({
  outcomes: [{ share: 1, error, reason, headers: new Map(), removed: [], mirrors: [] }],
  steps,
});

export const replied = (outcome: Outcome, steps: readonly Step[], rule?: Rule): Reply => ({
  outcomes: [outcome],
  steps,
  rule,
});
