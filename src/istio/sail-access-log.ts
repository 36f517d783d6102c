import { orNothing, Values } from './sail-values';
import { refuse } from '../manifest/problem';

/** Options of an access log with lines of text. */
export interface MeshTextAccessLogOptions {
  /**
   * File in the proxy's container (`accessLogFile`).
   *
   * @default /dev/stdout
   */
  readonly file?: string;
  /**
   * A line, with operators of Envoy such as `%RESPONSE_CODE%` (`accessLogFormat`).
   *
   * @default - Istio's
   */
  readonly format?: string;
}

/** Options of an access log with lines of JSON. */
export interface MeshJsonAccessLogOptions {
  /**
   * File in the proxy's container (`accessLogFile`).
   *
   * @default /dev/stdout
   */
  readonly file?: string;
  /**
   * Fields of a line, with operators of Envoy such as `%RESPONSE_CODE%` as values (`accessLogFormat`).
   *
   * @default - Istio's
   */
  readonly fields?: { readonly [name: string]: string };
}

type Spec = Pick<NonNullable<Values['meshConfig']>, 'accessLogFile' | 'accessLogEncoding' | 'accessLogFormat'>;

/** The access log of every proxy of a mesh, where no `Telemetry` says otherwise (`meshConfig.accessLog*`). */
export class MeshAccessLog {
  /** None. */
  public static readonly DISABLED = new MeshAccessLog({ accessLogFile: '' });

  /** A line of text for each request and connection. */
  public static text(options: MeshTextAccessLogOptions = {}): MeshAccessLog {
    return new MeshAccessLog({ ...fileOf(options), accessLogEncoding: 'TEXT', accessLogFormat: options.format });
  }

  /** A line of JSON for each request and connection. */
  public static json(options: MeshJsonAccessLogOptions = {}): MeshAccessLog {
    const { fields } = options;
    const format = fields && JSON.stringify(fields);
    return new MeshAccessLog({ ...fileOf(options), accessLogEncoding: 'JSON', accessLogFormat: format });
  }

  private constructor(private readonly spec: Spec) {}

  /** @internal */
  public _render(): Spec {
    return orNothing(this.spec) ?? {};
  }
}

function fileOf({ file = '/dev/stdout' }: MeshTextAccessLogOptions) {
  if (!file.startsWith('/')) {
    const fix = file === '' ? 'to switch it off use MeshAccessLog.DISABLED' : "for example '/dev/stdout'";
    refuse({ what: 'file of the access log', got: file, expected: 'an absolute path', fix });
  }
  return { accessLogFile: file };
}
