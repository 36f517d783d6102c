import { App } from 'cdk8s';
import { objectsOf } from './objects-of';
import { Located } from '../manifest/manifest';
import { readManifests } from '../manifest/sources';
import { TopologyFormat } from '../topology/formats';

/** Options of `Topology`. */
export interface TopologyOptions {
  /**
   * Each directory is a cluster, with what is in its directory alone.
   *
   * @default - directories that hold the same object are apart; else all manifests are of one cluster
   */
  readonly clusters?: boolean;
  /**
   * The manifests are all that the clusters have, so that findings tell what is missing.
   *
   * @default - what is not among the manifests is taken to exist
   */
  readonly whole?: boolean;
  /**
   * Objects that exist elsewhere, such as `Secret edge/wildcard-tls`; `*` stands for any text.
   *
   * @default - none
   */
  readonly exists?: string[];
  /**
   * Title of the page.
   *
   * @default topology
   */
  readonly title?: string;
}

/**
 * What serves requests, as a picture: DNS names, Gateways, listeners, routes, rules, backends, workloads and hosts
 * outside; certificates and their issuers; policies with where they are attached and where they are in effect; and on
 * each what `check` says of it.
 *
 * ```
 * fs.writeFileSync('topology.html', Topology.fromApp(app).toHtml());
 * ```
 */
export class Topology {
  /** The objects of a program; where it has several output directories, each is a cluster or a step. */
  public static fromApp(app: App, options: TopologyOptions = {}): Topology {
    return new Topology(objectsOf(app), options);
  }

  /** Files, or folders of them. Throws for a file that cannot be read. */
  public static fromFiles(paths: string[], options: TopologyOptions = {}): Topology {
    return new Topology(readManifests(paths, options.clusters ?? false), options);
  }

  private constructor(
    private readonly objects: readonly Located[],
    private readonly options: TopologyOptions,
  ) {}

  /** Nodes and edges: ids that stay the same, kinds, names, places, findings, policies in effect. */
  public toJson(): string {
    return this.in('json');
  }

  /** The DOT language of Graphviz. */
  public toDot(): string {
    return this.in('dot');
  }

  /** A flowchart of Mermaid. */
  public toMermaid(): string {
    return this.in('mermaid');
  }

  /** One image, light or dark as its reader's system is. Where there are more than 150 objects, those alike are one card. */
  public toSvg(): string {
    return this.in('svg');
  }

  /**
   * One page that needs nothing else: it searches, folds, shows manifests, findings and policies in effect, and sends
   * requests through the manifests. It asks nobody for anything, and has no values of Secrets.
   */
  public toHtml(): string {
    return this.in('html');
  }

  private in(format: TopologyFormat): string {
    const { clusters, whole, exists, title = 'topology' } = this.options;
    const options = { isWhole: whole, exists };
    const { check, FORMATS, topologyOf } = renderings();
    const diagnostics = check(this.objects, { ...options, areClusters: clusters });
    return FORMATS[format]({
      graph: topologyOf(this.objects, diagnostics, options),
      objects: this.objects,
      options,
      title,
    });
  }
}

/** Loaded on first use, because few programs draw. */
const renderings = () => ({
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  ...(require('../check/check') as typeof import('../check/check')),
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  ...(require('../topology/formats') as typeof import('../topology/formats')),
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  ...(require('../topology/graph') as typeof import('../topology/graph')),
});
