import { eachManifest, manifest } from '../told';

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
      "GW550 spec.values.meshConfig.extensionProviders[0]: got 'prometheus and envoyFileAccessLog'",
    ],
    ['the namespace by default', control(undefined, 'istio-system')],
    ['the namespace', control('mesh', 'mesh')],
    ['another namespace', control(undefined, 'mesh'), "GW551 spec.values.global.istioNamespace: got 'mesh'"],
    ['the CNI', cni('default')],
    ['another CNI', cni('istio'), "GW552 metadata.name: got 'istio'"],
  ]);
});
