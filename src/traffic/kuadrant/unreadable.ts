import { actionSetsAt, rulePath } from './action-sets';
import { Gateway } from '../../manifest/gateway-api';
import { Entry, itemsOf, Model, view } from '../../model/model';
import { celProgram } from '../../value/cel-program';
import { Place } from '../rule';

interface Text {
  readonly name?: string;
  readonly value?: string;
}
interface Match {
  readonly path?: Text;
  readonly method?: string | { readonly service?: string; readonly method?: string };
  readonly headers?: readonly Text[];
  readonly queryParams?: readonly Text[];
}

/**
 * A match that Kuadrant's filter cannot read, and then none of its configuration for the Gateway: the operator puts the
 * texts of matches between single quotes into CEL expressions, as they stand.
 */
export const unreadableMatch = (model: Model, gateway: Entry): Place | undefined => unreadable(model).get(gateway.at);

const unreadable = view((model: Model) => {
  const places = new Map<Entry['at'], Place | undefined>();
  for (const { at } of itemsOf(model, Gateway)) places.set(at, firstAt(model, at));
  return places;
});

function firstAt(model: Model, gateway: Entry['at']): Place | undefined {
  for (const { path } of actionSetsAt(model, gateway)) {
    const { matches = [] } = path.route.rules[path.rule];
    const index = (matches as readonly Match[]).findIndex((match) => textsOf(match).some(isUnreadable));
    if (index >= 0) return { entry: path.route, path: `${rulePath(path)}.matches[${index}]` };
  }
  return undefined;
}

function textsOf({ path, method, headers = [], queryParams = [] }: Match): string[] {
  const call = typeof method === 'object' ? [method.service, method.method] : [];
  const all = [path?.value, ...call, ...[...headers, ...queryParams].flatMap(({ name, value }) => [name, value])];
  return all.filter((text) => text !== undefined);
}

const isUnreadable = (text: string) => /['\\\r\n]/.test(text) && celProgram(`'${text}' == ''`) === undefined;
