import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import { DnsMode, DnsPlan } from '../../src/dns/dns-plan';
import { GatewayZone } from '../../src/dns/gateway-zone';
import { Geo } from '../../src/policy/geo';
import { createAws } from '../terraform/aws/world';
import { Cloud, Deployment, startCloud } from '../terraform/stack';
import { synthStack } from '../terraform/synth';

/** The account of the profile `other`. */
export const otherAccount = '999988887777';

/** Applies a stack, hands over what there is then, and wants a second plan to be empty. */
export async function applied(
  build: (stack: TerraformStack) => void,
  check: (deployment: Deployment, cloud: Cloud) => void | Promise<void>,
): Promise<void> {
  const cloud = await startCloud({ aws: createAws({ profiles: { other: otherAccount } }) });
  try {
    const deployment = await cloud.deploy(synthStack(build));
    expect(deployment.drift).toBe('');
    await check(deployment, cloud);
    await deployment.stack.destroy();
  } finally {
    await cloud.stop();
  }
}

/** Stacks that must not come to be: each fails with the text. */
export function refusal(build: (stack: TerraformStack) => void): string {
  try {
    synthStack(build);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

export const virginia = (stack: TerraformStack) =>
  new AwsProvider(stack, 'virginia', { region: 'us-east-1', alias: 'virginia' });

export const elsewhere = (stack: TerraformStack) =>
  new AwsProvider(stack, 'other', { region: 'eu-west-1', alias: 'other', profile: 'other' });

export const demoZone = (stack: TerraformStack) => new GatewayZone(stack, 'zone', { domain: 'demo.example.com' });

/** Europe as default with two clusters, the US with one. */
export const plan = (rest: Partial<DnsPlan> = {}): DnsPlan => ({
  gateway: 'external',
  domain: 'demo.example.com',
  hostnames: ['api.demo.example.com'],
  mode: DnsMode.CONTROLLER,
  secretPrefix: 'gateways',
  clusters: [
    { name: 'eu', geo: Geo.EUROPE, isDefaultGeo: true, weight: 120, region: 'eu-west-1' },
    { name: 'eu-2', geo: Geo.EUROPE, isDefaultGeo: true, weight: 40, region: 'eu-central-1' },
    { name: 'us', geo: Geo.country('US'), weight: 120, region: 'us-east-1' },
  ],
  ...rest,
});
