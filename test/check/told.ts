import { GatewayApiChannel } from '../../src/check/channel';
import { check } from '../../src/check/check';
import { kindOf } from '../../src/manifest/kinds';
import { Manifest } from '../../src/manifest/manifest';
import { describe } from '../../src/value/problem';
import { brief } from '../support/brief';

export const manifest = (
  kind: string,
  spec: object,
  apiVersion: string = 'gateway.networking.k8s.io/v1',
): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'x', ...(kindOf(apiVersion, kind)?.namespaced !== false && { namespace: 'team' }) },
  spec,
});

/** What is told about a manifest: code, place and what was got. */
export const told = (object: Manifest, channel?: GatewayApiChannel): string[] =>
  check([{ where: 'file:1', manifest: object }], { channel })
    .filter(({ severity }) => severity !== 'note')
    .map(({ code, problem }) => `${code} ${brief(describe(problem))}`);

/** A table of manifests and the one problem of each; without a problem the manifest is right. */
export const eachManifest = (table: readonly (readonly [name: string, object: Manifest, problem?: string])[]) =>
  test.each(table.map(([name, object, problem]) => [name, object, problem] as const))('%s', (_, object, problem) => {
    expect(told(object, GatewayApiChannel.EXPERIMENTAL)).toEqual(problem === undefined ? [] : [problem]);
  });
