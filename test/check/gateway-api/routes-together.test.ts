import { backend, each, gateway, https, listener, object, route, rules, service, TO_HTTPS, WHOLE } from '../together';

describe('parents of routes', () => {
  const shop = route('shop/web', `hostnames: [a.example.com], ${rules(`{ ${backend('web')} }`)}`);
  const at = (rest: string) =>
    route('shop/web', rules(`{ ${backend('web')} }`), `name: public, namespace: edge, ${rest}`);
  each([
    ['a listener that takes the route', gateway(listener('http')) + shop, []],
    ['a parent that is not in the input', shop, []],
    [
      'the same, where the input is all',
      shop + service('shop/web', 80),
      ["error GW030 HTTPRoute shop/web: spec.parentRefs[0]: got 'Gateway edge/public'"],
      WHOLE,
    ],
    [
      'a misspelt listener',
      gateway(listener('http')) + at('sectionName: htpp'),
      ["error GW370 HTTPRoute shop/web: spec.parentRefs[0].sectionName: got 'htpp'"],
    ],
    [
      'a port without listener',
      gateway(listener('http')) + at('port: 8080'),
      ['error GW370 HTTPRoute shop/web: spec.parentRefs[0].port: got 8080'],
    ],
    ['a port with a listener', gateway(listener('http')) + at('port: 80'), []],
    [
      'a namespace that the listener does not allow',
      gateway('{ name: http, port: 80, protocol: HTTP }') + shop,
      [
        "error GW371 HTTPRoute shop/web: spec.parentRefs[0]: got 'a route of namespace shop at listener http of Gateway edge/public'",
      ],
    ],
    [
      'a namespace whose labels the selector does not meet',
      gateway(
        '{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { team: web } } } } }',
      ) +
        shop +
        object('v1', 'Namespace', 'shop', ''),
      [
        "error GW371 HTTPRoute shop/web: spec.parentRefs[0]: got 'a route of namespace shop at listener http of Gateway edge/public'",
      ],
    ],
    [
      'a namespace whose labels are not known',
      gateway(
        '{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { team: web } } } } }',
      ) + shop,
      [],
    ],
    [
      'a kind that the protocol does not have',
      gateway('{ name: db, port: 5432, protocol: TCP, allowedRoutes: { namespaces: { from: All } } }') + shop,
      ["error GW371 HTTPRoute shop/web: spec.parentRefs[0]: got 'HTTPRoute at listener db of Gateway edge/public'"],
    ],
    [
      'another domain',
      gateway(listener('http', ', hostname: "*.example.org"')) + shop,
      ["error GW372 HTTPRoute shop/web: spec.hostnames: got 'a.example.com'"],
    ],
    [
      'the domain of a wildcard',
      gateway(listener('http', ', hostname: "*.a.example.com"')) + shop,
      ["error GW372 HTTPRoute shop/web: spec.hostnames: got 'a.example.com'"],
    ],
    ['a wildcard of two labels', gateway(listener('http', ', hostname: "*.com"')) + shop, []],
    [
      'one of two hosts',
      gateway(listener('http', ', hostname: "*.example.com"')) +
        route('shop/web', `hostnames: [a.example.com, example.com], ${rules(`{ ${backend('web')} }`)}`),
      ["warning GW373 HTTPRoute shop/web: spec.hostnames[1]: got 'example.com'"],
    ],
    [
      'the wider of two listeners for TLS',
      gateway(https('all', '*.example.com'), https('a', 'a.example.com')) +
        route(
          'shop/web',
          `hostnames: [a.example.com], ${rules(`{ ${backend('web')} }`)}`,
          'name: public, namespace: edge, sectionName: all',
        ),
      ["warning GW374 HTTPRoute shop/web: spec.parentRefs[0]: got 'listener all (*.example.com) for a.example.com'"],
    ],
    ['both of two listeners', gateway(https('all', '*.example.com'), https('a', 'a.example.com')) + shop, []],
    [
      'two protocols on a port',
      gateway(listener('http'), '{ name: tls, port: 80, protocol: TLS, tls: { mode: Passthrough } }'),
      ["error GW375 Gateway edge/public: spec.listeners[1].protocol: got 'TLS on port 80'"],
    ],
    [
      'TCP and UDP on a port',
      gateway('{ name: a, port: 53, protocol: TCP }', '{ name: b, port: 53, protocol: UDP }'),
      [],
    ],
    [
      'calls and requests of one host',
      gateway(listener('http')) +
        shop +
        route('shop/calls', `hostnames: ["*.example.com"], ${rules(`{ ${backend('web')} }`)}`, undefined, 'GRPCRoute'),
      [
        "warning GW377 GRPCRoute shop/calls: spec.hostnames: got 'a.example.com, which HTTPRoute shop/web has too at listener http'",
      ],
    ],
    [
      'calls and requests of two hosts',
      gateway(listener('http')) +
        shop +
        route('shop/calls', `hostnames: [b.example.com], ${rules(`{ ${backend('web')} }`)}`, undefined, 'GRPCRoute'),
      [],
    ],
  ]);
});

describe('matches of several routes', () => {
  const match = (path: string, rest = '') => `matches: [{ path: { value: ${path} }${rest} }]`;
  const one = (name: string, ...list: string[]) => route(name, `hostnames: [a.example.com], ${rules(...list)}`);
  const http = gateway(listener('http'));
  const both = gateway(listener('http'), https('https', 'a.example.com'));
  each([
    [
      'the same match of two routes',
      http +
        one('shop/b', `{ ${match('/x')}, ${backend('b')} }`) +
        one('shop/a', `{ ${match('/x/')}, ${backend('a')} }`),
      [
        "warning GW383 HTTPRoute shop/b: spec.rules[0].matches[0]: got '/x for a.example.com, which HTTPRoute shop/a has too at listener http'",
      ],
    ],
    [
      'the same match to the same backend',
      http +
        one('shop/b', `{ ${match('/x')}, ${backend('a')} }`) +
        one('shop/a', `{ ${match('/x')}, ${backend('a')} }`),
      [],
    ],
    [
      'the same match with a header',
      http +
        one('shop/b', `{ ${match('/x', ', headers: [{ name: v, value: "2" }]')}, ${backend('b')} }`) +
        one('shop/a', `{ ${match('/x')}, ${backend('a')} }`),
      [],
    ],
    [
      'the same match of two rules',
      http + one('shop/a', `{ ${match('/x')}, ${backend('a')} }`, `{ ${match('/x')}, ${backend('b')} }`),
      ["warning GW384 HTTPRoute shop/a: spec.rules[1].matches[0]: got '/x, which spec.rules[0].matches[0] has too'"],
    ],
    ['a redirect to https for HTTP alone', http + one('shop/a', `{ ${TO_HTTPS} }`), []],
    [
      'a redirect to https for both listeners',
      both + one('shop/a', `{ ${TO_HTTPS} }`),
      [
        "error GW382 HTTPRoute shop/a: spec.rules[0].filters[0].requestRedirect: got 'a redirect at listener https (HTTPS on port 443) to what the same rule serves'",
      ],
    ],
    [
      'a redirect to a longer prefix',
      http +
        one(
          'shop/a',
          `{ ${match('/a')}, filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /a/b } } }] }`,
        ),
      [
        "error GW382 HTTPRoute shop/a: spec.rules[0].filters[0].requestRedirect: got 'a redirect at listener http (HTTP on port 80) to what the same rule serves'",
      ],
    ],
    [
      'a redirect to a path of another rule',
      http +
        one(
          'shop/a',
          `{ ${match('/a')}, filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplaceFullPath, replaceFullPath: /a/b } } }] }`,
          `{ ${match('/a/b')}, ${backend('a')} }`,
        ),
      [],
    ],
    [
      'a redirect of all hosts to one that another route serves',
      http +
        route(
          'shop/all',
          `hostnames: ["*.example.com"], ${rules('{ filters: [{ type: RequestRedirect, requestRedirect: { hostname: a.example.com } }] }')}`,
        ) +
        one('shop/a', `{ ${backend('a')} }`),
      [],
    ],
    [
      'a redirect of all hosts to one of them',
      http +
        route(
          'shop/all',
          `hostnames: ["*.example.com"], ${rules('{ filters: [{ type: RequestRedirect, requestRedirect: { hostname: a.example.com } }] }')}`,
        ),
      [
        "error GW382 HTTPRoute shop/all: spec.rules[0].filters[0].requestRedirect: got 'a redirect at listener http (HTTP on port 80) to what the same rule serves'",
      ],
    ],
  ]);
});
