import { BlockSchema, hasUnknown, isBlank, isValues, sameValue, UNKNOWN, Value, Values } from './schema';
import type { Session } from '../aws/world';

/** How a resource type maps Terraform's life cycle to AWS: its attributes come from the bindings. */
export interface ResourceType {
  /** How the provider names it in errors, such as `Route 53 Record`. */
  readonly label: string;
  /** Changes of these attributes or blocks replace the resource. */
  readonly forceNew?: readonly string[];
  /** What an optional attribute is when it is not configured. */
  readonly defaults?: Values;
  readonly sensitive?: readonly string[];
  /** Is created late, so that a resource that needs it and does not wait for it is refused. */
  readonly isSlow?: boolean;
  /** What the state holds of configured values, such as a name in lower case. */
  normalize?(values: Values): Values;
  /** Creates the object; returns its id and what read() does not know. */
  create(session: Session, values: Values): Values;
  /** Attributes as AWS has them; undefined where the object is gone. */
  read(session: Session, state: Values): Values | undefined;
  update?(session: Session, values: Values): void;
  delete(session: Session, state: Values): void;
}

export interface DataType {
  readonly label: string;
  read(session: Session, config: Values): Values;
}

export interface Plan {
  readonly planned: Values | undefined;
  readonly replaced: readonly string[];
}

/**
 * What a resource will be: the configuration, defaults where it is silent, and unknown where AWS decides.
 *
 * @param prior the state before; undefined for a resource to create
 * @param proposed the configuration, with the prior computed values where it is silent; undefined for one to destroy
 */
export function plan(
  type: ResourceType,
  schema: BlockSchema,
  session: Session,
  prior: Values | undefined,
  proposed: Values | undefined,
  config: Values | undefined,
): Plan {
  if (proposed === undefined || config === undefined) return { planned: undefined, replaced: [] };
  const values: Record<string, Value> = { ...proposed };
  for (const { name, computed } of schema.attributes) {
    if (!isBlank(config[name])) continue;
    const fallback = type.defaults?.[name];
    if (fallback !== undefined) values[name] = fallback;
    else if (name === 'tags_all') values[name] = config.tags;
    else if (name === 'region' && computed) values[name] = session.region;
    else if (computed) values[name] = prior === undefined ? UNKNOWN : prior[name];
  }
  const normal = { ...(type.normalize?.(values) ?? values) };
  if (prior === undefined) return { planned: normal, replaced: [] };

  for (const name of Object.keys(normal)) if (sameValue(prior[name], normal[name])) normal[name] = prior[name];
  const changed = Object.keys(normal).filter((name) => normal[name] !== prior[name]);
  const replaced = changed.filter((name) => name === 'region' || type.forceNew?.includes(name) === true);
  return { planned: normal, replaced };
}

/** The state after apply: what was planned, and what AWS says of it. */
export function settle(planned: Values, actual: Values): Values {
  const state: Record<string, Value> = { ...planned };
  for (const [name, value] of Object.entries(actual)) {
    if (hasUnknown(planned[name]) || !sameValue(planned[name], value)) state[name] = value;
  }
  return known(state) as Values;
}

/** A value that AWS did not report stays empty: nothing may be unknown after apply. */
export function known(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: Value) => known(item));
  if (!isValues(value)) return hasUnknown(value) ? null : value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, known(item)]));
}
