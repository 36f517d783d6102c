import { manifest, told } from './told';
import { GatewayApiChannel } from '../../src/check/channel';
import { check } from '../../src/check/check';

const { STANDARD, EXPERIMENTAL } = GatewayApiChannel;

const retry = manifest('HTTPRoute', { rules: [{ retry: { attempts: 2 } }] });
const oddHeader = manifest('HTTPRoute', { rules: [{ matches: [{ headers: [{ name: 'x', value: 'a  b' }] }] }] });
const ports = manifest('TCPRoute', {
  parentRefs: [
    { name: 'a', port: 1 },
    { name: 'a', port: 2 },
  ],
  rules: [{ backendRefs: [{ name: 'a', port: 1 }] }],
});
const FIELD = 'GW301 spec.rules[0].retry: got {"attempts":2}';
const VALUE = "GW302 spec.rules[0].matches[0].headers[0].value: got 'a  b'";
const PARENTS = 'GW303 spec.parentRefs[1].port: got 2';

const severities = (object: typeof retry, channel?: GatewayApiChannel) =>
  check([{ where: 'file:1', manifest: object }], { channel })
    .map(({ severity }) => severity)
    .filter((severity) => severity !== 'note');

test.each([
  ['an experimental field', retry, FIELD, 'error', undefined],
  ['a value that is not experimental', oddHeader, VALUE, undefined, 'error'],
  ['parents by port', ports, PARENTS, 'error', undefined],
])('%s: a warning until the channel is pinned', (_, object, problem, standard, experimental) => {
  const some = <T>(value: T | undefined) => (value === undefined ? [] : [value]);
  expect(told(object)).toEqual([problem]);
  expect(severities(object)).toEqual(['warning']);
  expect(severities(object, STANDARD)).toEqual(some(standard));
  expect(severities(object, EXPERIMENTAL)).toEqual(some(experimental));
});

test('an experimental field is told once, whatever is in it, and looked into', () => {
  const sticky = manifest('GRPCRoute', { rules: [{ sessionPersistence: { type: 'Header', cookieConfig: {} } }] });
  expect(told(sticky).map((text) => text.slice(0, 49))).toEqual([
    'GW301 spec.rules[0].sessionPersistence: got {"typ',
    'GW341 spec.rules[0].sessionPersistence.cookieConf',
  ]);
});

test('fields of the standard channel', () => {
  const plain = manifest('HTTPRoute', {
    rules: [{ timeouts: { request: '1s' }, filters: [{ type: 'CORS', cors: { allowOrigins: ['*'] } }] }],
  });
  expect(told(plain, STANDARD)).toEqual([]);
});
