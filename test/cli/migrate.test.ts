import * as fs from 'fs';
import * as path from 'path';
import { migrate, MigrateOptions } from '../../src/cli/migrate';
import { printYaml } from '../../src/manifest/yaml';
import { ingress, Short } from '../migration/support';
import { temporaryDirectory } from '../support/synth';

const HOST = 'shop.example.com';
const PLAIN: Short = { rules: { [HOST]: ['/ prefix web:80'] } };
const SNIPPET: Short = { ...PLAIN, annotations: { 'configuration-snippet': 'deny all;' } };
const REWRITE: Short = { annotations: { 'rewrite-target': '/$2' }, rules: { [HOST]: ['/app(/|$)(.*) any web:80'] } };

function run(list: readonly Short[], options: MigrateOptions = {}) {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'ingress.yaml');
  fs.writeFileSync(file, printYaml(list.map(ingress)));
  return migrate([file], options);
}

const configured = (text: string) => {
  const file = path.join(temporaryDirectory(), 'migrate.yaml');
  fs.writeFileSync(file, text);
  return { config: file };
};

const acknowledge = (...codes: string[]) =>
  configured(`acknowledge:\n${codes.map((code) => `  - { code: ${code}, reason: none uses it }\n`).join('')}`);

test('what is not translated fails, unless it is acknowledged', () => {
  expect(run([PLAIN]).status).toBe(0);
  expect(run([SNIPPET]).status).toBe(1);
  expect(run([SNIPPET], acknowledge('configuration-snippet')).status).toBe(0);
  expect(run([PLAIN], acknowledge('configuration-snippet')).stderr).toContain('configuration-snippet');
});

test('a request that fares differently fails, unless it is acknowledged', () => {
  expect(run([REWRITE]).status).toBe(0);
  expect(run([REWRITE], { prove: true }).status).toBe(1);
  const codes = acknowledge('repeated-slash', 'upper-case', 'text');
  expect(run([REWRITE], { prove: true, ...codes })).toMatchObject({ status: 0 });
  const wrong = configured(
    'acknowledge: [{ code: upper-case, object: GET http://other.example.com/*, reason: none uses it }]\n',
  );
  expect(run([REWRITE], { prove: true, ...wrong }).status).toBe(1);
});

test('writes files for each namespace, and again, and nothing over those of somebody else', () => {
  const out = temporaryDirectory();
  run([PLAIN], { out });
  expect(fs.readdirSync(out).sort()).toEqual(['.cdk8s-gateways', 'gateways.yaml', 'shop.yaml']);
  run([PLAIN], { out });
  const other = temporaryDirectory();
  fs.writeFileSync(path.join(other, 'shop.yaml'), 'mine');
  expect(() => run([PLAIN], { out: other })).toThrow(/got '.*shop\.yaml'/);
  expect(fs.readdirSync(other)).toEqual(['shop.yaml']);
  run([PLAIN], { out: other, typescript: true });
  expect(fs.readdirSync(other).sort()).toEqual(['.cdk8s-gateways', 'main.ts', 'shop.yaml']);
});

test('a program for another class names its controller', () => {
  const file = path.join(temporaryDirectory(), 'ingress.yaml');
  const gatewayClass = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'own' },
    spec: { controllerName: 'example.com/gateway-controller' },
  };
  fs.writeFileSync(file, printYaml([ingress(PLAIN), gatewayClass]));
  const out = temporaryDirectory();
  migrate([file], { out, typescript: true, class: 'own' });
  expect(fs.readFileSync(path.join(out, 'main.ts'), 'utf8')).toContain(
    "GatewayClass.custom('own', { controllerName: 'example.com/gateway-controller' })",
  );
  expect(() => run([PLAIN], { typescript: true, class: 'other' })).toThrow(/^--class: got 'other'/);
  run([PLAIN], { out, typescript: true, class: 'eg' });
  expect(fs.readFileSync(path.join(out, 'main.ts'), 'utf8')).toContain('GatewayClass.ENVOY_GATEWAY');
});

test('as JSON and Markdown', () => {
  const { notes, proof } = JSON.parse(run([REWRITE], { prove: true, json: true }).stdout) as {
    notes: readonly object[];
    proof: { readonly differences: readonly object[] };
  };
  expect(notes[0]).toMatchObject({ fate: 'differs', ingress: 'shop/web', what: 'rewrite-target: /$2' });
  expect(proof.differences).toContainEqual(
    expect.objectContaining({
      trait: 'upper-case',
      before: { result: 'shop/web:80', path: '/ANY' },
      after: { result: '404' },
      requests: [`GET http://${HOST}/APP/ANY`, `GET http://${HOST}/APP/X/ANY`],
    }),
  );
  expect(run([REWRITE], { prove: true, format: 'markdown' }).stdout).toContain(
    '| `GET http://shop.example.com/APP/ANY`<br>`GET http://shop.example.com/APP/X/ANY` | `shop/web:80 -> 404`<br>`path: /ANY -> /APP/ANY` | upper-case |',
  );
});

/** Class of the Ingress, controller of its IngressClass, `--from`, whose Ingresses they are. */
test.each<[name: string, controller: string | undefined, option: string | undefined, expected: string]>([
  ['nginx', undefined, undefined, 'ingress-nginx'],
  ['traefik', undefined, undefined, 'traefik'],
  ['alb', undefined, undefined, 'aws'],
  ['web', 'haproxy.org/ingress-controller', undefined, 'haproxy'],
  ['web', 'traefik.io/ingress-controller', undefined, 'traefik'],
  ['traefik', 'k8s.io/ingress-nginx', undefined, 'ingress-nginx'],
  ['traefik', undefined, 'spec', 'spec'],
])('class %s of %s, --from %s: Ingresses of %s', (name, controller, from, expected) => {
  const file = path.join(temporaryDirectory(), 'ingress.yaml');
  const own = ingress(PLAIN);
  const classes =
    controller === undefined
      ? []
      : [{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name }, spec: { controller } }];
  fs.writeFileSync(
    file,
    printYaml([{ ...own, spec: { ...(own.spec as object), ingressClassName: name } }, ...classes]),
  );
  const { stdout, status } = migrate([file], { from, json: true });
  expect(JSON.parse(stdout)).toMatchObject({
    controller: expected,
    objects: expect.arrayContaining(['HTTPRoute shop/web']) as string[],
  });
  expect(status).toBe(0);
});

test.each<[string, MigrateOptions, RegExp]>([
  ['a cut-over without its targets', { cutOver: true }, /^--cut-over-from: got undefined/],
  ['a profile that is none', { profile: 'nginx' }, /^--profile: got 'nginx'/],
  ['a controller that is none', { from: 'kong' }, /^--from: got 'kong'/],
  ['a format that is none', { format: 'yaml' }, /^--format: got 'yaml'/],
])('refuses %s', (_, options, message) => {
  expect(() => run([PLAIN], options)).toThrow(message);
});

test('refuses input without Ingresses', () => {
  const file = path.join(temporaryDirectory(), 'other.yaml');
  fs.writeFileSync(file, printYaml([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]));
  expect(() => migrate([file])).toThrow(/^path: got .*Ingresses/);
});
