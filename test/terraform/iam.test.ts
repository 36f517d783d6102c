import { AccessRequest, changeResourceRecordSets, getChange, isAllowed, listHostedZones, RecordAction } from './iam';

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const zone = 'arn:aws:route53:::hostedzone/Z1';
const key = (name: string) => `route53:ChangeResourceRecordSets${name}`;
const certManager = policy(
  { Effect: 'Allow', Action: 'route53:GetChange', Resource: 'arn:aws:route53:::change/*' },
  {
    Effect: 'Allow',
    Action: ['route53:ChangeResourceRecordSets'],
    Resource: zone,
    Condition: {
      'ForAllValues:StringEquals': { [key('RecordTypes')]: ['TXT'], [key('Actions')]: ['UPSERT', 'DELETE'] },
      'ForAllValues:StringLike': { [key('NormalizedRecordNames')]: ['_acme.example.com', '_acme.*.example.com'] },
    },
  },
);
const change = (name: string, type = 'TXT', action: RecordAction = 'UPSERT', id = 'Z1') =>
  changeResourceRecordSets(id, { action, name, type });

test.each<[string, AccessRequest, boolean]>([
  ['the challenge', change('_acme.example.com'), true],
  ['the challenge as callers write it', change('_ACME.API.example.com.'), true],
  ['the state of the change', getChange(), true],
  ['its creation', change('_acme.example.com', 'TXT', 'CREATE'), false],
  ['another type', change('_acme.example.com', 'A'), false],
  ['another name', change('www.example.com'), false],
  ['a name in which the dot is another character', change('_acme-example.com'), false],
  ['another zone', change('_acme.example.com', 'TXT', 'UPSERT', 'Z2'), false],
  ['an action without statement', listHostedZones(), false],
  [
    'a batch with another name',
    changeResourceRecordSets(
      'Z1',
      { action: 'UPSERT', name: '_acme.example.com', type: 'TXT' },
      { action: 'UPSERT', name: 'www.example.com', type: 'TXT' },
    ),
    false,
  ],
])('%s', (_, request, expected) => expect(isAllowed([certManager], request)).toBe(expected));

test('a star is written with its octal digits', () => {
  const context = change('*.Example.com.').context?.[key('NormalizedRecordNames')];
  expect(context).toEqual(['\\052.example.com']);
});

test.each([
  ['operator', { Effect: 'Allow', Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } }],
  ['statement', { Effect: 'Deny' }],
  ['statement', { Effect: 'Allow', NotAction: 'route53:GetChange' }],
])('the evaluator does not guess at an unknown %s', (what, statement) =>
  expect(() => isAllowed([policy({ Action: 'route53:GetChange', Resource: '*', ...statement })], getChange())).toThrow(
    what,
  ),
);
