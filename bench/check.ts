/**
 * How long `cdk8s-gateways check` takes, from files of YAML to diagnostics: a Gateway, and for each team a Service, a
 * Deployment with its autoscaler and budget, routes and policies. The ratio of time to objects should not grow.
 *
 *   npm run bench:check            1,000, 10,000 and 100,000 objects
 *   npm run bench:check -- SIZE    one size
 *
 * Each measurement is a process of its own. Where `kubeconform` is in the path, it reads the same files; the variable
 * KUBECONFORM_SCHEMAS says where its schemas are, as its -schema-location does.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { checkFiles as function_ } from '../src/cli/check';

// What users run: the compiled package, not the sources.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the type checker must not need lib/
const { checkFiles } = require('../lib/cli/check') as { readonly checkFiles: typeof function_ };

const SIZES = [1_000, 10_000, 100_000];
const AIM = { perSecond: 12_000, megabytes: 1_024, growth: 1.3 };
const OBJECTS_OF_TEAM = 10;
const TEAMS_OF_FILE = 20;

function team(index: number): string {
  const name = `team-${index}`;
  const metadata = (suffix = '') =>
    `metadata: { name: ${name}${suffix}, namespace: ${name}, labels: { team: "${index}" } }`;
  const route = (suffix: string, prefix: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
${metadata(suffix)}
spec:
  parentRefs:
  - name: external
    namespace: gateways
  hostnames:
  - ${name}.example.com
  rules:
  - matches:
    - path: { type: PathPrefix, value: ${prefix} }
      headers:
      - name: version
        value: v2
    - path: { type: PathPrefix, value: ${prefix}/beta }
    backendRefs:
    - name: ${name}
      port: 80
      weight: 1
`;
  return `apiVersion: v1
kind: Namespace
metadata: { name: ${name} }
---
apiVersion: v1
kind: Service
${metadata()}
spec:
  selector: { app: ${name} }
  ports:
  - name: http
    port: 80
    targetPort: 8080
---
apiVersion: apps/v1
kind: Deployment
${metadata()}
spec:
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name}, version: v1 }
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        ports:
        - name: http
          containerPort: 8080
        resources:
          requests: { cpu: 100m, memory: 64Mi }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
${metadata()}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: 2
  maxReplicas: 5
  metrics:
  - type: Resource
    resource:
      name: cpu
      target: { type: Utilization, averageUtilization: 80 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
${metadata()}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: { app: ${name} }
---
${route('', '/shop')}---
${route('-api', '/api')}---
apiVersion: kuadrant.io/v1
kind: RateLimitPolicy
${metadata()}
spec:
  targetRef: { group: gateway.networking.k8s.io, kind: HTTPRoute, name: ${name} }
  limits:
    all:
      rates:
      - limit: 100
        window: 10s
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
${metadata()}
spec:
  host: ${name}
  subsets:
  - name: v1
    labels: { version: v1 }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
${metadata()}
spec:
  hosts:
  - ${name}
  http:
  - route:
    - destination: { host: ${name}, subset: v1 }
`;
}

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: external, namespace: gateways }
spec:
  gatewayClassName: istio
  listeners:
  - name: http
    port: 80
    protocol: HTTP
    hostname: "*.example.com"
    allowedRoutes: { namespaces: { from: All } }
`;

/** A folder with as many objects. */
function folder(size: number): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-check-'));
  fs.writeFileSync(path.join(directory, 'gateway.yaml'), GATEWAY);
  for (let first = 0; first < size / OBJECTS_OF_TEAM; first += TEAMS_OF_FILE) {
    const count = Math.min(TEAMS_OF_FILE, size / OBJECTS_OF_TEAM - first);
    const teams = Array.from({ length: count }, (_, index) => team(first + index));
    fs.writeFileSync(path.join(directory, `teams-${first}.yaml`), teams.join('---\n'));
  }
  return directory;
}

interface Timed {
  /** By the clock. */
  readonly seconds: number;
  /** Of all processors together. */
  readonly used: number;
}

interface Measurement extends Timed {
  readonly megabytes: number;
}

function measure(size: number): void {
  const directory = folder(size);
  try {
    const start = process.hrtime.bigint();
    const { stdout } = checkFiles([directory], { whole: true });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (stdout !== `${size + 1} objects, 0 errors, 0 warnings\n`) throw new Error(stdout.slice(0, 2_000));
    const { user, system } = process.cpuUsage();
    console.log(
      JSON.stringify({ seconds, used: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1_024 }),
    );
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

function measured(size: number): Measurement {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['-r', 'tsx/cjs', __filename, 'measure', String(size)],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measurement;
}

/** Its time by the clock, and that of all processors together. */
function kubeconform(size: number): Timed | undefined {
  if (spawnSync('kubeconform', ['-v']).status !== 0) return undefined;
  const schemas = process.env.KUBECONFORM_SCHEMAS;
  const directory = folder(size);
  const options = schemas ? `-schema-location '${schemas}'` : '-ignore-missing-schemas';
  const start = process.hrtime.bigint();
  // The last line that `times` prints is for the children of the shell.
  const { stdout } = spawnSync('sh', ['-c', `kubeconform -summary ${options} ${directory} || exit; times`], {
    encoding: 'utf8',
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  fs.rmSync(directory, { recursive: true });
  const used = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  if (used.length !== 2) throw new Error(stdout.slice(-2_000));
  return { seconds, used: used.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0) };
}

function main(sizes: readonly number[]): void {
  console.log('objects    seconds  objects/s   peak memory');
  const results = sizes.map((size) => {
    const result = measured(size);
    const { seconds, used, megabytes } = result;
    const other = kubeconform(size);
    console.log(
      `${String(size).padStart(7)} ${`${seconds.toFixed(2)} s`.padStart(10)} ${Math.round(size / seconds)
        .toLocaleString('en')
        .padStart(10)} ${`${megabytes.toFixed(0)} MB`.padStart(13)}` +
        (other === undefined
          ? ''
          : `   kubeconform ${other.seconds.toFixed(2)} s, ratio ${(other.seconds / seconds).toFixed(1)} by the clock, ${(other.used / used).toFixed(1)} of processors`),
    );
    return { size, ...result };
  });
  const last = results.at(-1)!;
  const verdict = (isMet: boolean) => (isMet ? 'met' : 'BEHIND');
  const rate = last.size / last.seconds;
  console.log(
    `objects a second at ${last.size}: ${Math.round(rate).toLocaleString('en')} (aim: at least 12,000) ${verdict(rate >= AIM.perSecond)}`,
  );
  console.log(
    `peak memory: ${last.megabytes.toFixed(0)} MB (aim: below 1 GB) ${verdict(last.megabytes < AIM.megabytes)}`,
  );
  if (results.length > 1) {
    const before = results.at(-2)!;
    const growth = last.seconds / last.size / (before.seconds / before.size);
    console.log(
      `time of an object at ${last.size} to that at ${before.size}: ${growth.toFixed(2)} (aim: at most ${AIM.growth}) ${verdict(growth <= AIM.growth)}`,
    );
  }
}

if (process.argv[2] === 'measure') measure(Number(process.argv[3]));
else main(process.argv[2] ? [Number(process.argv[2])] : SIZES);
