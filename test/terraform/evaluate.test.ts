import * as fc from 'fast-check';
import { isAllowed, like, PolicyDocument, Statement } from './iam/evaluate';
import {
  changeResourceRecordSets,
  getChange,
  getHostedZone,
  listHostedZones,
  listHostedZonesByName,
  listResourceRecordSets,
  normalizedRecordName,
  RecordAction,
  zoneArn,
} from './iam/route53';

const policy = (...statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });
const allow = (rest: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: '*',
  ...rest,
});
const request = (
  context: Record<string, string | string[]> = {},
  action = 's3:GetObject',
  resource = 'arn:aws:s3:::bucket/key',
) => ({
  action,
  resource,
  context,
});

describe('isAllowed', () => {
  const get = request();
  const cases: [string, Statement[], ReturnType<typeof request>, boolean][] = [
    ['nothing allows', [], get, false],
    ['an allow', [allow({})], get, true],
    ['an explicit deny wins', [allow({}), allow({ Effect: 'Deny' })], get, false],
    ['a deny of something else does not', [allow({}), allow({ Effect: 'Deny', Action: 's3:PutObject' })], get, true],
    ['an action wildcard', [allow({ Action: 's3:Get*' })], get, true],
    ['an action in other case', [allow({ Action: 'S3:getobject' })], get, true],
    ['another action', [allow({ Action: 's3:Put*' })], get, false],
    ['any action', [allow({ Action: '*' })], get, true],
    ['not the excluded action', [allow({ Action: undefined, NotAction: 's3:GetObject' })], get, false],
    ['all but the excluded action', [allow({ Action: undefined, NotAction: ['s3:Put*'] })], get, true],
    ['a resource', [allow({ Resource: 'arn:aws:s3:::bucket/*' })], get, true],
    ['another resource', [allow({ Resource: 'arn:aws:s3:::other/*' })], get, false],
    ['a resource in other case', [allow({ Resource: 'arn:aws:s3:::Bucket/*' })], get, false],
    ['no wildcard over the parts of an ARN', [allow({ Resource: 'arn:aws:*' })], get, false],
    [
      'all but the excluded resource',
      [allow({ Resource: undefined, NotResource: 'arn:aws:s3:::bucket/*' })],
      get,
      false,
    ],
    [
      'StringEquals',
      [allow({ Condition: { StringEquals: { 'aws:k': ['a', 'b'] } } })],
      request({ 'aws:K': 'b' }),
      true,
    ],
    ['StringEquals without the key', [allow({ Condition: { StringEquals: { 'aws:k': 'a' } } })], get, false],
    [
      'StringEqualsIfExists without the key',
      [allow({ Condition: { StringEqualsIfExists: { 'aws:k': 'a' } } })],
      get,
      true,
    ],
    [
      'StringEqualsIfExists with another value',
      [allow({ Condition: { StringEqualsIfExists: { 'aws:k': 'a' } } })],
      request({ 'aws:k': 'b' }),
      false,
    ],
    ['StringNotEquals without the key', [allow({ Condition: { StringNotEquals: { 'aws:k': 'a' } } })], get, true],
    [
      'StringNotEquals with the value',
      [allow({ Condition: { StringNotEquals: { 'aws:k': ['a', 'b'] } } })],
      request({ 'aws:k': 'a' }),
      false,
    ],
    ['StringLike', [allow({ Condition: { StringLike: { 'aws:k': 'a*c?' } } })], request({ 'aws:k': 'abbcd' }), true],
    [
      'Bool',
      [allow({ Condition: { Bool: { 'aws:SecureTransport': true } } })],
      request({ 'aws:SecureTransport': 'true' }),
      true,
    ],
    [
      'ArnLike',
      [allow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:b*' } } })],
      request({ 'aws:SourceArn': 'arn:aws:s3:::bucket' }),
      true,
    ],
    ['Null where the key is missing', [allow({ Condition: { Null: { 'aws:k': 'true' } } })], get, true],
    [
      'Null where the key is there',
      [allow({ Condition: { Null: { 'aws:k': 'true' } } })],
      request({ 'aws:k': 'x' }),
      false,
    ],
    ['ForAllValues of no values', [allow({ Condition: { 'ForAllValues:StringEquals': { 'aws:k': 'a' } } })], get, true],
    [
      'ForAllValues with a stranger',
      [allow({ Condition: { 'ForAllValues:StringEquals': { 'aws:k': 'a' } } })],
      request({ 'aws:k': ['a', 'b'] }),
      false,
    ],
    ['ForAnyValue of no values', [allow({ Condition: { 'ForAnyValue:StringEquals': { 'aws:k': 'a' } } })], get, false],
    [
      'ForAnyValue with one that fits',
      [allow({ Condition: { 'ForAnyValue:StringEquals': { 'aws:k': 'a' } } })],
      request({ 'aws:k': ['a', 'b'] }),
      true,
    ],
    [
      'every condition must hold',
      [allow({ Condition: { StringEquals: { 'aws:k': 'a' }, Bool: { 'aws:b': 'true' } } })],
      request({ 'aws:k': 'a' }),
      false,
    ],
    [
      'a policy variable',
      [allow({ Resource: 'arn:aws:s3:::bucket/${aws:username}' })],
      request({ 'aws:username': 'key' }),
      true,
    ],
    ['a policy variable without a value', [allow({ Resource: 'arn:aws:s3:::bucket/${aws:username}' })], get, false],
    [
      'a policy variable with a default',
      [allow({ Resource: "arn:aws:s3:::bucket/${aws:username, 'key'}" })],
      get,
      true,
    ],
  ];
  it.each(cases)('%s', (_, statements, call, expected) =>
    expect(isAllowed([policy(...statements)], call)).toBe(expected),
  );

  it('does not guess at an operator', () =>
    expect(() =>
      isAllowed(
        [policy(allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }))],
        request({ 'aws:SourceIp': '10.0.0.1' }),
      ),
    ).toThrow('the evaluator does not know the condition operator IpAddress'));

  const anyStatement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom('*', 's3:*', 's3:Get*', 's3:PutObject', 'route53:*'),
    Resource: fc.constantFrom('*', 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::other/*'),
  });
  const anyCall = fc.constantFrom(get, request({}, 's3:PutObject'), request({}, 'route53:ListHostedZones', '*'));

  it('does not depend on the order of statements, nor on how policies split them', () =>
    fc.assert(
      fc.property(fc.array(anyStatement), anyCall, (statements, call) => {
        const together = isAllowed([policy(...statements)], call);
        expect(isAllowed([policy(...[...statements].reverse())], call)).toBe(together);
        expect(
          isAllowed(
            statements.map((statement) => policy(statement)),
            call,
          ),
        ).toBe(together);
      }),
    ));

  it('never allows more by a deny, nor less by an allow', () =>
    fc.assert(
      fc.property(fc.array(anyStatement), anyStatement, anyCall, (statements, extra, call) => {
        const [before, after] = [
          isAllowed([policy(...statements)], call),
          isAllowed([policy(...statements, extra)], call),
        ];
        if (extra.Effect === 'Deny') expect(after && !before).toBe(false);
        else if (before) expect(after).toBe(true);
      }),
    ));

  it('matches wildcards as regular expressions do', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*?]{0,8}$/), fc.stringMatching(/^[ab]{0,8}$/), (pattern, value) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(like(pattern, value)).toBe(expression.test(value));
      }),
    ));
});

describe('requests to Route 53', () => {
  const certManager = policy(
    { Effect: 'Allow', Action: 'route53:GetChange', Resource: 'arn:aws:route53:::change/*' },
    {
      Effect: 'Allow',
      Action: 'route53:ChangeResourceRecordSets',
      Resource: zoneArn('Z1'),
      Condition: {
        'ForAllValues:StringEquals': {
          'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
          'route53:ChangeResourceRecordSetsActions': ['UPSERT', 'DELETE'],
        },
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': [
            '_acme-challenge.example.com',
            '_acme-challenge.*.example.com',
          ],
        },
      },
    },
  );
  const change = (name: string, type = 'TXT', action: RecordAction = 'UPSERT', zone = 'Z1') =>
    changeResourceRecordSets(zone, { action, name, type });

  it.each([
    ['the challenge', change('_acme-challenge.example.com'), true],
    ['the challenge as callers write it', change('_ACME-challenge.API.example.com.'), true],
    ['its removal', change('_acme-challenge.example.com', 'TXT', 'DELETE'), true],
    ['the state of the change', getChange(), true],
    ['its creation', change('_acme-challenge.example.com', 'TXT', 'CREATE'), false],
    ['another type', change('_acme-challenge.example.com', 'A'), false],
    ['another name', change('www.example.com'), false],
    ['a wildcard', change('*.example.com'), false],
    ['another zone', change('_acme-challenge.example.com', 'TXT', 'UPSERT', 'Z2'), false],
    [
      'a batch with a stranger',
      changeResourceRecordSets(
        'Z1',
        { action: 'UPSERT', name: '_acme-challenge.example.com', type: 'TXT' },
        { action: 'UPSERT', name: 'www.example.com', type: 'TXT' },
      ),
      false,
    ],
    ['the list of records', listResourceRecordSets('Z1'), false],
    ['the list of zones', listHostedZones(), false],
    ['the list of zones by name', listHostedZonesByName(), false],
    ['the zone', getHostedZone('Z1'), false],
  ])('%s', (_, call, expected) => expect(isAllowed([certManager], call)).toBe(expected));

  it.each([
    ['*.Example.com.', '\\052.example.com'],
    ['\\052.example.com', '\\052.example.com'],
    ['a_b-c.example.com', 'a_b-c.example.com'],
    ['a@b.example.com', 'a\\100b.example.com'],
  ])('normalizes %s', (name, expected) => expect(normalizedRecordName(name)).toBe(expected));
});
