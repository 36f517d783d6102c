import { TelemetrySpec } from '../manifest/istio-telemetry';
import { refuse } from '../manifest/problem';

type Tag = NonNullable<NonNullable<TelemetrySpec['tracing']>[number]['customTags']>[string];

/** Where a tag of a span comes from (`customTags.<name>`). */
export class TracingTag {
  /** The same text on every span. */
  public static literal(value: string): TracingTag {
    return new TracingTag({ literal: { value: text('literal tag', value) } });
  }

  /**
   * An environment variable of the proxy.
   *
   * @param name its name
   * @param defaultValue where there is none; without one, no tag
   */
  public static environment(name: string, defaultValue?: string): TracingTag {
    return new TracingTag({ environment: { name: text('environment tag', name), defaultValue } });
  }

  /**
   * A header of the request.
   *
   * @param name its name
   * @param defaultValue where there is none; without one, no tag
   */
  public static header(name: string, defaultValue?: string): TracingTag {
    return new TracingTag({ header: { name: text('header tag', name), defaultValue } });
  }

  /** A text with operators of Envoy's access log, such as `%REQUESTED_SERVER_NAME%`. */
  public static formatter(value: string): TracingTag {
    return new TracingTag({ formatter: { value: text('formatter tag', value) } });
  }

  private constructor(private readonly tag: Tag) {}

  /** @internal */
  public _render(): Tag {
    return this.tag;
  }
}

function text(what: string, value: string): string {
  if (value === '') {
    refuse({ what, got: value, expected: 'some text', fix: 'write it, or leave the tag out' });
  }
  return value;
}
