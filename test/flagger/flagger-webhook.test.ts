import { Duration } from 'cdk8s';
import { specOf } from './flagger-support';
import { Webhook } from '../../src/flagger/flagger-webhook';
import { Canary } from '../../src/manifest/flagger';

const url = 'http://flagger-loadtester.test/';
const every = [
  Webhook.confirmRollout(url),
  Webhook.preRollout(url),
  Webhook.rollout(url),
  Webhook.confirmTrafficIncrease(url),
  Webhook.confirmPromotion(url),
  Webhook.postRollout(url),
  Webhook.rollback(url),
  Webhook.event(url),
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
  const webhook = Webhook.confirmPromotion(url, {
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

test.each<[string, () => unknown, string]>([
  ['no address', () => Webhook.event('loadtester'), "address of webhook 'event'"],
  [
    'half a second',
    () => Webhook.event(url, { timeout: Duration.millis(500) }),
    "timeout of webhook 'event': got '0.5 s'",
  ],
  ['less than no retry', () => Webhook.event(url, { retries: -1 }), "retries of webhook 'event': got -1"],
  [
    'silence where there is no alert',
    () => Webhook.rollback(url, { muteAlert: true }),
    "webhook 'rollback': got 'muteAlert for rollback'",
  ],
])('refuses %s', (_, make, message) => expect(make).toThrow(message));
