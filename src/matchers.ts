import { TrafficOutcome, TrafficResult } from './app/traffic-result';
import { isNamed } from './traffic/expectation';

/*
 * Matchers for Jest and Vitest, by `import 'cdk8s-gateways/lib/matchers'`. They stand outside the public surface of the
 * package, which other languages share, and need neither of the two to compile.
 */

/** What the import adds to `expect(traffic.send(request))`. */
export interface TrafficMatchers<R> {
  /** A share of the requests, or all of them, reaches a backend: `shop/web:8080`, `shop/web` or `web`. */
  toReach(backend: string, share?: number): R;
  /** No backend gets the request, and the client gets 401 or 403, or the given status. */
  toBeDenied(status?: number): R;
  /** All requests are redirected to a URL. */
  toRedirectTo(location: string): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- both Jest and Vitest merge their types by this name
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the type parameters must be those of Jest
    interface Matchers<R, T = {}> extends TrafficMatchers<R> {}
  }
}

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

export const matchers = {
  toReach(result: TrafficResult, backend: string, share: number = 1): Verdict {
    const reached = Object.entries(result.shares)
      .filter(([name]) => isNamed(backend, name))
      .reduce((sum, [, each]) => sum + each, 0);
    return verdict(Math.abs(reached - share) < 1e-6, result, `${percent(share)} of the requests to reach ${backend}`);
  },
  toBeDenied(result: TrafficResult, status?: number): Verdict {
    const isDenied = ({ backend, path, status: got }: TrafficOutcome) =>
      (backend === undefined || path === undefined) &&
      got !== undefined &&
      (status === undefined ? [401, 403].includes(got) : got === status);
    return verdict(result.outcomes.every(isDenied), result, `the requests to be denied with ${status ?? '401 or 403'}`);
  },
  toRedirectTo(result: TrafficResult, location: string): Verdict {
    return verdict(result.location === location, result, `a redirect to ${location}`);
  },
};

function verdict(pass: boolean, result: TrafficResult, expected: string): Verdict {
  return { pass, message: () => `expected ${pass ? 'not ' : ''}${expected}, got\n\n${result.toString()}` };
}

const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;

/** Vitest has it here with `globals` only; otherwise a setup file says `expect.extend(matchers)`. */
const { expect } = globalThis as { readonly expect?: { extend(added: typeof matchers): void } };
expect?.extend(matchers);
