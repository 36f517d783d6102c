/**
 * How long 10,000 records take through CDKTF: ten gateways in static mode, each with its zone and the records of its
 * hosts in two clusters, and the same number of bare resources of CDKTF beside them.
 *
 *   npm run bench:records
 */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type * as library from '../src';

// What users run: the compiled package, not the sources.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the type checker must not need lib/
const lib = require('..') as typeof library;

const ZONES = 10;
const HOSTS = 200;

function gateways(stack: TerraformStack): void {
  for (let index = 0; index < ZONES; index++) {
    const domain = `team-${index}.example.com`;
    const zone = new lib.GatewayZone(stack, `zone-${index}`, { domain });
    new lib.GatewayRecords(stack, `records-${index}`, {
      zone,
      plan: {
        gateway: `team-${index}`,
        domain,
        hostnames: Array.from({ length: HOSTS }, (_, host) => `host-${host}.${domain}`),
        mode: lib.DnsMode.STATIC,
        secretPrefix: 'gateways',
        clusters: [
          { name: 'eu', geo: lib.Geo.EUROPE, isDefaultGeo: true },
          { name: 'us', geo: lib.Geo.country('US') },
        ],
      },
      targets: {
        eu: lib.GatewayTarget.addresses(['203.0.113.10']),
        us: lib.GatewayTarget.addresses(['203.0.113.20']),
      },
    });
  }
}

const bare = (count: number) => (stack: TerraformStack) => {
  for (let index = 0; index < count; index++) {
    const scope = new Construct(stack, `host-${index}`);
    new Route53Record(scope, 'record', {
      zoneId: 'Z1',
      name: `host-${index}`,
      type: 'A',
      ttl: 60,
      records: ['203.0.113.10'],
    });
  }
};

function synth(build: (stack: TerraformStack) => void): { readonly seconds: number; readonly records: number } {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-records-'));
  try {
    const start = process.hrtime.bigint();
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'dns');
    new AwsProvider(stack, 'aws', { region: 'us-east-1' });
    build(stack);
    app.synth();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const written = JSON.parse(fs.readFileSync(path.join(outdir, 'stacks', 'dns', 'cdk.tf.json'), 'utf8')) as {
      resource: { aws_route53_record: object };
    };
    return { seconds, records: Object.keys(written.resource.aws_route53_record).length };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

synth(bare(100)); // loads the packages
const ours = synth(gateways);
const stock = synth(bare(ours.records));
console.log(`GatewayRecords: ${ours.records} records in ${ZONES} zones in ${ours.seconds.toFixed(1)} s`);
console.log(`bare resources: ${stock.records} records in ${stock.seconds.toFixed(1)} s`);
console.log(`ratio: ${(ours.seconds / stock.seconds).toFixed(1)}`);
