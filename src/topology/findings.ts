import { addObject, Draft, idOf, nodeAt, roleOf } from './draft';
import { Diagnostic, link } from '../check/diagnostic';
import { Located, nameOf } from '../manifest/manifest';
import { Entry } from '../model/model';
import { describe } from '../value/problem';

/** Puts what `check` says on the node of the object, or of the part that it is about. */
export function placeFindings(
  drafts: readonly Draft[],
  objects: readonly Located[],
  diagnostics: readonly Diagnostic[],
): void {
  if (diagnostics.length === 0) return;
  const byPlace = new Map<string, Located>();
  for (const object of objects) {
    const key = keyOf(nameOf(object.manifest), object.source?.file ?? object.where);
    if (!byPlace.has(key)) byPlace.set(key, object);
  }
  const entries = new Map(drafts.flatMap((draft) => entriesOf(draft).map((entry) => [entry.at, { draft, entry }])));
  const partOf = new Map(drafts.map((draft) => [draft, nodeAt(draft.nodes.values())]));
  for (const { code, severity, where, position, object, problem } of diagnostics) {
    const found = entries.get(byPlace.get(keyOf(object, position?.file ?? where))!);
    if (!found) continue;
    const { draft, entry } = found;
    const id = idOf(draft, entry);
    if (!draft.nodes.has(id)) addObject(draft, entry, roleOf(entry.kind));
    const node = draft.nodes.get(partOf.get(draft)!(id, problem.what))!;
    node.findings.push({ code, severity, where, message: describe(problem), link: link(code) });
  }
}

const entriesOf = ({ model }: Draft): Entry[] => [...model.byKind.values()].flat();

const keyOf = (name: string, place: string) => `${name}\n${place}`;
