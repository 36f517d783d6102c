import { brief, ingress, send } from './support';

/** What becomes of requests: Ingresses, then requests with what happens. */
const CASES: Readonly<
  Record<string, readonly [ingresses: readonly string[], requests: Readonly<Record<string, string>>]>
> = {
  'a prefix is the path and what is below it': [
    [ingress('a', ['example.com/foo -> web'])],
    {
      'http://example.com/foo': 'web /foo',
      'http://example.com/foo/': 'web /foo/',
      'http://example.com/foo/bar?x=1': 'web /foo/bar?x=1',
      'http://example.com/foobar': '404',
      'http://example.com/FOO': '404',
      'http://other.example.com/foo': '404',
    },
  ],
  'a prefix with a slash at its end redirects the path without it': [
    [ingress('a', ['example.com/foo/ -> web'])],
    { 'http://example.com/foo?x=1': '301 http://example.com/foo/?x=1', 'http://example.com/foo/': 'web /foo/' },
  ],
  'an exact path takes no more; beside a prefix it comes first': [
    [ingress('a', ['=example.com/foo -> exact', 'example.com/foo -> web', 'example.com/ -> root'])],
    {
      'http://example.com/foo': 'exact /foo',
      'http://example.com/foo/': 'web /foo/',
      'http://example.com/': 'root /',
      'http://example.com/x': 'root /x',
    },
  ],
  'an exact path with a slash': [
    [ingress('a', ['=example.com/foo/ -> exact'])],
    {
      'http://example.com/foo/': 'exact /foo/',
      'http://example.com/foo': '301 http://example.com/foo/',
      'http://example.com/foo/x': '404',
    },
  ],
  'ImplementationSpecific is Prefix': [
    [ingress('a', ['~example.com/foo -> web'])],
    { 'http://example.com/foo/x': 'web /foo/x', 'http://example.com/foobar': '404' },
  ],
  'use-regex: all paths of the host are expressions without case, by length': [
    [
      ingress('a', ['~example.com/api/v[0-9]+ -> api'], { 'use-regex': 'true' }),
      ingress('b', ['=example.com/exact -> exact', 'example.com/bar -> bar']),
    ],
    {
      'http://example.com/api/v12/x': 'api /api/v12/x',
      'http://example.com/API/V1': 'api /API/V1',
      'http://example.com/exactly/this': 'exact /exactly/this',
      'http://example.com/EXACT': 'exact /EXACT',
      'http://example.com/barn': 'bar /barn',
    },
  ],
  'rewrite-target with groups': [
    [ingress('a', ['~example.com/something(/|$)(.*) -> web'], { 'rewrite-target': '/$2' })],
    {
      'http://example.com/something': 'web /',
      'http://example.com/something/new?x=1': 'web /new?x=1',
      'http://example.com/SOMETHING/a%20b': 'web /a%20b',
      'http://example.com/somethingelse': '404',
    },
  ],
  'rewrite-target without groups takes every path below to one': [
    [ingress('a', ['example.com/foo -> web'], { 'rewrite-target': '/' })],
    { 'http://example.com/foo/bar': 'web /', 'http://example.com/foobar': 'web /' },
  ],
  'rewrite-target with a scheme redirects; one that is empty fails': [
    [
      ingress('a', ['~example.com/old/(.*) -> web'], { 'rewrite-target': 'https://new.example.com/$1' }),
      ingress('b', ['~empty.example.com/old/(.*) -> web'], { 'rewrite-target': '$1' }),
    ],
    {
      'http://example.com/old/a?x=1': '302 https://new.example.com/a?x=1',
      'http://empty.example.com/old/': '500',
    },
  ],
  'a path is compared decoded, without dots and double slashes, and sent on as it came': [
    [ingress('a', ['example.com/foo/bar -> web'])],
    {
      'http://example.com//foo/./bar': 'web //foo/./bar',
      'http://example.com/foo/x/../bar': 'web /foo/x/../bar',
      'http://example.com/foo%2Fb%61r': 'web /foo%2Fb%61r',
      'http://example.com/..': '400',
      'http://example.com/foo%zz': '400',
    },
  ],
  'a wildcard is one label; exact hosts come first': [
    [ingress('a', ['*.example.com/ -> wild', 'www.example.com/ -> www', '_/ -> any'])],
    {
      'http://x.example.com/': 'wild /',
      'http://www.example.com/': 'www /',
      'http://a.b.example.com/': 'any /',
      'http://example.com/': 'any /',
    },
  ],
  'of the same path in two Ingresses the last by name counts, as they are of one second': [
    [ingress('a', ['example.com/ -> one']), ingress('b', ['example.com/ -> two'])],
    { 'http://example.com/': 'two /' },
  ],
  'paths without a Service of their own go to the default backend of the first Ingress of the host': [
    [
      ingress(
        'b',
        ['example.com/x -> web'],
        {},
        { defaultBackend: { service: { name: 'usual', port: { number: 80 } } } },
      ),
      ingress('a', ['example.com/y -> web']),
    ],
    { 'http://example.com/z': 'usual /z', 'http://example.com/x': 'web /x', 'http://other.example.com/': '404' },
  ],
  'an Ingress without rules takes what no host takes': [
    [
      ingress('a', [], {}, { defaultBackend: { service: { name: 'usual', port: { number: 80 } } } }),
      ingress('b', ['example.com/x -> web']),
    ],
    { 'http://other.example.com/z': 'usual /z', 'http://example.com/z': '404' },
  ],
  'the same path twice is a configuration that nginx refuses': [
    [ingress('a', ['example.com/foo -> web', 'example.com/foo/ -> web'])],
    { 'http://example.com/foo': 'unknown if nginx does something that manifests do not tell' },
  ],
  'aliases are names of the host': [
    [ingress('a', ['example.com/ -> web'], { 'server-alias': 'www.example.com, *.apps.example.com' })],
    {
      'http://www.example.com/': 'web /',
      'http://a.b.apps.example.com/': 'web /',
      'http://apps.example.com/': '404',
    },
  ],
};

describe.each(Object.entries(CASES))('%s', (_, [ingresses, requests]) => {
  test.each(Object.entries(requests))('%s', (request, expected) => {
    expect(brief(send(ingresses, request))).toBe(expected);
  });
});
