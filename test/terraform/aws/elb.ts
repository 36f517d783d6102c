import { Account, AwsError, digest } from './world';

export interface LoadBalancer {
  readonly name: string;
  readonly arn: string;
  readonly dnsName: string;
  readonly region: string;
  readonly type: 'application' | 'network';
  readonly tags: Readonly<Record<string, string>>;
}

/** Puts a load balancer into an account, for stacks that look one up: no resource makes them here. */
export function addLoadBalancer(
  account: Account,
  { name, region, type = 'application', tags = {} }: Pick<LoadBalancer, 'name' | 'region'> & Partial<LoadBalancer>,
): LoadBalancer {
  const id = digest(`${account.id} ${region} ${name}`).slice(0, 16);
  const kind = type === 'application' ? 'app' : 'net';
  const arn = `arn:aws:elasticloadbalancing:${region}:${account.id}:loadbalancer/${kind}/${name}/${id}`;
  const host = type === 'application' ? `${region}.elb` : `elb.${region}`;
  const balancer = { name, region, type, tags, arn, dnsName: `${name}-${id}.${host}.amazonaws.com` };
  account.loadBalancers.set(arn, balancer);
  return balancer;
}

/** Canonical hosted zones of load balancers by region: Application and Classic Load Balancers, then Network ones. */
const zones: Readonly<Record<string, readonly [string, string]>> = {
  'us-east-1': ['Z35SXDOTRQ7X7K', 'Z26RNL4JYFTOTI'],
  'us-east-2': ['Z3AADJGX6KTTL2', 'ZLMOA37VPKANP'],
  'us-west-1': ['Z368ELLRRE2KJ0', 'Z24FKFUX50B4VW'],
  'us-west-2': ['Z1H1FL5HABSF5', 'Z18D5FSROUN65G'],
  'ca-central-1': ['ZQSVJUPU6J1EY', 'Z2EPGBW3API2WT'],
  'eu-central-1': ['Z215JYRZR1TBD5', 'Z3F0SRJ5LGBH90'],
  'eu-west-1': ['Z32O12XQLNTSW2', 'Z2IFOLAFXWLO4F'],
  'eu-west-2': ['ZHURV8PSTC4K8', 'ZD4D7Y8KGAS4G'],
  'eu-west-3': ['Z3Q77PNBQS71R4', 'Z1CMS0P5QUZ6D5'],
  'eu-north-1': ['Z23TAZ6LKFMNIO', 'Z1UDT6IFJ4EJM'],
  'eu-south-1': ['Z3ULH7SSC9OV64', 'Z23146JA1KNAFP'],
  'ap-southeast-1': ['Z1LMS91P8CMLE5', 'ZKVM4W9LS7TM'],
  'ap-southeast-2': ['Z1GM3OXH4ZPM65', 'ZCT6FZBF4DROD'],
  'ap-northeast-1': ['Z14GRHDCWA56QT', 'Z31USIVHYNEOWT'],
  'ap-northeast-2': ['ZWKZPGTI48KDX', 'ZIBE1TIR4HY56'],
  'ap-south-1': ['ZP97RAFLXTNZK', 'ZVDDRBQ08TROA'],
  'sa-east-1': ['Z2P70J7HTTTPLU', 'ZTK26PT1VY4CU'],
  'af-south-1': ['Z268VQBMOI5EKX', 'Z203XCE67M25HM'],
  'ap-east-1': ['Z3DQVH9N71FHZ0', 'Z12Y7K3UBGUAD1'],
  'ap-northeast-3': ['Z5LXEXXYW11ES', 'Z1GWIQ4HH19I5X'],
  'ap-south-2': ['Z0173938T07WNTVAEPZN', 'Z0711778386UTO08407HT'],
  'ap-southeast-3': ['Z08888821HLRG5A9ZRTER', 'Z01971771FYVNCOVWJU1G'],
  'eu-central-2': ['Z06391101F2ZOEP8P5EB3', 'Z02239872DOALSIDCX66S'],
  'eu-south-2': ['Z0956581394HF5D5LXGAP', 'Z1011216NVTVYADP1SSV'],
  'me-central-1': ['Z08230872XQRWHG2XF6I', 'Z00282643NTTLPANJJG2P'],
  'me-south-1': ['ZS929ML54UICD', 'Z3QSRYVP46NYYV'],
};

export function elbZoneId(region: string, type: 'application' | 'network' = 'application'): string {
  const found = zones[region];
  if (found === undefined) throw new AwsError('provider', '', '', `unsupported ELB Region: ${region}`, 400);
  return found[type === 'application' ? 0 : 1];
}

/** Whether AWS, and not the account, owns the zone, and whether the name lies in it. */
export function awsAliasZone(zoneId: string, name: string): 'inside' | 'outside' | 'unknown' {
  const target = name.toLowerCase().replace(/\.$/, '');
  for (const [region, [application, network]] of Object.entries(zones)) {
    if (zoneId === application) return target.endsWith(`.${region}.elb.amazonaws.com`) ? 'inside' : 'outside';
    if (zoneId === network) return target.endsWith(`.elb.${region}.amazonaws.com`) ? 'inside' : 'outside';
  }
  if (zoneId === cloudFrontZone) return target.endsWith('.cloudfront.net') ? 'inside' : 'outside';
  if (zoneId === globalAcceleratorZone) return target.endsWith('.awsglobalaccelerator.com') ? 'inside' : 'outside';
  return 'unknown';
}

export const cloudFrontZone = 'Z2FDTNDATAQYW2';
const globalAcceleratorZone = 'Z2BJ6XQ5FK7U4H';
