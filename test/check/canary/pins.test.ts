import { eachManifest, manifest } from '../told';

const backend = (name: string) => ({ name, port: 80 });
const headers = [{ name: 'version', value: 'v2' }];
const path = (value: string, type?: string) => ({ path: { value, type } });
const route = (...rules: [matches: object[], ...backends: string[]][]) =>
  manifest('HTTPRoute', {
    rules: rules.map(([matches, ...backends]) => ({ matches, backendRefs: backends.map(backend) })),
  });
const stolen = (longer: string, where: string) =>
  `GW410 spec.rules[0].matches[0]: got 'a longer path without these conditions, ${longer}, in spec.rules[${where}'`;

describe('a pin', () => {
  eachManifest([
    ['on the only path', route([[{ headers }], 'v2'], [[{}], 'v1'])],
    [
      'on one path, with a longer one beside it',
      route([[{ headers }], 'v2'], [[{}], 'v1'], [[path('/api')], 'v1', 'v2']),
      stolen('/api', '2].matches[0]'),
    ],
    [
      'on one path, with an exact one beside it',
      route([[{ headers, ...path('/api') }], 'v2'], [[path('/api'), path('/api', 'Exact')], 'v1']),
      stolen('/api', '1].matches[1]'),
    ],
    [
      'by a query parameter',
      route([[{ queryParams: headers }], 'v2'], [[{}, path('/api')], 'v1']),
      stolen('/api', '1].matches[1]'),
    ],
    [
      'on every path, written differently',
      route(
        [[{ headers }, { headers: [{ name: 'Version', type: 'Exact', value: 'v2' }], ...path('/api') }], 'v2'],
        [[{}, path('/api')], 'v1'],
      ),
    ],
    ['beside a longer path of another workload', route([[{ headers }], 'v2'], [[{}], 'v1'], [[path('/api')], 'users'])],
    [
      'beside a path that is not below',
      route([[{ headers, ...path('/api') }], 'v2'], [[path('/api'), path('/apis')], 'v1']),
    ],
    [
      'and a longer path by a regular expression',
      route([[{ headers }], 'v2'], [[{}, path('/a.*', 'RegularExpression')], 'v1']),
    ],
  ]);
});
