import { choiceOf } from './choice';
import { acknowledged, readConfiguration } from './config';
import { countErrors, countWarnings, FORMATS, Report } from './report';
import { GatewayApiChannel } from '../check/channel';
import { check } from '../check/check';
import { gatewayApiRelease } from '../check/gateway-api/release';
import { kindOf } from '../manifest/kinds';
import { readSources, Sources } from '../manifest/sources';

export interface CheckOptions {
  /** One of `text`, `json`, `sarif`, `junit`, `github`. */
  readonly format?: string;
  /** The same as format `json`. */
  readonly json?: boolean;
  /** Channel of the Gateway API in the cluster: `standard` or `experimental`. */
  readonly channel?: string;
  /** Release of the Gateway API in the cluster, such as `1.4`. */
  readonly gatewayApiVersion?: string;
  /** The input is all that the cluster has. */
  readonly whole?: boolean;
  /** Each directory is one cluster. */
  readonly clusters?: boolean;
  /** Unknown fields are errors, as for an API server with strict validation. */
  readonly strict?: boolean;
  /** `warning` fails on warnings too. */
  readonly failOn?: string;
  /** Namespace of objects that name none. */
  readonly namespace?: string;
  /** File with acknowledgements and with objects that exist elsewhere. */
  readonly config?: string;
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
export function checkFiles(paths: readonly string[], options: CheckOptions = {}): Outcome {
  const print = FORMATS[choiceOf('--format', options.json ? 'json' : options.format, Object.keys(FORMATS)) ?? 'text'];
  const failOn = choiceOf('--fail-on', options.failOn, ['error', 'warning']) ?? 'error';
  const channel = choiceOf('--channel', options.channel, Object.values(GatewayApiChannel)) as
    GatewayApiChannel | undefined;
  const configuration = readConfiguration(options.config);
  const sources = readSources(paths, options.clusters ?? false);
  if (sources.objects.length === 0 && sources.faults.length === 0) {
    return { stdout: '', stderr: `no manifests in ${paths.join(', ')}\n`, status: 2 };
  }
  const diagnostics = check(sources.objects, {
    channel,
    gatewayApiVersion: gatewayApiRelease('--gateway-api-version', options.gatewayApiVersion),
    isWhole: options.whole,
    areClusters: options.clusters,
    namespace: options.namespace,
    exists: configuration.exists,
    isStrict: options.strict,
  });
  const { open, unused } = acknowledged(diagnostics, configuration.acknowledge);
  const report: Report = {
    objects: sources.objects.length,
    unjudged: unjudgedKinds(sources),
    faults: sources.faults,
    diagnostics: open,
    acknowledged: diagnostics.length - open.length,
    texts: sources.texts,
    version: options.version ?? '0.0.0',
    hasColor: options.hasColor ?? false,
  };
  const isFailed = countErrors(report) > 0 || (failOn === 'warning' && countWarnings(report) > 0);
  return {
    stdout: print(report),
    stderr: unused
      .map(
        ({ code, object }) =>
          `warning: ${options.config} acknowledges ${code}${object ? ` of ${object}` : ''}, which is not told; remove it\n`,
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
