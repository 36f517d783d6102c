/**
 * Writes the cases of the Gateway API's conformance suite in the form of the tests of this project.
 *
 *   npx tsx tools/suite.ts FILE OUTPUT
 *
 * FILE is the suite as data: manifests by name, and cases with requests or statuses and what is asserted of them.
 */
import * as fs from 'fs';
import { parseManifests } from '../src/manifest/parse';

/* eslint-disable @typescript-eslint/no-explicit-any -- data of others, read once */
function main(file: string, output: string): void {
  const suite = JSON.parse(fs.readFileSync(file, 'utf8'));
  const filled = (text: string) =>
    Object.entries<string>({
      '{GATEWAY_CLASS_NAME}': 'conformance',
      '{GATEWAY_CONTROLLER_NAME}': 'example.com/conformance',
    }).reduce((result, [name, value]) => result.replaceAll(name, value), text);
  const manifests = Object.fromEntries(
    Object.entries<string>(suite.files).map(([name, text]) => [
      name,
      parseManifests(filled(text)).objects.map(({ manifest }) => manifest),
    ]),
  );
  const cases = suite.cases.map((each: any) => (each.kind === 'status' ? statusOf(each) : trafficOf(each)));
  fs.writeFileSync(output, `${lines({ release: suite.source.rev, manifests, cases })}\n`);
}

/** A line for each case and each file of manifests, so that differences can be read. */
function lines({ release, manifests, cases }: any): string {
  const entries = Object.entries(manifests).map(
    ([name, objects]) => `${JSON.stringify(name)}:${JSON.stringify(objects)}`,
  );
  return `{"release":${JSON.stringify(release)},"manifests":{\n${entries.join(',\n')}\n},"cases":[\n${cases
    .map((each: unknown) => JSON.stringify(each))
    .join(',\n')}\n]}`;
}

const common = ({ id, manifests, mutations }: any) => ({
  id,
  manifests,
  apply: mutations?.filter(({ op }: any) => op === 'apply').map(({ object }: any) => object),
  remove: mutations?.filter(({ op }: any) => op === 'delete').map(({ object }: any) => object),
});

const statusOf = ({ check, object, parent, expected, ...rest }: any) => ({
  ...common(rest),
  status: check,
  object,
  parent,
  expected,
});

function trafficOf({ kind, gateway, source, request, stimulus, expected, ...rest }: any) {
  const { scheme, host, method, path, headers, sni, clientCertSecret, destination, protocol } = request;
  return {
    ...common(rest),
    kind,
    gateway: gateway && {
      namespace: gateway.namespace,
      name: gateway.name,
      port: gateway.port,
      listeners: gateway.listeners,
    },
    client: source && `${source.namespace}/${source.app}`,
    request: { scheme, host, method, path, headers, sni, clientCertSecret, destination, protocol },
    backend: stimulus && {
      delay: stimulus.backendDelay,
      fail: stimulus.backendFails,
      headers: stimulus.backendResponseHeaders,
    },
    expected: { ...expected, declaredOnly: undefined, ignoreHeaderWhitespace: undefined },
  };
}
/* eslint-enable @typescript-eslint/no-explicit-any */

const [, , file, output] = process.argv;
main(file, output);
