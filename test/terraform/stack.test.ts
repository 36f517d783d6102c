import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { IamAccessKey } from '@cdktf/provider-aws/lib/iam-access-key';
import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { IamUserPolicy } from '@cdktf/provider-aws/lib/iam-user-policy';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn, TerraformOutput } from 'cdktf';
import { recordsOf } from './aws/route53';
import { accountOf } from './aws/world';
import { healthCheckFor, policyDocuments, secretNamed, secretValue, userNamed, zoneNamed } from './find';
import { isAllowed } from './iam/evaluate';
import { getHostedZone, listHostedZones } from './iam/route53';
import { resolve } from './resolve';
import { Cloud, describeTerraform, startCloud } from './stack';
import { synthStack } from './synth';

describeTerraform('a stack', () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.stop());

  it('is applied, settles, and is destroyed', async () => {
    const folder = synthStack((stack) => {
      const zone = new Route53Zone(stack, 'zone', { name: 'Example.com', forceDestroy: true, tags: { team: 'edge' } });
      const health = new Route53HealthCheck(stack, 'health', {
        type: 'HTTPS',
        fqdn: 'eu.example.com',
        requestInterval: 10,
        failureThreshold: 3,
        regions: ['eu-west-1', 'us-east-1', 'us-west-2'],
      });
      new Route53Record(stack, 'eu', {
        zoneId: zone.zoneId,
        name: 'eu.example.com',
        type: 'A',
        ttl: 60,
        records: ['203.0.113.2', '203.0.113.1'],
        setIdentifier: 'eu-1',
        weightedRoutingPolicy: { weight: 120 },
        healthCheckId: health.id,
      });
      const eu = stack.node.findChild('eu') as Route53Record;
      new Route53Record(stack, 'public', {
        zoneId: zone.zoneId,
        name: '*.example.com.',
        type: 'A',
        setIdentifier: 'default',
        geolocationRoutingPolicy: { country: '*' },
        alias: { name: eu.fqdn, zoneId: zone.zoneId, evaluateTargetHealth: true },
      });
      new Route53Record(stack, 'txt', {
        zoneId: zone.zoneId,
        name: 'txt',
        type: 'TXT',
        ttl: 300,
        records: ['a $${b} c'],
      });
      const user = new IamUser(stack, 'user', { name: 'dns-eu', path: '/gateways/' });
      new IamUserPolicy(stack, 'policy', {
        user: user.name,
        name: 'dns',
        policy: Fn.jsonencode({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'route53:ListHostedZones', Resource: '*' }],
        }),
      });
      const key = new IamAccessKey(stack, 'key', { user: user.name });
      const secret = new SecretsmanagerSecret(stack, 'secret', { name: 'gateways/prod/eu/dns' });
      new SecretsmanagerSecretVersion(stack, 'version', {
        secretId: secret.id,
        secretString: Fn.jsonencode({ AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: key.secret }),
      });
      new TerraformOutput(stack, 'zone_id', { value: zone.zoneId });
      new TerraformOutput(stack, 'name_servers', { value: zone.nameServers });
      new TerraformOutput(stack, 'secret_key', { value: key.secret, sensitive: true });
      new TerraformOutput(stack, 'account', { value: new DataAwsCallerIdentity(stack, 'me').accountId });
    });

    const { outputs, drift, stack } = await cloud.deploy(folder);

    expect(drift).toBe('');
    const account = accountOf(cloud.aws);
    const zone = zoneNamed(cloud.aws, 'example.com');
    expect(outputs).toMatchObject({ zone_id: zone.id, account: '111122223333' });
    expect(outputs.name_servers).toHaveLength(4);
    expect(zone.name).toBe('example.com.');
    expect(
      recordsOf(zone)
        .map(({ name, type }) => `${name} ${type}`)
        .sort(),
    ).toEqual([
      '\\052.example.com. A',
      'eu.example.com. A',
      'example.com. NS',
      'example.com. SOA',
      'txt.example.com. TXT',
    ]);
    expect(recordsOf(zone).find(({ type }) => type === 'TXT')?.values).toEqual(['"a ${b} c"']);
    expect(JSON.parse(secretValue(secretNamed(cloud.aws, 'gateways/prod/eu/dns'))!)).toEqual({
      AWS_ACCESS_KEY_ID: [...userNamed(cloud.aws, 'dns-eu').accessKeys.keys()][0],
      AWS_SECRET_ACCESS_KEY: outputs.secret_key,
    });
    const policies = policyDocuments(cloud.aws, 'dns-eu');
    expect([isAllowed(policies, listHostedZones()), isAllowed(policies, getHostedZone(zone.id))]).toEqual([
      true,
      false,
    ]);
    const answer = () =>
      resolve(zone, 'any.example.com', 'A', { country: 'FR' }).map(({ values }) => [...values].sort());
    expect(answer()).toEqual([['203.0.113.1', '203.0.113.2']]);
    expect(healthCheckFor(cloud.aws, 'eu.example.com')).toMatch(/^[0-9a-f-]{36}$/);
    expect(() => zoneNamed(cloud.aws, 'example.org')).toThrow('there is no zone example.org; there is: example.com.');

    await stack.destroy();
    expect([account.zones.size, account.users.size, account.healthChecks.size]).toEqual([0, 0, 0]);
  });
});
