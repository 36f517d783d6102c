import { isIP } from 'net';
import { ConnectionPool, renderConnectionPool } from './connection-pool';
import { IstioPort } from './istio-port';
import { istioHost } from './istio-text';
import { IstioServerTls } from './istio-tls';
import { SidecarSpec } from '../manifest/istio-networking';
import { Problem, refuse } from '../manifest/problem';
import { dnsLabel, port as checkPort } from '../manifest/scalar';

/** How traffic comes to a listener of a sidecar (`captureMode`). */
export enum CaptureMode {
  /** As the environment has it. */
  DEFAULT = 'DEFAULT',
  /** Redirected by iptables. */
  IPTABLES = 'IPTABLES',
  /** Not at all: the application speaks to the listener itself. */
  NONE = 'NONE',
}

/** Hosts that workloads can reach, and how (`egress[]`). */
export interface SidecarEgress {
  /**
   * Hosts, each with the namespace that its Service or ServiceEntry stands in: `istio-system/*`,
   * `./cart.shop.svc.cluster.local` (`hosts`). The namespace `.` is that of the workloads, `*` every one; with `~`
   * in front the host is taken away, and `~/*` leaves none.
   */
  readonly hosts: string[];
  /**
   * Port that they are reached on (`port`); number 0 for a socket.
   *
   * @default - the ports of the hosts; in one listener at most, the last
   */
  readonly port?: IstioPort;
  /**
   * Address or socket that is listened on: `127.0.0.1`, `unix:///run/x.sock`, `unix://@x` (`bind`). Needs a port.
   *
   * @default - by the hosts and the capture mode
   */
  readonly bind?: string;
  /**
   * How traffic comes to the listener (`captureMode`); not by iptables to a socket.
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
}

/** What workloads take in, in place of what their Services say (`ingress[]`). */
export interface SidecarIngress {
  /** Port that is listened on (`port`). */
  readonly port: IstioPort;
  /**
   * Address that is listened on (`bind`).
   *
   * @default - that of the pod
   */
  readonly bind?: string;
  /**
   * How traffic comes to the listener (`captureMode`).
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
  /**
   * Where it goes: `127.0.0.1:8080`, `[::1]:8080`, `0.0.0.0:8080` for the address of the pod, or
   * `unix:///run/x.sock` (`defaultEndpoint`).
   *
   * @default - the same port of the pod
   */
  readonly defaultEndpoint?: string;
  /**
   * TLS of clients outside the mesh, on a port of HTTPS or TLS: simple or mutual, with certificates in files of
   * the proxy (`tls`).
   *
   * @default - none
   */
  readonly tls?: IstioServerTls;
  /**
   * How much is taken in at a time (`connectionPool`).
   *
   * @default - `inboundConnectionPool` of the Sidecar
   */
  readonly connectionPool?: ConnectionPool;
}

type Egress = NonNullable<SidecarSpec['egress']>[number];
type Ingress = NonNullable<SidecarSpec['ingress']>[number];

const SOCKET = 'unix://';

/** Refuses what Istio's webhook refuses in a listener for what goes out. */
export function checkEgress({ hosts, port, bind, captureMode }: SidecarEgress): void {
  if (hosts.length === 0) {
    refuse({ what: 'hosts of egress', got: 'none', expected: 'at least one', fix: "for no host at all '~/*'" });
  }
  hosts.forEach(checkSidecarHost);
  if (port === undefined) {
    if (bind !== undefined) {
      refuse({ what: 'bind of egress', got: bind, expected: 'a port beside it', fix: 'name the port' });
    }
    return;
  }
  const isSocket = bind?.startsWith(SOCKET) ?? false;
  checkSidecarPort('egress', port, isSocket);
  if (isSocket) {
    checkSocket('bind of egress', bind!);
    if (captureMode === CaptureMode.IPTABLES) {
      const fix = 'leave captureMode out';
      refuse({ what: `captureMode of '${bind}'`, got: captureMode, expected: 'DEFAULT or NONE for a socket', fix });
    }
  } else {
    checkBind('egress', bind);
  }
}

/** Refuses what Istio's webhook refuses in a listener for what comes in. */
export function checkIngress({ port, bind, defaultEndpoint, tls }: SidecarIngress): void {
  checkSidecarPort('ingress', port, false);
  checkBind('ingress', bind);
  if (defaultEndpoint !== undefined) {
    checkDefaultEndpoint(defaultEndpoint);
  }
  if (tls) {
    checkTls(port, tls);
  }
}

/** What of a listener Istio does not use. */
export function ineffective({ hosts }: SidecarEgress, namespace: string | undefined): Problem | undefined {
  const pairs = hosts
    .filter((host) => !host.startsWith('~'))
    .map((host) => [host, ...host.split(/\/(.*)/)] as const)
    .map(([host, where, name]) => ({ host, where: where === '.' ? namespace : where, name }));
  const covered = pairs.find(({ where, name }, index) =>
    pairs.some(
      (other, at) =>
        at !== index &&
        (other.where === where || other.where === '*') &&
        (other.name === name ? at < index || other.where !== where : other.name === '*'),
    ),
  );
  return (
    covered && {
      what: `host '${covered.host}' of egress`,
      got: 'a host that another entry has already',
      expected: 'each host once',
      fix: 'leave it out',
    }
  );
}

/** One of `egress`. */
export const renderEgress = ({ port, ...rest }: SidecarEgress): Egress => ({ ...rest, port: port && portOf(port) });

/** One of `ingress`. */
export const renderIngress = ({ port, tls, connectionPool, ...rest }: SidecarIngress): Ingress => ({
  ...rest,
  port: portOf(port),
  tls: tls?._render(),
  connectionPool: connectionPool && renderConnectionPool('connectionPool', connectionPool),
});

const portOf = ({ number, protocol, name }: IstioPort) => ({ number, protocol, name });

function checkSidecarPort(what: string, port: IstioPort, isSocket: boolean): void {
  if ((port.number === 0) !== isSocket) {
    refuse({
      what: `port '${port.name}' of ${what}`,
      got: port.number,
      expected: isSocket ? '0 for a socket' : 'a number from 1 to 65535',
      fix: isSocket ? 'a socket has no number' : 'name the port that is listened on',
    });
  }
  if (port.targetPort !== undefined) {
    const fix = what === 'ingress' ? `use defaultEndpoint: '127.0.0.1:${port.targetPort}'` : 'leave it out';
    refuse({ what: `targetPort of ${what}`, got: port.targetPort, expected: 'none; a Sidecar has no use for it', fix });
  }
}

function checkBind(what: string, bind?: string): void {
  if (bind !== undefined && isIP(bind) === 0) {
    const fix = what === 'egress' ? "a socket is 'unix:///run/x.sock'" : "for the pod's own leave it out";
    refuse({ what: `bind of ${what}`, got: bind, expected: 'an address', fix });
  }
}

function checkSocket(what: string, address: string): void {
  if (!/^(\/(.*[^/])|@.*)$/.test(address.slice(SOCKET.length))) {
    const expected = 'the absolute path of a socket, unix:///run/x.sock, or unix://@x';
    refuse({ what, got: address, expected, fix: 'name the file, not its folder' });
  }
}

function checkDefaultEndpoint(endpoint: string): void {
  const what = 'defaultEndpoint of ingress';
  if (endpoint.startsWith(SOCKET)) {
    checkSocket(what, endpoint);
    return;
  }
  const [, host, number] = /^(.*):(\d+)$/.exec(endpoint) ?? [];
  if (host === undefined || !['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'].includes(host)) {
    const expected = '127.0.0.1, [::1], 0.0.0.0 or [::] with a port, or a socket';
    refuse({ what, got: endpoint, expected, fix: "for example '127.0.0.1:8080'" });
  }
  checkPort(`port of ${what}`, Number(number));
}

const SECRETS = ['credentialName', 'credentialNames', 'caCertCredentialName'] as const;
const NOT_IN_A_SIDECAR = [...SECRETS, 'tlsCertificates', 'subjectAltNames'] as const;

function checkTls(port: IstioPort, tls: IstioServerTls): void {
  const rendered = tls._render();
  const what = `tls of ingress port '${port.name}'`;
  if (!port._isTls) {
    const fix = 'use IstioPort.https or IstioPort.tls';
    refuse({ what, got: port.protocol ?? 'no protocol', expected: 'a port of HTTPS or TLS', fix });
  }
  if (!tls._terminates || rendered.mode === 'ISTIO_MUTUAL') {
    const fix = 'for TLS inside the mesh use a PeerAuthentication';
    refuse({ what, got: rendered.mode, expected: 'simple or mutual', fix });
  }
  const field = NOT_IN_A_SIDECAR.find((name) => rendered[name] !== undefined);
  if (field) {
    const fix = field === 'subjectAltNames' ? 'leave it out' : 'use serverCertificate, privateKey and caCertificates';
    refuse({ what, got: field, expected: 'what a sidecar can do; it takes certificates from files', fix });
  }
}

/** `namespace/name`, where either may be a wildcard. */
function checkSidecarHost(host: string): void {
  const [namespace, name] = host.split(/\/(.*)/);
  if (!name || namespace === '') {
    const fix = name === undefined ? `write './${host}' for the workloads' own namespace` : "for example 'shop/*'";
    refuse({ what: 'host of egress', got: host, expected: '<namespace>/<name>', fix });
  }
  const where = namespace.replace(/^~/, '');
  if (!['', '*', '.'].includes(where)) {
    dnsLabel(`namespace of host '${host}'`, where);
  }
  if (name !== '*' && (/^\*[^.]/.test(name) || !name.includes('.'))) {
    const expected = "a name with its domain, '*.' and a domain, or '*'";
    const fix = name.includes('*')
      ? "a wildcard stands for whole labels: 'shop/*.example.com'"
      : `name its namespace too: '${host}.shop.svc.cluster.local'`;
    refuse({ what: 'name of a host of egress', got: host, expected, fix });
  }
  istioHost(`host '${host}' of egress`, name);
}
