import { Sender } from './destination-rules';
import { Entry, Model } from '../../model/model';
import { Reply, Verdict } from '../outcome';
import { Request } from '../request';
import { conditional } from '../verdict';

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
  /**
   * Name in the handshake of the mesh's mutual TLS.
   *
   * @default - that of the request
   */
  readonly meshName?: string;
  /** Whether the proxy hands on the connection without reading HTTP. */
  readonly isStream?: boolean;
}

/** What a proxy of the mesh shows in place of a certificate from a Secret. */
export const MESH_CERTIFICATE = 'certificate of the mesh';

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
  const { passesIf } = verdict;
  const passed = reply.outcomes.map((each) => conditional(each, passesIf));
  return { rule: reply.rule, outcomes: [...verdict.refused, ...passed], steps: [...verdict.steps, ...reply.steps] };
}

function withHeaders(request: Request, { added }: Verdict): Request {
  if (added.length === 0) return request;
  const headers = new Map(request.headers);
  for (const { type, name, value } of added) {
    if (type === 'remove') headers.delete(name.toLowerCase());
    else headers.set(name.toLowerCase(), value);
  }
  return { ...request, headers };
}
