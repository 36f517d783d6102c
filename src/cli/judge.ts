import { Acknowledgement, acknowledgementOf, channel, Facts, readConfiguration } from './config';
import { check } from '../check/check';
import { Diagnostic } from '../check/diagnostic';
import { gatewayApiRelease } from '../check/gateway-api/release';
import { CheckOptions } from '../check/rule';
import { Progress, readSources, Sources } from '../manifest/sources';

/** How manifests are judged; what is left out is that of the configuration. */
export interface Settings extends Omit<Facts, 'channel'> {
  /** Channel of the Gateway API in the cluster: `standard` or `experimental`. */
  readonly channel?: string;
  /** Unknown fields are errors, as for an API server with strict validation. */
  readonly strict?: boolean;
  /** File with facts, with acknowledgements and with objects that exist elsewhere. */
  readonly config?: string;
}

/** What is wrong with manifests. */
export interface Judgement {
  readonly sources: Sources;
  /** What the settings and the configuration come to. */
  readonly options: CheckOptions;
  /** Without those that are acknowledged. */
  readonly diagnostics: readonly Diagnostic[];
  /** Number of diagnostics that are acknowledged. */
  readonly acknowledged: number;
  /** Acknowledgements that fit no diagnostic. */
  readonly unused: readonly Acknowledgement[];
}

/** How a user names the settings whose text may be wrong. */
export type SettingNames = { readonly [name in 'channel' | 'gatewayApiVersion']: string };

/** The options of the command line. */
export const OPTION_NAMES: SettingNames = { channel: '--channel', gatewayApiVersion: '--gateway-api-version' };

/** Judges the manifests in files and folders. */
export function judge(
  paths: readonly string[],
  settings: Settings,
  names: SettingNames,
  progress?: Progress,
): Judgement {
  const facts = {
    channel: settings.channel === undefined ? undefined : channel(names.channel, settings.channel),
    gatewayApiVersion: gatewayApiRelease(names.gatewayApiVersion, settings.gatewayApiVersion),
  };
  const configuration = readConfiguration(settings.config);
  const areClusters = settings.clusters ?? configuration.clusters ?? false;
  const sources = readSources(paths, areClusters, progress);
  const options: CheckOptions = {
    channel: facts.channel ?? configuration.channel,
    gatewayApiVersion: facts.gatewayApiVersion ?? configuration.gatewayApiVersion,
    isWhole: settings.whole ?? configuration.whole,
    areClusters,
    namespace: settings.namespace ?? configuration.namespace,
    exists: configuration.exists,
    isStrict: settings.strict,
  };
  const diagnostics = check(
    sources.objects,
    options,
    progress && ((done, total) => progress.tell(`checking: ${done} of ${total} rules`)),
  );
  const { open, unused } = acknowledged(diagnostics, configuration.acknowledge);
  return { sources, options, diagnostics: open, acknowledged: diagnostics.length - open.length, unused };
}

/** Takes acknowledged diagnostics away; an acknowledgement that fits none is told. Errors cannot be acknowledged. */
function acknowledged(diagnostics: readonly Diagnostic[], acknowledgements: readonly Acknowledgement[]) {
  const used = new Set<Acknowledgement>();
  const open = diagnostics.filter(({ code, severity, object }) => {
    const found = acknowledgementOf(acknowledgements, code, [object]);
    if (!found || severity === 'error') return true;
    used.add(found);
    return false;
  });
  return { open, unused: acknowledgements.filter((each) => !used.has(each)) };
}
