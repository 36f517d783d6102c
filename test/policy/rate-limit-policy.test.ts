import { Duration, JsonPatch } from 'cdk8s';
import * as fc from 'fast-check';
import { GATEWAY, GATEWAY_REF, render, resource, TARGET } from './targets';
import { Rate, RateLimit } from '../../src/policy/limit';
import { MergeStrategy, PolicyScope } from '../../src/policy/policy-scope';
import { PolicyTarget } from '../../src/policy/policy-target';
import { RateLimitPolicy } from '../../src/policy/rate-limit-policy';
import { plainChart } from '../support/synth';

const LOW = { rates: [Rate.of(2, Duration.seconds(10))] };
const LOW_SPEC = { rates: [{ limit: 2, window: '10s' }] };

const withLimit = (limit: RateLimit) => () =>
  new RateLimitPolicy(plainChart(), 'rlp', { target: TARGET, limits: { 'low-limit': limit } });

describe('RateLimitPolicy', () => {
  test('gives the policy of the walkthrough', () => {
    const object = render(
      (chart) =>
        new RateLimitPolicy(chart, 'external-rlp', {
          target: TARGET,
          policyScope: PolicyScope.defaults(),
          limits: { 'low-limit': LOW },
        }),
    );
    expect(object).toStrictEqual({
      apiVersion: 'kuadrant.io/v1',
      kind: 'RateLimitPolicy',
      metadata: { name: 'external-rlp', namespace: 'api-gateway' },
      spec: { targetRef: GATEWAY_REF, defaults: { limits: { 'low-limit': LOW_SPEC } } },
    });
  });

  test.each([
    ['defaults', PolicyScope.defaults(), { defaults: { limits: { low: LOW_SPEC } } }],
    ['no scope', undefined, { defaults: { limits: { low: LOW_SPEC } } }],
    ['implicit defaults', PolicyScope.implicitDefaults(), { limits: { low: LOW_SPEC } }],
    [
      'merged defaults',
      PolicyScope.defaults(MergeStrategy.MERGE),
      { defaults: { strategy: 'merge', limits: { low: LOW_SPEC } } },
    ],
    ['overrides', PolicyScope.overrides(), { overrides: { limits: { low: LOW_SPEC } } }],
    [
      'merged overrides',
      PolicyScope.overrides(MergeStrategy.MERGE),
      { overrides: { strategy: 'merge', limits: { low: LOW_SPEC } } },
    ],
  ])('puts the limits where %s belong', (_, policyScope, expected) => {
    const { spec } = render(
      (chart) => new RateLimitPolicy(chart, 'rlp', { target: TARGET, policyScope, limits: { low: LOW } }),
    );
    expect(spec).toStrictEqual({ targetRef: GATEWAY_REF, ...expected });
  });

  test('renders several limits with rates, counters and predicates, given and added', () => {
    const { spec, metadata } = render((chart) => {
      const policy = new RateLimitPolicy(chart, 'rlp', {
        target: PolicyTarget.rule(resource('HTTPRoute', 'test', 'toystore'), 'rule-1'),
        policyScope: PolicyScope.implicitDefaults(),
        name: 'toystore',
        labels: { team: 'toys' },
        annotations: { note: 'generated' },
        when: ["request.path != '/health'"],
        limits: { burst: { rates: [Rate.perSecond(10), Rate.perMinute(100), Rate.perHour(0), Rate.perDay(7)] } },
      });
      policy.addLimit('per-user', {
        rates: [Rate.of(5, Duration.minutes(90))],
        counters: ['auth.identity.username', 'request.headers["x-tenant"]'],
        when: ["request.method == 'POST'", "auth.identity.groups.exists(g, g == 'free')"],
      });
      expect(Object.keys(policy.limits)).toEqual(['burst', 'per-user']);
    });
    expect(metadata).toEqual({
      name: 'toystore',
      namespace: 'toystore',
      labels: { team: 'toys' },
      annotations: { note: 'generated' },
    });
    expect(spec).toStrictEqual({
      targetRef: {
        group: 'gateway.networking.k8s.io',
        kind: 'HTTPRoute',
        name: 'test',
        sectionName: 'rule-1',
      },
      when: [{ predicate: "request.path != '/health'" }],
      limits: {
        burst: {
          rates: [
            { limit: 10, window: '1s' },
            { limit: 100, window: '1m' },
            { limit: 0, window: '1h' },
            { limit: 7, window: '24h' },
          ],
        },
        'per-user': {
          rates: [{ limit: 5, window: '1h30m' }],
          counters: [{ expression: 'auth.identity.username' }, { expression: 'request.headers["x-tenant"]' }],
          when: [
            { predicate: "request.method == 'POST'" },
            { predicate: "auth.identity.groups.exists(g, g == 'free')" },
          ],
        },
      },
    });
  });

  test.each([
    PolicyTarget.of(GATEWAY),
    PolicyTarget.listener(GATEWAY, 'api'),
    PolicyTarget.of(resource('HTTPRoute', 'test')),
    PolicyTarget.of(resource('GRPCRoute', 'test')),
  ])('takes the target $kind $sectionName', (target) => {
    const { spec } = render((chart) => new RateLimitPolicy(chart, 'rlp', { target, limits: { low: LOW } }));
    expect(spec.targetRef).toEqual(target._render());
  });

  test('takes the namespace of its target, or its own where the target has none', () => {
    const limits = { low: LOW };
    const target = PolicyTarget.of(resource('Gateway', 'external'));
    expect(render((c) => new RateLimitPolicy(c, 'a', { target, namespace: 'mine', limits })).metadata.namespace).toBe(
      'mine',
    );
    expect(
      render((c) => new RateLimitPolicy(c, 'a', { target: TARGET, namespace: 'api-gateway', limits })).metadata
        .namespace,
    ).toBe('api-gateway');
  });

  test('addJsonPatch reaches fields that the shape does not know', () => {
    const { spec } = render((chart) => {
      const policy = new RateLimitPolicy(chart, 'rlp', { target: TARGET, limits: { low: LOW } });
      policy.addJsonPatch(JsonPatch.add('/spec/defaults/limits/low/new', 1));
    });
    expect(spec.defaults.limits.low.new).toBe(1);
  });

  test.each([
    [withLimit({ rates: [] }), "rates of limit 'low-limit' of RateLimitPolicy 'test/rlp': got '[]'"],
    [() => Rate.of(1.5, Duration.seconds(10)), 'limit of a rate: got 1.5'],
    [() => Rate.of(-1, Duration.seconds(10)), 'limit of a rate: got -1'],
    [() => Rate.of(2, Duration.millis(500)), "window of a rate: got '500 ms'"],
    [() => Rate.of(2, Duration.millis(1500)), "window of a rate: got '1500 ms'"],
    [() => Rate.of(2, Duration.days(5000)), "window of a rate: got '120000h'"],
    [
      withLimit({ ...LOW, counters: ['auth.identity.'] }),
      /^counters\[0\] of limit 'low-limit' of RateLimitPolicy '.*': got 'auth.identity.', expected /,
    ],
    [
      withLimit({ ...LOW, when: ["request.path == '/'", 'path == "/"'] }),
      /^when\[1\] of limit 'low-limit' of RateLimitPolicy '.*': got 'path == "\/"', expected /,
    ],
    [
      () => new RateLimitPolicy(plainChart(), 'rlp', { target: TARGET, limits: { low: LOW }, when: ['GET'] }),
      /^when\[0\] of RateLimitPolicy 'test\/rlp': got 'GET', expected /,
    ],
    [
      () => new RateLimitPolicy(plainChart(), 'rlp', { target: TARGET, limits: { low: LOW } }).addLimit('low', LOW),
      "[test/rlp] limit 'low': got 'a second limit with that name'",
    ],
    [
      () => new RateLimitPolicy(plainChart(), 'rlp', { target: TARGET, limits: { '': LOW } }),
      "[test/rlp] name of a limit: got ''",
    ],
    [
      () => new RateLimitPolicy(plainChart(), 'rlp', { target: PolicyTarget.of(resource('TCPRoute', 'x')) }),
      "target of RateLimitPolicy: got TCPRoute 'x'",
    ],
    [
      () => new RateLimitPolicy(plainChart(), 'rlp', { target: TARGET, namespace: 'other' }),
      "namespace of RateLimitPolicy: got 'other'",
    ],
  ])('refuses %#', (make, message) => {
    expect(make).toThrow(message);
  });

  test('writes every window so that it reads back as the same time', () => {
    const units: { [unit: string]: number } = { h: 3600, m: 60, s: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 * 3600 + 3599 }), fc.nat(), (seconds, limit) => {
        const { window, limit: read } = Rate.of(limit, Duration.seconds(seconds))._render();
        expect(window).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
        const total = [...window.matchAll(/(\d+)(h|m|s)/g)].reduce(
          (sum, [, n, unit]) => sum + Number(n) * units[unit],
          0,
        );
        expect([total, read]).toEqual([seconds, limit]);
      }),
      { seed: 1 },
    );
  });
});
