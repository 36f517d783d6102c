import { LabelExpression } from 'cdk8s-plus-28';
import { metallb } from '../../src';
import { newChart, theOnly } from '../support/synth';

const pool = (props: Partial<metallb.AddressPoolProps>) => {
  const chart = newChart();
  new metallb.AddressPool(chart, 'pool', { addresses: ['192.0.2.0/24'], ...props });
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

test('all options of a pool', () => {
  const addresses = ['192.0.2.10 - 192.0.2.20', '2001:db8::/64', '2001:db8::1-2001:db8::ff'];
  const options = { name: 'public', namespace: 'metallb', autoAssign: false, namespaces: ['api-gateway'] };
  expect(pool({ addresses, ...options })).toMatchObject({
    metadata: { name: 'public', namespace: 'metallb' },
    spec: { addresses, autoAssign: false, serviceAllocation: { namespaces: ['api-gateway'] } },
  });
});

test('ranges can be added later, and what is handed out is a copy', () => {
  const chart = newChart();
  const grown = new metallb.AddressPool(chart, 'pool', { addresses: ['192.0.2.0/24'] });
  grown.addAddresses('198.51.100.0/24');
  grown.addresses.push('203.0.113.0/24');
  expect(theOnly(chart, 'IPAddressPool').spec).toEqual({ addresses: ['192.0.2.0/24', '198.51.100.0/24'] });
});

test('announcements name their pools and nodes', () => {
  const chart = newChart();
  const pools = [new metallb.AddressPool(chart, 'pool', { addresses: ['192.0.2.0/24'] })];
  new metallb.L2Advertisement(chart, 'l2', { pools, nodeSelectors: [tier], interfaces: ['eth0'] });
  new metallb.BgpAdvertisement(chart, 'bgp', {
    pools,
    nodeSelectors: [tier],
    communities: ['65535:65282'],
    peers: ['router'],
  });
  const common = { ipAddressPools: ['pool'], nodeSelectors: [tierSpec] };
  expect(theOnly(chart, 'L2Advertisement')).toEqual({
    apiVersion: 'metallb.io/v1beta1',
    kind: 'L2Advertisement',
    metadata: { name: 'l2', namespace: 'metallb-system' },
    spec: { ...common, interfaces: ['eth0'] },
  });
  expect(theOnly(chart, 'BGPAdvertisement').spec).toEqual({
    ...common,
    communities: ['65535:65282'],
    peers: ['router'],
  });
});

test.each<[string, string]>([
  ['a single address', '192.0.2.1'],
  ['a range from high to low', '192.0.2.20-192.0.2.9'],
  ['both families', '192.0.2.20-2001:db8::1'],
  ['a prefix that is too long', '192.0.2.0/33'],
  ['a host name', 'lb.example.com/24'],
  ['a text', 'all'],
])('refuses %s', (_, address) => {
  expect(() => pool({ addresses: [address] })).toThrow(`[test/pool] address range: got '${address}'`);
});

test('refuses a pool without a range', () => {
  expect(() => pool({ addresses: [] })).toThrow('[test/pool] addresses: got []');
});
