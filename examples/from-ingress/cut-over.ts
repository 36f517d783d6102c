import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DnsMode, GatewayRecords, GatewayTarget, GatewayZone, RecordStrategy, dns } from 'cdk8s-gateways';
import { App, TerraformStack } from 'cdktf';

// Percent of clients at the Gateway, by step; the number of the step comes from outside. A step back is the rollback.
const STEPS = [0, 10, 50, 100];
const step = Number(process.env.CUT_OVER_STEP ?? 0);
const share = STEPS[step];
if (share === undefined) {
  throw new Error(`CUT_OVER_STEP: got ${process.env.CUT_OVER_STEP}, expected 0 to ${STEPS.length - 1}`);
}

const app = new App();
const stack = new TerraformStack(app, 'cut-over');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
const targets = {
  ingress: GatewayTarget.elb({ dnsName: 'ingress-1.elb.eu-west-1.amazonaws.com' }),
  gateway: GatewayTarget.elb({ dnsName: 'gateway-1.elb.eu-west-1.amazonaws.com' }),
};

/** Records of the hosts in a hosted zone that is there. */
function zoneOf(domain: string, hostnames: string[]): void {
  const zone = new GatewayZone(stack, domain, { domain, existing: dns.ExistingZone.lookUp() });
  const plan = {
    gateway: 'external',
    domain,
    hostnames,
    mode: DnsMode.STATIC,
    clusters: [
      { name: 'ingress', weight: 100 - share },
      { name: 'gateway', weight: share },
    ],
    secretPrefix: 'gateways',
  };
  new GatewayRecords(stack, `${domain}-records`, { plan, zone, targets, strategy: RecordStrategy.WEIGHTED });
}

zoneOf('example.com', ['office.example.com', 'shop.example.com']);

app.synth();
