import { Backend } from './backend';
import { httpToken, listOf } from './http-text';
import { Filter } from '../manifest/gateway-api';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

type ExternalAuthSpec = NonNullable<Filter['externalAuth']>;

/** What both protocols take. */
export interface ExternalAuthOptions {
  /**
   * Headers of the request that the service sees, at most 64.
   *
   * @default - over gRPC all; over HTTP Authorization and what every request has
   */
  readonly allowedHeaders?: string[];
  /**
   * Bytes of the body that the service sees at most; a larger body is answered with 413.
   *
   * @default - the body is not sent
   */
  readonly maxBodyBytes?: number;
}

/** Options of a service that speaks HTTP. */
export interface HttpExternalAuthOptions extends ExternalAuthOptions {
  /**
   * Put before the path of the request.
   *
   * @default - nothing
   */
  readonly path?: string;
  /**
   * Headers of the service's answer that the backend sees, at most 64.
   *
   * @default - all
   */
  readonly allowedResponseHeaders?: string[];
}

/** A service that decides whether a request may pass (`filters[].externalAuth`). */
export class ExternalAuth {
  /** A service that speaks Envoy's `envoy.service.auth.v3.Authorization`. */
  public static grpc(backend: Backend, options: ExternalAuthOptions = {}): ExternalAuth {
    return new ExternalAuth(backend, options, { protocol: 'GRPC', grpc: { allowedHeaders: headers(options) } });
  }

  /** A service that answers 200 when the request may pass. */
  public static http(backend: Backend, options: HttpExternalAuthOptions = {}): ExternalAuth {
    const { path, allowedResponseHeaders } = options;
    allowedResponseHeaders?.forEach((name) => httpToken('allowedResponseHeaders of external auth', name));
    listOf('allowedResponseHeaders of external auth', allowedResponseHeaders, 64);
    if (path !== undefined && !/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2}){1,1024}$/.test(path)) {
      refuse({
        what: 'path of external auth',
        got: path,
        expected: "a path such as '/check'",
        fix: 'escape other characters',
      });
    }
    const http = { path, allowedHeaders: headers(options), allowedResponseHeaders };
    return new ExternalAuth(backend, options, { protocol: 'HTTP', http });
  }

  private constructor(
    /** @internal */
    public readonly _backend: Backend,
    private readonly options: ExternalAuthOptions,
    private readonly spec: Omit<ExternalAuthSpec, 'backendRef'>,
  ) {
    if (options.maxBodyBytes !== undefined) {
      wholeNumber('maxBodyBytes of external auth', options.maxBodyBytes, 1, 2_147_483_647, 'name a number of bytes');
    }
  }

  /** @internal */
  public _render(): Omit<ExternalAuthSpec, 'backendRef'> {
    const { maxBodyBytes } = this.options;
    return { ...this.spec, forwardBody: maxBodyBytes === undefined ? undefined : { maxSize: maxBodyBytes } };
  }
}

function headers({ allowedHeaders }: ExternalAuthOptions): string[] | undefined {
  allowedHeaders?.forEach((name) => httpToken('allowedHeaders of external auth', name));
  listOf('allowedHeaders of external auth', allowedHeaders, 64);
  return allowedHeaders;
}
