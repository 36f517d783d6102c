import { App, Chart, Duration } from 'cdk8s';
import { makeCanary, specOf } from './flagger-support';
import { FlaggerLoad } from '../../src/canary/flagger-load';
import { FlaggerWebhook } from '../../src/canary/flagger-webhook';
import { Canary } from '../../src/manifest/flagger';

const url = 'http://flagger-loadtester.test/';
const every = [
  FlaggerWebhook.confirmRollout(url),
  FlaggerWebhook.preRollout(url),
  FlaggerWebhook.rollout(url),
  FlaggerWebhook.confirmTrafficIncrease(url),
  FlaggerWebhook.confirmPromotion(url),
  FlaggerWebhook.postRollout(url),
  FlaggerWebhook.rollback(url),
  FlaggerWebhook.event(url),
];

test('there is one for every type that the CRD has', () => {
  const { type } = Canary.body.fields!.spec.fields!.analysis.fields!.webhooks.items!.fields!;
  const types = type.rules.values!.filter((value) => value !== '');
  expect(every.map((webhook) => webhook.type).sort()).toEqual([...types].sort());
  expect(specOf({ webhooks: every }).analysis.webhooks).toEqual(
    every.map(({ type: name }) => ({ name, type: name, url })),
  );
});

test('says how it is called', () => {
  const webhook = FlaggerWebhook.confirmPromotion(url, {
    name: 'release manager',
    timeout: Duration.minutes(3),
    retries: 2,
    muteAlert: true,
    disableTls: true,
    metadata: { room: '5' },
  });
  expect(specOf({ webhooks: [webhook] }).analysis.webhooks).toEqual([
    {
      name: 'release manager',
      type: 'confirm-promotion',
      url,
      timeout: '3m',
      retries: 2,
      muteAlert: true,
      disableTLS: true,
      metadata: { room: '5' },
    },
  ]);
});

describe('a load test', () => {
  const metadataOf = (load: FlaggerLoad) =>
    specOf({ webhooks: [FlaggerWebhook.loadTest(url, load)], interval: Duration.minutes(2) }).analysis.webhooks![0]
      .metadata;
  test.each<[string, FlaggerLoad, string]>([
    [
      'asks the canary for as long as a step lasts',
      FlaggerLoad.hey(),
      'hey -z 2m -q 10 -c 2 http://web-canary.team:8080/',
    ],
    [
      'asks the gateway, as a tester does',
      FlaggerLoad.hey({
        url: 'https://gateway.example.com/api?a=b&c=d',
        host: 'api.example.com',
        headers: { Cookie: "tester=it's me" },
        method: 'POST',
        body: '{"a": 1}',
        http2: true,
        duration: Duration.seconds(30),
        rate: 5,
        workers: 4,
      }),
      `hey -z 30s -q 5 -c 4 -m POST -H 'Cookie: tester=it'\\''s me' -host api.example.com -d '{"a": 1}' -h2 'https://gateway.example.com/api?a=b&c=d'`,
    ],
    ['calls by gRPC', FlaggerLoad.ghz(), 'ghz -z 2m -r 10 -c 2 --insecure web-canary.team:8080'],
    [
      'calls a method by TLS',
      FlaggerLoad.ghz({
        address: 'api.example.com:443',
        tls: true,
        proto: '/tmp/ghz/health.proto',
        call: 'grpc.health.v1.Health/Check',
        metadata: { version: 'v2' },
        data: '{}',
      }),
      `ghz -z 2m -r 10 -c 2 --proto=/tmp/ghz/health.proto --call=grpc.health.v1.Health/Check -m '{"version":"v2"}' -d '{}' api.example.com:443`,
    ],
    ['runs what it is told', FlaggerLoad.command('wrk -d 1m http://web'), 'wrk -d 1m http://web'],
  ])('%s', (_, load, cmd) => expect(metadataOf(load)).toEqual({ type: 'cmd', cmd }));

  test('writes its output to a log', () => {
    expect(metadataOf(FlaggerLoad.hey({ logOutput: true }))).toMatchObject({ logCmdOutput: 'true' });
  });
});

test.each<[string, () => unknown, string]>([
  ['no address', () => FlaggerWebhook.event('loadtester'), "address of webhook 'event'"],
  [
    'half a second',
    () => FlaggerWebhook.event(url, { timeout: Duration.millis(500) }),
    "timeout of webhook 'event': got '0.5 s'",
  ],
  ['less than no retry', () => FlaggerWebhook.event(url, { retries: -1 }), "retries of webhook 'event': got -1"],
  [
    'silence where there is no alert',
    () => FlaggerWebhook.rollback(url, { muteAlert: true }),
    "webhook 'rollback': got 'muteAlert for rollback'",
  ],
  [
    'a command twice',
    () => FlaggerWebhook.loadTest(url, FlaggerLoad.hey(), { metadata: { cmd: 'a' } }),
    "metadata of webhook 'load-test': got 'cmd'",
  ],
  ['no command', () => FlaggerLoad.command(' '), 'command of load'],
  ['no requests', () => FlaggerLoad.hey({ rate: 0 }), 'rate of load: got 0'],
  ['no workers', () => FlaggerLoad.ghz({ workers: 0 }), 'workers of load: got 0'],
  ['no time', () => FlaggerLoad.hey({ duration: Duration.seconds(0) }), 'duration of load'],
  ['an address of a load', () => FlaggerLoad.hey({ url: 'web' }), 'url of load'],
  ['a host of a load', () => FlaggerLoad.hey({ host: 'a b' }), 'host of load'],
  ['a header of a load', () => FlaggerLoad.hey({ headers: { 'a b': 'c' } }), 'header of load'],
  [
    'a canary that nobody finds',
    () => makeCanary({ webhooks: [FlaggerWebhook.loadTest(url, FlaggerLoad.ghz())] }, new Chart(new App(), 'test')),
    'namespace of Canary: got undefined',
  ],
])('refuses %s', (_, make, message) => expect(make).toThrow(message));
