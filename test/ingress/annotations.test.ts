import { ingress, modelOf } from './support';
import { ANNOTATIONS } from '../../src/ingress/annotations';
import { ingressWorldOf } from '../../src/ingress/send';

test('every annotation has a grammar, a risk, a reach and words, and stands once', () => {
  for (const { name, value, risk, reach, refusal, does } of ANNOTATIONS) {
    expect([name, typeof value?.accepts, /^(Low|Medium|High|Critical)$/.test(risk)]).toEqual([name, 'function', true]);
    expect([
      name,
      /^(path|host|service|controller)$/.test(reach),
      /^(default|ignored|denied|ingress)$/.test(refusal),
    ]).toEqual([name, true, true]);
    expect(does).not.toBe('');
  }
  expect(ANNOTATIONS).toHaveLength(136);
  expect(new Set(ANNOTATIONS.flatMap(({ name, alias = name }) => [name, alias])).size).toBe(138);
});

/** Values that the controller takes and values that it refuses. */
const VALUES: Readonly<Record<string, readonly [taken: readonly string[], refused: readonly string[]]>> = {
  'ssl-redirect': [
    ['true', 'F', '1'],
    ['yes', ' true', 'on'],
  ],
  'proxy-read-timeout': [
    ['60', '-1'],
    ['60s', '1.5'],
  ],
  'proxy-body-size': [
    ['8m', '0', '1G', '1 k'],
    ['8mb', 'big'],
  ],
  'rewrite-target': [
    ['/$2', '/a/$1', 'https://example.com/$1'],
    ['/${1}', '/a?b=$1', '/a b'],
  ],
  'whitelist-source-range': [
    ['192.0.2.0/24, 198.51.100.7', '2001:db8::/32'],
    ['home', '192.0.2.0/33', '192.0.2.1-192.0.2.9'],
  ],
  'backend-protocol': [
    ['GRPC', 'https', ' http '],
    ['http2', 'ajp'],
  ],
  'cors-allow-origin': [
    ['*', 'https://*.example.com, null'],
    ['https://exa mple.com;', '$http_origin'],
  ],
  'custom-http-errors': [
    ['404,503', '404, 503'],
    ['200', '4xx'],
  ],
  'server-alias': [['www.example.com', '~^www\\d+\\.example\\.com$'], ['a b;']],
  'permanent-redirect': [['https://example.com/a?b=c'], ['https://example.com/$1', 'https://example.com/ a']],
  'auth-tls-verify-client': [['optional_no_ca'], ['maybe']],
  'proxy-next-upstream': [['error timeout http_503'], ['error http_418']],
};

test.each(Object.entries(VALUES))('values of %s', (name, [taken, refused]) => {
  const { value } = ANNOTATIONS.find((each) => each.name === name || each.alias === name)!;
  expect(taken.filter((each) => !value.accepts(each))).toEqual([]);
  expect(refused.filter((each) => value.accepts(each))).toEqual([]);
});

test.each([
  ['ssl-redirect', 'yes', 'default'],
  ['permanent-redirect', '/here', 'ignored'],
  ['auth-method', 'ASK', 'denied'],
  ['limit-rps', 'many', 'ingress'],
])('%s: %s is told as the controller takes it: %s', (annotation, got, effect) => {
  const text = ingress('a', ['example.com/ -> web'], { 'auth-url': 'https://auth.example.com', [annotation]: got });
  const { selection } = ingressWorldOf(modelOf(text));
  const [fault] = [
    ...selection.taken.flatMap(({ settings }) => settings.faults),
    ...selection.left.map(({ place }) => ({ annotation, got, effect: 'ingress', place })),
  ];
  expect(fault).toMatchObject({
    annotation,
    got,
    effect,
    place: { path: `metadata.annotations['nginx.ingress.kubernetes.io/${annotation}']` },
  });
});
