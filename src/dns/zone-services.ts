import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { aws, checkRegion, literals } from './loader';
import { AwsProviderOptions, ZoneQueryLog, ZoneSigning } from './zone-options';
import { refuse } from '../value/problem';

/*
 * What stands beside a zone in other services of AWS, both in us-east-1 only.
 */

type Tags = { readonly [key: string]: string } | undefined;
/** The part of a zone that is needed here. */
interface Zone extends Construct {
  readonly domain: string;
  readonly zoneId: string;
  readonly arn: string;
  readonly _provider: AwsProviderOptions['provider'];
}

/** Signs a zone; returns its DS record, known after apply. */
export function addSigning(
  zone: Zone,
  { provider = zone._provider, publishDs = false, dsTtl = Duration.minutes(5) }: ZoneSigning,
  tags: Tags,
  above: { readonly parentId: string; readonly provider: AwsProviderOptions['provider'] } | undefined,
): string {
  checkRegion('dnssec', zone, provider, 'us-east-1');
  const account = new (aws(zone, 'data-aws-caller-identity').DataAwsCallerIdentity)(zone, 'account', { provider });
  const { partition } = new (aws(zone, 'data-aws-partition').DataAwsPartition)(zone, 'partition', { provider });
  const key = new (aws(zone, 'kms-key').KmsKey)(zone, 'signing', {
    description: `Signs the zone of ${zone.domain}`,
    customerMasterKeySpec: 'ECC_NIST_P256',
    keyUsage: 'SIGN_VERIFY',
    deletionWindowInDays: 7,
    policy: JSON.stringify(keyPolicy(zone.arn, account.accountId, partition)),
    provider,
    tags: literals(tags),
  });
  const signer = new (aws(zone, 'route53-key-signing-key').Route53KeySigningKey)(zone, 'ksk', {
    hostedZoneId: zone.zoneId,
    keyManagementServiceArn: key.arn,
    name: 'gateway',
    provider: zone._provider,
  });
  const signing = new (aws(zone, 'route53-hosted-zone-dnssec').Route53HostedZoneDnssec)(zone, 'dnssec', {
    hostedZoneId: signer.hostedZoneId,
    provider: zone._provider,
  });
  if (publishDs && above) {
    new (aws(zone, 'route53-record').Route53Record)(zone, 'ds', {
      zoneId: above.parentId,
      name: zone.domain,
      type: 'DS',
      ttl: dsTtl.toSeconds(),
      records: [signer.dsRecord],
      provider: above.provider,
      // A DS record of a zone that is not signed makes it unreachable.
      dependsOn: [signing],
    });
  }
  return signer.dsRecord;
}

/** The account owns the key, and Route 53 may sign this zone with it and no other. */
function keyPolicy(zoneArn: string, account: string, partition: string): object {
  const service = { Effect: 'Allow', Principal: { Service: 'dnssec-route53.amazonaws.com' }, Resource: '*' };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Owner',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Sign',
        ...service,
        Action: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
        Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': zoneArn } },
      },
      {
        Sid: 'Grant',
        ...service,
        Action: 'kms:CreateGrant',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ],
  };
}

/** What CloudWatch Logs takes as days. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function addQueryLog(
  zone: Zone,
  { provider = zone._provider, retention = Duration.days(30), grantsRoute53 = true }: ZoneQueryLog,
  tags: Tags,
): void {
  checkRegion('queryLog', zone, provider, 'us-east-1');
  const days = retention.toDays({ integral: false });
  if (!RETENTIONS.includes(days)) {
    const fix = `use ${RETENTIONS.find((candidate) => candidate > days) ?? RETENTIONS.at(-1)} days`;
    refuse(
      { what: 'queryLog.retention', got: `${days} days`, expected: `one of ${RETENTIONS.join(', ')} days`, fix },
      zone,
    );
  }
  const group = new (aws(zone, 'cloudwatch-log-group').CloudwatchLogGroup)(zone, 'queries', {
    name: `/aws/route53/${zone.domain}`,
    retentionInDays: days,
    provider,
    tags: literals(tags),
  });
  const { CloudwatchLogResourcePolicy } = aws(zone, 'cloudwatch-log-resource-policy');
  const grant =
    grantsRoute53 &&
    new CloudwatchLogResourcePolicy(zone, 'log-policy', {
      policyName: `route53-${zone.domain}`,
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'route53.amazonaws.com' },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${group.arn}:*`,
        },
      }),
      provider,
    });
  new (aws(zone, 'route53-query-log').Route53QueryLog)(zone, 'query-log', {
    zoneId: zone.zoneId,
    cloudwatchLogGroupArn: group.arn,
    provider: zone._provider,
    ...(grant && { dependsOn: [grant] }),
  });
}
