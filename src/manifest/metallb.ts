// metallb.io: written by tools/shapes.ts from the CRDs; change it there.
import { array, boolean, integer, kind, map, object, required, string, Infer, Spec } from './shape';

export const NamespaceSelector = object({
  matchExpressions: array(object({ key: required(string()), operator: required(string()), values: array(string()) })),
  matchLabels: map(string()),
});
export type NamespaceSelector = Infer<typeof NamespaceSelector>;

export const IPAddressPool = kind('metallb.io/v1beta1', 'IPAddressPool', 'Namespaced', {
  spec: required(
    object({
      addresses: required(array(string())),
      autoAssign: boolean({ default: true }),
      avoidBuggyIPs: boolean({ default: false }),
      serviceAllocation: object({
        namespaceSelectors: array(NamespaceSelector),
        namespaces: array(string()),
        priority: integer(),
        serviceSelectors: array(NamespaceSelector),
      }),
    }),
  ),
});
export type IPAddressPoolSpec = Spec<typeof IPAddressPool>;

export const L2Advertisement = kind('metallb.io/v1beta1', 'L2Advertisement', 'Namespaced', {
  spec: object({
    interfaces: array(string()),
    ipAddressPoolSelectors: array(NamespaceSelector),
    ipAddressPools: array(string()),
    nodeSelectors: array(NamespaceSelector),
    serviceSelectors: array(NamespaceSelector),
  }),
});
export type L2AdvertisementSpec = Spec<typeof L2Advertisement>;

export const BGPAdvertisement = kind('metallb.io/v1beta1', 'BGPAdvertisement', 'Namespaced', {
  spec: object({
    aggregationLength: integer({ default: 32, format: 'int32', minimum: 1 }),
    aggregationLengthV6: integer({ default: 128, format: 'int32' }),
    communities: array(string()),
    ipAddressPoolSelectors: array(NamespaceSelector),
    ipAddressPools: array(string()),
    localPref: integer({ format: 'int32' }),
    nodeSelectors: array(NamespaceSelector),
    peers: array(string()),
    serviceSelectors: array(NamespaceSelector),
  }),
});
export type BGPAdvertisementSpec = Spec<typeof BGPAdvertisement>;
