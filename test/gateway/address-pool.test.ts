import { LabelExpression } from 'cdk8s-plus-28';
import { AddressPool, AddressPoolProps, BgpAdvertisement, L2Advertisement } from '../../src';
import { newChart, theOnly } from '../support/synth';

const pool = (props: Partial<AddressPoolProps>) => {
  const chart = newChart();
  new AddressPool(chart, 'pool', { addresses: ['192.0.2.0/24'], ...props });
  return theOnly(chart, 'IPAddressPool');
};
const tier = { matchLabels: { tier: 'edge' }, matchExpressions: [LabelExpression.exists('public')] };
const tierSpec = { matchLabels: { tier: 'edge' }, matchExpressions: [{ key: 'public', operator: 'Exists' }] };

test('a pool is in the namespace of MetalLB and says no more than it was told', () => {
  expect(pool({ addresses: ['172.18.255.200-172.18.255.250'] })).toEqual({
    apiVersion: 'metallb.io/v1beta1',
    kind: 'IPAddressPool',
    metadata: { name: 'pool', namespace: 'metallb-system' },
    spec: { addresses: ['172.18.255.200-172.18.255.250'] },
  });
});

test('every field of a pool', () => {
  const object = pool({
    name: 'public',
    namespace: 'metallb',
    addresses: ['192.0.2.10 - 192.0.2.20', '2001:db8::/64', '2001:db8::1-2001:db8::ff'],
    autoAssign: false,
    avoidBuggyIps: true,
    priority: 10,
    namespaces: ['api-gateway'],
    namespaceSelectors: [tier],
    serviceSelectors: [{ matchLabels: { app: 'gateway' } }],
  });
  expect(object.metadata).toEqual({ name: 'public', namespace: 'metallb' });
  expect(object.spec).toEqual({
    addresses: ['192.0.2.10 - 192.0.2.20', '2001:db8::/64', '2001:db8::1-2001:db8::ff'],
    autoAssign: false,
    avoidBuggyIPs: true,
    serviceAllocation: {
      priority: 10,
      namespaces: ['api-gateway'],
      namespaceSelectors: [tierSpec],
      serviceSelectors: [{ matchLabels: { app: 'gateway' } }],
    },
  });
});

test('ranges can be added later, and what is handed out is a copy', () => {
  const chart = newChart();
  const grown = new AddressPool(chart, 'pool', { addresses: ['192.0.2.0/24'] });
  grown.addAddresses('198.51.100.0/24');
  grown.addresses.push('203.0.113.0/24');
  expect(theOnly(chart, 'IPAddressPool').spec).toEqual({ addresses: ['192.0.2.0/24', '198.51.100.0/24'] });
});

test('every field of an announcement in the local network', () => {
  const chart = newChart();
  const addresses = new AddressPool(chart, 'pool', { addresses: ['192.0.2.0/24'] });
  new L2Advertisement(chart, 'l2', {
    pools: [addresses],
    poolSelectors: [tier],
    nodeSelectors: [tier],
    serviceSelectors: [tier],
    interfaces: ['eth0'],
    preferredNodes: [{ nodes: tier, weight: 50 }],
  });
  expect(theOnly(chart, 'L2Advertisement')).toEqual({
    apiVersion: 'metallb.io/v1beta1',
    kind: 'L2Advertisement',
    metadata: { name: 'l2', namespace: 'metallb-system' },
    spec: {
      ipAddressPools: ['pool'],
      ipAddressPoolSelectors: [tierSpec],
      nodeSelectors: [tierSpec],
      serviceSelectors: [tierSpec],
      interfaces: ['eth0'],
      preferredNodeSelectors: [{ preference: tierSpec, weight: 50 }],
    },
  });
});

test('every field of an announcement to routers', () => {
  const chart = newChart();
  new BgpAdvertisement(chart, 'bgp', {
    aggregationLength: 24,
    aggregationLengthV6: 64,
    communities: ['65535:65282'],
    localPref: 100,
    peers: ['router'],
  });
  expect(theOnly(chart, 'BGPAdvertisement').spec).toEqual({
    aggregationLength: 24,
    aggregationLengthV6: 64,
    communities: ['65535:65282'],
    localPref: 100,
    peers: ['router'],
  });
});

const expected = "expected a range '192.0.2.10-192.0.2.20' or a network '192.0.2.0/24'";
test.each<[string, () => unknown, string]>([
  ['no range', () => pool({ addresses: [] }), '[test/pool] addresses: got []'],
  [
    'a single address',
    () => pool({ addresses: ['192.0.2.1'] }),
    `[test/pool] address range: got '192.0.2.1', ${expected}; fix: for a single address write '192.0.2.1/32'`,
  ],
  [
    'a range from high to low',
    () => pool({ addresses: ['192.0.2.20-192.0.2.9'] }),
    `[test/pool] address range: got '192.0.2.20-192.0.2.9', ${expected}; fix: turn it round: '192.0.2.9-192.0.2.20'`,
  ],
  [
    'both families',
    () => pool({ addresses: ['192.0.2.20-2001:db8::1'] }),
    `[test/pool] address range: got '192.0.2.20-2001:db8::1', ${expected}; fix: both ends must be IPv4, or both IPv6`,
  ],
  [
    'a prefix that is too long',
    () => pool({ addresses: ['192.0.2.0/33'] }),
    `[test/pool] address range: got '192.0.2.0/33', ${expected}; fix: the prefix ends at 32`,
  ],
  [
    'a host name',
    () => pool({ addresses: ['lb.example.com/24'] }),
    `[test/pool] address range: got 'lb.example.com/24', ${expected}; fix: 'lb.example.com' is no address`,
  ],
  [
    'a text',
    () => pool({ addresses: ['all'] }),
    `[test/pool] address range: got 'all', ${expected}; fix: write first and last address with a hyphen between them`,
  ],
  [
    'a weight of 0',
    () => new L2Advertisement(newChart(), 'l2', { preferredNodes: [{ nodes: tier, weight: 0 }] }),
    'weight of preferredNodes: got 0',
  ],
  [
    'a network beside selected Services',
    () => new BgpAdvertisement(newChart(), 'bgp', { aggregationLength: 24, serviceSelectors: [tier] }),
    '[test/bgp] aggregationLength: got 24',
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
