import { Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { specOf } from './mesh-support';
import { IstioCni, IstioCniProps } from '../../src/istio/sail-cni';
import { SailProfile } from '../../src/istio/sail-values';
import { newChart, objectsOf } from '../support/synth';

describe('IstioCni', () => {
  const cni = (props?: IstioCniProps) => (chart: Chart) => new IstioCni(chart, 'cni', props);

  test('is called default', () => {
    const chart = newChart();
    cni({ labels: { a: 'b' } })(chart);
    expect(objectsOf(chart)).toEqual([
      {
        apiVersion: 'sailoperator.io/v1',
        kind: 'IstioCNI',
        metadata: { name: 'default', labels: { a: 'b' } },
        spec: { namespace: 'istio-cni' },
      },
    ]);
  });

  test('puts options over values', () => {
    const plain = {
      ...{ excludeNamespaces: ['kube-system'], cniBinDir: '/opt/bin', cniConfDir: '/etc/cni' },
      ...{ chained: false, provider: 'multus' },
    };
    const props = {
      ...plain,
      version: 'v1.30.3',
      namespace: 'cni',
      profile: SailProfile.OPENSHIFT,
      logLevel: 'debug',
      resources: { cpuRequest: Cpu.millis(10) },
      ambient: true,
      ambientDnsCapture: false,
      values: { cni: { provider: 'default', privileged: true }, global: { hub: 'h' } },
    };
    expect(specOf(cni(props))).toEqual({
      version: 'v1.30.3',
      namespace: 'cni',
      profile: 'openshift',
      values: {
        cni: {
          ...plain,
          privileged: true,
          logging: { level: 'debug' },
          resources: { requests: { cpu: '10m' } },
          ambient: { enabled: true, dnsCapture: false },
        },
        global: { hub: 'h' },
      },
    });
  });

  test.each<[string, IstioCniProps, string]>([
    ['a namespace', { namespace: 'A' }, "namespace of IstioCNI: got 'A'"],
    ['a version', { version: '1.30.3' }, "version: got '1.30.3'"],
    ['a namespace to leave alone', { excludeNamespaces: ['A'] }, "excludeNamespaces: got 'A'"],
    ['the same twice', { excludeNamespaces: ['a', 'a'] }, "excludeNamespaces: got 'a' twice"],
  ])('refused: %s', (_, props, message) => {
    expect(() => cni(props)(newChart())).toThrow(message);
  });
});
