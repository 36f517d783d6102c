import { each, object } from '../together';

const pods = (container: string) =>
  object(
    'apps/v1',
    'Deployment',
    'shop/web',
    `spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, ${container} }] } } }`,
  );
const service = (port: string) =>
  object('v1', 'Service', 'shop/web', `spec: { selector: { app: web }, ports: [{ port: 80, ${port} }] }`);
const PORT = 'ports: [{ name: http, containerPort: 8080 }]';

describe('ports of pods by name', () => {
  each([
    ['one that a container declares', service('targetPort: http') + pods(`image: a, ${PORT}`), []],
    [
      'one that none declares',
      service('targetPort: htpp') + pods(`image: a, ${PORT}`),
      ["warning GW780 Service shop/web: spec.ports[0].targetPort: got 'htpp'"],
    ],
    ['a number, which needs no declaration', service('targetPort: 9000') + pods(`image: a, ${PORT}`), []],
    ['pods that Istio writes', service('targetPort: http2') + pods('image: auto'), []],
    ['pods that are not in the input', service('targetPort: http'), []],
    [
      'of a probe',
      pods(`image: a, ${PORT}, readinessProbe: { httpGet: { path: /, port: admin } }`),
      ["warning GW780 Deployment shop/web: spec.template.spec.containers[0].readinessProbe.httpGet.port: got 'admin'"],
    ],
    ['of a probe, that is declared', pods(`image: a, ${PORT}, livenessProbe: { tcpSocket: { port: http } }`), []],
  ]);
});

describe('ports of nodes', () => {
  each([
    ['in the range', service('nodePort: 30080'), []],
    ['left to the server', service('nodePort: 0'), []],
    ['below it', service('nodePort: 29999'), ['warning GW781 Service shop/web: spec.ports[0].nodePort: got 29999']],
    ['above it', service('nodePort: 32768'), ['warning GW781 Service shop/web: spec.ports[0].nodePort: got 32768']],
  ]);
});

describe('quantities', () => {
  const asking = (resources: string) => pods(`image: a, resources: { requests: { ${resources} } }`);
  const told = (severity: string, name: string, got: string) => [
    `${severity} GW618 Deployment shop/web: spec.template.spec.containers[0].resources.requests.${name}: got '${got}'`,
  ];
  const silent = (name: string, text: string): [string, string, string[]] => [text, asking(`${name}: "${text}"`), []];
  each([
    ...['100m', '0.5', '2', '1e3', '.5'].map((text) => silent('cpu', text)),
    ...['512Mi', '1G', '64e6'].map((text) => silent('memory', text)),
    ['a number', asking('cpu: 1'), []],
    ...['100mm', '1 ', '1.5.0', 'one'].map((cpu): [string, string, string[]] => [
      cpu,
      asking(`cpu: "${cpu}"`),
      told('error', 'cpu', cpu),
    ]),
    ['MB', asking('memory: 512MB'), told('error', 'memory', '512MB')],
    ['thousandths of a byte', asking('memory: 512m'), told('warning', 'memory', '512m')],
  ]);
});
