import { spawn } from 'child_process';
import * as readline from 'readline';
import { Manifest } from '../../src/manifest/manifest';

/*
 * A client of the oracle: Istio's control plane and Envoy on loopback, as `oracle serve` runs them. It takes scenarios
 * one after the other. ORACLE is its path, ORACLE_ENVOY that of Envoy.
 */

/** An imagined cluster and requests to it. */
export interface Scenario {
  readonly manifests: readonly Manifest[];
  readonly options?: OracleOptions;
  readonly requests?: readonly OracleRequest[];
  /** Whether to tell the statuses that Istio writes. */
  readonly status?: boolean;
}

export interface OracleOptions {
  /** Envoy Gateway in place of Istio. */
  readonly engine?: 'eg';
  /** Classes of Gateways that Istio serves, beside its own; `*` for all. */
  readonly gatewayClasses?: readonly string[];
  readonly sidecars?: boolean;
  readonly ambient?: boolean;
  /** No pods are made for Services that select none. */
  readonly noBackends?: boolean;
  /** No Secrets are made where they are missing. */
  readonly noSecrets?: boolean;
  readonly noValidation?: boolean;
  readonly alphaGatewayApi?: boolean;
  readonly meshConfig?: string;
}

export interface OracleRequest {
  readonly id?: string;
  /** Gateway that a client outside connects to: `namespace/name`. */
  readonly gateway?: string;
  readonly listenerPort?: number;
  /** Pod that sends: `namespace/workload`, or a new name. */
  readonly client?: string;
  readonly destination?: string;
  readonly port?: number;
  readonly plain?: boolean;
  readonly tls?: boolean;
  readonly sni?: string;
  readonly http2?: boolean;
  readonly grpc?: boolean;
  readonly tcp?: boolean;
  readonly method?: string;
  readonly host?: string;
  /** With the query. */
  readonly path?: string;
  /** A list for a header that stands several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly jwt?: Readonly<Record<string, unknown>>;
  readonly clientIP?: string;
  readonly clientCert?: string;
  readonly repeat?: number;
  readonly timeoutMs?: number;
  readonly backend?: {
    readonly delay?: string;
    readonly status?: number;
    readonly responseHeaders?: Readonly<Record<string, string>>;
    readonly fail?: {
      readonly times: number;
      readonly status?: number;
      readonly delay?: string;
      readonly reset?: true;
    };
  };
}

export interface OracleAnswer {
  readonly error?: string;
  readonly load?: {
    readonly rejected?: readonly { readonly object: string; readonly by: string; readonly error: string }[];
    readonly warnings?: readonly string[];
  };
  readonly statuses?: readonly {
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
    readonly status: unknown;
  }[];
  readonly results?: readonly OracleResult[];
  readonly envoy?: readonly { readonly proxy: string; readonly refusedByEnvoy?: readonly string[] }[];
  readonly timing?: Readonly<Record<string, number>>;
}

export type Headers = Readonly<Record<string, readonly string[]>>;

export interface OracleResult {
  readonly id?: string;
  readonly status?: number;
  readonly grpcStatus?: number;
  readonly location?: string;
  /** By name in lower case. */
  readonly headers?: Headers;
  readonly body?: string;
  readonly error?: string;
  /** noGateway, noListener, noService, noProxy, refused, reset, eof, tls, timeout, dns, envoy */
  readonly errorKind?: string;
  readonly backend?: OracleBackend;
  /** The request as the backend saw it. */
  readonly upstream?: {
    readonly protocol: string;
    readonly method?: string;
    readonly path?: string;
    readonly host?: string;
    readonly headers?: Headers;
    readonly tls?: unknown;
  };
  readonly mirrors?: readonly { readonly backend: OracleBackend; readonly path?: string; readonly host?: string }[];
  /** Requests that reached backends beside mirrors, if more than one. */
  readonly attempts?: number;
  readonly hops?: readonly {
    readonly proxy: string;
    readonly listener?: string;
    readonly route?: unknown;
    readonly cluster?: unknown;
    readonly flags?: unknown;
    readonly details?: unknown;
  }[];
  readonly counts?: {
    readonly status: Readonly<Record<string, number>>;
    readonly backends?: Readonly<Record<string, number>>;
    readonly workloads?: Readonly<Record<string, number>>;
    readonly mirrors?: Readonly<Record<string, number>>;
  };
}

export interface OracleBackend {
  readonly cluster: string;
  readonly service?: string;
  readonly namespace?: string;
  readonly host?: string;
  readonly port?: number;
  readonly subset?: string;
  readonly workload?: string;
}

export interface Oracle {
  ask(scenario: Scenario): Promise<OracleAnswer>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: OracleAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the program that ORACLE names; undefined where it names none. */
export function startOracle(program = process.env.ORACLE): Oracle | undefined {
  if (!program) return undefined;
  const child = spawn(program, ['serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
  // Answers come in the order of the questions.
  const waiting: Waiting[] = [];
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.resolve(JSON.parse(line) as OracleAnswer);
  });
  const closed = new Promise<void>((resolve) => {
    const end = (why: string) => {
      waiting.splice(0).forEach(({ reject }) => reject(new Error(`${program} serve: ${why}`)));
      resolve();
    };
    child.on('error', ({ message }) => end(message));
    child.on('close', (code, signal) => end(`ended with ${signal ?? code}`));
  });
  // A write to a program that has ended is told by its end.
  child.stdin.on('error', () => undefined);
  return {
    ask: ({ manifests, ...rest }) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        const documents = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
        child.stdin.write(`${JSON.stringify({ ...rest, manifests: documents })}\n`);
      }),
    close: () => {
      child.stdin.end();
      return closed;
    },
  };
}

/** Runs a comparison, whose result is the exit status; without the oracle it says that it is skipped. */
export function withOracle(main: (oracle: Oracle) => Promise<number>): void {
  const oracle = startOracle();
  if (!oracle) {
    console.log('skipped: ORACLE names no program');
    return;
  }
  main(oracle)
    .finally(() => oracle.close())
    .then(
      (code) => (process.exitCode = code),
      (error: unknown) => {
        console.error(error);
        process.exitCode = 2;
      },
    );
}
