import { Kuadrant, KuadrantLogLevel, KuadrantProps } from '../../src/kuadrant/kuadrant';
import { render } from '../policy/targets';
import { plainChart } from '../support/synth';

const make = (props: KuadrantProps) => () => new Kuadrant(plainChart(), 'kuadrant', props);

describe('Kuadrant', () => {
  test('renders every field', () => {
    const object = render(
      (chart) =>
        new Kuadrant(chart, 'kuadrant', {
          namespace: 'kuadrant-system',
          observability: true,
          defaultLevels: [
            KuadrantLogLevel.debug("request.headers['x-debug'] == '1'"),
            KuadrantLogLevel.info(),
            KuadrantLogLevel.warn(),
            KuadrantLogLevel.error('true'),
          ],
          httpHeaderIdentifier: 'x-request-id',
          tracingEndpoint: 'rpc://jaeger-collector.jaeger.svc.cluster.local:4317',
          tracingInsecure: true,
          mtls: true,
          mtlsAuthorino: true,
          mtlsLimitador: false,
          developerPortal: true,
        }),
    );
    expect(object).toStrictEqual({
      apiVersion: 'kuadrant.io/v1beta1',
      kind: 'Kuadrant',
      metadata: { name: 'kuadrant', namespace: 'kuadrant-system' },
      spec: {
        observability: {
          enable: true,
          dataPlane: {
            defaultLevels: [
              { debug: "request.headers['x-debug'] == '1'" },
              { info: 'true' },
              { warn: 'true' },
              { error: 'true' },
            ],
            httpHeaderIdentifier: 'x-request-id',
          },
          tracing: { defaultEndpoint: 'rpc://jaeger-collector.jaeger.svc.cluster.local:4317', insecure: true },
        },
        mtls: { enable: true, authorino: true, limitador: false },
        components: { developerPortal: { enabled: true } },
      },
    });
  });

  test('renders an empty spec by default', () => {
    expect(render((chart) => new Kuadrant(chart, 'kuadrant')).spec).toStrictEqual({});
  });

  test.each<[() => unknown, string | RegExp]>([
    [make({ mtlsAuthorino: true }), "[test/kuadrant] mtls of Kuadrant: got 'undefined, together with mtlsAuthorino'"],
    [
      make({ mtls: false, mtlsLimitador: true }),
      "[test/kuadrant] mtls of Kuadrant: got 'false, together with mtlsLimitador'",
    ],
    [make({ tracingEndpoint: 'jaeger:4317' }), "[test/kuadrant] tracingEndpoint of Kuadrant: got 'jaeger:4317'"],
    [make({ httpHeaderIdentifier: 'x request' }), "[test/kuadrant] httpHeaderIdentifier of Kuadrant: got 'x request'"],
    [() => KuadrantLogLevel.debug('path'), /^debug level of Kuadrant: got 'path', expected /],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(message);
  });
});
