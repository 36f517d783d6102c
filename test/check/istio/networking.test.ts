import { eachManifest, manifest } from '../told';

const istio = (kind: string, spec: object) => manifest(kind, spec, 'networking.istio.io/v1');
const http = (route: object) => {
  const isAction = 'redirect' in route || 'directResponse' in route;
  const to = isAction ? {} : { route: [{ destination: { host: 'a' } }] };
  return istio('VirtualService', { hosts: ['a'], http: [{ ...to, ...route }] });
};
const balance = (loadBalancer: object) => istio('DestinationRule', { host: 'a', trafficPolicy: { loadBalancer } });
const pool = (connectionPool: object) => istio('DestinationRule', { host: 'a', trafficPolicy: { connectionPool } });
const server = (tls: object) =>
  istio('Gateway', { servers: [{ hosts: ['*'], port: { name: 'https', number: 443, protocol: 'HTTPS' }, tls }] });
const entry = (spec: object) => istio('ServiceEntry', { hosts: ['a.example.com'], ...spec });
const endpoint = (fields: object) =>
  entry({
    ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
    resolution: 'STATIC',
    endpoints: [fields],
  });

describe('choices', () => {
  eachManifest([
    ['one text', http({ match: [{ uri: { prefix: '/' }, headers: { 'x-a': {} } }] })],
    [
      'two texts',
      http({ match: [{ headers: { 'x-a': { exact: 'a', regex: 'b' } } }] }),
      "GW500 spec.http[0].match[0].headers['x-a']: got 'exact and regex'",
    ],
    [
      'two bodies',
      http({ directResponse: { status: 200, body: { string: '', bytes: 'YQ==' } } }),
      "GW500 spec.http[0].directResponse.body: got 'string and bytes'",
    ],
    [
      'two faults',
      http({ fault: { abort: { httpStatus: 500, grpcStatus: 'OK' } } }),
      "GW500 spec.http[0].fault.abort: got 'httpStatus and grpcStatus'",
    ],
    [
      'two ports',
      http({ redirect: { port: 443, derivePort: 'FROM_REQUEST_PORT' } }),
      "GW500 spec.http[0].redirect: got 'port and derivePort'",
    ],
    ['a hash', balance({ consistentHash: { useSourceIp: true, maglev: { tableSize: 65537 } } })],
    [
      'two algorithms',
      balance({ simple: 'RANDOM', consistentHash: {} }),
      "GW500 spec.trafficPolicy.loadBalancer: got 'simple and consistentHash'",
    ],
    [
      'two keys of a hash',
      balance({ consistentHash: { useSourceIp: true, httpHeaderName: 'a' } }),
      "GW500 spec.trafficPolicy.loadBalancer.consistentHash: got 'httpHeaderName and useSourceIp'",
    ],
    [
      'two tables',
      istio('DestinationRule', {
        host: 'a',
        subsets: [
          {
            name: 'b',
            trafficPolicy: { loadBalancer: { consistentHash: { ringHash: {}, maglev: { tableSize: 65537 } } } },
          },
        ],
      }),
      "GW500 spec.subsets[0].trafficPolicy.loadBalancer.consistentHash: got 'ringHash and maglev'",
    ],
    [
      'pods and addresses',
      entry({ resolution: 'STATIC', workloadSelector: {}, endpoints: [] }),
      "GW500 spec: got 'workloadSelector and endpoints'",
    ],
    ['a certificate', server({ mode: 'SIMPLE', credentialName: 'a' })],
    [
      'certificates from two places',
      server({ mode: 'SIMPLE', credentialName: 'a', tlsCertificates: [{}] }),
      "GW500 spec.servers[0].tls: got 'credentialName and tlsCertificates'",
    ],
  ]);
});

describe('times', () => {
  const time = (timeout: string, got: string) =>
    [timeout, http({ timeout }), `GW501 spec.http[0].timeout: got ${got}`] as const;
  eachManifest([
    ...['1ms', '1.5h', '1h30m', '0.001s', '+1s', '1000us', '.5s'].map(
      (timeout) => [timeout, http({ timeout })] as const,
    ),
    time('10', "'10'"),
    time('1d', "'1d'"),
    time('', "''"),
    time('1 s', "'1 s'"),
    time('999us', "'999us'"),
    time('0s', "'0s'"),
    time('-1s', "'-1s'"),
    ['no idle timeout', pool({ tcp: { idleTimeout: '0s' } })],
    ['a session cookie', balance({ consistentHash: { httpCookie: { name: 'a', ttl: '0' } } })],
    [
      'an idle timeout without a unit',
      pool({ tcp: { idleTimeout: '60' } }),
      "GW501 spec.trafficPolicy.connectionPool.tcp.idleTimeout: got '60'",
    ],
    [
      'of a Sidecar',
      istio('Sidecar', { inboundConnectionPool: { tcp: { connectTimeout: '0s' } } }),
      "GW501 spec.inboundConnectionPool.tcp.connectTimeout: got '0s'",
    ],
  ]);
});

describe('services outside', () => {
  eachManifest([
    ['labels', entry({ workloadSelector: { labels: { app: 'a' } } })],
    [
      'a wildcard for a label',
      istio('Sidecar', { egress: [{ hosts: ['./*'] }], workloadSelector: { labels: { app: 'a*' } } }),
      "GW502 spec.workloadSelector.labels['app']: got 'a*'",
    ],
    [
      'a wildcard for the key',
      istio('DestinationRule', { host: 'a', workloadSelector: { matchLabels: { '*': 'a' } } }),
      "GW502 spec.workloadSelector.matchLabels['*']: got '*'",
    ],
    ['no key', entry({ workloadSelector: { labels: { '': 'a' } } }), "GW502 spec.workloadSelector.labels['']: got ''"],
    ['ports', entry({ ports: [{ name: 'a', number: 1, targetPort: 65535 }] })],
    ['no port', entry({ ports: [{ name: 'a', number: 80, targetPort: 0 }] }), 'GW503 spec.ports[0].targetPort: got 0'],
    [
      'a port of an endpoint',
      endpoint({ address: '192.0.2.1', ports: { http: 65536 } }),
      "GW503 spec.endpoints[0].ports['http']: got 65536",
    ],
    ['a range', entry({ addresses: ['192.0.2.0/24'] })],
    [
      'a range by name',
      entry({ addresses: ['192.0.2.1', '192.0.2.0/24'], resolution: 'DNS' }),
      "GW504 spec.addresses[1]: got '192.0.2.0/24'",
    ],
    [
      'endpoints that are not asked',
      entry({ endpoints: [{ address: '192.0.2.1' }] }),
      'GW504 spec.endpoints: got [{"address":"192.0.2.1"}]',
    ],
    [
      'two endpoints in turn',
      entry({ resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a' }, { address: 'b' }] }),
      "GW504 spec.endpoints: got '2 endpoints'",
    ],
    ['a network', endpoint({ network: 'a' })],
    ['a socket', endpoint({ address: 'unix://@a' })],
    ['no address', endpoint({}), 'GW505 spec.endpoints[0]: got undefined'],
    ['a folder', endpoint({ address: 'unix:///run/' }), "GW505 spec.endpoints[0].address: got 'unix:///run/'"],
    ['no socket', endpoint({ address: 'unix://' }), "GW505 spec.endpoints[0].address: got 'unix://'"],
    [
      'a port of a socket',
      endpoint({ address: 'unix:///run/a', ports: { http: 80 } }),
      'GW505 spec.endpoints[0].ports: got {"http":80}',
    ],
    [
      'a name that no port has',
      endpoint({ address: '192.0.2.1', ports: { a_b: 80 } }),
      "GW505 spec.endpoints[0].ports['a_b']: got 'a_b'",
    ],
    ['every host of a domain', entry({ hosts: ['*.example.com'] })],
    ['every host', entry({ hosts: ['*'] }), "GW506 spec.hosts[0]: got '*'"],
    [
      'a port twice',
      entry({
        ports: [
          { name: 'a', number: 80 },
          { name: 'b', number: 80 },
        ],
      }),
      'GW507 spec.ports[1].number: got 80',
    ],
  ]);
});
