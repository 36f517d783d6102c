import { Fate, FATES, TRANSLATIONS } from './translations';
import { annotationNamed } from '../ingress/annotations';
import { IngressItem } from '../ingress/servers';
import { Place } from '../traffic/rule';

/** What becomes of one annotation or field. */
export interface Note {
  readonly fate: Fate;
  readonly place: Place;
  /** The annotation with its value, or the path of the field. */
  readonly what: string;
  /** What it becomes, how that differs, or why it becomes nothing and what to do. */
  readonly text: string;
}

/** One note for each annotation and field of an Ingress. */
export class Notes {
  private readonly notes = new Map<string, Note>();

  public constructor(private readonly prefix: string) {}

  /** The worst fate first, in the order of the files. */
  public get all(): readonly Note[] {
    return [...this.notes.values()].sort((a, b) => FATES.indexOf(a.fate) - FATES.indexOf(b.fate));
  }

  public field(ingress: IngressItem, path: string, fate: Fate, text: string): void {
    this.add({ fate, place: { entry: ingress, path }, what: path, text });
  }

  /** Tells what becomes of an annotation, where the Ingress has it. */
  public annotation(ingress: IngressItem, name: string, fate: Fate, text: string): void {
    const key = this.keyOf(ingress, name);
    const value = ingress.annotations[key];
    if (value === undefined) return;
    const place = { entry: ingress, path: `metadata.annotations['${key}']` };
    this.add({ fate, place, what: `${name}: ${value.trim().split('\n')[0]}`, text });
  }

  /** Tells of all annotations of which nothing has been told, by the table. */
  public complete(ingress: IngressItem): void {
    for (const key of Object.keys(ingress.annotations)) {
      if (!key.startsWith(`${this.prefix}/`)) continue;
      const name = key.slice(this.prefix.length + 1);
      const path = `metadata.annotations['${key}']`;
      if (this.notes.has(keyOf({ place: { entry: ingress, path } }))) continue;
      const known = annotationNamed(name);
      const { fate, becomes, instead } = known
        ? TRANSLATIONS.get(known.name)!
        : { fate: 'kept' as const, becomes: 'ingress-nginx knows no annotation of this name', instead: '' };
      this.annotation(ingress, name, fate, [becomes, instead].filter((text) => text !== '').join('; '));
    }
  }

  /** What an Ingress says itself, by this or the older name. */
  public valueOf(ingress: IngressItem, name: string): string | undefined {
    return ingress.annotations[this.keyOf(ingress, name)];
  }

  public has(ingress: IngressItem, name: string): boolean {
    return this.valueOf(ingress, name) !== undefined;
  }

  private keyOf(ingress: IngressItem, name: string): string {
    const key = `${this.prefix}/${name}`;
    const alias = annotationNamed(name)?.alias;
    return alias !== undefined && !(key in ingress.annotations) ? `${this.prefix}/${alias}` : key;
  }

  private add(note: Note): void {
    const key = keyOf(note);
    const earlier = this.notes.get(key);
    if (!earlier || FATES.indexOf(note.fate) < FATES.indexOf(earlier.fate)) this.notes.set(key, note);
  }
}

const keyOf = ({ place: { entry, path } }: { readonly place: Place }) => `${entry.namespace}/${entry.name} ${path}`;
