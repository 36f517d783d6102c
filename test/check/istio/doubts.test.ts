import { eachManifest, manifest } from '../told';

const NET = 'networking.istio.io/v1';
const route = [{ destination: { host: 'cart' } }];
const virtual = (http: object, rest: object = {}) =>
  manifest('VirtualService', { hosts: ['a.example.com'], ...rest, http: [http] }, NET);
const at = (gateway: string) => ({ match: [{ uri: { prefix: '/a' }, gateways: [gateway] }], route });
const loadBalancer = { simple: 'RANDOM', localityLbSetting: { failover: [{ from: 'eu', to: 'us' }] } };
const outlierDetection = { consecutive5xxErrors: 5 };
const rule = (trafficPolicy: object | undefined, subset?: object) =>
  manifest(
    'DestinationRule',
    {
      host: 'cart',
      ...(trafficPolicy && { trafficPolicy }),
      ...(subset && { subsets: [{ name: 'a', trafficPolicy: subset }] }),
    },
    NET,
  );
const port = { portLevelSettings: [{ port: { number: 1 }, loadBalancer }] };
const told = (place: string) =>
  `GW563 spec.${place}.loadBalancer.localityLbSetting: got 'failover, without outlierDetection'`;

eachManifest([
  ['a match for a gateway', virtual(at('edge/edge'), { gateways: ['edge/edge'] })],
  ['a match for the mesh', virtual(at('mesh'))],
  ['the same gateway without its namespace', virtual(at('edge'), { gateways: ['team/edge'] })],
  [
    'a match for a gateway that is not named',
    virtual(at('edge/other'), { gateways: ['edge/edge'] }),
    "GW561 spec.http[0].match[0].gateways: got 'edge/other'",
  ],
  [
    'a match for the mesh, beside a gateway',
    virtual(at('mesh'), { gateways: ['edge/edge'] }),
    "GW561 spec.http[0].match[0].gateways: got 'mesh'",
  ],
  ['one destination with a weight', virtual({ route: [{ ...route[0], weight: 1 }] })],
  [
    'one destination with weight 0',
    virtual({ route: [{ ...route[0], weight: 0 }] }),
    'GW562 spec.http[0].route[0].weight: got 0',
  ],
  ['failover with outlier detection', rule({ outlierDetection, loadBalancer })],
  ['failover of a subset, with that of the rule', rule({ outlierDetection }, { loadBalancer })],
  ['failover without', rule({ loadBalancer }), told('trafficPolicy')],
  ['failover of a subset without', rule(undefined, { loadBalancer }), told('subsets[0].trafficPolicy')],
  [
    'failover of a port, which inherits none',
    rule({ outlierDetection, ...port }),
    told('trafficPolicy.portLevelSettings[0]'),
  ],
]);
