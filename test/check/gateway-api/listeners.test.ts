import { eachManifest, manifest } from '../told';

const LISTENER = { name: 'http', port: 80, protocol: 'HTTP' };
const CERTIFICATE = { certificateRefs: [{ name: 'cert' }] };
const gateway = (fields: object) =>
  manifest('Gateway', { gatewayClassName: 'istio', listeners: [LISTENER], ...fields });
const address = (...addresses: object[]) => gateway({ addresses });
const labels = (key: string) => gateway({ infrastructure: { labels: { [key]: 'x' } } });
const listeners = (...list: object[]) => gateway({ listeners: list.map((fields) => ({ ...LISTENER, ...fields })) });
const listenerSet = (...list: object[]) =>
  manifest('ListenerSet', {
    parentRef: { name: 'external' },
    listeners: list.map((fields) => ({ ...LISTENER, ...fields })),
  });
const notAnAddress = (got: string) => `GW310 spec.addresses[0].value: got '${got}'`;
const badKey = (key: string) => `GW312 spec.infrastructure.labels['${key}']: got '${key}'`;

describe('addresses', () => {
  eachManifest([
    ['IPv4', address({ value: '192.0.2.1' })],
    ['IPv6', address({ type: 'IPAddress', value: '2001:db8::1' })],
    ['none, for the implementation to choose', address({ type: 'IPAddress' }, {}, { type: 'Hostname' })],
    ['a name', address({ type: 'Hostname', value: '*.example.com' })],
    [
      'another type takes anything',
      address({ type: 'NamedAddress', value: 'a' }, { type: 'NamedAddress', value: 'a' }),
    ],
    ['a name without its type', address({ value: 'a.example.com' }), notAnAddress('a.example.com')],
    ['three parts', address({ value: '192.0.2' }), notAnAddress('192.0.2')],
    ['a part too large', address({ value: '192.0.2.256' }), notAnAddress('192.0.2.256')],
    ['with a zone', address({ value: 'fe80::1%eth0' }), notAnAddress('fe80::1%eth0')],
    [
      'a name in upper case',
      address({ type: 'Hostname', value: 'A.example.com' }),
      "GW310 spec.addresses[0].value: got 'A.example.com'",
    ],
    [
      'twice',
      address({ value: '192.0.2.1' }, { type: 'Hostname', value: 'a.b' }, { type: 'IPAddress', value: '192.0.2.1' }),
      "GW317 spec.addresses[2]: got 'IPAddress 192.0.2.1'",
    ],
  ]);
});

describe('keys of the infrastructure', () => {
  eachManifest([
    ['with a domain', labels('example.com/team')],
    ['the longest domain', labels(`${'a'.repeat(252)}/b`)],
    ['two slashes', labels('a/b/c'), badKey('a/b/c')],
    ['a hyphen in front', labels('-a'), badKey('-a')],
    ['a long name', labels('a'.repeat(64)), badKey('a'.repeat(64))],
  ]);
});

describe('listeners', () => {
  eachManifest([
    [
      'each protocol with what it takes',
      listeners(
        { name: 'a', hostname: 'a.example.com' },
        { name: 'b', protocol: 'HTTPS', port: 443, tls: CERTIFICATE },
        { name: 'c', protocol: 'TLS', port: 443, tls: { mode: 'Passthrough' }, hostname: 'c.example.com' },
        { name: 'd', protocol: 'TCP', port: 5432 },
        { name: 'e', protocol: 'UDP', port: 53 },
        { name: 'f', protocol: 'HTTPS', port: 8443 },
      ),
    ],
    ['one port and protocol, two hosts', listeners({ hostname: 'a.b' }, { name: 'b', hostname: 'c.b' }, { name: 'c' })],
    ['one port and host, two protocols', listeners({}, { name: 'b', protocol: 'UDP' })],
    [
      'options stand for a certificate',
      listeners({ protocol: 'HTTPS', tls: { options: { 'example.com/cert': 'a' } } }),
    ],
    [
      'TLS with HTTP',
      listeners({ tls: CERTIFICATE }),
      `GW313 spec.listeners[0].tls: got {"certificateRefs":[{"name":"cert"}]}`,
    ],
    [
      'HTTPS passed through',
      listeners({ protocol: 'HTTPS', tls: { mode: 'Passthrough' } }),
      "GW313 spec.listeners[0].tls.mode: got 'Passthrough'",
    ],
    ['TLS without tls', listenerSet({ protocol: 'TLS' }), 'GW313 spec.listeners[0].tls: got undefined'],
    [
      'a host name with TCP',
      listeners({ protocol: 'TCP', hostname: 'a.b' }),
      "GW314 spec.listeners[0].hostname: got 'a.b'",
    ],
    [
      'two that are alike',
      listenerSet({ hostname: 'a.b' }, { name: 'b', hostname: 'a.b' }),
      "GW315 spec.listeners[1]: got 'HTTP on port 80 for a.b'",
    ],
    [
      'no certificate; Terminate is the default',
      listeners({ protocol: 'HTTPS', tls: { certificateRefs: [] } }),
      'GW316 spec.listeners[0].tls.certificateRefs: got undefined',
    ],
  ]);
});
