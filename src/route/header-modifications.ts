import { httpToken, listOf } from './http-text';
import { RequestHeaderModifier } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** Changes to the headers of a request or response; at most 16 of each kind. */
export interface HeaderModifications {
  /**
   * Headers to set; existing values are overwritten.
   *
   * @default - none
   */
  readonly set?: { readonly [name: string]: string };
  /**
   * Headers to add; existing values are kept.
   *
   * @default - none
   */
  readonly add?: { readonly [name: string]: string };
  /**
   * Names of headers to remove.
   *
   * @default - none
   */
  readonly remove?: string[];
}

/** Renders `requestHeaderModifier` or `responseHeaderModifier`. */
export function renderHeaders({ set, add, remove }: HeaderModifications): RequestHeaderModifier {
  const names = [...Object.keys(set ?? {}), ...Object.keys(add ?? {}), ...(remove ?? [])];
  if (names.length === 0) {
    refuse({
      what: 'changes of headers',
      got: { set, add, remove },
      expected: 'a header to set, add or remove',
      fix: 'name one, or leave the filter out',
    });
  }
  const twice = names.find((name, index) => names.findIndex((other) => same(name, other)) !== index);
  if (twice !== undefined) {
    refuse({
      what: `header '${twice}'`,
      got: 'two changes',
      expected: 'each header once; header names are case-insensitive',
      fix: 'keep one; the result of two changes to one header is undefined',
    });
  }
  names.forEach((name) => httpToken('name of header', name));
  const sorts = { set: Object.keys(set ?? {}), add: Object.keys(add ?? {}), remove: remove ?? [] };
  Object.entries(sorts).forEach(([sort, list]) => listOf(`headers to ${sort}`, list, 16));
  const list = (headers: Record<string, string> | undefined) =>
    headers && Object.keys(headers).length > 0
      ? Object.entries(headers).map(([name, value]) => ({ name, value: headerValue(name, value) }))
      : undefined;
  return { set: list(set), add: list(add), remove: remove && remove.length > 0 ? remove : undefined };
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Checks the value of a header. */
export function headerValue(name: string, value: string): string {
  if (value.length > 4096 || !/^[!-~]([\t ]?[!-~])*$/.test(value)) {
    refuse({
      what: `value of header '${name}'`,
      got: value,
      expected: '1 to 4096 printable ASCII characters, with single spaces between them',
      fix: value === '' ? 'to remove the header use remove' : 'remove the other characters',
    });
  }
  return value;
}
