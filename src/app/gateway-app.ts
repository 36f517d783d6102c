import * as path from 'path';
import { ApiObject, App, AppProps, Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { order, OrderedChart } from './order';
import { patchProblem } from './patch-problem';
import { GatewayApiChannel } from '../check/channel';
import { Diagnostic, format, link } from '../check/diagnostic';
import { gatewayApiRelease, inServedVersion } from '../check/gateway-api/release';
import { Located, Manifest } from '../manifest/manifest';
import { replaceFiles } from '../manifest/output';
import { printYaml } from '../manifest/yaml';
import { directoryOf, markDirectoryWriter } from '../resource/output-directory';
import { acknowledgementOf, Warnings } from '../resource/warning';
import { groupBy } from '../value/group-by';

/** Options of a `GatewayApp`: those of a `cdk8s.App`, and the Gateway API that the clusters have installed. */
export interface GatewayAppProps extends AppProps {
  /**
   * Channel of the Gateway API CRDs in the target clusters.
   * With `STANDARD`, a field of the experimental channel is an error.
   *
   * @default - unknown: a field that only one channel accepts is a warning (GW301, GW302, GW303)
   */
  readonly channel?: GatewayApiChannel;
  /**
   * Release of the Gateway API CRDs in the target clusters, such as `1.4`. Objects are emitted in an API version that
   * this release serves: a ReferenceGrant in v1beta1 before 1.5, for example. A kind or field that the release does
   * not have is an error (GW304).
   *
   * @default - the newest release, 1.6
   */
  readonly gatewayApiVersion?: string;
}

/**
 * A `cdk8s.App` that checks all manifests before it writes any, writes them
 * atomically, and synthesizes in time linear in the number of objects.
 *
 * A drop-in replacement for `cdk8s.App`: charts and constructs need no change. All
 * errors are reported at once. Unacknowledged warnings go to standard error.
 */
export class GatewayApp extends App {
  private readonly recordMetadata: boolean;
  private readonly channel?: GatewayApiChannel;
  private readonly gatewayApiVersion?: string;

  public constructor(props: GatewayAppProps = {}) {
    super(props);
    markDirectoryWriter(this);
    this.channel = props.channel;
    this.gatewayApiVersion = gatewayApiRelease('gatewayApiVersion', props.gatewayApiVersion);
    // cdk8s-cli asks for it by the environment where it has a plug-in; `kubectl apply -f` would read it as an object.
    this.recordMetadata = props.recordConstructMetadata ?? false;
  }

  /**
   * Writes the manifests of every chart to the output directory.
   *
   * Charts below an `OutputDirectory` go to that directory. Old files are replaced only when all new ones are complete.
   * Files of an earlier run that the program no longer emits are removed; files that it did not write are kept.
   * `.cdk8s-gateways` in the output directory lists the files that it wrote.
   *
   * Throws one error that lists every problem; no file is written then.
   */
  public synth(): void {
    replaceFiles(this.outdir, this.files(this.render()));
  }

  /** All objects of all charts as YAML documents. Throws the same errors as `synth`. */
  public synthYaml(): string {
    return printYaml(this.render().flatMap(({ manifests }) => manifests));
  }

  private render(): RenderedChart[] {
    const constructs = this.node.findAll();
    const errors = constructs.flatMap((construct) =>
      construct.node.validate().map((message) => `error [${construct.node.path || 'app'}] ${message}`),
    );
    const located: Located[] = [];
    const rendered = order(constructs).map((ordered) => {
      const { scope, path: directory } = directoryOf(ordered.chart);
      const manifests = ordered.objects.flatMap((object) => {
        try {
          const manifest = this.served(object.toJson() as Manifest);
          located.push({ where: pathOf(object), group: directory, manifest });
          return [manifest];
        } catch (error) {
          errors.push(`error [${pathOf(object)}] ${patchProblem(object) ?? (error as Error).message}`);
          return [];
        }
      });
      return { ...ordered, directory, name: fileNameOf(ordered.chart, scope), manifests };
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use: its rules are a quarter of the package
    const { check } = require('../check/check') as typeof import('../check/check');
    const diagnostics = check(located, { channel: this.channel, gatewayApiVersion: this.gatewayApiVersion });
    errors.push(...diagnostics.filter(({ severity }) => severity === 'error').map(format));
    if (errors.length > 0) {
      const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
      throw new Error(`${count}, no file was written\n\n${errors.join('\n')}`);
    }
    this.warn(constructs, diagnostics);
    return rendered;
  }

  /** An object in the API version that the pinned release of the Gateway API serves. */
  private served(manifest: Manifest): Manifest {
    const { gatewayApiVersion: release, channel } = this;
    return release === undefined ? manifest : inServedVersion(manifest, { release, channel });
  }

  private warn(constructs: readonly IConstruct[], diagnostics: readonly Diagnostic[]): void {
    const byPath = new Map(constructs.map((construct) => [construct.node.path, construct]));
    const lines = [
      ...Warnings.of(this)
        .list()
        .filter(({ acknowledgement }) => acknowledgement === undefined)
        .map(({ code, path: where, message }) => `warning ${code} [${where}] ${message}\n  ${link(code)}`),
      ...diagnostics
        .filter(
          ({ code, where, severity }) =>
            severity === 'warning' && acknowledgementOf(byPath.get(where)!, code) === undefined,
        )
        .map(format),
    ];
    if (lines.length > 0) {
      process.stderr.write(`${lines.join('\n')}\n`);
    }
  }

  private files(rendered: readonly RenderedChart[]): Map<string, string> {
    const files = new Map<string, string>();
    const add = (name: string, manifests: readonly Manifest[]) => {
      const file = name + this.outputFileExtension;
      const earlier = files.get(file);
      const text = printYaml(manifests);
      files.set(file, earlier === undefined ? text : `${earlier}---\n${text}`);
    };
    for (const [directory, charts] of groupBy(withoutEmptyParents(rendered), (chart) => chart.directory)) {
      const inDirectory = (name: string) => path.join(directory, name);
      const isOrdered = charts.some(({ isDependent }) => isDependent) || isMisordered(charts);
      const chartName = ({ name }: RenderedChart, index: number) =>
        inDirectory((isOrdered ? `${String(index).padStart(4, '0')}-` : '') + name);
      switch (this.yamlOutputType) {
        case YamlOutputType.FILE_PER_APP:
          add(
            inDirectory('app'),
            charts.flatMap(({ manifests }) => manifests),
          );
          break;
        case YamlOutputType.FILE_PER_CHART:
          charts.forEach((chart, index) => add(chartName(chart, index), chart.manifests));
          break;
        case YamlOutputType.FILE_PER_RESOURCE:
          charts.forEach(({ manifests }) =>
            manifests.forEach((manifest) => add(inDirectory(fileName(manifest)), [manifest])),
          );
          break;
        case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
          charts.forEach((chart, index) =>
            chart.manifests.forEach((manifest) =>
              add(path.join(chartName(chart, index), fileName(manifest)), [manifest]),
            ),
          );
          break;
      }
    }
    if (this.recordMetadata) {
      const objects = rendered.flatMap((ordered) => ordered.objects);
      const resources = Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }]));
      files.set('construct-metadata.json', JSON.stringify({ version: '1.0.0', resources }));
    }
    return files;
  }
}

interface RenderedChart extends OrderedChart {
  /** Path below the output directory; empty for the output directory itself. */
  readonly directory: string;
  /** File name, without extension. */
  readonly name: string;
  readonly manifests: readonly Manifest[];
}

/** Whether a file would be applied before one that it needs, if files had the names of their charts. */
const isMisordered = (charts: readonly RenderedChart[]) => {
  const names = new Map(charts.map(({ chart, name }) => [chart, name]));
  return charts.some(({ name, prerequisites }) => [...prerequisites].some((other) => names.get(other)! > name));
};

/** Drops empty charts that only contain charts of other directories. */
function withoutEmptyParents(charts: readonly RenderedChart[]): RenderedChart[] {
  const holders = new Set<IConstruct>();
  for (const { chart, directory } of charts) {
    const outer =
      chart.node.scope &&
      chart.node.scopes
        .slice(0, -1)
        .reverse()
        .find((scope) => Chart.isChart(scope));
    if (outer && directoryOf(outer).path !== directory) {
      holders.add(outer);
    }
  }
  return charts.filter(({ chart, manifests }) => manifests.length > 0 || !holders.has(chart));
}

/** In an OutputDirectory, the chart's path below it: independent of the rest of the program. */
const fileNameOf = (chart: Chart, directory: IConstruct | undefined) =>
  directory === undefined || directory === chart
    ? Names.toDnsLabel(chart)
    : chart.node.path.slice(directory.node.path.length + 1).replace(/\//g, '-');

/** Path of the construct that the user wrote, not of the `Default` object below it. */
const pathOf = (object: ApiObject) => object.node.path.replace(/\/Default$/, '');

/** The name that cdk8s gives a file of one object; what other objects need is applied first. */
function fileName({ kind, metadata }: Manifest): string {
  const name = `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
  return ['Namespace', 'CustomResourceDefinition'].includes(kind) ? `0000-${name}` : name;
}
