import { Duration } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-28';
import { at, emit } from './support';
import { AwsLoadBalancerScheme, AwsNlbOptions, AwsNlbTargetType } from '../../src/injected/aws-nlb';
import {
  ExternalTrafficPolicy,
  GatewayService,
  InternalTrafficPolicy,
  IpFamily,
  IpFamilyPolicy,
  LoadBalancerServiceOptions,
} from '../../src/injected/gateway-service';
import { CustomLoadBalancerOptions, GatewayLoadBalancer, MetalLbOptions } from '../../src/injected/load-balancer';
import { AddressPool } from '../../src/metallb/address-pool';
import { newChart } from '../support/synth';

const serviceOf = (service: GatewayService) => emit({ service, podLabels: { version: 'v1' } }).Service;

/** Every option of a Service, with a value and what it gives; TypeScript asks for one that is missing. */
const OPTIONS: {
  [Name in keyof Required<LoadBalancerServiceOptions>]: [LoadBalancerServiceOptions[Name], string, unknown];
} = {
  ports: [
    [
      {
        name: 'http3',
        port: 443,
        targetPort: 8443,
        nodePort: 30443,
        protocol: Protocol.UDP,
        appProtocol: 'h3',
      },
    ],
    'spec.ports',
    [{ name: 'http3', port: 443, targetPort: 8443, nodePort: 30443, protocol: 'UDP', appProtocol: 'h3' }],
  ],
  annotations: [{ a: 'b' }, 'metadata.annotations', { a: 'b' }],
  selectorLabels: [{ version: 'v1' }, 'spec.selector', { istio: 'gw', version: 'v1' }],
  clusterIp: ['10.0.0.9', 'spec.clusterIP', '10.0.0.9'],
  externalIps: [['192.0.2.1'], 'spec.externalIPs', ['192.0.2.1']],
  ipFamilies: [[IpFamily.IPV6, IpFamily.IPV4], 'spec.ipFamilies', ['IPv6', 'IPv4']],
  ipFamilyPolicy: [IpFamilyPolicy.PREFER_DUAL_STACK, 'spec.ipFamilyPolicy', 'PreferDualStack'],
  internalTrafficPolicy: [InternalTrafficPolicy.LOCAL, 'spec.internalTrafficPolicy', 'Local'],
  externalTrafficPolicy: [ExternalTrafficPolicy.CLUSTER, 'spec.externalTrafficPolicy', 'Cluster'],
  loadBalancerIp: ['192.0.2.2', 'spec.loadBalancerIP', '192.0.2.2'],
  loadBalancerSourceRanges: [['192.0.2.0/24'], 'spec.loadBalancerSourceRanges', ['192.0.2.0/24']],
  allocateLoadBalancerNodePorts: [false, 'spec.allocateLoadBalancerNodePorts', false],
  healthCheckNodePort: [30021, 'spec.healthCheckNodePort', 30021],
};

test.each(Object.entries(OPTIONS))('%s of a Service', (name, [value, path, expected]) => {
  expect(at(serviceOf(GatewayService.loadBalancer()), path)).not.toEqual(expected);
  expect(at(serviceOf(GatewayService.loadBalancer(undefined, { [name]: value })), path)).toEqual(expected);
});

test('keeps to what its type has', () => {
  expect(serviceOf(GatewayService.clusterIp()).spec).toMatchObject({ type: 'ClusterIP' });
  expect(at(serviceOf(GatewayService.clusterIp()), 'spec.externalTrafficPolicy')).toBeUndefined();
  expect(at(serviceOf(GatewayService.nodePort()), 'spec')).toMatchObject({ type: 'NodePort' });
  expect(at(serviceOf(GatewayService.nodePort()), 'spec.externalTrafficPolicy')).toBeUndefined();
  const externalTrafficPolicy = ExternalTrafficPolicy.LOCAL;
  expect(at(serviceOf(GatewayService.nodePort({ externalTrafficPolicy })), 'spec.externalTrafficPolicy')).toBe('Local');
});

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';
const nlb = (options?: AwsNlbOptions) => GatewayLoadBalancer.awsNlb(options);
const byShortName = (loadBalancer: GatewayLoadBalancer) =>
  Object.fromEntries(
    Object.entries(loadBalancer.annotations).map(([key, value]) => [key.replace(`${AWS}-`, ''), value]),
  );

test('an NLB by default sends to the pods, and probes the gateway itself', () => {
  const { Service: service, Deployment: deployment } = emit({ service: GatewayService.loadBalancer(nlb()) });
  expect(service.metadata!.annotations).toEqual({
    [`${AWS}-type`]: 'external',
    [`${AWS}-nlb-target-type`]: 'ip',
    [`${AWS}-scheme`]: 'internet-facing',
    [`${AWS}-healthcheck-port`]: '15021',
    [`${AWS}-healthcheck-path`]: '/healthz/ready',
    [`${AWS}-healthcheck-protocol`]: 'http',
    [`${AWS}-target-group-attributes`]: 'deregistration_delay.timeout_seconds=60',
  });
  // 30 seconds of drain, 60 of deregistration and a minute.
  expect(at(deployment, 'spec.template.spec.terminationGracePeriodSeconds')).toBe(150);
});

/** Every option of an NLB, with a value and the annotation it gives; TypeScript asks for one that is missing. */
const NLB: { [Name in keyof Required<AwsNlbOptions>]: [AwsNlbOptions[Name], string, string, AwsNlbOptions?] } = {
  scheme: [AwsLoadBalancerScheme.INTERNAL, 'scheme', 'internal'],
  targetType: [AwsNlbTargetType.INSTANCE, 'nlb-target-type', 'instance'],
  name: ['edge', 'name', 'edge'],
  subnets: [['subnet-a', 'subnet-b'], 'subnets', 'subnet-a,subnet-b'],
  eipAllocations: [['eipalloc-a', 'eipalloc-b'], 'eip-allocations', 'eipalloc-a,eipalloc-b'],
  privateIpv4Addresses: [
    ['10.0.0.1'],
    'private-ipv4-addresses',
    '10.0.0.1',
    { scheme: AwsLoadBalancerScheme.INTERNAL },
  ],
  dualStack: [true, 'ip-address-type', 'dualstack'],
  securityGroups: [['sg-a'], 'security-groups', 'sg-a'],
  crossZone: [true, 'attributes', 'load_balancing.cross_zone.enabled=true'],
  preserveClientIp: [
    true,
    'target-group-attributes',
    'deregistration_delay.timeout_seconds=60,preserve_client_ip.enabled=true',
  ],
  proxyProtocol: [true, 'proxy-protocol', '*'],
  deregistrationDelay: [Duration.minutes(2), 'target-group-attributes', 'deregistration_delay.timeout_seconds=120'],
  healthCheckPort: [80, 'healthcheck-port', '80'],
  healthCheckPath: ['/live', 'healthcheck-path', '/live'],
  healthCheckInterval: [Duration.seconds(5), 'healthcheck-interval', '5'],
  tlsCertificates: [['arn:a', 'arn:b'], 'ssl-cert', 'arn:a,arn:b'],
  tlsPorts: [['443', '8443'], 'ssl-ports', '443,8443', { tlsCertificates: ['arn:a'] }],
  targetGroupAttributes: [
    { 'stickiness.enabled': 'true' },
    'target-group-attributes',
    'deregistration_delay.timeout_seconds=60,stickiness.enabled=true',
  ],
  attributes: [{ 'deletion_protection.enabled': 'true' }, 'attributes', 'deletion_protection.enabled=true'],
  tags: [{ team: 'edge', stage: 'test' }, 'additional-resource-tags', 'team=edge,stage=test'],
  annotations: [{ 'example.com/a': 'b' }, 'example.com/a', 'b'],
};

test.each(Object.entries(NLB))('%s of an NLB', (name, [value, annotation, expected, others]) => {
  expect(byShortName(nlb(others))[annotation]).not.toBe(expected);
  expect(byShortName(nlb({ ...others, [name]: value }))[annotation]).toBe(expected);
});

test('an NLB in front of nodes leaves the probe to what Kubernetes opens for it', () => {
  expect(byShortName(nlb({ targetType: AwsNlbTargetType.INSTANCE }))).toEqual({
    type: 'external',
    'nlb-target-type': 'instance',
    scheme: 'internet-facing',
    'target-group-attributes': 'deregistration_delay.timeout_seconds=60',
  });
});

test('TLS ends at an NLB on the port of HTTPS unless it is told', () => {
  expect(byShortName(nlb({ tlsCertificates: ['arn:a'] }))).toMatchObject({ 'ssl-cert': 'arn:a', 'ssl-ports': 'https' });
});

test.each<[string, GatewayLoadBalancer]>([
  ['an NLB', nlb({ proxyProtocol: true })],
  ['another load balancer', GatewayLoadBalancer.custom({ proxyProtocol: true })],
])('what %s sends by PROXY protocol, the gateway expects', (_, loadBalancer) => {
  const { Deployment: deployment } = emit({ service: GatewayService.loadBalancer(loadBalancer) });
  expect(at(deployment, 'spec.template.metadata.annotations[proxy.istio.io/config]')).toContain(
    'gatewayTopology:\n  proxyProtocol: {}\n',
  );
});

const addressPool = () =>
  new AddressPool(newChart(), 'edge', { addresses: ['192.0.2.10-192.0.2.20', '198.51.100.0/24', '2001:db8::/64'] });

/** Every option of MetalLB; TypeScript asks for one that is missing. */
const METALLB: { [Name in keyof Required<MetalLbOptions>]: [MetalLbOptions, object] } = {
  addresses: [{ addresses: ['192.0.2.1', '2001:db8::1'] }, { 'metallb.io/loadBalancerIPs': '192.0.2.1,2001:db8::1' }],
  pool: [{ pool: addressPool() }, { 'metallb.io/address-pool': 'edge' }],
  poolName: [{ poolName: 'edge' }, { 'metallb.io/address-pool': 'edge' }],
  sharingKey: [{ sharingKey: 'dns' }, { 'metallb.io/allow-shared-ip': 'dns' }],
  loadBalancerClass: [{ loadBalancerClass: 'metallb.io/metallb' }, {}],
};

test.each(Object.entries(METALLB))('%s of MetalLB', (_, [options, expected]) => {
  const service = serviceOf(GatewayService.loadBalancer(GatewayLoadBalancer.metalLb(options)));
  expect(service.metadata!.annotations ?? {}).toEqual(expected);
  expect(at(service, 'spec.loadBalancerClass')).toBe(options.loadBalancerClass);
});

test.each(['192.0.2.10', '192.0.2.20', '198.51.100.255', '2001:db8::ffff'])('%s is of the pool', (address) => {
  const { annotations } = GatewayLoadBalancer.metalLb({ pool: addressPool(), addresses: [address] });
  expect(annotations).toEqual({ 'metallb.io/loadBalancerIPs': address, 'metallb.io/address-pool': 'edge' });
});

test('another load balancer says what it needs', () => {
  const options: Required<CustomLoadBalancerOptions> = {
    annotations: { 'example.com/tier': 'edge' },
    loadBalancerClass: 'example.com/edge',
    proxyProtocol: false,
    deregistrationDelay: Duration.seconds(10),
  };
  const service = GatewayService.loadBalancer(GatewayLoadBalancer.custom(options), { annotations: { a: 'b' } });
  const objects = emit({ service });
  expect(objects.Service.metadata!.annotations).toEqual({ 'example.com/tier': 'edge', a: 'b' });
  expect(at(objects.Service, 'spec.loadBalancerClass')).toBe('example.com/edge');
  expect(at(objects.Deployment, 'spec.template.spec.terminationGracePeriodSeconds')).toBe(100);
});

const aService = (options: LoadBalancerServiceOptions, loadBalancer?: GatewayLoadBalancer) => () =>
  GatewayService.loadBalancer(loadBalancer, options);
const anNlb = (options: AwsNlbOptions) => () => nlb(options);
const metalLb = (options: MetalLbOptions) => () => GatewayLoadBalancer.metalLb(options);
const http = { name: 'http', port: 80 };

test.each<[string, () => unknown, string]>([
  ['no port', aService({ ports: [] }), "ports of the Service: got 'none'"],
  [
    'a name twice',
    aService({ ports: [http, { ...http, port: 81 }] }),
    "got 'http' 80 and 'http' 81, expected each name",
  ],
  ['a number twice', aService({ ports: [http, { ...http, name: 'b' }] }), "got 'http' 80 and 'b' 80"],
  ['a name of a port', aService({ ports: [{ ...http, name: 'A' }] }), "name of a port: got 'A'"],
  ['port 0', aService({ ports: [{ ...http, port: 0 }] }), "port 'http': got 0"],
  ['target port 0', aService({ ports: [{ ...http, targetPort: 0 }] }), "targetPort of port 'http': got 0"],
  ['node port 0', aService({ ports: [{ ...http, nodePort: 0 }] }), "nodePort of port 'http': got 0"],
  [
    'a node port inside the cluster',
    () => GatewayService.clusterIp({ ports: [{ ...http, nodePort: 30080 }] }),
    "nodePort of port 'http': got 30080",
  ],
  [
    'a health check of nodes that all take traffic',
    aService({ healthCheckNodePort: 30021, externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER }),
    "healthCheckNodePort: got 'externalTrafficPolicy Cluster'",
  ],
  ['a health check on no port', aService({ healthCheckNodePort: 0 }), 'healthCheckNodePort: got 0'],
  [
    'an NLB in front of nodes without ports',
    aService({ allocateLoadBalancerNodePorts: false }, nlb({ targetType: AwsNlbTargetType.INSTANCE })),
    'allocateLoadBalancerNodePorts: got false',
  ],
  [
    'two addresses',
    aService({ loadBalancerIp: '192.0.2.1' }, GatewayLoadBalancer.metalLb({ addresses: ['192.0.2.1'] })),
    "loadBalancerIp: got '192.0.2.1'",
  ],
  ['an annotation', aService({ annotations: { 'a b': '' } }), "annotations of the Service['a b']"],
  ['a long name of an NLB', anNlb({ name: 'a'.repeat(33) }), 'name of the NLB: got'],
  [
    'elastic addresses inside',
    anNlb({ scheme: AwsLoadBalancerScheme.INTERNAL, eipAllocations: ['a'] }),
    "eipAllocations of the NLB: got 'scheme internal'",
  ],
  ['private addresses outside', anNlb({ privateIpv4Addresses: ['10.0.0.1'] }), 'expected scheme internal'],
  [
    'one address for two subnets',
    anNlb({ subnets: ['a', 'b'], eipAllocations: ['a'] }),
    "eipAllocations of the NLB: got '1 for 2 subnets'",
  ],
  [
    'a probe of nodes',
    anNlb({ targetType: AwsNlbTargetType.INSTANCE, healthCheckPath: '/' }),
    "healthCheckPath of the NLB: got 'targets of type instance'",
  ],
  ['ports of no certificate', anNlb({ tlsPorts: ['443'] }), "tlsPorts of the NLB: got 'no tlsCertificates'"],
  [
    'an attribute with an option',
    anNlb({ targetGroupAttributes: { 'proxy_protocol_v2.enabled': 'true' } }),
    "targetGroupAttributes of the NLB: got 'proxy_protocol_v2.enabled'",
  ],
  [
    'the delay as an attribute',
    anNlb({ targetGroupAttributes: { 'deregistration_delay.timeout_seconds': '1' } }),
    'fix: use deregistrationDelay',
  ],
  ['a fast probe', anNlb({ healthCheckInterval: Duration.seconds(1) }), 'seconds of healthCheckInterval: got 1'],
  ['a long delay', anNlb({ deregistrationDelay: Duration.hours(2) }), 'seconds of deregistrationDelay: got 7200'],
  ['a port of a probe', anNlb({ healthCheckPort: 0 }), 'healthCheckPort: got 0'],
  ['two pools', metalLb({ pool: addressPool(), poolName: 'edge' }), "pool of MetalLB: got 'pool and poolName'"],
  ['a range', metalLb({ addresses: ['192.0.2.0/24'] }), "address of MetalLB: got '192.0.2.0/24'"],
  [
    'an address of another pool',
    metalLb({ pool: addressPool(), addresses: ['192.0.2.21'] }),
    "address of MetalLB: got '192.0.2.21'",
  ],
  [
    'two addresses of a family',
    metalLb({ addresses: ['192.0.2.1', '192.0.2.2'] }),
    "addresses of MetalLB: got '192.0.2.1, 192.0.2.2'",
  ],
  ['a name of a pool', metalLb({ poolName: 'A' }), "name of the pool: got 'A'"],
  [
    'an annotation of another load balancer',
    () => GatewayLoadBalancer.custom({ annotations: { 'a b': '' } }),
    "annotations of the load balancer['a b']",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
