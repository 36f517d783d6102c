import * as path from 'path';
import { Chart } from 'cdk8s';
import {
  Backend,
  Gateway,
  GatewayApp,
  GatewayClass,
  HeaderMatch,
  HttpMatch,
  HttpRoute,
  HttpRouteRule,
  Listener,
  PathModifier,
  RouteFilter,
  RouteNamespaces,
  RouteParent,
} from 'cdk8s-gateways';
import { Httpbin, MyWorkload } from './workloads';

const HOST = 'api.example.com';
const TOKEN = process.env.HTTPBIN_TOKEN ?? 'my-api-key';

// What stays the same from the first stage to the last: the gateway and the workloads.
const base = new GatewayApp();
const infrastructure = new Chart(base, 'gateway', { namespace: 'gloo-system' });
const gateway = new Gateway(infrastructure, 'http', {
  gatewayClass: GatewayClass.GLOO,
  listeners: [Listener.http({ port: 8080, allowedRoutes: RouteNamespaces.all() })],
});
const httpbin = new Httpbin(base, 'httpbin');
const v1 = new MyWorkload(base, 'my-workload-v1', 'v1');
const v2 = new MyWorkload(base, 'my-workload-v2', 'v2');
base.synth();

// Each stage replaces the one before, so each goes into a directory of its own.
httpbinStage('httpbin-1-exact', {
  matches: [HttpMatch.exact('/get')],
  backends: [Backend.fromService(httpbin.service)],
});
httpbinStage('httpbin-2-rewrite', {
  matches: [HttpMatch.prefix('/api/httpbin/')],
  filters: [
    RouteFilter.rewrite({ path: PathModifier.replacePrefix('/') }),
    RouteFilter.requestHeaders({ add: { Authorization: `Bearer ${TOKEN}` } }),
  ],
  backends: [Backend.fromService(httpbin.service)],
});

const all = HttpMatch.prefix('/api/my-workload');
const pinned = HttpMatch.prefix('/api/my-workload', { headers: [HeaderMatch.exact('version', 'v2')] });
const toV1 = Backend.fromService(v1.service);
const toV2 = Backend.fromService(v2.service);
workloadStage('my-workload-1-v1-only', { matches: [all], backends: [toV1] });
workloadStage(
  'my-workload-2-dark-launch',
  { matches: [pinned], backends: [toV2] },
  { matches: [all], backends: [toV1] },
);
workloadStage('my-workload-3-split', { matches: [all], backends: [toV1.withWeight(50), toV2.withWeight(50)] });

function httpbinStage(stage: string, ...rules: HttpRouteRule[]): void {
  addStage(stage, 'httpbin', { example: 'httpbin-route' }, rules);
}

function workloadStage(stage: string, ...rules: HttpRouteRule[]): void {
  addStage(stage, 'my-workload', { example: 'my-workload-route' }, rules);
}

function addStage(stage: string, name: string, labels: Record<string, string>, rules: HttpRouteRule[]): void {
  const app = new GatewayApp({ outdir: path.join(base.outdir, stage) });
  const chart = new Chart(app, stage, { namespace: name });
  new HttpRoute(chart, name, { parents: [RouteParent.of(gateway)], hostnames: [HOST], labels, rules });
  app.synth();
}
