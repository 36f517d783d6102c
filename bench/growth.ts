/**
 * How the time of each construct grows with their number, all in one chart: built and synthesized with `GatewayApp`
 * 250, 500 and 1,000 times. A ratio of 2 from one to the next is linear; whatever looks at all others is above it.
 *
 *   npm run bench:growth            all constructs
 *   npm run bench:growth -- NAME    one of them
 *
 * Each measurement is a separate process, so that none pays for the garbage of another.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { Deployment, HorizontalPodAutoscaler, Metric, MetricTarget } from 'cdk8s-plus-28';
import type * as library from '../src';

// What users run: the compiled package, not the sources.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the type checker must not need lib/
const lib = require('..') as typeof library;
const { argo, flagger } = lib;

const SIZES = [250, 500, 1_000] as const;
const AIM = 2.6;

const edge = lib.Gateway.fromGatewayName('edge', 'gateways');
const parents = [lib.RouteParent.of(edge)];
const matches = [lib.HttpMatch.prefix('/')];
const steps = () => new lib.CanaryPlan([{ name: 'split', weight: 50 }]);

/** Adds one of a construct to a chart, as a user would. */
const CONSTRUCTS: Readonly<Record<string, (chart: Chart, id: string, host: string) => void>> = {
  HttpRoute: (chart, id, host) =>
    new lib.HttpRoute(chart, id, { parents, hostnames: [host], backends: [lib.Backend.service(id, 80)] }),
  CanaryRoute: (chart, id, host) =>
    new lib.CanaryRoute(chart, id, {
      parents,
      hostnames: [host],
      stable: lib.Backend.service(`${id}-v1`, 80),
      canary: lib.Backend.service(`${id}-v2`, 80),
      weights: lib.CanaryWeights.percent(10),
    }),
  SecuredGateway: (chart, id, host) =>
    new lib.SecuredGateway(chart, id, { domain: host, issuer: lib.Issuer.fromClusterIssuerName('lets-encrypt') }),
  'flagger.Canary with an autoscaler': (chart, id, host) => {
    const deployment = newDeployment(chart, id);
    new flagger.Canary(chart, id, {
      target: flagger.Target.fromDeployment(deployment),
      autoscaler: flagger.Autoscaler.fromHorizontalPodAutoscaler(newAutoscaler(chart, id, deployment)),
      selectorLabels: ['cdk8s.io/metadata.addr'],
      port: 80,
      parents,
      hostnames: [host],
      matches,
      plan: steps(),
      webhooks: [flagger.Webhook.confirmPromotion('http://gate.test/')],
    });
  },
  'argo.Rollout with an autoscaler': (chart, id, host) => {
    const workload = argo.Workload.templateOf(newDeployment(chart, id));
    const rollout = new argo.Rollout(chart, id, { workload, port: 80, plan: steps() });
    rollout.addHttpRoute(`${id}-route`, { parents, hostnames: [host], matches });
    newAutoscaler(chart, id, rollout);
  },
  InjectedGateway: (chart, id) => new lib.InjectedGateway(chart, id, { service: lib.GatewayService.clusterIp() }),
  EgressGateway: (chart, id, host) =>
    new lib.EgressGateway(chart, id, { mode: lib.EgressMode.gatewayApi({}) }).addHost(
      `${id}-host`,
      lib.EgressHost.tlsPassthrough(host),
    ),
};

const newDeployment = (chart: Chart, id: string) =>
  new Deployment(chart, `${id}-deployment`, {
    metadata: { name: id },
    containers: [{ image: 'example.com/app:1', portNumber: 80 }],
  });

const newAutoscaler = (chart: Chart, id: string, target: Deployment | library.argo.Rollout) =>
  new HorizontalPodAutoscaler(chart, `${id}-autoscaler`, {
    metadata: { name: id },
    target,
    maxReplicas: 5,
    metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
  });

function main(only: string | undefined): void {
  console.log(`${'construct'.padEnd(36)}${SIZES.map((size) => `${size}`.padStart(9)).join('')}   growth`);
  for (const name of Object.keys(CONSTRUCTS).filter((each) => only === undefined || each === only)) {
    const seconds = SIZES.map((size) => Math.min(measure(name, size), measure(name, size)));
    const growth = seconds.at(-1)! / seconds.at(-2)!;
    console.log(
      `${name.padEnd(36)}${seconds.map((value) => `${value.toFixed(2)} s`.padStart(9)).join('')}   ` +
        `${growth.toFixed(1)} ${growth <= AIM ? '' : 'BEHIND'}`.trimEnd(),
    );
  }
  console.log(`growth from ${SIZES[1]} to ${SIZES[2]} (aim: at most ${AIM}, linear is 2)`);
}

function measure(name: string, count: number): number {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...process.execArgv, __filename, 'run', name, String(count)],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new Error(stderr);
  }
  return Number(stdout);
}

/** Seconds to build and synthesize. */
function run(name: string, count: number): void {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-growth-'));
  try {
    const started = process.hrtime.bigint();
    const app = new lib.GatewayApp({ outdir });
    const chart = new Chart(app, 'chart', { namespace: 'team' });
    for (let index = 0; index < count; index++) {
      CONSTRUCTS[name](chart, `c${index}`, `c${index}.example.com`);
    }
    app.synth();
    console.log(Number(process.hrtime.bigint() - started) / 1e9);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

const [command, name, count] = process.argv.slice(2);
if (command === 'run') {
  run(name, Number(count));
} else {
  main(command);
}
