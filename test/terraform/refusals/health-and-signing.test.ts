import { answer, document, newSession, newZone } from './support';
import { createKeySigningKey, createQueryLog, deleteKeySigningKey, enableDnssec } from '../aws/dnssec';
import { createHealthCheck, HealthCheckRequest } from '../aws/health-checks';
import { deleteHostedZone, HostedZone } from '../aws/route53';
import { createKey, createLogGroup, putLogResourcePolicy } from '../aws/services';
import { Session } from '../provider/resource';

describe('health checks that Route 53 refuses', () => {
  const check = (rest: Partial<HealthCheckRequest>): HealthCheckRequest => ({
    type: 'HTTPS',
    fqdn: 'www.example.com',
    regions: [],
    children: [],
    ...rest,
  });
  it.each([
    ['an interval of 20', check({ interval: 20 }), 'it must be 10 or 30'],
    ['a threshold of 11', check({ threshold: 11 }), 'it must be between 1 and 10'],
    ['two regions', check({ regions: ['eu-west-1', 'us-east-1'] }), 'At least three regions'],
    [
      'a region that checks nothing',
      check({ regions: ['eu-west-1', 'us-east-1', 'eu-central-1'] }),
      'Invalid health check region: eu-central-1',
    ],
    ['a wildcard', check({ fqdn: '*.example.com' }), 'Invalid fully qualified domain name'],
    ['a private address', check({ ipAddress: '10.0.0.1' }), 'is not publicly routable'],
    ['no target', check({ fqdn: undefined }), 'Either IPAddress or FullyQualifiedDomainName must be specified'],
    ['TCP without port', check({ type: 'TCP' }), 'Port must be specified'],
    ['TCP with a path', check({ type: 'TCP', port: 443, path: '/' }), 'ResourcePath must not be specified'],
    [
      'TCP with both address and name',
      check({ type: 'TCP', port: 443, ipAddress: '203.0.113.1' }),
      'FullyQualifiedDomainName must not be specified with IPAddress',
    ],
    ['a string match without string', check({ type: 'HTTPS_STR_MATCH' }), 'SearchString does not fit'],
    ['a calculation over nothing', check({ type: 'CALCULATED' }), 'needs child health checks'],
  ])('%s', (_, request, expected) =>
    expect(answer(() => createHealthCheck(newSession(), request, {}))).toContain(expected),
  );

  it('the 201st', () => {
    const session = newSession();
    const create = (n: number) => createHealthCheck(session, check({ fqdn: `h${n}.example.com` }), {});
    Array.from({ length: 200 }, (_, n) => create(n));
    expect(answer(() => create(200))).toContain('TooManyHealthChecks');
  });
});

describe('DNSSEC and query logs', () => {
  const keyPolicy = (
    service: object = {
      Effect: 'Allow',
      Principal: { Service: 'dnssec-route53.amazonaws.com' },
      Action: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
      Resource: '*',
    },
  ) =>
    document([
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
      service,
    ]);
  const key = (session: Session, rest: object = {}) =>
    createKey(session, {
      spec: 'ECC_NIST_P256',
      usage: 'SIGN_VERIFY',
      multiRegion: false,
      description: '',
      enabled: true,
      rotation: false,
      tags: {},
      policy: keyPolicy(),
      ...rest,
    }).arn;
  const sign = (session: Session, zone: HostedZone, arn: string, name = 'ksk_1') =>
    answer(() => createKeySigningKey(session, zone.id, name, arn, 'ACTIVE'));

  it.each<[string, string, object, string]>([
    ['a key elsewhere', 'eu-west-1', {}, 'must be in region us-east-1'],
    ['another key spec', 'us-east-1', { spec: 'ECC_NIST_P384' }, 'ECC_NIST_P256'],
    ['a symmetric key', 'us-east-1', { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' }, 'SIGN_VERIFY'],
    ['a disabled key', 'us-east-1', { enabled: false }, 'is not enabled'],
    [
      'a key that lets Route 53 do a part',
      'us-east-1',
      {
        policy: keyPolicy({
          Effect: 'Allow',
          Principal: { Service: 'dnssec-route53.amazonaws.com' },
          Action: 'kms:Sign',
          Resource: '*',
        }),
      },
      'did not grant all required permissions for DNSSEC usage',
    ],
    [
      'a key without the policy',
      'us-east-1',
      { policy: undefined },
      'did not grant all required permissions for DNSSEC usage',
    ],
  ])('refuse %s', (_, region, rest, expected) => {
    const session = newSession();
    expect(sign(session, newZone(session), key({ ...session, region }, rest))).toMatch(
      new RegExp(`^InvalidKMSArn: .*${expected}`),
    );
  });

  it('go in steps: an active key, then signing, and back', () => {
    const session = newSession();
    const zone = newZone(session);
    expect(answer(() => enableDnssec(session, zone.id))).toContain('KeySigningKeyWithActiveStatusNotFound');
    expect(sign(session, zone, key(session))).toBe('accepted');
    expect(sign(session, zone, key(session))).toContain('KeySigningKeyAlreadyExists');
    enableDnssec(session, zone.id);
    expect(answer(() => deleteKeySigningKey(session, zone.id, 'ksk_1'))).toContain('KeySigningKeyInUse');
    expect(answer(() => deleteHostedZone(session, zone.id))).toContain('HostedZoneNotEmpty');
  });

  it('log only to us-east-1, to a group that lets them', () => {
    const session = newSession();
    const zone = newZone(session);
    const log = (arn: string) => answer(() => createQueryLog(session, zone.id, arn));
    const west = createLogGroup({ ...session, region: 'eu-west-1' }, '/aws/route53/example.com', 30, {}).arn;
    expect(log(west)).toContain('must be in region us-east-1');
    expect(log(west.replace('eu-west-1', 'us-east-1'))).toContain('NoSuchCloudWatchLogsLogGroup');
    const group = createLogGroup(session, '/aws/route53/example.com', 30, {}).arn;
    expect(log(group)).toContain('InsufficientCloudWatchLogsResourcePolicy');
    const lets = {
      Effect: 'Allow',
      Principal: { Service: 'route53.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:us-east-1:*:log-group:/aws/route53/*',
    };
    putLogResourcePolicy(session, 'route53', document(lets));
    expect(log(group)).toBe('accepted');
    expect(log(group)).toContain('QueryLoggingConfigAlreadyExists');
  });
});
