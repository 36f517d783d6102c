import * as path from 'path';
import type * as provider from '@cdktf/provider-aws/lib/provider';
import type * as core from 'cdktf';
import { Construct } from 'constructs';
import { plan } from './support';
import { DnsMode } from '../../src/dns/dns-plan';
import { GatewayDnsAccess } from '../../src/dns/gateway-dns-access';
import { GatewayRecords } from '../../src/dns/gateway-records';
import { GatewayTarget } from '../../src/dns/gateway-target';
import { GatewayZone } from '../../src/dns/gateway-zone';
import { RecordHealthCheck } from '../../src/dns/record-health-check';
import { zoneNamed } from '../terraform/find';
import { resolve } from '../terraform/resolve';
import { describeTerraform, startCloud } from '../terraform/stack';
import { temporaryFolder } from '../terraform/synth';

// Half a gigabyte, so that it is not among the dependencies: .ci/run installs it for this file alone.
const isInstalled = ['cdktn', '@cdktn/provider-aws'].every((name) => {
  try {
    return require.resolve(`${name}/package.json`) !== '';
  } catch {
    return false;
  }
});

(isInstalled ? describeTerraform : describe.skip)(
  'the successor of cdktf, cdktn (npm install cdktn @cdktn/provider-aws)',
  () => {
    test('applies the same constructs, and a second plan is empty', async () => {
      const { App, TerraformStack } = jest.requireActual<typeof core>('cdktn');
      const { AwsProvider } = jest.requireActual<typeof provider>('@cdktn/provider-aws/lib/provider');
      const outdir = temporaryFolder();
      const app = new App({ outdir });
      const stack = new TerraformStack(app, 'dns');
      new AwsProvider(stack, 'aws', { region: 'us-east-1' });
      const zone = new GatewayZone(stack, 'zone', { domain: 'demo.example.com', dnssec: {}, queryLog: {} });
      const withKeys = plan({
        mode: DnsMode.STATIC,
        clusters: plan().clusters.map((cluster) => ({ ...cluster, controllers: ['cert-manager'] })),
      });
      new GatewayDnsAccess(stack, 'access', { plan: withKeys, zone });
      new GatewayRecords(stack, 'records', {
        plan: withKeys,
        zone,
        targets: {
          eu: GatewayTarget.addresses(['203.0.113.10']),
          'eu-2': GatewayTarget.addresses(['203.0.113.11']),
          us: GatewayTarget.addresses(['203.0.113.20']),
        },
        healthCheck: RecordHealthCheck.tcp(),
      });
      app.synth();

      const cloud = await startCloud({ bindings: '@cdktn/provider-aws' });
      const { drift } = await cloud.deploy(path.join(outdir, 'stacks', 'dns'));
      expect(drift).toBe('');
      const answers = resolve(zoneNamed(cloud.aws, 'demo.example.com'), 'api.demo.example.com', 'A', { country: 'US' });
      expect(answers.map(({ values }) => values)).toEqual([['203.0.113.20']]);
    });
  },
);

(isInstalled ? test.skip : test)('without its packages, the error says what to install', () => {
  class TerraformStack extends Construct {}
  Object.assign(TerraformStack, { [Symbol.for('jsii.rtti')]: { fqn: 'cdktn.TerraformStack', version: '0.24.0' } });
  const stack = new TerraformStack(undefined as unknown as Construct, '');
  expect(() => new GatewayZone(stack, 'zone', { domain: 'demo.example.com' })).toThrow(
    'expected the packages that a stack of cdktn needs; fix: npm install cdktn@0.24 @cdktn/provider-aws@25',
  );
});
