import { digest } from '../aws/world';
import { Values } from '../provider/schema';
import { blocks, text, texts } from '../provider/wire';

interface Document {
  Version: string;
  Id?: string;
  Statement: Record<string, unknown>[];
}

/** The JSON that the provider's data source makes of its statements: source documents, then its own, then overrides. */
export function policyDocument(config: Values): Values {
  const parse = (json: string) => JSON.parse(json) as Document;
  const sources = [...texts(config.source_policy_documents), ...texts([config.source_json])].map(parse);
  const overrides = [...texts(config.override_policy_documents), ...texts([config.override_json])].map(parse);
  const own: Document = {
    Version: text(config.version) ?? '2012-10-17',
    ...(text(config.policy_id) === undefined ? {} : { Id: text(config.policy_id) }),
    Statement: blocks(config.statement).map(statementOf),
  };
  const merged: Record<string, unknown>[] = [];
  for (const { Statement: statements } of [...sources, own]) merged.push(...[statements].flat());
  for (const statement of overrides.flatMap(({ Statement: statements }) => [statements].flat())) {
    const same = merged.findIndex(({ Sid }) => Sid !== undefined && Sid === statement.Sid);
    if (same < 0) merged.push(statement);
    else merged[same] = statement;
  }
  const document = { ...own, Statement: merged };
  const json = JSON.stringify(document, undefined, 2);
  return { id: String(parseInt(digest(json).slice(0, 8), 16)), json, minified_json: JSON.stringify(document) };
}

function statementOf(statement: Values): Record<string, unknown> {
  const one = (values: readonly string[]) => (values.length === 1 ? values[0] : [...values].sort());
  const list = (name: string) => texts(statement[name]);
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const condition of blocks(statement.condition)) {
    const test = String(condition.test);
    conditions[test] = { ...conditions[test], [String(condition.variable)]: one(texts(condition.values)) };
  }
  const optional = (name: string, key: string) => (list(name).length === 0 ? {} : { [key]: one(list(name)) });
  return {
    ...(text(statement.sid) === undefined ? {} : { Sid: text(statement.sid) }),
    Effect: text(statement.effect) ?? 'Allow',
    ...principals('Principal', statement.principals),
    ...principals('NotPrincipal', statement.not_principals),
    ...optional('actions', 'Action'),
    ...optional('not_actions', 'NotAction'),
    ...optional('resources', 'Resource'),
    ...optional('not_resources', 'NotResource'),
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };

  function principals(key: string, value: Values[string]): Record<string, unknown> {
    const found: Record<string, string[]> = {};
    for (const block of blocks(value)) {
      const type = String(block.type);
      found[type] = [...(found[type] ?? []), ...texts(block.identifiers)];
    }
    if (Object.keys(found).length === 0) return {};
    if (found['*'] !== undefined) return { [key]: '*' };
    return { [key]: Object.fromEntries(Object.entries(found).map(([type, names]) => [type, one(names)])) };
  }
}
