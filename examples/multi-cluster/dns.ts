import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  DnsPlan,
  GatewayDnsAccess,
  GatewayRecords,
  GatewayTarget,
  GatewayZone,
  RecordHealthCheck,
} from 'cdk8s-gateways';
import { S3Backend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/** Zones of both gateways, the keys of their controllers, and the records that no controller writes. */
export function dnsStack(scope: Construct, external: DnsPlan, partners: DnsPlan): TerraformStack {
  const stack = new TerraformStack(scope, 'dns');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  // The state holds access keys: encrypted, and not on somebody's disk.
  new S3Backend(stack, { bucket: 'example-terraform', key: 'dns.tfstate', region: 'us-east-1', encrypt: true });

  // Controllers leave records behind, which would keep the zone from being deleted.
  const demo = new GatewayZone(stack, 'demo', { domain: external.domain, forceDestroy: true });
  new GatewayDnsAccess(stack, 'external-access', { plan: external, zone: demo });

  const zone = new GatewayZone(stack, 'partners', { domain: partners.domain });
  new GatewayDnsAccess(stack, 'partners-access', { plan: partners, zone });
  new GatewayRecords(stack, 'partners-records', {
    plan: partners,
    zone,
    targets: {
      eu: GatewayTarget.elb({ dnsName: 'partners-0123456789abcdef.elb.eu-west-1.amazonaws.com' }),
      us: GatewayTarget.elb({ dnsName: 'partners-fedcba9876543210.elb.us-east-1.amazonaws.com' }),
      au: GatewayTarget.addresses(['203.0.113.10', '2001:db8::10']),
    },
    healthCheck: RecordHealthCheck.tcp(),
  });
  return stack;
}
