import { IstioSpec } from '../manifest/sail';

type Spec = Pick<
  NonNullable<NonNullable<IstioSpec['values']>['meshConfig']>,
  'accessLogFile' | 'accessLogEncoding' | 'accessLogFormat'
>;

/** The access log on standard output of every proxy of a mesh, unless a `Telemetry` says otherwise (`meshConfig.accessLog*`). */
export class MeshAccessLog {
  /** Logs no requests. */
  public static readonly DISABLED = new MeshAccessLog({ accessLogFile: '' });

  /**
   * Logs a line of text for each request and connection.
   *
   * @param format a line, with operators of Envoy such as `%RESPONSE_CODE%`; Istio's default without it
   */
  public static text(format?: string): MeshAccessLog {
    return new MeshAccessLog({ accessLogFile: '/dev/stdout', accessLogEncoding: 'TEXT', accessLogFormat: format });
  }

  /**
   * Logs a JSON object for each request and connection.
   *
   * @param fields fields of the object, with operators of Envoy such as `%RESPONSE_CODE%` as values; Istio's default
   * without them
   */
  public static json(fields?: { [name: string]: string }): MeshAccessLog {
    return new MeshAccessLog({
      accessLogFile: '/dev/stdout',
      accessLogEncoding: 'JSON',
      ...(fields && { accessLogFormat: JSON.stringify(fields) }),
    });
  }

  private constructor(private readonly spec: Spec) {}

  /** @internal */
  public _render(): Spec {
    return this.spec;
  }
}
