import { choice } from './choice';
import { judge, Settings, OPTION_NAMES } from './judge';
import { countErrors, countWarnings, FORMATS, Report } from './report';
import { kindOf } from '../manifest/kinds';
import { Progress, Sources } from '../manifest/sources';

export interface CheckOptions extends Settings {
  /** One of `text`, `json`, `sarif`, `junit`, `github`. */
  readonly format?: string;
  /** The same as format `json`. */
  readonly json?: boolean;
  /** `warning` fails on warnings too. */
  readonly failOn?: string;
  /** Notes are printed, and not only counted. */
  readonly notes?: boolean;
  readonly version?: string;
  readonly hasColor?: boolean;
}

/** Output and exit status of the process: 0 without errors, 1 with errors, 2 without manifests. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** Checks the manifests in files and folders. `-` is standard input. */
export function checkFiles(paths: readonly string[], options: CheckOptions = {}, progress?: Progress): Outcome {
  const { json, format = 'text', failOn = 'error', config } = options;
  const print = FORMATS[choice('--format', json ? 'json' : format, Object.keys(FORMATS))];
  const isFailing = choice('--fail-on', failOn, ['error', 'warning']) === 'warning';
  const { sources, diagnostics, acknowledged, unused } = judge(paths, options, OPTION_NAMES, progress);
  if (sources.objects.length === 0 && sources.faults.length === 0) {
    return { stdout: '', stderr: `no manifests in ${paths.join(', ')}\n`, status: 2 };
  }
  const report: Report = {
    objects: sources.objects.length,
    unjudged: unjudgedKinds(sources),
    faults: sources.faults,
    diagnostics,
    acknowledged,
    texts: sources.texts,
    version: options.version ?? '0.0.0',
    hasColor: options.hasColor ?? false,
    hasNotes: options.notes ?? false,
  };
  const isFailed = countErrors(report) > 0 || (isFailing && countWarnings(report) > 0);
  return {
    stdout: print(report),
    stderr: unused
      .map(
        ({ code, object }) =>
          `warning: ${config} acknowledges ${code}${object ? ` of ${object}` : ''}, which is not told; remove it\n`,
      )
      .join(''),
    status: isFailed ? 1 : 0,
  };
}

/** Kinds that there is no shape for, in this version: their structure is not checked. */
function unjudgedKinds({ objects }: Sources): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const { manifest } of objects) {
    if (kindOf(manifest.apiVersion, manifest.kind)) continue;
    const name = `${manifest.apiVersion} ${manifest.kind}`;
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  return kinds;
}
