import * as fs from 'fs';
import * as path from 'path';
import { Outcome } from './check';
import { AREAS, pageOf } from '../check/areas';
import { nearest, refuse } from '../value/problem';

/** The documentation is part of the package. */
const DOCS = path.join(__dirname, '../../docs');

/** Prints the section of a code in the page of its area. */
export function explain(code: string): Outcome {
  const wanted = code.toUpperCase();
  const section = sectionsIn(pageOf(wanted)).get(wanted);
  if (section === undefined) {
    const known = AREAS.flatMap(({ page }) => [...sectionsIn(`diagnostics/${page}.md`).keys()]);
    const meant = nearest(wanted, known);
    const fix = meant ? `did you mean '${meant}'?` : 'name a code of a diagnostic';
    return refuse({ what: 'code', got: code, expected: 'a code such as GW378', fix });
  }
  return { stdout: `${section}\n`, stderr: '', status: 0 };
}

/** Sections of a page by code, without the anchor and the mark of the title. */
function sectionsIn(page: string): ReadonlyMap<string, string> {
  return new Map(
    fs
      .readFileSync(path.join(DOCS, page), 'utf8')
      .split(/^<a id="gw\d+"><\/a>$/m)
      .slice(1)
      .map((section) => [/GW\d+/.exec(section)![0], section.trim().replace(/^## /, '')]),
  );
}
