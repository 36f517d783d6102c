import { AnnotationTable, Fate, FATES } from './translations';
import { Remark } from '../ingress/servers';
import { Entry } from '../model/model';
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

/** One note for each annotation and field of an Ingress, and for annotations of its Services. */
export class Notes {
  private readonly notes = new Map<string, Note>();

  public constructor(private readonly table: AnnotationTable) {}

  /** The worst fate first, in the order of the files. */
  public get all(): readonly Note[] {
    return [...this.notes.values()].sort((a, b) => FATES.indexOf(a.fate) - FATES.indexOf(b.fate));
  }

  public field(ingress: Entry, path: string, fate: Fate, text: string): void {
    this.add({ fate, place: { entry: ingress, path }, what: path, text });
  }

  /** Tells what becomes of an annotation, where the Ingress has it. */
  public annotation(ingress: Entry, name: string, fate: Fate, text: string): void {
    const key = this.keyOf(ingress, name);
    const value = ingress.annotations[key];
    if (value === undefined) return;
    const place = { entry: ingress, path: `metadata.annotations['${key}']` };
    this.add({ fate, place, what: whatOf(name, value), text });
  }

  public remark({ place, what, fate, text }: Remark): void {
    this.add({ fate, place, what, text });
  }

  /** Tells of all annotations of which nothing has been told, by the table. */
  public complete(ingress: Entry): void {
    const { prefix, otherPrefixes = [], owner, find } = this.table;
    for (const [key, value] of Object.entries(ingress.annotations)) {
      const own = [prefix, ...otherPrefixes].find((each) => key.startsWith(`${each}/`));
      if (own === undefined) continue;
      const name = key.slice(own.length + 1);
      const place = { entry: ingress, path: `metadata.annotations['${key}']` };
      if (this.notes.has(keyOf({ place }))) continue;
      const { fate, becomes, instead } = find(name) ?? {
        fate: 'kept' as const,
        becomes: `${owner} knows no annotation of this name`,
        instead: '',
      };
      const text = [becomes, instead].filter((each) => each !== '').join('; ');
      this.add({ fate, place, what: whatOf(name, value), text });
    }
  }

  /** What an Ingress says itself, by this or the older name. */
  public valueOf(ingress: Entry, name: string): string | undefined {
    return ingress.annotations[this.keyOf(ingress, name)];
  }

  public has(ingress: Entry, name: string): boolean {
    return this.valueOf(ingress, name) !== undefined;
  }

  private keyOf(ingress: Entry, name: string): string {
    const { prefix, find } = this.table;
    const key = `${prefix}/${name}`;
    const alias = find(name)?.alias;
    return alias !== undefined && !(key in ingress.annotations) ? `${prefix}/${alias}` : key;
  }

  private add(note: Note): void {
    const key = keyOf(note);
    const earlier = this.notes.get(key);
    if (!earlier || FATES.indexOf(note.fate) < FATES.indexOf(earlier.fate)) this.notes.set(key, note);
  }
}

const keyOf = ({ place: { entry, path } }: { readonly place: Place }) => `${entry.namespace}/${entry.name} ${path}`;

const whatOf = (name: string, value: string) => `${name}: ${value.trim().split('\n')[0]}`;
