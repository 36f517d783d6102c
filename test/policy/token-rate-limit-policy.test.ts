import { Duration } from 'cdk8s';
import { render, resource, TARGET } from './targets';
import { Rate } from '../../src/policy/limit';
import { PolicyScope } from '../../src/policy/policy-scope';
import { PolicyTarget } from '../../src/policy/policy-target';
import { TokenRateLimitPolicy } from '../../src/policy/token-rate-limit-policy';
import { plainChart } from '../support/synth';

const FREE = {
  rates: [Rate.of(20_000, Duration.days(1))],
  counters: ['auth.identity.userid'],
  when: ['auth.identity.groups.split(",").exists(g, g == "free")'],
};

describe('TokenRateLimitPolicy', () => {
  test('renders limits on a route', () => {
    const object = render(
      (chart) =>
        new TokenRateLimitPolicy(chart, 'tokens', {
          target: PolicyTarget.of(resource('HTTPRoute', 'llm', 'models')),
          policyScope: PolicyScope.implicitDefaults(),
          limits: { free: FREE },
          when: ['request.path == "/v1/chat/completions"'],
        }),
    );
    expect(object).toStrictEqual({
      apiVersion: 'kuadrant.io/v1alpha1',
      kind: 'TokenRateLimitPolicy',
      metadata: { name: 'tokens', namespace: 'models' },
      spec: {
        targetRef: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'llm' },
        when: [{ predicate: 'request.path == "/v1/chat/completions"' }],
        limits: {
          free: {
            rates: [{ limit: 20_000, window: '24h' }],
            counters: [{ expression: 'auth.identity.userid' }],
            when: [{ predicate: 'auth.identity.groups.split(",").exists(g, g == "free")' }],
          },
        },
      },
    });
  });

  test('overrides on a Gateway', () => {
    const { spec } = render(
      (chart) =>
        new TokenRateLimitPolicy(chart, 'tokens', {
          target: TARGET,
          policyScope: PolicyScope.overrides(),
          limits: { all: { rates: [Rate.perMinute(1000)] } },
        }),
    );
    expect(spec.overrides).toEqual({ limits: { all: { rates: [{ limit: 1000, window: '1m' }] } } });
  });

  test('refuses a GRPCRoute', () => {
    const target = PolicyTarget.of(resource('GRPCRoute', 'llm'));
    expect(() => new TokenRateLimitPolicy(plainChart(), 'tokens', { target })).toThrow(
      "target of TokenRateLimitPolicy: got GRPCRoute 'llm'",
    );
  });
});
