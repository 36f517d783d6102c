import { isIP } from 'net';
import { GatewayTarget } from './context';
import { call, Expression, namesIn, printExpression } from './expression';
import { hostnamesOf } from './routes';
import { Server } from '../ingress/servers';
import { groupBy } from '../value/group-by';
import { refuse } from '../value/problem';

/** Where both sides are reached: addresses, or names of load balancers. */
export interface CutOverTargets {
  readonly from: string;
  readonly to: string;
  /** Hosted zones; a host is in the longest one that it ends with, else in that of its last two labels. */
  readonly zones: readonly string[];
}

/** Share of clients at the Gateway in each step, in percent. */
const STEPS = [0, 10, 50, 100] as const;

/**
 * A program of Terraform that moves the hosts of all Ingresses from the controller to the Gateway by weighted records, a
 * step at a time, while both run. A step back takes clients back.
 */
export function cutOverProgram(
  servers: readonly Server[],
  { name }: GatewayTarget,
  { from, to, zones: known }: CutOverTargets,
): Map<string, string> {
  const hosts = [...new Set(servers.flatMap(hostnamesOf))].sort();
  if (hosts.length === 0) {
    refuse({ what: '--cut-over', got: 'no host', expected: 'Ingresses with hosts', fix: 'name hosts in their rules' });
  }
  const targets: Expression = { ingress: targetOf('--from', from), gateway: targetOf('--to', to) };
  const zones = [...groupBy(hosts, (host) => domainOf(host, known))].flatMap(([domain, own]) => [
    `zoneOf(${[printExpression(domain), printExpression(own, '', 30)].join(', ')});`,
  ]);
  const classes = ['DnsMode', 'GatewayRecords', 'GatewayZone', 'RecordStrategy', 'dns', ...namesIn(targets)];
  const text = `import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { ${[...new Set(classes)].sort().join(', ')} } from 'cdk8s-gateways';
import { App, TerraformStack } from 'cdktf';

// Percent of clients at the Gateway, by step; the number of the step comes from outside. A step back is the rollback.
const STEPS = [${STEPS.join(', ')}];
const step = Number(process.env.CUT_OVER_STEP ?? 0);
const share = STEPS[step];
if (share === undefined) {
  throw new Error(\`CUT_OVER_STEP: got \${process.env.CUT_OVER_STEP}, expected 0 to \${STEPS.length - 1}\`);
}

const app = new App();
const stack = new TerraformStack(app, 'cut-over');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
const targets = ${printExpression(targets, '', 16)};

/** Records of the hosts in a hosted zone that is there. */
function zoneOf(domain: string, hostnames: string[]): void {
  const zone = new GatewayZone(stack, domain, { domain, existing: dns.ExistingZone.lookUp() });
  const plan = {
    gateway: ${printExpression(name)},
    domain,
    hostnames,
    mode: DnsMode.STATIC,
    clusters: [
      { name: 'ingress', weight: 100 - share },
      { name: 'gateway', weight: share },
    ],
    secretPrefix: 'gateways',
  };
  new GatewayRecords(stack, \`\${domain}-records\`, { plan, zone, targets, strategy: RecordStrategy.WEIGHTED });
}

${zones.join('\n')}

app.synth();
`;
  return new Map([['cut-over.ts', text]]);
}

function domainOf(host: string, zones: readonly string[]): string {
  const [zone] = zones.filter((each) => `.${host}`.endsWith(`.${each}`)).sort((a, b) => b.length - a.length);
  return zone ?? host.split('.').slice(-2).join('.');
}

function targetOf(option: string, target: string): Expression {
  const all = target.split(',').map((each) => each.trim());
  if (all.every((each) => isIP(each) !== 0)) return call('GatewayTarget.addresses', all);
  if (all.length > 1) {
    refuse({
      what: option,
      got: target,
      expected: 'addresses, or the name of a load balancer',
      fix: 'separate addresses by commas, or give one name',
    });
  }
  return /\.elb\./.test(target)
    ? call('GatewayTarget.elb', { dnsName: target })
    : call('GatewayTarget.hostname', target);
}
