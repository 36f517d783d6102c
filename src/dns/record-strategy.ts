import { nearest, refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** How the clients of a host are shared among the clusters. */
export class RecordStrategy {
  /** By the client's place (`geo` of a cluster, with one default), then by weight among the clusters of a geo. */
  public static readonly GEOLOCATION = new RecordStrategy('geolocation');
  /** By weight. */
  public static readonly WEIGHTED = new RecordStrategy('weighted');
  /** To the region with the least latency (`region` of a cluster), then by weight among the clusters of a region. */
  public static readonly LATENCY = new RecordStrategy('latency');
  /** Up to eight healthy addresses at once, in a random order; for targets that are addresses. */
  public static readonly MULTIVALUE = new RecordStrategy('multivalue');

  /** To the named clusters by weight; to the others once none of them is healthy. Health must be known. */
  public static failover(primaries: string[]): RecordStrategy {
    return new RecordStrategy('failover', [...new Set(primaries)]);
  }

  /**
   * To the nearest region (`region` of a cluster), then by weight among the clusters of a region.
   *
   * @param biases by region, -99 to 99: a region grows or shrinks by it
   */
  public static geoproximity(biases: { readonly [region: string]: number } = {}): RecordStrategy {
    for (const [region, bias] of Object.entries(biases)) {
      wholeNumber(`bias of region ${region}`, bias, -99, 99, 'use -99 to 99');
    }
    return new RecordStrategy('geoproximity', [], { ...biases });
  }

  private constructor(
    /** @internal */ public readonly _kind:
      'geolocation' | 'weighted' | 'latency' | 'multivalue' | 'failover' | 'geoproximity',
    /** @internal */ public readonly _primaries: readonly string[] = [],
    /** @internal */ public readonly _biases: Readonly<Record<string, number>> = {},
  ) {}

  /** Refuses names of clusters or regions that the plan does not have. @internal */
  public _check(clusters: readonly { readonly name: string; readonly region?: string }[]): void {
    const known = (what: string, names: readonly string[], all: readonly string[]) => {
      const unknown = names.find((name) => !all.includes(name));
      if (unknown === undefined) return;
      const near = nearest(unknown, all);
      refuse({ what, got: unknown, expected: all.join(', '), fix: near ? `use '${near}'` : 'name one of the plan' });
    };
    const names = clusters.map(({ name }) => name);
    known('primary of a failover', this._primaries, names);
    known(
      'biased region',
      Object.keys(this._biases),
      clusters.flatMap(({ region }) => region ?? []),
    );
    if (this._kind === 'failover' && (this._primaries.length === 0 || this._primaries.length === names.length)) {
      refuse({
        what: 'primaries of a failover',
        got: this._primaries.join(', ') || 'none',
        expected: `some but not all of ${names.join(', ')}`,
        fix: 'name the clusters that serve as long as they are healthy',
      });
    }
  }
}
