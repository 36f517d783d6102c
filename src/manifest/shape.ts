/**
 * The shape of a kind: one value that defines both the TypeScript type of a
 * manifest (`Infer`) and its structural validation.
 *
 * The vocabulary follows Kubernetes' structural schemas.
 */
export interface Shape<out T = unknown> {
  readonly type: 'object' | 'map' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'intOrString' | 'any';
  readonly rules: ShapeRules;
  /** Fields of an object. */
  readonly fields?: Readonly<Record<string, Shape>>;
  /** Element of an array, value of a map. */
  readonly items?: Shape;
  readonly isRequired?: boolean;
  /** Whether the field exists in the experimental channel of the Gateway API only. */
  readonly isExperimental?: boolean;
  /** Never set; carries the TypeScript type. */
  readonly phantom?: T;
}

/** Constraints of a value; a rule that is left out does not apply. */
export interface ShapeRules {
  /** Length of a string, number of elements, number of keys. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** Pattern that applies in the experimental channel of the Gateway API only. */
  readonly experimentalPattern?: string;
  readonly format?: string;
  readonly values?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Fields that identify the elements of an array (`x-kubernetes-list-map-keys`). */
  readonly keys?: readonly string[];
  /** Default that the API server sets for a field that is left out. */
  readonly default?: unknown;
  /** Whether the elements are unique (`x-kubernetes-list-type: set`). */
  readonly set?: boolean;
  /** Whether unknown fields are kept (`x-kubernetes-preserve-unknown-fields`). */
  readonly open?: boolean;
  readonly nullable?: boolean;
}

/** The TypeScript type that a shape describes. */
export type Infer<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, Shape>>;
type RequiredKey<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly isRequired: true } ? K : never;
}[keyof F];
type ObjectOf<F extends Fields> = { readonly [K in RequiredKey<F>]: Infer<F[K]> } & {
  readonly [K in Exclude<keyof F, RequiredKey<F>>]?: Infer<F[K]>;
};

export const object = <F extends Fields>(fields: F, rules: ShapeRules = {}): Shape<ObjectOf<F>> => ({
  type: 'object',
  fields,
  rules,
});
export const map = <T>(items: Shape<T>, rules: ShapeRules = {}): Shape<Readonly<Record<string, T>>> => ({
  type: 'map',
  items,
  rules,
});
export const array = <T>(items: Shape<T>, rules: ShapeRules = {}): Shape<readonly T[]> => ({
  type: 'array',
  items,
  rules,
});
export const string = (rules: ShapeRules = {}): Shape<string> => ({ type: 'string', rules });
export const choice = <const V extends readonly string[]>(...values: V): Shape<V[number]> => ({
  type: 'string',
  rules: { values },
});
export const integer = (rules: ShapeRules = {}): Shape<number> => ({ type: 'integer', rules });
export const number = (rules: ShapeRules = {}): Shape<number> => ({ type: 'number', rules });
export const boolean = (rules: ShapeRules = {}): Shape<boolean> => ({ type: 'boolean', rules });
export const intOrString = (rules: ShapeRules = {}): Shape<number | string> => ({ type: 'intOrString', rules });
export const any = (rules: ShapeRules = {}): Shape<unknown> => ({ type: 'any', rules });

export const required = <T>(shape: Shape<T>): Shape<T> & { readonly isRequired: true } => ({
  ...shape,
  isRequired: true,
});
export const experimental = <S extends Shape>(shape: S): S & { readonly isExperimental: true } => ({
  ...shape,
  isExperimental: true,
});

/** A shape with a default value. */
export const preset = <S extends Shape>(shape: S, value: unknown): S => ({
  ...shape,
  rules: { ...shape.rules, default: value },
});

/** A kind of Kubernetes object. */
export interface Kind<T = unknown> {
  /** API version that constructs emit. */
  readonly apiVersion: string;
  /** Other served API versions with the same schema. */
  readonly alike: readonly string[];
  readonly kind: string;
  readonly namespaced: boolean;
  /** Shape of the object without apiVersion, kind, metadata and status. */
  readonly body: Shape<T>;
}

export const kind = <F extends Fields>(
  apiVersion: string,
  name: string,
  scope: 'Namespaced' | 'Cluster',
  fields: F,
  alike: readonly string[] = [],
): Kind<ObjectOf<F>> => ({ apiVersion, alike, kind: name, namespaced: scope === 'Namespaced', body: object(fields) });

/** Fields of a kind without apiVersion, kind and metadata. */
export type Body<K> = K extends Kind<infer T> ? T : never;
/** The spec of a kind. */
export type Spec<K> = Body<K> extends { readonly spec?: infer S } ? NonNullable<S> : never;
