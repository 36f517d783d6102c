import { plan } from './support';
import { DnsMode } from '../../src/dns/dns-plan';
import { GatewayTarget, LoadBalancerType } from '../../src/dns/gateway-target';
import { RecordHealthCheck } from '../../src/dns/record-health-check';
import { PlannedRecord, planRecords, RecordRequest } from '../../src/dns/record-plan';

const ip = (...addresses: string[]) => GatewayTarget.addresses(addresses);

const planned = (request: Partial<RecordRequest> = {}) =>
  planRecords({
    plan: plan({ mode: DnsMode.STATIC }),
    domain: 'demo.example.com',
    targets: { eu: ip('203.0.113.1', '203.0.113.11'), 'eu-2': ip('203.0.113.2'), us: ip('203.0.113.3') },
    healthCheck: RecordHealthCheck.https(),
    ...request,
  });

const line = ({ name, setIdentifier, to }: PlannedRecord) => {
  const target = 'record' in to ? to.record : 'value' in to ? to.value : to.loadBalancer;
  return `${name.replace(/\.?api\.demo\.example\.com/, '')} ${setIdentifier} > ${target.split('.api.')[0]}`;
};

test('a record follows the one that it is an alias of, and each stands once', () => {
  expect(planned().records.map(line)).toEqual([
    '_cluster-eu 203.0.113.1 > 203.0.113.1',
    '_cluster-eu 203.0.113.11 > 203.0.113.11',
    '_geo-continent-eu eu > _cluster-eu',
    '_geo-continent-eu eu-2 > 203.0.113.2',
    ' GEO-EU > _geo-continent-eu',
    '_geo-us us > 203.0.113.3',
    ' US > _geo-us',
    '_default primary > _geo-continent-eu',
    '_rest US > _geo-us',
    '_default secondary > _rest',
    ' default > _default',
  ]);
});

test('a health check serves all hosts that it requests in the same way', () => {
  const hostnames = ['api.demo.example.com', 'web.demo.example.com'];
  const { records, healthChecks } = planned({
    plan: plan({ mode: DnsMode.STATIC, hostnames }),
    healthCheck: RecordHealthCheck.https({ probeHost: 'probe.demo.example.com', path: '/${up}' }),
  });
  const used = records.flatMap(({ to }) => ('value' in to ? [to.healthCheck] : []));
  expect(used).toHaveLength(8);
  expect(new Set(used)).toEqual(new Set(healthChecks.map(({ key }) => key)));
  // As the user wrote it: what Terraform would read as a template is the business of who emits it.
  expect(healthChecks.map(({ config }) => config.resourcePath)).toEqual(Array(4).fill('/${up}'));
});

test('load balancers of one region and type share a zone; one that names its zone needs none', () => {
  const elb = (name: string, canonicalZoneId?: string) =>
    GatewayTarget.elb({ dnsName: `${name}.elb.eu-west-1.amazonaws.com`, canonicalZoneId });
  const { records, loadBalancerZones } = planned({
    targets: { eu: elb('a'), 'eu-2': elb('b'), us: elb('c', 'Z123') },
  });
  expect(loadBalancerZones).toEqual([
    { key: 'network-eu-west-1', region: 'eu-west-1', type: LoadBalancerType.NETWORK },
  ]);
  const zones = records.flatMap(({ to }) => ('loadBalancer' in to ? [to.zone] : []));
  expect(zones.filter((zone) => 'id' in zone)).toEqual([{ id: 'Z123' }, { id: 'Z123' }]);
  expect(zones).toHaveLength(6);
});
