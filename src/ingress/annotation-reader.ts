import { Annotation, annotationNamed, PREFIX } from './annotations';
import { Configuration } from './configuration';
import { integerOf, truthOf } from './grammar';
import { SettingsFault } from './settings';
import { Entry } from '../model/model';
import { Place } from '../traffic/rule';

/** Reads the annotations of an Ingress and notes the values that the controller refuses. */
export class AnnotationReader {
  public readonly faults: SettingsFault[] = [];

  public constructor(
    public readonly ingress: Entry,
    private readonly configuration: Configuration,
    public readonly prefix: string = PREFIX,
  ) {}

  /** Whether an annotation stands there, with whatever value. */
  public has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  /** The value as it stands where it is taken; undefined for one that is left out, empty or refused. */
  public given(name: string): string | undefined {
    const annotation = annotationOf(name);
    const raw = this.raw(name);
    if (raw === undefined || raw.value === '') return undefined;
    if (!annotation.value.accepts(raw.value)) {
      this.note(name, annotation.value.expected, annotation.refusal);
      return undefined;
    }
    const text = raw.value
      .split('\n')
      .map((line) => line.trim())
      .join('\n');
    return text === '' ? undefined : text;
  }

  /** The value, or what stands for it. */
  public text(name: string): string {
    return this.given(name) ?? this.fallback(name);
  }

  public truth(name: string): boolean {
    return truthOf(this.given(name) ?? '') ?? truthOf(this.fallback(name)) ?? false;
  }

  public integer(name: string): number {
    return integerOf(this.given(name) ?? '') ?? integerOf(this.fallback(name)) ?? 0;
  }

  /** Notes that the controller does not take a value. */
  public note(name: string, expected: string, effect: SettingsFault['effect']): void {
    if (this.faults.some(({ annotation }) => annotation === name)) return;
    const got = this.raw(name)?.value ?? '';
    this.faults.push({ annotation: name, place: this.place(name), got, expected, effect });
  }

  public place(name: string): Place {
    const key = this.raw(name)?.key ?? `${this.prefix}/${name}`;
    return { entry: this.ingress, path: `metadata.annotations['${key}']` };
  }

  /** Annotations of ingress-nginx that the Ingress has. */
  public all(): Annotation[] {
    return Object.keys(this.ingress.annotations)
      .filter((key) => key.startsWith(`${this.prefix}/`))
      .flatMap((key) => annotationNamed(key.slice(this.prefix.length + 1)) ?? []);
  }

  private fallback(name: string): string {
    const { fallback = '' } = annotationOf(name);
    const [, key] = /^([a-z0-9-]+)=/.exec(fallback) ?? [];
    return key === undefined ? fallback : this.configuration.text(key);
  }

  /** An older name counts where the newer one is not set. */
  private raw(name: string): { readonly key: string; readonly value: string } | undefined {
    const { alias } = annotationOf(name);
    const keys = [name, ...(alias === undefined ? [] : [alias])].map((each) => `${this.prefix}/${each}`);
    const set = keys.filter((each) => this.ingress.annotations[each] !== undefined);
    const key = set.find((each) => this.ingress.annotations[each] !== '') ?? set[0];
    return key === undefined ? undefined : { key, value: String(this.ingress.annotations[key]) };
  }
}

function annotationOf(name: string): Annotation {
  const annotation = annotationNamed(name);
  // The table has every name that is read.
  if (!annotation) throw new Error(`no annotation ${name}`);
  return annotation;
}
