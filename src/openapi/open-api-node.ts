import { nearest, Problem, refuse } from '../value/problem';

/** What a node needs to know of the file it stands in. */
export interface NodeSource {
  /** Name that errors show; empty for a document given as an object. */
  readonly label: string;
  /** The node that a reference in this file leads to. */
  target(reference: string, from: OpenApiNode): OpenApiNode;
}

/** A value of an OpenAPI document together with the place where it stands, as errors name it. */
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

  /** The value below a key; nothing where there is none. */
  public child(key: string): OpenApiNode | undefined {
    const { value } = this;
    return isObject(value) && Object.hasOwn(value, key) && value[key] !== null && value[key] !== undefined
      ? new OpenApiNode(value[key], this.source, [...this.tokens, key])
      : undefined;
  }

  /** The values of an object by their keys, in the order of the document. */
  public entries(): [string, OpenApiNode][] {
    return Object.keys(this.object()).map((key) => [
      key,
      this.child(key) ?? new OpenApiNode(undefined, this.source, [...this.tokens, key]),
    ]);
  }

  /** The values of a list. */
  public items(): OpenApiNode[] {
    if (!Array.isArray(this.value)) {
      this.refuse({ got: this.value, expected: 'a list', fix: 'write one value per line, each behind a hyphen' });
    }
    return (this.value as unknown[]).map((item, index) => {
      return new OpenApiNode(item, this.source, [...this.tokens, String(index)]);
    });
  }

  /** The object itself. */
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

  /** One of a few words. */
  public oneOf<T extends string>(...words: readonly T[]): T {
    const word = this.text();
    const found = words.find((candidate) => candidate === word);
    const meant = nearest(word, words);
    return (
      found ??
      this.refuse({ got: word, expected: words.join(', '), fix: meant ? `write '${meant}'` : 'choose one of these' })
    );
  }

  /** The node itself, or the one that its `$ref` leads to, however many there are in between. */
  public follow(): OpenApiNode {
    return this.layers().at(-1)!;
  }

  /** The node, and each node that a `$ref` leads to from there: fields of an earlier one hold against a later one. */
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
          expected: 'a reference that ends at a value; this one leads back here',
          fix: 'write the value in one of these places',
        });
      }
      layers.push(next);
    }
  }

  /** Runs checks that know nothing of documents, so that what they throw names this place. */
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
