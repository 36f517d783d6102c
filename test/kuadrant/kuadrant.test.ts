import { Kuadrant, KuadrantLogLevel, KuadrantProps } from '../../src/kuadrant/kuadrant';
import { IstioProxyMonitor } from '../../src/monitoring/istio-proxy-monitor';
import { Warnings } from '../../src/resource/warning';
import { render } from '../policy/targets';
import { brief } from '../support/brief';
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

  test('warns where Kuadrant and a monitor scrape the same proxies, in either order', () => {
    const orders = [
      ['kuadrant', 'monitor'],
      ['monitor', 'kuadrant'],
    ];
    for (const order of orders) {
      const chart = plainChart();
      for (const id of order) {
        if (id === 'kuadrant') {
          new Kuadrant(chart, id, { observability: true });
        } else {
          new IstioProxyMonitor(chart, id);
        }
      }
      const list = Warnings.of(chart.node.root).list();
      expect(list.map((each) => ({ ...each, message: brief(each.message) }))).toEqual([
        {
          code: 'GW401',
          path: `test/${order[1]}`,
          message:
            "scraping of the gateways: got twice: by Kuadrant 'test/kuadrant' with observability, and by monitor 'test/monitor'",
        },
      ]);
    }
  });

  test('does not warn of a Kuadrant without observability, nor of two monitors', () => {
    const chart = plainChart();
    new Kuadrant(chart, 'kuadrant', { mtls: true });
    new IstioProxyMonitor(chart, 'a', { namespace: 'a' });
    new IstioProxyMonitor(chart, 'b', { namespace: 'b' });
    expect(Warnings.of(chart.node.root).list()).toEqual([]);
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
