import { ChildProcess, execFileSync, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as http from 'http';
import * as https from 'https';
import * as net from 'net';
import * as os from 'os';
import * as path from 'path';
import { Canaries, nginxConfiguration } from './ingress-configuration';
import { NOBODY, UPSTREAMS } from './ingress-frame';
import { OracleResult } from './oracle';
import { Manifest } from '../../src/manifest/manifest';
import { Reply } from '../../src/traffic/outcome';
import { RequestFields } from '../../src/traffic/request';

/** Real nginx on loopback, and backends that tell what they saw. */
export interface Nginx {
  /** Runs the Ingresses; the text is what nginx says where it refuses their configuration. */
  load(manifests: readonly Manifest[]): Promise<string | undefined>;
  send(request: RequestFields): Promise<OracleResult>;
  close(): void;
}

const NAMES = [...UPSTREAMS, NOBODY];
const BINARY = process.env.NGINX ?? '/usr/sbin/nginx';

export const isNginxThere = () => fs.existsSync(BINARY);

export async function startNginx(): Promise<Nginx> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-nginx-'));
  certificate(directory);
  fs.writeFileSync(path.join(directory, 'users'), 'foo:{PLAIN}bar\n');
  let canaries: Canaries = new Map();
  const servers = [
    ...NAMES.map((name) => http.createServer((incoming, response) => upstream(name, canaries, incoming, response))),
    http.createServer(authenticate),
  ];
  const ports = await Promise.all(servers.map(listen));
  let running: ChildProcess | undefined;
  const stop = () => {
    running?.kill('SIGKILL');
    running = undefined;
  };
  let listening = { http: 0, https: 0 };
  return {
    load: async (manifests) => {
      stop();
      listening = { http: await freePort(), https: await freePort() };
      const written = nginxConfiguration(manifests, directory, {
        ...listening,
        upstream: (name) => ports[NAMES.indexOf(name)],
        auth: ports[NAMES.length],
      });
      ({ canaries } = written);
      const file = path.join(directory, 'nginx.conf');
      fs.writeFileSync(file, written.text);
      const { status, stderr } = spawnSync(BINARY, ['-t', '-q', '-c', file, '-e', path.join(directory, 'error.log')], {
        encoding: 'utf8',
      });
      if (status !== 0) return stderr + fs.readFileSync(path.join(directory, 'error.log'), 'utf8');
      running = spawn(BINARY, ['-c', file, '-e', path.join(directory, 'error.log')], { stdio: 'ignore' });
      await reachable(listening.https);
      return undefined;
    },
    send: (request) => send(request, listening),
    close: () => {
      stop();
      servers.forEach((server) => server.close());
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The directives that play the redirect to HTTPS lose headers that were set before; Lua does not. */
export const withoutCors = (reply: Reply): Reply => ({
  ...reply,
  outcomes: reply.outcomes.map((outcome) =>
    outcome.reason?.endsWith('ssl-redirect')
      ? { ...outcome, headers: new Map([...outcome.headers].filter(([name]) => name === 'location')) }
      : outcome,
  ),
});

function certificate(directory: string): void {
  const [key, crt] = ['tls.key', 'tls.crt'].map((name) => path.join(directory, name));
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=example.com'];
  execFileSync('openssl', [...words, '-keyout', key, '-out', crt], { stdio: 'ignore' });
}

const listen = (server: net.Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port));
  });

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nginx does not start');
}

/** What a backend saw goes back in a header, so that responses without a body have it. */
function upstream(
  name: string,
  canaries: Canaries,
  incoming: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const {
    'x-behaviour': behaviour = '{}',
    'x-played-client': _client,
    host,
    ...headers
  } = incoming.headers as Record<string, string>;
  const { status = 200, headers: own = {} } = JSON.parse(behaviour) as NonNullable<RequestFields['backend']>;
  const code = headers['x-code'];
  const taken = takenBy(name, canaries, incoming.headers as Record<string, string>);
  const seen = { name: taken, method: incoming.method, path: incoming.url, host, headers };
  incoming.resume();
  const isNobody = name === NOBODY;
  response.writeHead(isNobody ? 404 : code === undefined ? status : 200, {
    ...(code === undefined && !isNobody ? own : {}),
    ...(isNobody ? {} : { 'x-seen': Buffer.from(JSON.stringify(seen)).toString('base64') }),
  });
  response.end();
}

/** The balancer of the controller: the header decides, then the cookie, then the weight. */
function takenBy(name: string, canaries: Canaries, headers: Readonly<Record<string, string>>): string {
  const canary = canaries.get(name);
  if (!canary) return name;
  const note = (key: string) => canary.annotations[`nginx.ingress.kubernetes.io/canary-${key}`];
  const { header, value, pattern, cookie } = {
    header: note('by-header'),
    value: note('by-header-value'),
    pattern: note('by-header-pattern'),
    cookie: note('by-cookie'),
  };
  const sent = header && headers[header.toLowerCase()];
  if (sent !== undefined) {
    if (value !== undefined) {
      if (sent === value) return canary.upstream;
    } else if (pattern !== undefined) {
      if (new RegExp(pattern).test(sent)) return canary.upstream;
    } else if (sent === 'always' || sent === 'never') {
      return sent === 'always' ? canary.upstream : name;
    }
  }
  const [, chosen] = (cookie && new RegExp(`(?:^|; )${cookie}=([^;]*)`).exec(headers.cookie ?? '')) || [];
  if (chosen === 'always' || chosen === 'never') return chosen === 'always' ? canary.upstream : name;
  return Math.random() * 100 < Number(note('weight') ?? 0) ? canary.upstream : name;
}

function authenticate(incoming: http.IncomingMessage, response: http.ServerResponse): void {
  incoming.resume();
  response.writeHead(Number(incoming.headers['x-verdict'] ?? 200));
  response.end();
}

function send(
  { method, url, headers = {}, client, backend }: RequestFields,
  ports: { readonly http: number; readonly https: number },
): Promise<OracleResult> {
  const [, scheme, host, target] = /^(\w+):\/\/([^/?]*)(.*)$/.exec(url)!;
  const isTls = scheme === 'https';
  const length = Number(headers['content-length'] ?? 0);
  const isOfLoopback = client?.ip?.startsWith('127.') ?? false;
  const options: https.RequestOptions = {
    host: '127.0.0.1',
    port: isTls ? ports.https : ports.http,
    localAddress: isOfLoopback ? client?.ip : undefined,
    method,
    path: target === '' ? '/' : target,
    agent: false,
    servername: host,
    rejectUnauthorized: false,
    headers: {
      ...headers,
      host,
      ...(backend ? { 'x-behaviour': JSON.stringify(backend) } : {}),
      ...(client?.ip === undefined || isOfLoopback ? {} : { 'x-played-client': client.ip }),
    },
  };
  return new Promise((resolve) => {
    const request = (isTls ? https : http).request(options, (response) => {
      response.resume();
      response.on('end', () => resolve(resultOf(response)));
    });
    request.on('error', (error) => resolve({ error: String(error), errorKind: 'reset' }));
    request.end('x'.repeat(length));
  });
}

function resultOf({ statusCode, headers }: http.IncomingMessage): OracleResult {
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat()]));
  const result = { status: statusCode, location: headers.location, headers: lists };
  const [seen] = lists['x-seen'] ?? [];
  if (seen === undefined) return result;
  const {
    name,
    method,
    path: target,
    host,
    headers: got,
  } = JSON.parse(Buffer.from(seen, 'base64').toString()) as {
    readonly name: string;
    readonly method: string;
    readonly path: string;
    readonly host: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  const [, service = name, port = '80'] = /^shop-(.*)-(\d+)$/.exec(name) ?? [];
  return {
    ...result,
    backend: { cluster: name, namespace: 'shop', service, port: Number(port) },
    upstream: {
      protocol: 'http',
      method,
      path: target,
      host,
      headers: Object.fromEntries(Object.entries(got).map(([key, value]) => [key, [value]])),
    },
  };
}
