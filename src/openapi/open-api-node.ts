import { nearest, Problem, refuse } from '../value/problem';

/** The file of a node. */
export interface NodeSource {
  /** Name of the file in errors; empty for a document given as an object. */
  readonly label: string;
  /** Resolves a reference in this file to a node. */
  target(reference: string, from: OpenApiNode): OpenApiNode;
}

/** A value of an OpenAPI document with its place for errors. */
export class OpenApiNode {
  public constructor(
    public readonly value: unknown,
    public readonly source: NodeSource,
    private readonly tokens: readonly string[] = [],
  ) {}

  /** File and JSON pointer: `petstore.yaml#/paths/~1pets/get`. */
  public get place(): string {
    const pointer = this.tokens.map((token) => `/${token.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
    return `${this.source.label}#${pointer}`;
  }

  /** The last part of the pointer. */
  public get key(): string {
    return this.tokens.at(-1) ?? '';
  }

  /** The value of a key; `undefined` without one. */
  public child(key: string): OpenApiNode | undefined {
    const { value } = this;
    return isObject(value) && Object.hasOwn(value, key) && value[key] !== null && value[key] !== undefined
      ? new OpenApiNode(value[key], this.source, [...this.tokens, key])
      : undefined;
  }

  /** The values of an object by key, in the order of the document. */
  public entries(): [string, OpenApiNode][] {
    return Object.keys(this.object()).map((key) => [
      key,
      this.child(key) ?? new OpenApiNode(undefined, this.source, [...this.tokens, key]),
    ]);
  }

  /** The values of a list. */
  public items(): OpenApiNode[] {
    if (!Array.isArray(this.value)) {
      this.refuse({ got: this.value, expected: 'a list', fix: 'write one value per line, each after a hyphen' });
    }
    return (this.value as unknown[]).map((item, index) => {
      return new OpenApiNode(item, this.source, [...this.tokens, String(index)]);
    });
  }

  /** The value, checked to be an object. */
  public object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    return isObject(value)
      ? value
      : this.refuse({ got: value, expected: 'an object', fix: 'write fields and their values' });
  }

  public text(): string {
    const { value } = this;
    return typeof value === 'string'
      ? value
      : this.refuse({ got: value, expected: 'a text', fix: `write it in quotes: '${String(value)}'` });
  }

  public boolean(): boolean {
    const { value } = this;
    return typeof value === 'boolean'
      ? value
      : this.refuse({ got: value, expected: 'true or false', fix: 'write it without quotes' });
  }

  public number(): number {
    const { value } = this;
    return typeof value === 'number'
      ? value
      : this.refuse({ got: value, expected: 'a number', fix: 'write it without quotes' });
  }

  /** The value, checked to be one of the words. */
  public oneOf<T extends string>(...words: readonly T[]): T {
    const word = this.text();
    const found = words.find((candidate) => candidate === word);
    const meant = nearest(word, words);
    return (
      found ??
      this.refuse({ got: word, expected: words.join(', '), fix: meant ? `write '${meant}'` : 'choose one of these' })
    );
  }

  /** The node, or the node that its `$ref` resolves to, over any number of references. */
  public follow(): OpenApiNode {
    return this.layers().at(-1)!;
  }

  /** The node and each node that its `$ref` resolves to; fields of earlier nodes take precedence. */
  public layers(): OpenApiNode[] {
    const layers: OpenApiNode[] = [this];
    for (;;) {
      const reference = layers.at(-1)!.child('$ref');
      if (reference === undefined) {
        return layers;
      }
      const next = reference.source.target(reference.text(), reference);
      if (layers.some(({ place }) => place === next.place)) {
        reference.refuse({
          got: reference.text(),
          expected: 'a reference to a value; this one is circular',
          fix: 'replace one of the references by the value',
        });
      }
      layers.push(next);
    }
  }

  /** Runs checks that do not know their place in the document, and adds the place to their errors. */
  public within<T>(check: () => T): T {
    try {
      return check();
    } catch (error) {
      throw new Error(`${this.place}: ${(error as Error).message}`);
    }
  }

  /** Throws the problem with this place. */
  public refuse(problem: Omit<Problem, 'what'>): never {
    return refuse({ what: this.place, ...problem });
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
