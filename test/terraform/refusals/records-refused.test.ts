import { a, aliased, answer, geo, newSession, newZone, txt, weighted } from './support';
import { changeResourceRecordSets } from '../aws/records';
import { recordsOf, RecordSet } from '../aws/route53';

describe('records that Route 53 refuses', () => {
  const exists = [a('leaf.example.com'), { name: 'alone.example.com', type: 'CNAME', ttl: 60, values: ['other.org'] }];
  const set = (...rest: RecordSet[]) => [...exists, ...rest];
  const cases: [string, RecordSet[], RecordSet, string][] = [
    [
      'outside the zone',
      [],
      a('www.example.org'),
      'InvalidChangeBatch: [RRSet with DNS name www.example.org. is not permitted in zone example.com.]',
    ],
    [
      'twice',
      exists,
      a('leaf.example.com'),
      "InvalidChangeBatch: [Tried to create resource record set [name='leaf.example.com.', type='A'] but it already exists]",
    ],
    ['twice under one set identifier', set(weighted('a')), weighted('a'), "set-identifier='a'] but it already exists]"],
    [
      'a CNAME at the apex',
      [],
      { ...exists[1], name: 'example.com' },
      'RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]',
    ],
    [
      'a CNAME beside another type',
      exists,
      { ...exists[1], name: 'leaf.example.com' },
      'is not permitted as it conflicts with other records with the same DNS name in zone example.com.]',
    ],
    [
      'another type beside a CNAME',
      exists,
      a('alone.example.com'),
      'a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.]',
    ],
    ['two values of a CNAME', [], { ...exists[1], values: ['a.org', 'b.org'] }, 'must have exactly one value]'],
    [
      'a policy without set identifier',
      [],
      a('www.example.com', { weight: 1 }),
      "InvalidInput: Invalid request: Missing field 'SetIdentifier' in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=null]",
    ],
    [
      'a set identifier without policy',
      [],
      a('www.example.com', { setIdentifier: 'a' }),
      'but found none in Change with',
    ],
    [
      'two policies in one record',
      [],
      weighted('a', { region: 'eu-west-1' }),
      'but found more than one in Change with',
    ],
    [
      'weighted beside simple',
      [a('www.example.com')],
      weighted('a'),
      'SetIdentifier a cannot be created as a non-weighted set exists with the same name and type.]',
    ],
    [
      'simple beside weighted',
      [weighted('a')],
      a('www.example.com'),
      'RRSet with DNS name www.example.com., type A cannot be created as other RRSets exist with the same name and type.]',
    ],
    [
      'latency beside weighted',
      [weighted('a')],
      a('www.example.com', { setIdentifier: 'b', region: 'eu-west-1' }),
      'cannot be created as a non-latency set exists',
    ],
    [
      'multivalue beside weighted',
      [weighted('a')],
      a('www.example.com', { setIdentifier: 'b', multivalue: true }),
      'cannot be created because a non multivalue answer rrset exists with the same name and type.]',
    ],
    [
      'weight 256',
      [],
      weighted('a', { weight: 256 }),
      "InvalidInput: 1 validation error detected: Value '256' at 'changeBatch.changes.1.member.resourceRecordSet.weight' failed to satisfy constraint: Member must have value less than or equal to 255",
    ],
    ['weight -1', [], weighted('a', { weight: -1 }), 'greater than or equal to 0'],
    [
      'weighted records with two TTLs',
      [weighted('a')],
      weighted('b', { ttl: 300 }),
      'cannot be created as weighted sets must contain the same TTL.]',
    ],
    [
      'one region twice',
      [a('www.example.com', { setIdentifier: 'a', region: 'eu-west-1' })],
      a('www.example.com', { setIdentifier: 'b', region: 'eu-west-1' }),
      'and Region Name=eu-west-1 cannot be created because a latency RRSet with the same name, type and region already exists.]',
    ],
    [
      'an unknown region',
      [],
      a('www.example.com', { setIdentifier: 'a', region: 'eu-middle-1' }),
      'unknown region eu-middle-1',
    ],
    [
      'one country twice',
      [geo('a', { country: 'FR' })],
      geo('b', { country: 'FR' }),
      'GeoLocation CountryCode=FR cannot be created because a geolocation RRSet',
    ],
    [
      'two defaults',
      [geo('a', { country: '*' })],
      geo('b', { country: '*' }),
      'GeoLocation CountryCode=* cannot be created',
    ],
    ...['BV', 'CX', 'EH', 'HM', 'UK', 'fr'].map((country): [string, RecordSet[], RecordSet, string] => [
      `country ${country}`,
      [],
      geo('a', { country }),
      `GeoLocation CountryCode=${country} is not a supported location`,
    ]),
    ['a continent that is none', [], geo('a', { continent: 'EUROPE' }), 'is not a supported location'],
    ['a state of France', [], geo('a', { country: 'FR', subdivision: 'CA' }), 'is not a supported location'],
    [
      'continent and country',
      [],
      geo('a', { continent: 'EU', country: 'FR' }),
      'Expected exactly one of [ContinentCode, or CountryCode]',
    ],
    [
      'a multivalue CNAME',
      [],
      { ...exists[1], setIdentifier: 'a', multivalue: true },
      'multivalue answer RRSets of type CNAME are not permitted.]',
    ],
    [
      'a multivalue alias',
      exists,
      aliased('www.example.com', 'leaf.example.com', 'ZONE', { setIdentifier: 'a', multivalue: true }),
      'multivalue answer RRSets cannot be aliases.]',
    ],
    [
      'a primary without health check',
      [],
      a('www.example.com', { setIdentifier: 'a', failover: 'PRIMARY' }),
      'a primary failover RRSet must have an associated health check.]',
    ],
    [
      'two secondaries',
      [a('www.example.com', { setIdentifier: 'a', failover: 'SECONDARY' })],
      a('www.example.com', { setIdentifier: 'b', failover: 'SECONDARY' }),
      'Failover=SECONDARY cannot be created because a failover RRSet',
    ],
    [
      'a bias of 100',
      [],
      a('www.example.com', { setIdentifier: 'a', geoproximity: { region: 'eu-west-1', bias: 100 } }),
      'less than or equal to 99',
    ],
    [
      'an unknown CIDR collection',
      [],
      a('www.example.com', { setIdentifier: 'a', cidr: { collectionId: 'c', locationName: 'l' } }),
      'NoSuchCidrCollectionException',
    ],
    [
      'an unknown health check',
      [],
      a('www.example.com', { healthCheckId: 'gone' }),
      'NoSuchHealthCheck: No health check exists with the specified ID: gone',
    ],
    [
      'an alias with a TTL',
      exists,
      aliased('www.example.com', 'leaf.example.com', 'ZONE', { ttl: 60 }),
      'InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one',
    ],
    ['neither values nor alias', [], { name: 'www.example.com', type: 'A' }, 'but found none in Change'],
    ['values without TTL', [], a('www.example.com', { ttl: undefined }), 'but found none in Change'],
    [
      'an alias to nothing',
      exists,
      aliased('www.example.com', 'none.example.com', 'ZONE'),
      'Tried to create an alias that targets none.example.com., type A in zone ZONE, but that target was not found]',
    ],
    ['an alias to itself', [], aliased('www.example.com', 'www.example.com', 'ZONE'), 'but that target was not found]'],
    [
      'an alias to a record of another type',
      exists,
      aliased('www.example.com', 'leaf.example.com', 'ZONE', { type: 'AAAA' }),
      'targets leaf.example.com., type AAAA in zone ZONE, but that target was not found]',
    ],
    [
      'an alias out of the zone',
      exists,
      aliased('www.example.com', 'www.example.org', 'ZONE'),
      'but the alias target name does not lie within the target zone',
    ],
    [
      'an alias with the zone of another region',
      [],
      aliased('www.example.com', 'e.eu-west-1.elb.amazonaws.com', 'Z35SXDOTRQ7X7K'),
      'but the alias target name does not lie within the target zone]',
    ],
    [
      'an alias in an unknown zone',
      [],
      aliased('www.example.com', 'e.eu-west-1.elb.amazonaws.com', 'ZUNKNOWN'),
      'does not lie within the target zone',
    ],
    [
      'an alias of type NS',
      exists,
      aliased('www.example.com', 'leaf.example.com', 'ZONE', { type: 'NS' }),
      'is not permitted to be an alias]',
    ],
    [
      'target health of CloudFront',
      [],
      aliased('www.example.com', 'd1.cloudfront.net', 'Z2FDTNDATAQYW2'),
      'EvaluateTargetHealth cannot be true',
    ],
    [
      'an address that is none',
      [],
      a('www.example.com', { values: ['203.0.113.256'] }),
      'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)',
    ],
    ['an IPv4 address in AAAA', [], a('www.example.com', { type: 'AAAA' }), 'AAAARRDATAIllegalIPv6Address'],
    [
      'a TXT without quotation marks',
      [],
      txt('plain'),
      'InvalidCharacterString (Value should be enclosed in quotation marks)',
    ],
    ['a TXT string of 256', [], txt(`"${'a'.repeat(256)}"`), 'CharacterStringTooLong (Value is too long)'],
    [
      'a CAA without quotation marks',
      [],
      { name: 'example.com', type: 'CAA', ttl: 60, values: ['0 issue letsencrypt.org'] },
      'CAARRDATAInvalid',
    ],
    [
      'one value twice',
      [],
      a('www.example.com', { values: ['203.0.113.1', '203.0.113.1'] }),
      "Duplicate Resource Record: '203.0.113.1'",
    ],
    [
      '401 values',
      [],
      a('www.example.com', { values: Array.from({ length: 401 }, (_, n) => `10.0.${Math.floor(n / 256)}.${n % 256}`) }),
      'at most 400 are permitted',
    ],
    ['a label of 64', [], a(`${'a'.repeat(64)}.example.com`), 'DomainLabelTooLong (Domain label is too long)'],
    ['an asterisk in a label', [], a('prod*.example.com'), 'The * must replace the entire label'],
    [
      'a wildcard delegation',
      [],
      { name: '*.example.com', type: 'NS', ttl: 60, values: ['ns.other.org'] },
      'it is a wildcard',
    ],
    [
      'a weighted delegation',
      [],
      { name: 'eu.example.com', type: 'NS', ttl: 60, values: ['ns.other.org'], setIdentifier: 'a', weight: 1 },
      'type NS has simple routing only',
    ],
  ];
  it.each(cases)('%s', (_, before, record, expected) => {
    const session = newSession();
    const zone = newZone(session);
    const inZone = (each: RecordSet): RecordSet =>
      each.alias?.zoneId === 'ZONE' ? { ...each, alias: { ...each.alias, zoneId: zone.id } } : each;
    for (const each of before) changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: inZone(each) }]);
    const count = recordsOf(zone).length;
    const said = answer(() =>
      changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: inZone(record) }]),
    );
    expect(said.replaceAll(zone.id, 'ZONE')).toContain(expected);
    expect(recordsOf(zone)).toHaveLength(count);
  });
});
