import { Duration } from 'cdk8s';
import { refuse } from '../value/problem';
import { port, wholeNumber } from '../value/scalar';

/** Who reaches a load balancer of AWS. */
export enum AwsLoadBalancerScheme {
  /** Everybody. */
  INTERNET_FACING = 'internet-facing',
  /** The VPC and what is joined to it. */
  INTERNAL = 'internal',
}

/** Where a Network Load Balancer sends its traffic. */
export enum AwsNlbTargetType {
  /** The pods; their addresses must be of the VPC. */
  IP = 'ip',
  /** The nodes' ports. */
  INSTANCE = 'instance',
}

/** A Network Load Balancer of AWS; annotations `service.beta.kubernetes.io/aws-load-balancer-*`. */
export interface AwsNlbOptions {
  /**
   * Who reaches it (`-scheme`).
   *
   * @default AwsLoadBalancerScheme.INTERNET_FACING
   */
  readonly scheme?: AwsLoadBalancerScheme;
  /**
   * Pods or nodes (`-nlb-target-type`).
   *
   * @default AwsNlbTargetType.IP
   */
  readonly targetType?: AwsNlbTargetType;
  /**
   * Name in AWS, at most 32 characters (`-name`); cannot be changed later.
   *
   * @default - the controller names it
   */
  readonly name?: string;
  /**
   * Subnets by id or name, each of another availability zone (`-subnets`).
   *
   * @default - the controller finds them by their tags
   */
  readonly subnets?: string[];
  /**
   * Elastic IP addresses, one a subnet; for an internet-facing one (`-eip-allocations`).
   *
   * @default - AWS chooses the addresses
   */
  readonly eipAllocations?: string[];
  /**
   * Addresses, one a subnet; for an internal one (`-private-ipv4-addresses`).
   *
   * @default - AWS chooses the addresses
   */
  readonly privateIpv4Addresses?: string[];
  /**
   * Serve IPv4 and IPv6 (`-ip-address-type: dualstack`).
   *
   * @default - IPv4
   */
  readonly dualStack?: boolean;
  /**
   * Security groups (`-security-groups`).
   *
   * @default - the controller makes one
   */
  readonly securityGroups?: string[];
  /**
   * Spread over pods of all zones (`-attributes: load_balancing.cross_zone.enabled`).
   *
   * @default - as AWS has it: no
   */
  readonly crossZone?: boolean;
  /**
   * The gateway sees the client's address as that of the connection (`preserve_client_ip.enabled`). A pod then
   * cannot reach the gateway on its own node through the load balancer.
   *
   * @default - as AWS has it: no for pods, yes for nodes
   */
  readonly preserveClientIp?: boolean;
  /**
   * Tell the gateway the client's address by PROXY protocol v2 (`-proxy-protocol: "*"`). The gateway expects it
   * then (`gatewayTopology.proxyProtocol`), on every traffic port.
   *
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /**
   * How long connections to a pod that goes away may last (`deregistration_delay.timeout_seconds`), at most an
   * hour. The pods' grace period covers it.
   *
   * @default Duration.seconds(60)
   */
  readonly deregistrationDelay?: Duration;
  /**
   * Port of the pods that is probed over HTTP (`-healthcheck-port`); for targets of type IP only.
   *
   * @default 15021
   */
  readonly healthCheckPort?: number;
  /**
   * Path that is probed (`-healthcheck-path`); for targets of type IP only. Nodes are probed on `spec.healthCheckNodePort`.
   *
   * @default /healthz/ready
   */
  readonly healthCheckPath?: string;
  /**
   * Time between two probes, 5 to 300 seconds (`-healthcheck-interval`).
   *
   * @default - as the controller has it: 10 seconds
   */
  readonly healthCheckInterval?: Duration;
  /**
   * Certificates by ARN, where TLS ends at the load balancer (`-ssl-cert`).
   *
   * @default - TLS ends at the gateway
   */
  readonly tlsCertificates?: string[];
  /**
   * Ports of the Service, by name or number, on which TLS ends at the load balancer (`-ssl-ports`).
   *
   * @default - `https` where there are `tlsCertificates`
   */
  readonly tlsPorts?: string[];
  /**
   * Further attributes of the target groups (`-target-group-attributes`), for example `{ 'stickiness.enabled': 'true' }`.
   *
   * @default - none
   */
  readonly targetGroupAttributes?: { readonly [key: string]: string };
  /**
   * Further attributes of the load balancer (`-attributes`), for example `{ 'deletion_protection.enabled': 'true' }`.
   *
   * @default - none
   */
  readonly attributes?: { readonly [key: string]: string };
  /**
   * Tags in AWS (`-additional-resource-tags`).
   *
   * @default - none
   */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Further annotations of the Service.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer';

/** What the options mean for the Service and for the gateway behind it. @internal */
export function awsNlbAnnotations(options: AwsNlbOptions) {
  const { scheme = AwsLoadBalancerScheme.INTERNET_FACING, targetType = AwsNlbTargetType.IP } = options;
  check(options, scheme, targetType);
  const deregistrationDelay = options.deregistrationDelay ?? Duration.seconds(60);
  const settings: Record<string, string | undefined> = {
    type: 'external',
    'nlb-target-type': targetType,
    scheme,
    name: options.name,
    subnets: list(options.subnets),
    'eip-allocations': list(options.eipAllocations),
    'private-ipv4-addresses': list(options.privateIpv4Addresses),
    'ip-address-type': options.dualStack ? 'dualstack' : undefined,
    'security-groups': list(options.securityGroups),
    'proxy-protocol': options.proxyProtocol ? '*' : undefined,
    ...(targetType === AwsNlbTargetType.IP && {
      'healthcheck-port': String(port('healthCheckPort', options.healthCheckPort ?? 15021)),
      'healthcheck-path': options.healthCheckPath ?? '/healthz/ready',
      'healthcheck-protocol': 'http',
    }),
    'healthcheck-interval': options.healthCheckInterval && String(options.healthCheckInterval.toSeconds()),
    'ssl-cert': list(options.tlsCertificates),
    'ssl-ports': options.tlsCertificates?.length ? list(options.tlsPorts ?? ['https']) : undefined,
    'target-group-attributes': pairs({
      'deregistration_delay.timeout_seconds': String(deregistrationDelay.toSeconds({ integral: false })),
      ...(options.preserveClientIp !== undefined && {
        'preserve_client_ip.enabled': String(options.preserveClientIp),
      }),
      ...options.targetGroupAttributes,
    }),
    attributes: pairs({
      ...(options.crossZone !== undefined && { 'load_balancing.cross_zone.enabled': String(options.crossZone) }),
      ...options.attributes,
    }),
    'additional-resource-tags': pairs(options.tags ?? {}),
  };
  const set = Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    deregistrationDelay,
    needsNodePorts: targetType === AwsNlbTargetType.INSTANCE,
    annotations: {
      ...Object.fromEntries(set.map(([name, value]) => [`${PREFIX}-${name}`, value])),
      ...options.annotations,
    },
  };
}

const list = (items: readonly string[] | undefined) => (items?.length ? items.join(',') : undefined);
const pairs = (map: Readonly<Record<string, string>>) => list(Object.entries(map).map((pair) => pair.join('=')));

function check(options: AwsNlbOptions, scheme: AwsLoadBalancerScheme, targetType: AwsNlbTargetType): void {
  const { name, subnets, eipAllocations, privateIpv4Addresses, healthCheckInterval } = options;
  if (name !== undefined && (name.length > 32 || name === '')) {
    refuse({ what: 'name of the NLB', got: name, expected: '1 to 32 characters', fix: 'shorten it' });
  }
  for (const [what, addresses, wanted] of [
    ['eipAllocations', eipAllocations, AwsLoadBalancerScheme.INTERNET_FACING],
    ['privateIpv4Addresses', privateIpv4Addresses, AwsLoadBalancerScheme.INTERNAL],
  ] as const) {
    if (addresses?.length && scheme !== wanted) {
      refuse({
        what: `${what} of the NLB`,
        got: `scheme ${scheme}`,
        expected: `scheme ${wanted}`,
        fix: `leave ${what} out, or change the scheme`,
      });
    }
    if (addresses?.length && subnets?.length && addresses.length !== subnets.length) {
      refuse({
        what: `${what} of the NLB`,
        got: `${addresses.length} for ${subnets.length} subnets`,
        expected: 'one for each subnet',
        fix: 'name as many as subnets',
      });
    }
  }
  if (targetType === AwsNlbTargetType.INSTANCE) {
    const set = (['healthCheckPort', 'healthCheckPath'] as const).filter((one) => options[one] !== undefined);
    if (set.length > 0) {
      refuse({
        what: `${set[0]} of the NLB`,
        got: 'targets of type instance',
        expected: 'targets of type ip; nodes are probed on a port that the Service gets',
        fix: `leave ${set.join(' and ')} out, or use AwsNlbTargetType.IP`,
      });
    }
  }
  if (options.tlsPorts && !options.tlsCertificates?.length) {
    refuse({
      what: 'tlsPorts of the NLB',
      got: 'no tlsCertificates',
      expected: 'the certificates that it shows on these ports',
      fix: 'add tlsCertificates, or leave tlsPorts out: TLS ends at the gateway',
    });
  }
  const taken = Object.keys(options.targetGroupAttributes ?? {}).filter(
    (key) => key === 'deregistration_delay.timeout_seconds' || key.startsWith('proxy_protocol_v2.enabled'),
  );
  if (taken.length > 0) {
    refuse({
      what: 'targetGroupAttributes of the NLB',
      got: taken[0],
      expected: 'attributes that have no option of their own; the gateway must know of these',
      fix: taken[0].startsWith('proxy') ? 'use proxyProtocol' : 'use deregistrationDelay',
    });
  }
  if (healthCheckInterval) {
    const seconds = healthCheckInterval.toSeconds({ integral: false });
    wholeNumber('seconds of healthCheckInterval', seconds, 5, 300, 'choose whole seconds from 5 to 300');
  }
}
