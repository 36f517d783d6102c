import { httpToken, listOf } from './http-text';
import { RequestHeaderModifier } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** Changes to the headers of a request or an answer; at most 16 of each sort. */
export interface HeaderModifications {
  /**
   * Headers to set; a value that is there is overwritten.
   *
   * @default - none
   */
  readonly set?: { readonly [name: string]: string };
  /**
   * Headers to add, beside values that are there.
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

/** `requestHeaderModifier` and `responseHeaderModifier`. */
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
      expected: 'each header once; names are compared without regard to case',
      fix: 'keep one; what two changes to one header do is not defined',
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

/** A value of a header as the API takes it. */
export function headerValue(name: string, value: string): string {
  if (value.length > 4096 || !/^[!-~]([\t ]?[!-~])*$/.test(value)) {
    refuse({
      what: `value of header '${name}'`,
      got: value,
      expected: '1 to 4096 printable ASCII characters, single spaces inside',
      fix: value === '' ? 'to take the header away use remove' : 'take the other characters out',
    });
  }
  return value;
}
