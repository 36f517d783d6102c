import * as fs from 'fs';
import * as path from 'path';
import { Outcome } from './check';
import { choice } from './choice';
import { judge, Settings, OPTION_NAMES } from './judge';
import { FORMATS, TopologyFormat } from '../topology/formats';
import { topologyOf } from '../topology/graph';
import { refuse } from '../value/problem';

export interface GraphOptions extends Settings {
  /** File to write. */
  readonly output?: string;
  /** One of `html`, `svg`, `mermaid`, `dot`, `json`. */
  readonly format?: string;
  readonly title?: string;
}

/** Formats by the end of a file's name. */
const ENDINGS: Readonly<Record<string, TopologyFormat>> = {
  '.html': 'html',
  '.svg': 'svg',
  '.mmd': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
  '.json': 'json',
};

/** Draws what the manifests in files and folders serve, to a file or to standard output. */
export function graph(paths: readonly string[], options: GraphOptions = {}): Outcome {
  const format = formatOf(options);
  const { sources, diagnostics, options: facts } = judge(paths, options, OPTION_NAMES);
  const { objects, faults } = sources;
  if (objects.length === 0 && faults.length === 0) {
    return { stdout: '', stderr: `no manifests in ${paths.join(', ')}\n`, status: 2 };
  }
  const model = { isWhole: facts.isWhole, namespace: facts.namespace, exists: facts.exists };
  const found = topologyOf(objects, diagnostics, model);
  const title = options.title ?? titleOf(paths);
  const text = FORMATS[format]({ graph: found, objects, options: model, title });
  const stderr = faults.map(({ file, line, message }) => `not drawn: ${file}:${line} ${message}\n`).join('');
  if (options.output === undefined || options.output === '-') return { stdout: text, stderr, status: 0 };
  fs.writeFileSync(options.output, text);
  const findings = found.nodes.flatMap((node) => node.findings).filter(({ severity }) => severity !== 'note').length;
  const stdout = `${options.output}: ${found.nodes.length} nodes, ${found.edges.length} edges, ${findings} findings\n`;
  return { stdout, stderr, status: 0 };
}

function formatOf({ format, output }: GraphOptions): TopologyFormat {
  if (format !== undefined) return choice('--format', format, Object.keys(FORMATS) as TopologyFormat[]);
  if (output === undefined || output === '-') return 'html';
  return (
    ENDINGS[path.extname(output).toLowerCase()] ??
    refuse({
      what: '--output',
      got: output,
      expected: `a name that ends with ${Object.keys(ENDINGS).join(', ')}`,
      fix: 'change the ending, or add --format',
    })
  );
}

/** The folder that people know: not `dist`, in which it is written. */
function titleOf([first]: readonly string[]): string {
  const full = path.resolve(first);
  const name = path.basename(full);
  return name === 'dist' ? path.basename(path.dirname(full)) : name;
}
