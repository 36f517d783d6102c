import * as fc from 'fast-check';
import { both, covers, NamedCondition, overlap, PathCondition, RequestCondition } from '../../src/match/condition';

interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

const segment = fc.constantFrom('a', 'ab', 'b');
const path = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
const method = fc.constantFrom('GET', 'POST');
const value = fc.constantFrom('1', '2');

const pathCondition: fc.Arbitrary<PathCondition | undefined> = fc.oneof(
  fc.constant(undefined),
  path.map((text) => ({ type: 'Exact', value: text }) as const),
  path.filter((text) => text !== '/').map((text) => ({ type: 'PathPrefix', value: text }) as const),
  path
    .filter((text) => text !== '/')
    .chain((text) =>
      fc
        .constantFrom('text' as const, 'below' as const)
        .map((extent) => ({ type: 'PathPrefix', value: text, extent }) as const),
    ),
  fc
    .constantFrom('^/a(/.*)?$', '^/(a|b)$', '^/a.*$', '^/ab?$')
    .map((text) => ({ type: 'RegularExpression', value: text }) as const),
);
const text: fc.Arbitrary<Omit<NamedCondition, 'name'>> = fc.oneof(
  value.map((each) => ({ type: 'Exact', value: each }) as const),
  fc.constantFrom('.*', '^[12]$', '^1$').map((each) => ({ type: 'RegularExpression', value: each }) as const),
);
const condition: fc.Arbitrary<RequestCondition> = fc
  .record({
    path: pathCondition,
    method: fc.option(method, { nil: undefined }),
    header: fc.option(text, { nil: undefined }),
  })
  .map(({ path: each, method: verb, header }) => ({
    path: each,
    method: verb,
    headers: new Map(header ? [['x', { name: 'X', ...header }]] : []),
    queryParams: new Map(),
  }));
const request: fc.Arbitrary<Request> = fc.record({
  path: fc.oneof(
    path,
    path.map((each) => `${each}/`),
  ),
  method,
  headers: fc.oneof(
    fc.constant({}),
    value.map((x) => ({ x })),
  ),
});

/** What a request must be, in the words of the Gateway API and of Istio. */
function meets({ path: where, method: verb, headers }: RequestCondition, asked: Request): boolean {
  const isThere = (() => {
    switch (where?.type) {
      case undefined:
        return true;
      case 'Exact':
        return asked.path === where.value;
      case 'RegularExpression':
        return new RegExp(`^(?:${where.value})$`).test(asked.path);
      case 'PathPrefix':
        if (where.extent === 'text') return asked.path.startsWith(where.value);
        return (where.extent === undefined && asked.path === where.value) || asked.path.startsWith(`${where.value}/`);
    }
  })();
  const hasHeaders = [...headers].every(([name, { type, value: wanted }]) => {
    const got = asked.headers[name];
    return got !== undefined && (type === 'Exact' ? got === wanted : new RegExp(`^(?:${wanted})$`).test(got));
  });
  return isThere && (verb === undefined || verb === asked.method) && hasHeaders;
}

const options = { seed: 1, numRuns: 20_000 };

test('a condition that covers another is met by every request that meets the other', () => {
  fc.assert(
    fc.property(condition, condition, request, (a, b, asked) => {
      if (covers(a, b) && meets(b, asked)) expect(meets(a, asked)).toBe(true);
    }),
    options,
  );
});

test('a request that meets two conditions shows that they overlap, and meets what says both', () => {
  fc.assert(
    fc.property(condition, condition, request, (a, b, asked) => {
      if (!meets(a, asked) || !meets(b, asked)) return;
      expect(overlap(a, b)).toBe(true);
      const common = both(a, b);
      if (common) expect(meets(common, asked)).toBe(true);
    }),
    options,
  );
});

test('conditions cover themselves, and overlap alike from both sides', () => {
  fc.assert(
    fc.property(condition, condition, (a, b) => {
      expect(covers(a, a)).toBe(true);
      expect(overlap(a, b)).toBe(overlap(b, a));
      if (covers(a, b)) expect(overlap(a, b)).toBe(true);
    }),
    options,
  );
});
