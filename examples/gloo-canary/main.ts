import { Chart } from 'cdk8s';
import {
  Backend,
  CanaryPin,
  CanaryPlan,
  CanaryRoute,
  Gateway,
  GatewayApp,
  GatewayClass,
  HttpMatch,
  HttpRoute,
  HttpRouteRule,
  Listener,
  OutputDirectory,
  PathModifier,
  RouteFilter,
  RouteNamespaces,
  RouteParent,
} from 'cdk8s-gateways';
import { exposeAtNodes, Httpbin, MyWorkload } from './workloads';

const HOST = 'api.example.com';
const TOKEN = process.env.HTTPBIN_TOKEN ?? 'my-api-key';

const app = new GatewayApp();

// What stays the same from the first stage to the last: the gateway and the workloads.
const infrastructure = new Chart(app, 'gateway', { namespace: 'gloo-system' });
const gateway = new Gateway(infrastructure, 'http', {
  gatewayClass: GatewayClass.GLOO,
  listeners: [Listener.http({ port: 8080, allowedRoutes: RouteNamespaces.all() })],
});
exposeAtNodes(infrastructure, gateway, 8080, 30001);
const httpbin = new Httpbin(app, 'httpbin');
const v1 = new MyWorkload(app, 'my-workload-v1', 'v1');
const v2 = new MyWorkload(app, 'my-workload-v2', 'v2');

// Each stage replaces the one before, so each has its own directory.
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

// my-workload from v1 to v2: each step of the plan is a directory, and so is the way back.
const workload = new Chart(app, 'my-workload', { namespace: 'my-workload' });
new CanaryRoute(workload, 'my-workload', {
  parents: [RouteParent.of(gateway)],
  hostnames: [HOST],
  labels: { example: 'my-workload-route' },
  matches: [HttpMatch.prefix('/api/my-workload')],
  stable: Backend.fromService(v1.service),
  canary: Backend.fromService(v2.service),
  plan: new CanaryPlan([
    { name: 'v1-only', weight: 0 },
    { name: 'dark-launch', weight: 0, pins: [CanaryPin.header('version', 'v2')] },
    { name: 'split', weight: 50, pins: [] },
    { name: 'promoted', weight: 100 },
  ]),
});
app.synth();

function httpbinStage(stage: string, rule: HttpRouteRule): void {
  const chart = new Chart(new OutputDirectory(app, stage), stage, { namespace: 'httpbin' });
  new HttpRoute(chart, 'httpbin', {
    parents: [RouteParent.of(gateway)],
    hostnames: [HOST],
    labels: { example: 'httpbin-route' },
    rules: [rule],
  });
}
