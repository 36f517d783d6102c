import { IstioSpec } from '../manifest/sail';

type MeshConfig = NonNullable<NonNullable<IstioSpec['values']>['meshConfig']>;
type Spec = Pick<MeshConfig, 'accessLogFile' | 'accessLogEncoding' | 'accessLogFormat'>;

const STDOUT = '/dev/stdout';

/** Access log of every proxy of a mesh, unless a `Telemetry` overrides it (`meshConfig.accessLog*`). */
export class AccessLog {
  /** Writes no access log. */
  public static readonly DISABLED = new AccessLog({ accessLogFile: '' });

  /**
   * Writes one line of text to standard output for each request and connection.
   *
   * @param format format of a line, with Envoy command operators such as `%RESPONSE_CODE%`; by default that of Istio
   */
  public static text(format?: string): AccessLog {
    return new AccessLog({ accessLogFile: STDOUT, accessLogEncoding: 'TEXT', accessLogFormat: format });
  }

  /**
   * Writes one line of JSON to standard output for each request and connection.
   *
   * @param fields fields of a line, with Envoy command operators such as `%RESPONSE_CODE%` as values; by default those of
   * Istio
   */
  public static json(fields?: { readonly [name: string]: string }): AccessLog {
    const format = fields && JSON.stringify(fields);
    return new AccessLog({ accessLogFile: STDOUT, accessLogEncoding: 'JSON', accessLogFormat: format });
  }

  private constructor(private readonly spec: Spec) {}

  /** @internal */
  public _render(): Spec {
    return this.spec;
  }
}
