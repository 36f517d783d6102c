import { eachManifest, manifest } from './told';

const istio = (spec: object) => ({ ...manifest('Istio', spec, 'sailoperator.io/v1'), metadata: { name: 'default' } });
const cni = (name: string) => ({ ...manifest('IstioCNI', {}, 'sailoperator.io/v1'), metadata: { name } });
const provider = (fields: object) =>
  istio({ values: { meshConfig: { extensionProviders: [{ name: 'a', ...fields }] } } });
const control = (namespace: string | undefined, istioNamespace: string) =>
  istio({ ...(namespace !== undefined && { namespace }), values: { global: { istioNamespace } } });

describe('the mesh', () => {
  eachManifest([
    ['a provider', provider({ envoyFileAccessLog: { path: '/dev/stdout' } })],
    [
      'two providers in one',
      provider({ prometheus: {}, envoyFileAccessLog: { path: '/dev/stdout' } }),
      "GW550 spec.values.meshConfig.extensionProviders[0]: got 'prometheus beside envoyFileAccessLog', expected one of envoyExtAuthzHttp, envoyExtAuthzGrpc, zipkin, lightstep, datadog, stackdriver, opencensus, skywalking, opentelemetry, prometheus, envoyFileAccessLog, envoyHttpAls, envoyTcpAls, envoyOtelAls, sds; fix: keep one; where it is in a list, write an entry for each",
    ],
    ['the namespace by default', control(undefined, 'istio-system')],
    ['the namespace', control('mesh', 'mesh')],
    [
      'another namespace',
      control(undefined, 'mesh'),
      "GW551 spec.values.global.istioNamespace: got 'mesh', expected istio-system, as in spec.namespace; fix: leave it out",
    ],
    ['the CNI', cni('default')],
    [
      'another CNI',
      cni('istio'),
      "GW552 metadata.name: got 'istio', expected default; fix: there is one in a cluster; give it that name",
    ],
  ]);
});
