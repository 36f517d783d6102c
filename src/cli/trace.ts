import { Outcome } from './check';
import { choice } from './choice';
import { placeOf } from '../manifest/manifest';
import { readManifests } from '../manifest/sources';
import { modelsOf } from '../model/model';
import { countryCode } from '../traffic/dns/countries';
import { clusterNamed, clusterWorlds, sendToClusters } from '../traffic/dns/send';
import { send } from '../traffic/entry';
import { stepsOf } from '../traffic/explain';
import { Reply } from '../traffic/outcome';
import { printReply } from '../traffic/print';
import { Profile, PROFILES } from '../traffic/profile';
import { Request, requestFrom } from '../traffic/request';
import { World, worldOf } from '../traffic/send';
import { refuse } from '../value/problem';

/** Options that say what serves the manifests. */
export interface WorldOptions {
  readonly profile?: string;
  readonly whole?: boolean;
  readonly namespace?: string;
}

export interface TraceOptions extends WorldOptions {
  /** `name: value`, as for curl. */
  readonly header?: readonly string[];
  /** More files or folders. */
  readonly file?: readonly string[];
  readonly via?: string;
  readonly port?: string;
  readonly sni?: string;
  /** Each directory of the path is a cluster. */
  readonly clusters?: boolean;
  readonly country?: string;
  readonly unhealthy?: readonly string[];
  readonly json?: boolean;
}

/** Prints what becomes of a request under the manifests in files and folders. */
export function trace(target: string, method: string, url: string, options: TraceOptions = {}): Outcome {
  const sendOne = senderOf([target, ...(options.file ?? [])], options);
  const request = requestFrom({
    method,
    url,
    headers: Object.fromEntries((options.header ?? []).map(headerOf)),
    port: options.port === undefined ? undefined : Number(options.port),
    sni: options.sni,
  });
  const reply = sendOne(request);
  const text = options.json
    ? JSON.stringify(
        {
          outcomes: reply.outcomes.map(plain),
          steps: stepsOf(reply).map(({ what, text: said, place }) => ({
            what,
            text: said,
            where: place && placeOf(place.entry.at, place.path),
          })),
        },
        null,
        2,
      )
    : printReply(reply);
  return { stdout: `${text}\n`, stderr: '', status: 0 };
}

/** Sends requests to the one cluster of the paths, or by DNS to one of several. */
function senderOf(paths: readonly string[], options: TraceOptions): (request: Request) => Reply {
  const { clusters, country, unhealthy = [], via } = options;
  if (!clusters) {
    if (country !== undefined || unhealthy.length > 0) {
      refuse({
        what: country === undefined ? '--unhealthy' : '--country',
        got: country ?? unhealthy.join(', '),
        expected: '--clusters beside it',
        fix: 'add --clusters, where each directory of the path is a cluster',
      });
    }
    const world = readWorld(paths, options);
    return (request) => send(world, request, via);
  }
  const worlds = clusterWorlds(
    readManifests(paths, true),
    { isWhole: options.whole, namespace: options.namespace },
    profileOf(options),
  );
  const client = {
    country: country === undefined ? undefined : countryCode('--country', country),
    unhealthy: unhealthy.map((name) => clusterNamed('--unhealthy', name, worlds)),
  };
  return (request) => sendToClusters(worlds, request, client, via);
}

/** Maps become objects. */
const plain = (outcome: object): object =>
  Object.fromEntries(
    Object.entries(outcome).map(([key, value]) => [
      key,
      value instanceof Map ? Object.fromEntries(value) : key === 'upstream' && value ? plain(value as object) : value,
    ]),
  );

function headerOf(text: string): [string, string] {
  const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined) {
    refuse({
      what: '--header',
      got: text,
      expected: 'name: value',
      fix: "write it as for curl, such as -H 'version: v2'",
    });
  }
  return [name, value];
}

/** The manifests of one cluster or step, as they are served. */
export function readWorld(paths: readonly string[], options: WorldOptions): World {
  const objects = readManifests(paths, false);
  const models = modelsOf(objects, { isWhole: options.whole, namespace: options.namespace });
  if (models.length !== 1) {
    const directories = [...new Set(objects.map(({ group = '' }) => group))];
    refuse({
      what: 'path',
      got: paths.join(', '),
      expected: 'manifests of one cluster or step',
      fix: models.length === 0 ? 'there are none; correct the path' : `choose one folder: ${directories.join(', ')}`,
    });
  }
  return worldOf(models[0], profileOf(options));
}

const profileOf = ({ profile }: WorldOptions): Profile =>
  PROFILES[choice('--profile', profile ?? 'istio', Object.keys(PROFILES) as Profile['name'][])];
