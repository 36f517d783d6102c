import * as fs from 'fs';
import * as path from 'path';
import { Outcome } from './check';
import { nearest, refuse } from '../value/problem';

/** Prints the section of a code in `docs/diagnostics.md`, which is part of the package. */
export function explain(code: string): Outcome {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/diagnostics.md'), 'utf8');
  const sections = new Map(
    page
      .split(/^<a id="gw\d+"><\/a>$/m)
      .slice(1)
      .map((section) => [/GW\d+/.exec(section)![0], section.trim().replace(/^## /, '')]),
  );
  const section = sections.get(code.toUpperCase());
  if (section === undefined) {
    const meant = nearest(code.toUpperCase(), sections.keys());
    const fix = meant ? `did you mean '${meant}'?` : 'name a code of a diagnostic';
    return refuse({ what: 'code', got: code, expected: 'a code such as GW378', fix });
  }
  return { stdout: `${section}\n`, stderr: '', status: 0 };
}
