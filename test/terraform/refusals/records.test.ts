import { a, aliased, answer, geo, newSession, newZone, txt, weighted } from './support';
import { Change, changeResourceRecordSets, recordLimits } from '../aws/records';
import { createDelegationSet, createHostedZone, deleteHostedZone, put, recordsOf, RecordSet } from '../aws/route53';
import { accountOf } from '../aws/world';
import { Session } from '../provider/resource';

describe('records that Route 53 takes', () => {
  const elb = 'dualstack.edge-1.eu-west-1.elb.amazonaws.com';
  const cases: [string, RecordSet[]][] = [
    ['a wildcard', [a('*.example.com')]],
    ['an asterisk as a label of its own', [a('a.*.example.com')]],
    [
      'a simple record and one of another type',
      [a('www.example.com'), a('www.example.com', { type: 'AAAA', values: ['2001:db8::1'] })],
    ],
    ['weighted records of one name', [weighted('a'), weighted('b', { weight: 0 })]],
    [
      'geolocation of a continent, a country, a state and the rest of the world',
      [
        geo('a', { continent: 'EU' }),
        geo('b', { country: 'FR' }),
        geo('c', { country: 'US', subdivision: 'CA' }),
        geo('d', { country: '*' }),
      ],
    ],
    ['an alias to a load balancer', [aliased('example.com', elb, 'Z32O12XQLNTSW2')]],
    [
      'an alias to a Network Load Balancer',
      [aliased('www.example.com', 'edge-1.elb.eu-west-1.amazonaws.com', 'Z2IFOLAFXWLO4F')],
    ],
    ['a TXT of two strings', [txt(`"${'a'.repeat(255)}" "${'b'.repeat(255)}"`)]],
    [
      'a CAA',
      [
        {
          name: 'example.com',
          type: 'CAA',
          ttl: 60,
          values: ['0 issue "letsencrypt.org"', '0 issuewild "letsencrypt.org"'],
        },
      ],
    ],
    ['a delegation', [{ name: 'eu.example.com', type: 'NS', ttl: 300, values: ['ns-1.awsdns-00.com.'] }]],
    [
      'latency records of two regions',
      [
        a('www.example.com', { setIdentifier: 'a', region: 'eu-west-1' }),
        a('www.example.com', { setIdentifier: 'b', region: 'us-east-1' }),
      ],
    ],
  ];
  it.each(cases)('%s', (_, records) => {
    const session = newSession();
    const zone = newZone(session);
    for (const record of records) changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record }]);
    expect(recordsOf(zone)).toHaveLength(2 + records.length);
  });

  it('and an alias to a record of the zone', () => {
    const session = newSession();
    const zone = newZone(session);
    changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: a('leaf.example.com') }]);
    changeResourceRecordSets(session, zone.id, [
      { action: 'CREATE', record: aliased('www.example.com', 'leaf.example.com.', zone.id) },
    ]);
    expect(recordsOf(zone)).toHaveLength(4);
  });
});

describe('batches and limits', () => {
  it('101 weighted records of one name', () => {
    const session = newSession();
    const zone = newZone(session);
    const create = (set: number) =>
      changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: weighted(`s${set}`) }]);
    Array.from({ length: recordLimits.sameName }, (_, set) => create(set));
    expect(answer(() => create(100))).toContain(
      'the limit of 100 weighted RRSets with the same name and type is reached',
    );
  });

  it('the 10,001st record of a zone', () => {
    const session = newSession();
    const zone = newZone(session);
    for (let n = zone.recordCount; n < recordLimits.zone; n += 1) put(zone, a(`r${n}.example.com.`));
    expect(
      answer(() => changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: a('www.example.com') }])),
    ).toContain('limit of 10000');
  });

  it('a batch of which one change fails, as a whole', () => {
    const session = newSession();
    const zone = newZone(session);
    changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: a('leaf.example.com') }]);
    const batch: Change[] = [
      { action: 'DELETE', record: a('leaf.example.com') },
      { action: 'UPSERT', record: a('new.example.com') },
      { action: 'CREATE', record: a('bad.example.org') },
    ];
    expect(answer(() => changeResourceRecordSets(session, zone.id, batch))).toContain('not permitted in zone');
    expect(recordsOf(zone).map(({ name }) => name)).toEqual(['example.com.', 'example.com.', 'leaf.example.com.']);
  });

  it('deletions of what is not there, differs, or must stay', () => {
    const session = newSession();
    const zone = newZone(session);
    const remove = (record: RecordSet) =>
      answer(() => changeResourceRecordSets(session, zone.id, [{ action: 'DELETE', record }]));
    changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: a('leaf.example.com') }]);
    expect(remove(a('none.example.com'))).toContain('but it was not found');
    expect(remove(a('leaf.example.com', { ttl: 61 }))).toContain('the values provided do not match the current values');
    const [ns, soa] = recordsOf(zone);
    expect([remove(ns), remove(soa)].join()).toMatch(/at least one NS record .* exactly one SOA record/);
  });
});

describe('zones', () => {
  it('of other accounts are out of reach', () => {
    const session = newSession();
    const zone = newZone(session);
    const other = { ...session, account: accountOf(session.aws, '999988887777') };
    const list = (each: Session, id: string) => answer(() => changeResourceRecordSets(each, id, []));
    expect(list(other, zone.id)).toContain(
      'AccessDenied: User: arn:aws:iam::999988887777:user/terraform is not authorized',
    );
    expect(list(session, 'ZGONE')).toBe('NoSuchHostedZone: No hosted zone found with ID: ZGONE');
  });

  it('with records of others cannot be deleted', () => {
    const session = newSession();
    const zone = newZone(session);
    put(zone, a('www.example.com.'));
    expect(answer(() => deleteHostedZone(session, zone.id))).toContain(
      'HostedZoneNotEmpty: The specified hosted zone contains non-required',
    );
  });

  it('of overlapping names cannot share a delegation set', () => {
    const session = newSession();
    const { id } = createDelegationSet(session.account, 'shared');
    const create = (name: string) =>
      answer(() => createHostedZone(session, { name, comment: '', tags: {}, vpcs: [], delegationSet: id }));
    expect([create('example.com'), create('other.org')]).toEqual(['accepted', 'accepted']);
    expect(create('eu.example.com')).toContain('ConflictingDomainExists');
    expect(answer(() => newZone(session, 'a b'))).toContain("InvalidDomainName: The domain name 'a b' is invalid.");
  });

  it('of one name are legal, and have ids of their own', () => {
    const session = newSession();
    expect(newZone(session).id).not.toBe(newZone(session).id);
  });
});
