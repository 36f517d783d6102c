import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DnsPlan, GatewayDnsAccess, GatewayZone } from 'cdk8s-gateways';
import { S3Backend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/** The zone of a gateway's domain, and keys for the controllers of each cluster. */
export function dnsStack(scope: Construct, plan: DnsPlan): TerraformStack {
  const stack = new TerraformStack(scope, 'dns');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  // The state holds access keys: encrypted, and not on somebody's disk.
  new S3Backend(stack, { bucket: 'example-terraform', key: 'dns.tfstate', region: 'us-east-1', encrypt: true });

  const zone = new GatewayZone(stack, 'zone', { domain: plan.domain });
  new GatewayDnsAccess(stack, 'access', { plan, zone });
  return stack;
}
