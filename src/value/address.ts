import { isIPv4, isIPv6 } from 'net';

/** Addresses of one family from the first to the last. */
export interface AddressRange {
  /** 32 or 128. */
  readonly bits: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** A prefix such as `192.0.2.0/28`, or a range such as `192.0.2.10-192.0.2.20`; undefined for anything else. */
export function addressRange(text: string): AddressRange | undefined {
  if (text.includes('-')) {
    const [start, end] = splitAt(text, '-').map((part) => address(part.trim()));
    if (!start || !end || start.bits !== end.bits || start.value > end.value) return undefined;
    return { bits: start.bits, first: start.value, last: end.value };
  }
  const [, prefix, length] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const start = prefix === undefined ? undefined : address(prefix);
  if (!start || Number(length) > start.bits) return undefined;
  const size = 2n ** BigInt(start.bits - Number(length));
  const first = (start.value / size) * size;
  return { bits: start.bits, first, last: first + size - 1n };
}

/** Whether an address is in a network, or is the address; in what cannot be read is none. */
export function isAddressIn(host: string, network: string): boolean {
  const [one, range] = [addressRange(asNetwork(host)), addressRange(asNetwork(network))];
  return one !== undefined && range?.bits === one.bits && range.first <= one.first && one.first <= range.last;
}

const asNetwork = (text: string) => (text.includes('/') ? text : `${text}/${isIPv6(text) ? 128 : 32}`);

/** Lengths of the fewest prefixes that make up a range. */
export function prefixLengths({ bits, first, last }: AddressRange): number[] {
  const lengths: number[] = [];
  let [start, length] = [first, bits];
  while (start <= last) {
    length = bits;
    let size = 1n;
    while (length > 0 && start % (size * 2n) === 0n && start + size * 2n - 1n <= last) {
      size *= 2n;
      length -= 1;
    }
    lengths.push(length);
    start += size;
  }
  return lengths;
}

function address(text: string): { readonly bits: number; readonly value: bigint } | undefined {
  if (isIPv4(text)) return { bits: 32, value: joined(text.split('.').map(Number), 256n) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head, tail] = text.split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail)];
  const value = joined([...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right], 65536n);
  // ::ffff:192.0.2.1 is an IPv4 address.
  return value / 2n ** 32n === 0xffffn ? { bits: 32, value: value % 2n ** 32n } : { bits: 128, value };
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. */
const groupsOf = (text: string = ''): number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => {
        if (!group.includes('.')) return [Number.parseInt(group, 16)];
        const [a, b, c, d] = group.split('.').map(Number);
        return [a * 256 + b, c * 256 + d];
      });

const joined = (parts: readonly number[], size: bigint) => parts.reduce((sum, part) => sum * size + BigInt(part), 0n);

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
