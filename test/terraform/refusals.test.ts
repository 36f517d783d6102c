import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Duration } from 'cdk8s';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { createAws } from './aws/world';
import { describeTerraform, startCloud, TerraformError } from './stack';
import { synthStack } from './synth';
import { KeyStore, WorkloadIdentity } from '../../src/dns/dns-access-options';
import { DnsMode, DnsPlanCluster } from '../../src/dns/dns-plan';
import { GatewayDnsAccess, GatewayDnsAccessProps } from '../../src/dns/gateway-dns-access';
import { GatewayRecords, GatewayRecordsProps } from '../../src/dns/gateway-records';
import { GatewayTarget, LoadBalancerType } from '../../src/dns/gateway-target';
import { GatewayZone, ZoneParent } from '../../src/dns/gateway-zone';
import { RecordHealthCheck } from '../../src/dns/record-health-check';
import { RecordStrategy } from '../../src/dns/record-strategy';
import { CaaRecord, ExistingZone } from '../../src/dns/zone-options';
import { demoZone, elsewhere, otherAccount, plan, virginia } from '../dns/support';

/*
 * What AWS refuses although no construct does, each reached by the props of a construct. Terraform goes on after an
 * error, so that one stack shows many.
 */

type Build = (stack: TerraformStack) => unknown;

/** What Terraform says of a stack, after others have been applied. */
async function refusal(build: Build, ...before: readonly Build[]): Promise<string> {
  const cloud = await startCloud({ aws: createAws({ profiles: { other: otherAccount } }) });
  try {
    for (const each of before) await cloud.deploy(synthStack((stack) => void each(stack)));
    await cloud.deploy(synthStack((stack) => void build(stack)));
    return 'accepted';
  } catch (error) {
    if (error instanceof TerraformError) return error.text;
    throw error;
  } finally {
    await cloud.stop();
  }
}

const wanted = (said: string, expected: readonly string[]) =>
  expect(expected.filter((text) => !said.includes(text))).toEqual([]);

/** Records of one host and one cluster. */
const host = (
  zone: GatewayZone,
  name: string,
  target: GatewayTarget,
  rest: Partial<GatewayRecordsProps> = {},
  cluster: DnsPlanCluster = { name: 'eu' },
) =>
  new GatewayRecords(zone.node.scope!, name, {
    plan: plan({ mode: DnsMode.STATIC, hostnames: [`${name}.demo.example.com`], clusters: [cluster] }),
    zone,
    targets: { [cluster.name]: target },
    ...rest,
  });
const inRegion = (region: string): DnsPlanCluster => ({ name: 'eu', region });
const adopted = (stack: TerraformStack, rest: object = {}) =>
  new GatewayZone(stack, 'zone', { domain: 'demo.example.com', existing: ExistingZone.lookUp(), ...rest });
const ip = GatewayTarget.addresses(['203.0.113.1']);
const name = GatewayTarget.hostname('edge.example.net');
const elb = (dnsName: string, canonicalZoneId: string) => GatewayTarget.elb({ dnsName, canonicalZoneId });

describeTerraform('AWS refuses', () => {
  it('aliases that lead nowhere, places that it does not route to, and addresses that it cannot reach', async () => {
    const said = await refusal((stack) => {
      const zone = demoZone(stack);
      host(zone, 'none', elb('gone.demo.example.com', zone.zoneId));
      host(zone, 'outside', elb('edge.example.net', zone.zoneId));
      host(zone, 'region', elb('e.eu-west-1.elb.amazonaws.com', 'Z35SXDOTRQ7X7K'));
      host(zone, 'unknown', elb('e.eu-west-1.elb.amazonaws.com', 'ZUNKNOWN'));
      host(zone, 'front', elb('d1.cloudfront.net', 'Z2FDTNDATAQYW2'));
      host(zone, 'latency', ip, { strategy: RecordStrategy.LATENCY }, inRegion('eu-middle-1'));
      host(zone, 'near', ip, { strategy: RecordStrategy.geoproximity() }, inRegion('eu-middle-2'));
      host(zone, 'probe', GatewayTarget.addresses(['224.0.0.1']), { healthCheck: RecordHealthCheck.tcp() });
    });
    const outside = 'but the alias target name does not lie within the target zone';
    wanted(said, [
      'creating Route 53 Record: operation error Route 53: ChangeResourceRecordSets, InvalidChangeBatch: [Tried to create an alias that targets gone.demo.example.com., type A',
      'but that target was not found',
      'targets edge.example.net., type A',
      `type A in zone Z35SXDOTRQ7X7K, ${outside}`,
      `type AAAA in zone ZUNKNOWN, ${outside}`,
      'EvaluateTargetHealth cannot be true for the alias target d1.cloudfront.net.',
      'unknown region eu-middle-1',
      'unknown region eu-middle-2',
      'Invalid IP address: 224.0.0.1 is not publicly routable',
    ]);
  });

  it('a load balancer of a region that has none', async () => {
    const target = GatewayTarget.elb({ dnsName: 'x', type: LoadBalancerType.NETWORK, region: 'eu-middle-1' });
    const said = await refusal((stack) => host(demoZone(stack), 'api', target));
    wanted(said, ['reading ELBv2 Hosted Zone ID: unsupported ELB Region: eu-middle-1']);
  });

  it('records beside those of another stack', async () => {
    const said = await refusal(
      (stack) => {
        const zone = adopted(stack, { caa: [CaaRecord.forbid()] });
        host(zone, 'cname', ip);
        host(zone, 'address', name);
        host(zone, 'weighted', ip, { strategy: RecordStrategy.LATENCY }, inRegion('eu-west-1'));
        host(zone, 'ttl', ip, { ttl: Duration.minutes(5) }, { name: 'late' });
      },
      (stack) => {
        const zone = demoZone(stack);
        host(zone, 'cname', name);
        ['address', 'weighted', 'ttl'].forEach((each) => host(zone, each, ip));
      },
    );
    wanted(said, [
      "create resource record set [name='demo.example.com.', type='CAA'] but it already exists",
      'of type A with DNS name cname.demo.example.com. is not permitted because a conflicting RRSet of type CNAME',
      'of type CNAME with DNS name address.demo.example.com. is not permitted as it conflicts with other records',
      'SetIdentifier eu-west-1 cannot be created as a non-latency set exists with the same name and type.',
      'SetIdentifier late cannot be created as weighted sets must contain the same TTL.',
    ]);
  });

  it('parents that are not above, not there or not of the account', async () => {
    const said = await refusal((stack) => {
      const zone = demoZone(stack);
      const child = (domain: string, parent: ZoneParent) => new GatewayZone(stack, domain, { domain, parent });
      child('a.example.org', ZoneParent.id(zone.zoneId));
      child('b.demo.example.com', ZoneParent.id('Z1'));
      child('c.demo.example.com', ZoneParent.id(zone.zoneId, { provider: elsewhere(stack) }));
    });
    wanted(said, [
      'RRSet with DNS name a.example.org. is not permitted in zone demo.example.com.',
      'NoSuchHostedZone: No hosted zone found with ID: Z1',
      `AccessDenied: User: arn:aws:iam::${otherAccount}:user/terraform`,
    ]);
    const parent = ZoneParent.lookUp('example.com');
    const lost = await refusal((stack) => new GatewayZone(stack, 'zone', { domain: 'a.example.com', parent }));
    wanted(lost, ['0 matching Route 53 Hosted Zones found']);
  });

  it('keys and log groups of another region, account or owner, and a log that nobody may write', async () => {
    const said = await refusal(
      (stack) => {
        const provider = (alias: string, region: string, profile?: string) =>
          new AwsProvider(stack, alias, { alias, region, profile });
        const { stringValue } = new TerraformVariable(stack, 'region', { type: 'string', default: 'eu-west-1' });
        const served = (domain: string, service: object) =>
          new GatewayZone(stack, domain, { domain, dnssec: service, queryLog: service });
        served('region.example.com', { provider: provider('variable', stringValue) });
        served('account.example.com', { provider: provider('foreign', 'us-east-1', 'other') });
        const own = { provider: virginia(stack) };
        new GatewayZone(stack, 'dark', { domain: 'dark.example.com', queryLog: { ...own, grantsRoute53: false } });
        adopted(stack, { dnssec: own, queryLog: own });
      },
      (stack) => {
        const own = { provider: virginia(stack) };
        new GatewayZone(stack, 'zone', { domain: 'demo.example.com', dnssec: own, queryLog: own });
      },
    );
    wanted(said, [
      "InvalidKMSArn: The CMK with ARN 'arn:aws:kms:eu-west-1",
      'log-group:/aws/route53/region.example.com must be in region us-east-1.',
      `InvalidKMSArn: The CMK with ARN 'arn:aws:kms:us-east-1:${otherAccount}`,
      'NoSuchCloudWatchLogsLogGroup',
      'InsufficientCloudWatchLogsResourcePolicy',
      "KeySigningKeyAlreadyExists: A key-signing key with name 'gateway' already exists",
      'ResourceAlreadyExistsException: The specified log group already exists',
    ]);
  });

  it('names that are taken or wrong, principals that are none, and roles of another account', async () => {
    const said = await refusal((stack) => {
      const zone = demoZone(stack);
      const access = (namePrefix: string, rest: Partial<GatewayDnsAccessProps> = {}, secretPrefix = namePrefix) =>
        new GatewayDnsAccess(stack, `access ${namePrefix}`, {
          plan: plan({
            secretPrefix,
            clusters: [{ name: 'eu', [rest.roles ? 'ambientControllers' : 'controllers']: ['cert-manager'] }],
          }),
          zone,
          namePrefix,
          ...rest,
        });
      const withRole = (namePrefix: string, identity: WorkloadIdentity) =>
        access(namePrefix, { roles: [{ cluster: 'eu', controller: 'cert-manager', identity }] });
      const [keyStore, eksCluster] = [KeyStore.parameterStore(), 'eks'];
      ['case', 'CASE'].forEach((each) => access(each));
      access('a b');
      access('secret', {}, 'c d');
      ['one', 'two'].forEach((each) => access(each, {}, 'same'));
      ['three', 'four'].forEach((each) => access(each, { keyStore }, 'same'));
      access('aws', { keyStore });
      access('parameter', { keyStore }, 'e f');
      withRole('irsa', WorkloadIdentity.irsa({ oidcProviderArn: 'oidc.example.com', issuer: 'oidc.example.com' }));
      ['five', 'six'].forEach((each) => withRole(each, WorkloadIdentity.podIdentity({ eksCluster })));
      withRole('seven', WorkloadIdentity.podIdentity({ eksCluster, provider: elsewhere(stack) }));
    });
    expect(said).toMatch(/EntityAlreadyExists: user with name (case|CASE)_external_eu_cert-manager already exists/);
    wanted(said, [
      "ValidationError: Value 'a b_external_eu_cert-manager' at 'userName'",
      'ValidationException: Invalid name: c d/external/eu/cert-manager',
      'ResourceExistsException: the secret same/external/eu/cert-manager already exists.',
      'ParameterAlreadyExists: The parameter /same/external/eu/cert-manager already exists.',
      'AccessDeniedException: No access to reserved parameter name: /aws/external/eu/cert-manager.',
      'ValidationException: Invalid parameter name: /e f/external/eu/cert-manager',
      'MalformedPolicyDocument: Invalid principal in policy: "Federated":"oidc.example.com"',
      'ResourceInUseException: Association already exists: eu-west-1/eks/cert-manager/cert-manager',
      'Role provided in the request does not exist: arn:aws:iam::111122223333:role/seven_external_eu_cert-manager',
    ]);
  });

  it('a zone that goes with records of others in it, and a secret that waits for its deletion', async () => {
    const cloud = await startCloud();
    const after = (recoveryWindow?: Duration) =>
      synthStack((scope) => {
        const keys = plan({ clusters: [{ name: 'eu', controllers: ['cert-manager'] }] });
        const keyStore = KeyStore.secretsManager({ recoveryWindow });
        new GatewayDnsAccess(scope, 'access', { plan: keys, zone: demoZone(scope), keyStore });
      });
    await (await cloud.deploy(after(Duration.days(0)))).stack.destroy();
    const { stack } = await cloud.deploy(after());
    const [zone] = cloud.aws.accounts.get('111122223333')!.zones.values();
    zone.records.push({ name: 'api.demo.example.com.', type: 'A', ttl: 60, values: ['203.0.113.1'] });
    await expect(stack.destroy()).rejects.toThrow('HostedZoneNotEmpty');
    zone.records.pop();
    await stack.destroy();
    await expect(cloud.deploy(after())).rejects.toThrow('InvalidRequestException');
    await cloud.stop();
  });
});
