import { LATER, RELEASES, SERVED, Since } from '../../manifest/gateway-api-releases';
import { OTHER_SCHEMA } from '../../manifest/kinds';
import { GATEWAY_API, groupOf, Located, Manifest } from '../../manifest/manifest';
import { Problem, refuse } from '../../value/problem';
import { GatewayApiChannel } from '../channel';
import { Finding, Rule } from '../rule';

/** A release of the Gateway API and its channel, as a cluster has them installed. */
export interface GatewayApi {
  readonly release: string;
  readonly channel: GatewayApiChannel | undefined;
}

/** Parses a release such as `1.4` or `v1.4.1`; undefined for the newest. */
export function gatewayApiRelease(what: string, value: string | undefined): string | undefined {
  const release = value === undefined ? undefined : /^v?(\d+\.\d+)(\.\d+)?$/.exec(value)?.[1];
  if (value !== undefined && (release === undefined || !RELEASES.includes(release))) {
    const fix = `for example '${RELEASES.at(-1)}'; leave it out for the newest`;
    refuse({ what, got: value, expected: `a release of the Gateway API: ${RELEASES.join(', ')}`, fix });
  }
  return release;
}

/** A Gateway API object in the newest API version that a release serves; other objects unchanged. */
export function inServedVersion<T extends Manifest>(manifest: T, api: GatewayApi): T {
  const { apiVersion, kind } = manifest;
  const versions = groupOf(apiVersion) === GATEWAY_API ? SERVED[kind] : undefined;
  if (!versions || isServed(versions[versionOf(apiVersion)], api)) {
    return manifest;
  }
  const version = servedVersions(kind, api)
    .filter((name) => `${kind} ${name}` !== OTHER_SCHEMA)
    .at(-1);
  return version === undefined ? manifest : { ...manifest, apiVersion: `${GATEWAY_API}/${version}` };
}

/** Kinds, versions and fields that the pinned release of the Gateway API does not serve. */
export const releaseRules: readonly Rule[] = [
  {
    code: 'GW304',
    severity: ({ gatewayApiVersion }) => (gatewayApiVersion === undefined ? undefined : 'error'),
    title: 'kind, version or field of another release of the Gateway API',
    *find(objects, { gatewayApiVersion: release = RELEASES.at(-1)!, channel }) {
      for (const at of objects) {
        yield* problemsOf(at.manifest, { release, channel }).map((problem): Finding => ({ at, problem }));
      }
    },
  },
];

function problemsOf(manifest: Located['manifest'], api: GatewayApi): Problem[] {
  const { apiVersion, kind } = manifest;
  const version = versionOf(apiVersion);
  const since = groupOf(apiVersion) === GATEWAY_API ? SERVED[kind]?.[version] : undefined;
  if (!since) {
    return [];
  }
  if (!isServed(since, api)) {
    const versions = servedVersions(kind, api);
    return [
      {
        what: versions.length > 0 ? 'apiVersion' : 'kind',
        got: versions.length > 0 ? apiVersion : kind,
        expected:
          versions.length > 0
            ? versions.map((name) => `${GATEWAY_API}/${name}`).join(' or ')
            : `a kind of release ${api.release}`,
        fix: `${versions.length > 0 ? 'use that version' : 'remove the object'}, or install ${spanOf(since, api)}`,
      },
    ];
  }
  const missing = Object.entries(LATER[kind][version]).filter(([, age]) => !isServed(age, api));
  return missing
    .filter(([path]) => !missing.some(([outer]) => path.startsWith(`${outer}.`)))
    .flatMap(([path, age]) =>
      find(manifest, path.split('.'), '').map(({ place, value }) => ({
        what: place,
        got: value,
        expected: `a field of release ${api.release}`,
        fix: `leave it out, or install ${spanOf(age, api)}`,
      })),
    );
}

/** API versions of a kind that a release serves, oldest first. */
const servedVersions = (kind: string, api: GatewayApi) =>
  Object.entries(SERVED[kind])
    .filter(([, since]) => isServed(since, api))
    .map(([version]) => version);

function isServed(since: Since | undefined, { release, channel }: GatewayApi): boolean {
  const span = since?.[channel ?? 'experimental'];
  const [first, last = RELEASES.at(-1)!] = typeof span === 'string' ? [span] : (span ?? [undefined]);
  const at = (name: string) => RELEASES.indexOf(name);
  return first !== undefined && at(first) <= at(release) && at(release) <= at(last);
}

/** `release 1.5`, `release 1.0 to 1.3`, `release 1.1 of the experimental channel`. */
function spanOf(since: Since, { channel = GatewayApiChannel.EXPERIMENTAL }: GatewayApi): string {
  const [name, span] = since[channel] ? [channel, since[channel]] : (['experimental', since.experimental] as const);
  const text = `release ${[...new Set([span!].flat())].join(' to ')}`;
  return name === channel && since.standard !== undefined ? text : `${text} of the experimental channel`;
}

/** Values at a path such as `['spec', 'rules[]', 'timeouts']`, each with its field path. */
function find(value: unknown, [step, ...rest]: readonly string[], place: string): { place: string; value: unknown }[] {
  if (step === undefined) {
    return [{ place, value }];
  }
  const name = step.replace(/\[\]$/, '');
  const child = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  const path = place === '' ? name : `${place}.${name}`;
  if (child === undefined || child === null || typeof child !== 'object') {
    return child === undefined || rest.length > 0 ? [] : [{ place: path, value: child }];
  }
  return step.endsWith('[]') && rest.length > 0
    ? Object.values(child).flatMap((item, index) => find(item, rest, `${path}[${index}]`))
    : find(child, rest, path);
}

const versionOf = (apiVersion: string) => apiVersion.slice(apiVersion.indexOf('/') + 1);
