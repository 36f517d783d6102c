import { Manifest } from '../../../src/manifest/manifest';
import { eachManifest, manifest } from '../told';

const virtualService = (spec: object) =>
  manifest('VirtualService', { hosts: ['a'], ...spec }, 'networking.istio.io/v1');
const to = (host: string, weight?: number) => ({ destination: { host }, ...(weight !== undefined && { weight }) });
const http = (...routes: object[]) => virtualService({ http: routes });
const namespace = (labels: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: labels as Record<string, string> },
});

describe('weights', () => {
  const none = (path: string) => `GW510 ${path}: got '2 destinations of weight 0, which is the default'`;
  eachManifest([
    ['one destination takes all', http({ route: [to('a')] })],
    ['one destination of weight 0 too', http({ route: [to('a', 0)] }), 'GW562 spec.http[0].route[0].weight: got 0'],
    ['all to one', http({ route: [to('a', 0), to('b', 1)] })],
    ['no weight', http({ route: [to('a'), to('b')] }), none('spec.http[0].route')],
    ['only zeros', http({ route: [to('a', 0), to('b', 0)] }), none('spec.http[0].route')],
    ['TCP', virtualService({ tcp: [{ route: [to('a'), to('b', 0)] }] }), none('spec.tcp[0].route')],
    [
      'TLS',
      virtualService({ tls: [{ match: [{ sniHosts: ['a'] }], route: [to('a'), to('b')] }] }),
      none('spec.tls[0].route'),
    ],
  ]);
});

describe('order', () => {
  const route = [to('a')];
  const hidden = (path: string, index: number) =>
    `GW511 ${path}[${index + 1}]: got 'a route after ${path}[${index}], which matches everything'`;
  const pinned = { match: [{ headers: { 'x-a': { exact: 'b' } } }], route };
  const all = { route };
  eachManifest([
    ['the catch-all last', http(pinned, all)],
    ['the catch-all first', http(all, pinned), hidden('spec.http', 0)],
    ['in between', http(pinned, all, pinned, all), hidden('spec.http', 1)],
    [
      'a match of every path',
      http({ match: [{ uri: { prefix: '/' }, name: 'all' }], route }, pinned),
      hidden('spec.http', 0),
    ],
    [
      'one of two matches',
      http({ match: [{ uri: { exact: '/a' } }, { headers: {} }], route }, all),
      hidden('spec.http', 0),
    ],
    ['a regular expression', http({ match: [{ uri: { regex: '.*' } }], route }, all), hidden('spec.http', 0)],
    ['another path', http({ match: [{ uri: { prefix: '/a' } }], route }, all)],
    ['an exact path', http({ match: [{ uri: { exact: '/' } }], route }, all)],
    [
      'of one gateway',
      virtualService({
        gateways: ['b', 'mesh'],
        http: [{ match: [{ uri: { prefix: '/' }, gateways: ['b'] }], route }, all],
      }),
    ],
    ['of one port', http({ match: [{ port: 80 }], route }, all)],
    ['of one client', http({ match: [{ sourceLabels: { app: 'b' } }], route }, all)],
    ['a delegate', http({ delegate: { name: 'b' } }, all)],
    ['TCP', virtualService({ tcp: [{ route }, { match: [{ port: 80 }], route }] }), hidden('spec.tcp', 0)],
    ['TCP in order', virtualService({ tcp: [{ match: [{ port: 80 }], route }, { route }] })],
  ]);
});

describe('injection', () => {
  eachManifest([
    ['a revision', namespace({ 'istio.io/rev': 'v1' })],
    ['the default', namespace({ 'istio-injection': 'enabled' })],
    ['none at all', namespace({ 'istio-injection': 'disabled', 'istio.io/rev': 'v1' })],
    ['without labels', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }],
    [
      'both',
      namespace({ 'istio-injection': 'enabled', 'istio.io/rev': 'v1' }),
      "GW512 metadata.labels['istio.io/rev']: got 'v1'",
    ],
  ]);
});
