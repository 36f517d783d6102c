import { Backend } from './backend';
import { httpToken, listOf } from './http-text';
import { Filter } from '../manifest/gateway-api';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

type ExternalAuthSpec = NonNullable<Filter['externalAuth']>;

/** Options of external authorization over either protocol. */
export interface ExternalAuthOptions {
  /**
   * Headers of the request that are sent to the service, at most 64 (`allowedHeaders`).
   *
   * @default - over gRPC all headers; over HTTP `Authorization`, `Host`, method, path and `Content-Length`
   */
  readonly allowedHeaders?: string[];
  /**
   * Maximum size of the body that is sent to the service, in bytes; a larger body gets a 413 response
   * (`forwardBody.maxSize`).
   *
   * @default - the body is not sent
   */
  readonly maxBodyBytes?: number;
}

/** Options of external authorization over HTTP. */
export interface HttpExternalAuthOptions extends ExternalAuthOptions {
  /**
   * Prefix of the path of the request to the service.
   *
   * @default - none
   */
  readonly path?: string;
  /**
   * Headers of the service's response that are sent to the backend, at most 64 (`allowedResponseHeaders`).
   *
   * @default - all headers
   */
  readonly allowedResponseHeaders?: string[];
}

/** A service that allows or denies requests (`filters[].externalAuth`). */
export class ExternalAuth {
  /** A gRPC service with Envoy's API `envoy.service.auth.v3.Authorization`. */
  public static grpc(backend: Backend, options: ExternalAuthOptions = {}): ExternalAuth {
    return new ExternalAuth(backend, options, { protocol: 'GRPC', grpc: { allowedHeaders: headers(options) } });
  }

  /** An HTTP service that responds with 200 to allow a request. */
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
      wholeNumber('maxBodyBytes of external auth', options.maxBodyBytes, 1, 2_147_483_647, 'use a number of bytes');
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
