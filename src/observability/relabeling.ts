import { MetricRelabeling } from '../manifest/monitoring';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';

type Action = NonNullable<MetricRelabeling['action']>;

/** Labels to look at. */
export interface RelabelingMatchOptions {
  /** Labels whose values are joined and matched (`sourceLabels`). */
  readonly sourceLabels: string[];
  /**
   * Regular expression (RE2) for the whole joined value (`regex`).
   *
   * @default - `(.*)`, which matches everything
   */
  readonly regex?: string;
  /**
   * What stands between the joined values (`separator`).
   *
   * @default - `;`
   */
  readonly separator?: string;
}

/** Labels to read and one to write. */
export interface RelabelingTargetOptions {
  /** Labels whose values are joined (`sourceLabels`). */
  readonly sourceLabels: string[];
  /** Label that is written or compared with (`targetLabel`). */
  readonly targetLabel: string;
  /**
   * What stands between the joined values (`separator`).
   *
   * @default - `;`
   */
  readonly separator?: string;
}

/** A label written from others. */
export interface RelabelingReplaceOptions {
  /**
   * Labels whose values are joined and matched (`sourceLabels`).
   *
   * @default - none: the replacement is written as it is
   */
  readonly sourceLabels?: string[];
  /** Label that is written (`targetLabel`). */
  readonly targetLabel: string;
  /**
   * Regular expression (RE2) for the whole joined value; where it does not match, nothing is written (`regex`).
   *
   * @default - `(.*)`, which matches everything
   */
  readonly regex?: string;
  /**
   * The new value; `$1` is the first group of the expression (`replacement`).
   *
   * @default - `$1`
   */
  readonly replacement?: string;
  /**
   * What stands between the joined values (`separator`).
   *
   * @default - `;`
   */
  readonly separator?: string;
}

/** A label written from the hash of others. */
export interface RelabelingHashModOptions extends RelabelingTargetOptions {
  /** The hash is taken modulo this number (`modulus`), at least 1. */
  readonly modulus: number;
}

/** Any relabeling. */
export interface RelabelingCustomOptions {
  /** What is done (`action`). */
  readonly action: string;
  /**
   * `sourceLabels`.
   *
   * @default - none
   */
  readonly sourceLabels?: string[];
  /**
   * `separator`.
   *
   * @default - `;`
   */
  readonly separator?: string;
  /**
   * `targetLabel`.
   *
   * @default - none
   */
  readonly targetLabel?: string;
  /**
   * `regex`.
   *
   * @default - `(.*)`
   */
  readonly regex?: string;
  /**
   * `modulus`.
   *
   * @default - none
   */
  readonly modulus?: number;
  /**
   * `replacement`.
   *
   * @default - `$1`
   */
  readonly replacement?: string;
}

/** One step that changes the labels of a target or of a sample (`relabelings[]`, `metricRelabelings[]`). */
export class Relabeling {
  /** Drops what the expression does not match. Without an expression everything stays. */
  public static keep(options: RelabelingMatchOptions): Relabeling {
    return Relabeling.read('keep', options);
  }

  /** Drops what the expression matches. Without an expression nothing stays. */
  public static drop(options: RelabelingMatchOptions): Relabeling {
    return Relabeling.read('drop', options);
  }

  /** Writes a label. */
  public static replace(options: RelabelingReplaceOptions): Relabeling {
    requireLabel('replace', options.targetLabel);
    return new Relabeling({ action: 'replace', ...options });
  }

  /** Removes the labels whose name the expression matches. */
  public static labelDrop(regex: string): Relabeling {
    return new Relabeling({ action: 'labeldrop', regex });
  }

  /** Removes the labels whose name the expression does not match. */
  public static labelKeep(regex: string): Relabeling {
    return new Relabeling({ action: 'labelkeep', regex });
  }

  /**
   * Copies the labels whose name the expression matches.
   *
   * @param regex for the whole name
   * @param replacement the new name; `$1`, the first group of the expression, where it is left out
   */
  public static labelMap(regex: string, replacement?: string): Relabeling {
    return new Relabeling({ action: 'labelmap', regex, replacement });
  }

  /** Writes the hash of labels, to share targets out. */
  public static hashMod(options: RelabelingHashModOptions): Relabeling {
    wholeNumber('modulus of a relabeling', options.modulus, 1, Number.MAX_SAFE_INTEGER, 'give the number of shares');
    return Relabeling.write('hashmod', options);
  }

  /** Writes labels in lower case. */
  public static lowercase(options: RelabelingTargetOptions): Relabeling {
    return Relabeling.write('lowercase', options);
  }

  /** Writes labels in upper case. */
  public static uppercase(options: RelabelingTargetOptions): Relabeling {
    return Relabeling.write('uppercase', options);
  }

  /** Drops what has another value in the source labels than in the target label. */
  public static keepEqual(options: RelabelingTargetOptions): Relabeling {
    return Relabeling.write('keepequal', options);
  }

  /** Drops what has the same value in the source labels as in the target label. */
  public static dropEqual(options: RelabelingTargetOptions): Relabeling {
    return Relabeling.write('dropequal', options);
  }

  /** An action that this library does not know. */
  public static custom(options: RelabelingCustomOptions): Relabeling {
    requireText('action of a relabeling', options.action, 'name what is done, for example keep');
    return new Relabeling(options as MetricRelabeling);
  }

  private static read(action: Action, options: RelabelingMatchOptions): Relabeling {
    requireLabels(action, options.sourceLabels);
    return new Relabeling({ action, ...options });
  }

  private static write(action: Action, options: RelabelingTargetOptions): Relabeling {
    requireLabels(action, options.sourceLabels);
    requireLabel(action, options.targetLabel);
    return new Relabeling({ action, ...options });
  }

  private constructor(private readonly spec: MetricRelabeling) {
    if (spec.regex !== undefined) {
      requireText('regex of a relabeling', spec.regex, 'leave it out to match everything');
    }
  }

  /** One of `relabelings`. @internal */
  public _render(): MetricRelabeling {
    return { ...this.spec, sourceLabels: this.spec.sourceLabels && [...this.spec.sourceLabels] };
  }
}

function requireLabels(action: string, names: readonly string[]): void {
  if (names.length === 0) {
    refuse({
      what: `sourceLabels of a ${action} relabeling`,
      got: '[]',
      expected: 'at least one label',
      fix: "name the labels to look at, for example '__meta_kubernetes_pod_name'",
    });
  }
  names.forEach((name) => requireText(`sourceLabels of a ${action} relabeling`, name, 'name a label'));
}

function requireLabel(action: string, name: string): void {
  requireText(`targetLabel of a ${action} relabeling`, name, 'name a label');
}

function requireText(what: string, value: string, fix: string): void {
  if (value === '') {
    refuse({ what, got: value, expected: 'some text', fix });
  }
}
