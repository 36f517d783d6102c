import { ResourceType, Session } from './resource';
import { BlockSchema, hasUnknown, isBlank, isValues, sameValue, UNKNOWN, Value, Values } from './schema';

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
    if (name.endsWith('_wo')) values[name] = null;
    if (!isBlank(config[name])) continue;
    const fallback = type.defaults?.[name];
    if (fallback !== undefined) values[name] = fallback;
    else if (name === 'tags_all') values[name] = allTags(session, config);
    else if (name === 'region' && computed) values[name] = session.region;
    else if (computed) values[name] = prior === undefined ? UNKNOWN : prior[name];
  }
  const normal = { ...(type.normalize?.(values) ?? values) };
  if (prior === undefined) return { planned: normal, replaced: [] };

  for (const name of Object.keys(normal)) {
    if (isSame(type, schema, name, prior[name], normal[name])) normal[name] = prior[name];
  }
  const changed = Object.keys(normal).filter((name) => normal[name] !== prior[name]);
  for (const [name, triggers] of Object.entries(type.recomputed ?? {})) {
    if (triggers.some((trigger) => changed.includes(trigger))) normal[name] = UNKNOWN;
  }
  return { planned: normal, replaced: changed.filter((name) => forcesNew(type, name)) };
}

/** The state after apply: what was planned, and what AWS says of it. */
export function settle(type: ResourceType, schema: BlockSchema, planned: Values, actual: Values): Values {
  const state: Record<string, Value> = { ...planned };
  for (const [name, value] of Object.entries(actual)) {
    const before = planned[name];
    state[name] = !hasUnknown(before) && isSame(type, schema, name, before, value) ? before : value;
  }
  for (const [name, value] of Object.entries(state)) if (hasUnknown(value)) state[name] = known(value);
  return state;
}

function forcesNew(type: ResourceType, name: string): boolean {
  return name === 'region' || type.forceNew?.includes(name) === true;
}

function isSame(type: ResourceType, schema: BlockSchema, name: string, left: Value, right: Value): boolean {
  if (type.json?.includes(name) === true && typeof left === 'string' && typeof right === 'string') {
    return left === right || sameDocument(left, right);
  }
  const attribute = schema.attributes.find((candidate) => candidate.name === name);
  const nested = schema.blocks.find((candidate) => candidate.name === name);
  const ordered = (attribute !== undefined && attribute.type[0] === 'list') || nested?.nesting === 'list';
  return sameValue(left, right, !ordered);
}

function sameDocument(left: string, right: string): boolean {
  try {
    return sameValue(JSON.parse(left) as Value, JSON.parse(right) as Value);
  } catch {
    return false;
  }
}

function allTags(session: Session, config: Values): Value {
  if (hasUnknown(config.tags)) return UNKNOWN;
  return { ...session.defaultTags, ...(isValues(config.tags) ? config.tags : {}) };
}

/** A value that AWS did not report stays empty: nothing may be unknown after apply. */
function known(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: Value) => known(item));
  if (isValues(value) && hasUnknown(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, known(item)]));
  }
  return hasUnknown(value) ? null : value;
}
