import * as fs from 'fs';
import * as path from 'path';
import { checkFiles } from '../../src/cli/check';
import { temporaryDirectory } from '../support/synth';

const ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop }
spec: { rules: [{ retry: { attempts: 2 } }] }
`;

const check = (channel?: string) => {
  const file = path.join(temporaryDirectory(), 'route.yaml');
  fs.writeFileSync(file, ROUTE);
  const { stdout, status } = checkFiles([file], { channel });
  return [status, stdout.split('\n').at(-2), /^(error|warning) GW301 /.exec(stdout)?.[1]];
};

test.each([
  [undefined, 0, '1 object, 0 errors, 1 warning', 'warning'],
  ['standard', 1, '1 object, 1 error, 0 warnings', 'error'],
  ['experimental', 0, '1 object, 0 errors, 0 warnings', undefined],
])('--channel %s', (channel, ...expected) => {
  expect(check(channel)).toEqual(expected);
});

test.each([
  ['standart', "did you mean 'standard'?"],
  ['v1', 'name the channel whose CRDs the cluster has, or leave it out'],
])('--channel %s', (channel) => {
  expect(() => check(channel)).toThrow(`--channel: got '${channel}'`);
});
