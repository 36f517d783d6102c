import { Outcome } from './outcome';
import { Profile } from './profile';

/** Codes of gRPC by name. */
const CODES = {
  OK: 0,
  Unknown: 2,
  PermissionDenied: 7,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  Unauthenticated: 16,
} as const;

/** What a client makes of a response that is none of gRPC, and what Envoy puts in its place. */
const BY_STATUS: Readonly<Record<number, keyof typeof CODES | undefined>> = {
  400: 'Internal',
  401: 'Unauthenticated',
  403: 'PermissionDenied',
  404: 'Unimplemented',
  429: 'Unavailable',
  502: 'Unavailable',
  503: 'Unavailable',
  504: 'Unavailable',
};

/** An outcome with the code that the client of a call gets; OK stands for whatever the backend responds. */
export function withGrpcStatus(outcome: Outcome, profile: Profile): Outcome {
  return { ...outcome, grpcStatus: CODES[codeOf(outcome, profile)] };
}

function codeOf({ status, upstream }: Outcome, { grpcWithoutBackend }: Profile): keyof typeof CODES {
  if (status === undefined) return 'Unavailable';
  if (upstream && status === 200) return 'OK';
  return status === 500 ? grpcWithoutBackend : (BY_STATUS[status] ?? 'Unknown');
}
