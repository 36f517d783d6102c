import { Outcome } from './check';
import { choice } from './choice';
import { placeOf } from '../manifest/manifest';
import { readSources } from '../manifest/sources';
import { modelsOf } from '../model/model';
import { send } from '../traffic/entry';
import { stepsOf } from '../traffic/explain';
import { printReply } from '../traffic/print';
import { Profile, PROFILES } from '../traffic/profile';
import { requestOf } from '../traffic/request';
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
  readonly json?: boolean;
}

/** Prints what becomes of a request under the manifests in files and folders. */
export function trace(target: string, method: string, url: string, options: TraceOptions = {}): Outcome {
  const world = readWorld([target, ...(options.file ?? [])], options);
  const request =
    requestOf({
      method,
      url,
      headers: Object.fromEntries((options.header ?? []).map(headerOf)),
      port: options.port === undefined ? undefined : Number(options.port),
      sni: options.sni,
    }) ??
    refuse({
      what: 'url',
      got: url,
      expected: 'a URL with a scheme and a host, such as https://api.example.com/orders',
      fix: `write https://${url}`,
    });
  const reply = send(world, request, options.via);
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
export function readWorld(paths: readonly string[], { profile, whole, namespace }: WorldOptions): World {
  const { objects, faults } = readSources(paths, false);
  if (faults.length > 0) {
    const [{ file, line, message }] = faults;
    refuse({ what: `${file}:${line}`, got: message, expected: 'manifests', fix: 'correct it' });
  }
  const models = modelsOf(objects, { isWhole: whole, namespace });
  if (models.length !== 1) {
    const directories = [...new Set(objects.map(({ group = '' }) => group))];
    refuse({
      what: 'path',
      got: paths.join(', '),
      expected: 'manifests of one cluster or step',
      fix: models.length === 0 ? 'there are none; correct the path' : `choose one folder: ${directories.join(', ')}`,
    });
  }
  return worldOf(
    models[0],
    PROFILES[choice('--profile', profile ?? 'istio', Object.keys(PROFILES) as Profile['name'][])],
  );
}
