import * as fs from 'fs';
import * as path from 'path';
import { ValidationContext } from 'cdk8s-cli/plugins';
import { GatewayValidation, GatewayValidationProps } from '../../src';
import { temporaryDirectory } from '../support/synth';

const route = (port: number, extra = '') =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web, namespace: shop }\nspec: { rules: [{ backendRefs: [{ name: web, port: ${port} }]${extra} }] }\n`;
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n';

/** What cdk8s-cli reports of manifests: whether they pass, and the violated rules with the constructs. */
async function validated(files: Record<string, string>, props?: GatewayValidationProps) {
  const directory = temporaryDirectory();
  const manifests = Object.entries(files).map(([name, text]) => {
    const file = path.join(directory, name);
    fs.writeFileSync(file, text);
    return file;
  });
  const context = new ValidationContext(manifests, 'cdk8s-gateways', '0.0.0', { web: { path: 'chart/web' } });
  await new GatewayValidation(props).validate(context);
  const { violations } = context.report.toJson();
  return {
    success: context.report.success,
    violations: violations.map(({ ruleName, violatingConstructs: [{ constructPath, locations }] }) =>
      [ruleName, constructPath, ...locations].join(' | '),
    ),
  };
}

test.each<[string, Record<string, string>, GatewayValidationProps | undefined, boolean, string[]]>([
  ['right manifests', { 'a.yaml': route(80), 'b.yaml': SERVICE }, undefined, true, []],
  [
    'a relation between two files',
    { 'a.yaml': route(81), 'b.yaml': SERVICE },
    undefined,
    false,
    ['error GW378: port that the Service does not have | chart/web | spec.rules[0].backendRefs[0].port'],
  ],
  ['a missing object, where others may apply it', { 'a.yaml': route(80) }, undefined, true, []],
  [
    'a warning',
    { 'a.yaml': route(80, ', matchez: []') },
    undefined,
    true,
    ['warning GW001: unknown field | chart/web | spec.rules[0].matchez'],
  ],
  [
    'a warning that fails',
    { 'a.yaml': route(80, ', matchez: []') },
    { failOnWarnings: true },
    false,
    ['warning GW001: unknown field | chart/web | spec.rules[0].matchez'],
  ],
  [
    'a missing object, where the manifests are all',
    { 'a.yaml': route(80) },
    { whole: true },
    false,
    ['error GW030: object that does not exist | chart/web | spec.rules[0].backendRefs[0]'],
  ],
])('%s', async (_, files, props, success, violations) => {
  expect(await validated(files, props)).toEqual({ success, violations });
});
