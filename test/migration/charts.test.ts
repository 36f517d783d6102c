import { codesOf, refusedOf, ingress, migrated, OF_URLS, Short } from './support';

/*
 * Ingresses of charts as their values of July 2025 to June 2026 make them (argoproj/argo-helm,
 * prometheus-community/helm-charts, grafana/helm-charts, goharbor/harbor-helm, nextcloud/helm, jenkinsci/helm-charts,
 * oauth2-proxy/manifests, kubernetes/dashboard, and examples of kubernetes/ingress-nginx): the paths and annotations that
 * they set or propose; names are replaced.
 */

const HOST = 'app.example.com';
const TLS = { tls: [HOST] };
const one = (path: string, annotations: Record<string, string> = {}, more: Short = {}): Short => ({
  annotations,
  rules: { [HOST]: [path] },
  ...TLS,
  ...more,
});

/** Chart, its Ingresses, what is refused, how requests differ beside the reading of URLs. */
const CHARTS: readonly [string, readonly Short[], readonly string[], readonly string[]][] = [
  ['argo-cd server', [one('/ prefix argocd:443', { 'force-ssl-redirect': 'true', 'ssl-passthrough': 'true' })], [], []],
  [
    'argo-cd server, TLS at the controller',
    [one('/ prefix argocd:443', { 'force-ssl-redirect': 'true', 'backend-protocol': 'HTTPS' })],
    [],
    [],
  ],
  ['argo-cd gRPC', [one('/ prefix argocd:443', { 'backend-protocol': 'GRPC' })], [], []],
  ['argo-cd applicationset webhook', [one('/api/webhook prefix argocd:7000')], [], []],
  ['argo-rollouts dashboard', [one('/ prefix rollouts:3100')], [], []],
  ['argo-workflows server', [one('/ prefix workflows:2746', { 'backend-protocol': 'HTTPS' })], [], []],
  ['argocd-image-updater', [one('/webhook prefix updater:8080')], [], []],
  ['alertmanager', [one('/ any alertmanager:9093')], [], []],
  ['prometheus', [one('/ prefix prometheus:80')], [], []],
  ['prometheus below a path', [one('/prometheus prefix prometheus:80')], [], []],
  ['prometheus-pushgateway', [one('/ any pushgateway:9091')], [], []],
  ['prometheus-blackbox-exporter', [one('/ any blackbox:9115')], [], []],
  ['prometheus-snmp-exporter', [one('/snmp any snmp:9116')], [], []],
  ['jiralert', [one('/ any jiralert:9097')], [], []],
  [
    'kube-prometheus-stack, three parts of one host',
    [
      { name: 'prometheus', ...TLS, rules: { [HOST]: ['/prometheus any prometheus:9090'] } },
      { name: 'alertmanager', ...TLS, rules: { [HOST]: ['/alertmanager any alertmanager:9093'] } },
      { name: 'grafana', ...TLS, rules: { [HOST]: ['/ prefix grafana:80'] } },
    ],
    [],
    [],
  ],
  [
    'grafana below a path',
    [one('/grafana/?(.*) any grafana:80', { 'rewrite-target': '/$1', 'use-regex': 'true' })],
    [],
    ['text', 'upper-case', 'path'],
  ],
  [
    'loki-distributed',
    [
      one(
        '/loki/api prefix frontend:3100',
        {},
        {
          rules: {
            [HOST]: [
              '/api/prom/push prefix distributor:3100',
              '/loki/api/v1/push prefix distributor:3100',
              '/api/prom/tail prefix querier:3100',
              '/loki/api/v1/tail prefix querier:3100',
              '/loki/api prefix frontend:3100',
              '/api/prom/rules prefix ruler:3100',
              '/loki/api/v1/rules prefix ruler:3100',
              '/prometheus/api/v1/rules prefix ruler:3100',
              '/prometheus/api/v1/alerts prefix ruler:3100',
            ],
          },
        },
      ),
    ],
    [],
    [],
  ],
  [
    'loki-distributed with passwords',
    [
      one('/loki/api prefix frontend:3100', {
        'auth-type': 'basic',
        'auth-secret': 'loki-auth',
        'auth-secret-type': 'auth-map',
        'configuration-snippet': 'proxy_set_header X-Scope-OrgID $remote_user;',
      }),
    ],
    ['configuration-snippet'],
    [],
  ],
  ['tempo-distributed gateway', [one('/ prefix tempo:80')], [], []],
  [
    'nextcloud',
    [one('/ prefix nextcloud:8080', { 'proxy-body-size': '4G', 'server-snippet': 'server_tokens off;' })],
    ['server-snippet'],
    [],
  ],
  ['jenkins', [one('/ any jenkins:8080')], [], []],
  [
    'jenkins webhook beside it',
    [one('/ any jenkins:8080'), { name: 'hook', ...TLS, rules: { [HOST]: ['/github-webhook any jenkins:8080'] } }],
    [],
    [],
  ],
  ['oauth2-proxy', [one('/oauth2 any oauth:80')], [], []],
  [
    'oauth2-proxy before a dashboard',
    [
      one('/ prefix dashboard:80', {
        'auth-url': 'https://auth.example.com/oauth2/auth',
        'auth-signin': 'https://auth.example.com/oauth2/start?rd=$escaped_request_uri',
      }),
      { name: 'oauth', ...TLS, rules: { [HOST]: ['/oauth2 prefix oauth:4180'] } },
    ],
    [],
    // Kuadrant compares prefixes as texts: /oauth2any is a path of oauth2-proxy to it, which is open.
    ['refusal', 'text'],
  ],
  [
    'harbor',
    [
      one(
        '/ prefix portal:80',
        { 'ssl-redirect': 'true', 'proxy-body-size': '0' },
        {
          rules: {
            [HOST]: [
              '/api/ prefix core:80',
              '/service/ prefix core:80',
              '/v2/ prefix core:80',
              '/c/ prefix core:80',
              '/ prefix portal:80',
            ],
          },
        },
      ),
    ],
    [],
    [],
  ],
  [
    'kubernetes-dashboard',
    [one('/ any dashboard:443', { 'backend-protocol': 'HTTPS', 'ssl-passthrough': 'true', 'ssl-redirect': 'true' })],
    [],
    [],
  ],
  [
    'kubernetes-dashboard below a path',
    [one('/dashboard(/|$)(.*) any dashboard:443', { 'backend-protocol': 'HTTPS', 'rewrite-target': '/$2' })],
    [],
    ['upper-case'],
  ],
  [
    'docker registry',
    [
      one('/ prefix registry:5000', {
        'proxy-body-size': '0',
        'proxy-read-timeout': '600',
        'proxy-send-timeout': '600',
      }),
    ],
    [],
    [],
  ],
  [
    'sticky sessions',
    [
      one('/ prefix web:80', {
        affinity: 'cookie',
        'session-cookie-name': 'route',
        'session-cookie-max-age': '172800',
      }),
    ],
    [],
    [],
  ],
  [
    'passwords',
    [
      one('/ prefix web:80', {
        'auth-type': 'basic',
        'auth-secret': 'passwords',
        'auth-realm': 'Authentication Required',
      }),
    ],
    [],
    [],
  ],
  [
    'client certificates',
    [
      one('/ prefix web:80', {
        'auth-tls-secret': 'shop/ca',
        'auth-tls-verify-client': 'on',
        'auth-tls-verify-depth': '1',
      }),
    ],
    ['auth-tls-secret', 'auth-tls-verify-client', 'auth-tls-verify-depth'],
    ['path', 'query', 'method'],
  ],
  [
    'several certificates',
    [
      {
        tls: ['one.example.com', 'two.example.com'],
        rules: { 'one.example.com': ['/ prefix one:80'], 'two.example.com': ['/ prefix two:80'] },
      },
    ],
    [],
    [],
  ],
];

test.each(CHARTS)('%s', (_, ingresses, refused, codes) => {
  const result = migrated(ingresses.map(ingress));
  expect(refusedOf(result)).toEqual(refused);
  expect(codesOf(result.proof)).toEqual(codes);
});

test('figures of the documentation', () => {
  const results = CHARTS.map(([, ingresses]) => migrated(ingresses.map(ingress)));
  const sum = (count: (result: (typeof results)[number]) => number) =>
    results.reduce((all, each) => all + count(each), 0);
  const figures = {
    charts: results.length,
    requests: sum(({ proof }) => proof.requests),
    same: sum(({ proof }) => [...proof.counts.values()].reduce((all, { same }) => all + same, 0)),
    ofUrls: sum(({ proof }) =>
      proof.differences
        .filter(({ trait }) => OF_URLS.includes(trait))
        .reduce((all, { requests }) => all + requests.length, 0),
    ),
    without: results.filter(({ proof }) => codesOf(proof).length === 0).length,
    refused: results.filter(({ notes }) => notes.some(({ fate }) => fate === 'refused')).length,
  };
  expect(figures).toMatchInlineSnapshot(`
   {
     "charts": 32,
     "ofUrls": 245,
     "refused": 3,
     "requests": 1088,
     "same": 822,
     "without": 28,
   }
  `);
});
