/**
 * The cases about pools and advertisements of internal/config/config_test.go of MetalLB. Refusals: 21 of 28 are told,
 * and each valid case is silent. Not told, on purpose: local preferences that contradict each other over nodes and
 * peers (1), communities, which may be names of objects (4), a value twice in an expression of a selector (2).
 */
import { check } from '../../../src/check/check';
import { CheckOptions } from '../../../src/check/rule';
import { Manifest } from '../../../src/manifest/manifest';
import { describe as describeProblem } from '../../../src/value/problem';
import { brief } from '../../support/brief';
import { eachManifest, manifest } from '../told';

const API = 'metallb.io/v1beta1';
const pool = (...addresses: string[]) => manifest('IPAddressPool', { addresses }, API);
const called = (object: Manifest, name: string, labels: Record<string, string> = {}): Manifest => ({
  ...object,
  metadata: { ...object.metadata, name, labels },
});
const bgp = (spec: object) => manifest('BGPAdvertisement', spec, API);
const l2 = (spec: object) => manifest('L2Advertisement', spec, API);

describe('addresses', () => {
  eachManifest([
    ...[
      '10.20.0.0/16',
      '10.20.30.40/24',
      '10.50.0.0/32',
      '1.2.3.4-1.2.3.4',
      '3.3.3.2-3.3.3.254',
      '3.3.3.2 - 3.3.3.254',
      'fc00:f853:0ccd:e799::/124',
      '2001:db8::10-2001:db8::20',
      '::ffff:192.0.2.1-192.0.2.9',
    ].map((range) => [range, pool(range)] as const),
    ...[
      '100.200.300.400/24',
      '1.2.3.0/33',
      '1.2.3.10-1.2.3.1',
      '1.2.3.1-10',
      '1.2.3.4',
      '1.2.3.0/24-1.2.4.0/24',
      ' 10.0.0.0/8',
      '10.0.0.0/8 ',
      '2001:db8::/129',
      '2001:db8::20-2001:db8::10',
      '1.2.3.4-2001:db8::10',
      'fe80::1%eth0/64',
      'public',
      '',
    ].map((range) => [`'${range}'`, pool(range), `GW690 spec.addresses[0]: got '${range}'`] as const),
    ['none', pool(), 'GW690 spec.addresses: got []'],
    ['too long for IPv4', bgp({ aggregationLength: 34 }), 'GW693 spec.aggregationLength: got 34'],
    ['too long for IPv6', bgp({ aggregationLengthV6: 129 }), 'GW693 spec.aggregationLengthV6: got 129'],
    ['the longest', bgp({ aggregationLength: 32, aggregationLengthV6: 128 })],
    ['a pool twice, L2', l2({ ipAddressPools: ['a', 'a'] }), "GW694 spec.ipAddressPools[1]: got 'a'"],
    ['a pool twice, BGP', bgp({ ipAddressPools: ['a', 'a'] }), "GW694 spec.ipAddressPools[1]: got 'a'"],
    ['a peer twice', bgp({ peers: ['a', 'b', 'a'] }), "GW694 spec.peers[2]: got 'a'"],
    [
      'a community twice',
      bgp({ communities: ['1111:2222', '1111:2222'] }),
      "GW694 spec.communities[1]: got '1111:2222'",
    ],
    [
      'a selector twice',
      l2({ nodeSelectors: [{ matchLabels: { a: 'b' } }, {}, { matchLabels: { a: 'b' } }] }),
      'GW694 spec.nodeSelectors[2]: got {"matchLabels":{"a":"b"}}',
    ],
    ['two selectors', bgp({ ipAddressPoolSelectors: [{ matchLabels: { a: 'b' } }, { matchLabels: { a: 'c' } }] })],
    [
      'a namespace twice',
      manifest('IPAddressPool', { addresses: ['10.0.0.0/8'], serviceAllocation: { namespaces: ['a', 'a'] } }, API),
      "GW694 spec.serviceAllocation.namespaces[1]: got 'a'",
    ],
  ]);
});

describe('together', () => {
  const told = (objects: readonly Manifest[], options: CheckOptions = {}) =>
    check(
      objects.map((object, index) => ({ where: `file:${index + 1}`, manifest: object })),
      options,
    ).map(
      ({ code, severity, object, problem }) =>
        `${severity === 'note' ? 'note ' : ''}${code} ${object}: ${brief(describeProblem(problem))}`,
    );
  const [a, b] = [
    (...addresses: string[]) => called(pool(...addresses), 'a'),
    (...addresses: string[]) => called(pool(...addresses), 'b'),
  ];
  const at26 = bgp({ aggregationLength: 26 });
  const table: readonly (readonly [name: string, objects: Manifest[], told: string[], options?: CheckOptions])[] = [
    ['two pools', [a('10.0.0.0/16'), b('10.1.0.0/16', 'fc00::/64')], []],
    ['neighbours', [a('10.0.0.0-10.0.0.9'), b('10.0.0.10-10.0.0.20')], []],
    [
      'the same addresses',
      [a('10.0.0.0/8'), b('10.0.0.0/8')],
      ["GW691 IPAddressPool team/b: spec.addresses[0]: got '10.0.0.0/8'"],
    ],
    [
      'some of them',
      [a('10.0.0.0/8'), b('10.0.0.0/16')],
      ["GW691 IPAddressPool team/b: spec.addresses[0]: got '10.0.0.0/16'"],
    ],
    [
      'a range in a prefix',
      [a('10.0.0.9-10.0.1.1'), b('10.0.1.0/24')],
      ["GW691 IPAddressPool team/b: spec.addresses[0]: got '10.0.1.0/24'"],
    ],
    [
      'one pool',
      [a('10.0.0.0/8', '10.0.0.1/32')],
      ["GW691 IPAddressPool team/a: spec.addresses[1]: got '10.0.0.1/32'"],
    ],
    [
      'too short for a pool',
      [a('10.20.30.40/24', '1.2.3.0/28'), at26],
      ['GW693 BGPAdvertisement team/x: spec.aggregationLength: got 26'],
    ],
    ['short enough for a range', [a('3.3.3.2-3.3.3.254'), at26], []],
    [
      'too short for a range',
      [a('3.3.3.2-3.3.3.254'), bgp({ aggregationLength: 24 })],
      ['GW693 BGPAdvertisement team/x: spec.aggregationLength: got 24'],
    ],
    ['of another pool', [a('1.2.3.0/28'), b('1.2.4.0/24'), bgp({ ipAddressPools: ['b'], aggregationLength: 26 })], []],
    [
      'of another family',
      [a('fc00:f853:0ccd:e799::/124'), bgp({ aggregationLengthV6: 120 })],
      ['GW693 BGPAdvertisement team/x: spec.aggregationLengthV6: got 120'],
    ],
    [
      'of selected pools',
      [
        called(pool('1.2.3.0/28'), 'a', { app: 'a' }),
        bgp({ ipAddressPoolSelectors: [{ matchLabels: { app: 'a' } }], aggregationLength: 26 }),
      ],
      ['GW693 BGPAdvertisement team/x: spec.aggregationLength: got 26'],
    ],
    [
      'a pool that is elsewhere',
      [l2({ ipAddressPools: ['a'] })],
      ["note GW692 L2Advertisement team/x: spec.ipAddressPools[0]: got 'IPAddressPool team/a'"],
    ],
    [
      'a pool that does not exist',
      [a('10.0.0.0/8'), l2({ ipAddressPools: ['a', 'c'] }), bgp({ ipAddressPools: ['d'] })],
      [
        "GW692 L2Advertisement team/x: spec.ipAddressPools[1]: got 'IPAddressPool team/c'",
        "GW692 BGPAdvertisement team/x: spec.ipAddressPools[0]: got 'IPAddressPool team/d'",
      ],
      { isWhole: true },
    ],
    ['a declared pool', [l2({ ipAddressPools: ['c'] })], [], { isWhole: true, exists: ['IPAddressPool team/*'] }],
    [
      'missing parts',
      [
        { ...l2({}), spec: undefined },
        { ...bgp({}), spec: undefined },
      ],
      [],
      { isWhole: true },
    ],
  ];
  test.each(table.map(([name, objects, expected, options]) => ({ name, objects, expected, options })))(
    '$name',
    ({ objects, expected, options }) => expect(told(objects, options)).toEqual(expected),
  );
});
