import * as fs from 'fs';
import * as path from 'path';
import { exampleFiles, exampleObjects } from './example';
import { migrate } from '../../src/cli/migrate';
import { temporaryDirectory } from '../support/synth';

const EXAMPLE = path.join(__dirname, '../../examples/from-ingress');

const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
exampleFiles('from-ingress');
const warnings = stderr.mock.calls.map(([text]) => String(text));
stderr.mockRestore();

const home = process.cwd();
beforeEach(() => process.chdir(EXAMPLE));
afterEach(() => process.chdir(home));

test('there is nothing to warn of', () => {
  expect(warnings).toEqual([]);
});

test('the program has the routes and policies that migrate writes', () => {
  const out = temporaryDirectory();
  const { status, stderr: told } = migrate(['ingress'], { out, prove: true, config: 'migrate.yaml' });
  expect([status, told]).toEqual([0, '']);
  const names = [...exampleObjects('from-ingress').keys()];
  expect(names.sort()).toEqual([
    'AuthPolicy shop/office-auth',
    'AuthorizationPolicy gateways/shop-office-clients',
    'Gateway gateways/external',
    'HTTPRoute shop/office',
    'HTTPRoute shop/office-redirect',
    'HTTPRoute shop/web',
    'HTTPRoute shop/web-redirect',
    expect.stringContaining('ReferenceGrant shop/'),
  ]);
});

test('the cut-over is what migrate writes', () => {
  const out = temporaryDirectory();
  migrate(['ingress'], {
    out,
    cutOver: true,
    cutOverFrom: 'ingress-1.elb.eu-west-1.amazonaws.com',
    cutOverTo: 'gateway-1.elb.eu-west-1.amazonaws.com',
  });
  const [own, written] = [EXAMPLE, out].map((directory) =>
    fs.readFileSync(path.join(directory, 'cut-over.ts'), 'utf8'),
  );
  expect(own).toBe(written);
});
