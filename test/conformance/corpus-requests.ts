/**
 * Sends the requests of mistakes that people made in public, and compares with what is known of them.
 *
 *   npx tsx test/conformance/corpus-requests.ts DIR
 *
 * DIR holds a folder for each mistake: case.json ({requests: [{method, url, headers, from, expected}]}), and its manifests
 * as input.yaml or input/. Exit 1 where a prediction differs.
 */
import * as fs from 'fs';
import * as path from 'path';
import { readSources } from '../../src/manifest/sources';
import { modelsOf } from '../../src/model/model';
import { clusterWorlds, sendToClusters } from '../../src/traffic/dns/send';
import { send } from '../../src/traffic/entry';
import { Outcome } from '../../src/traffic/outcome';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { worldOf } from '../../src/traffic/send';

interface Expected {
  readonly status?: number | readonly number[];
  readonly location?: string;
  readonly backend?: string | readonly string[];
  readonly subset?: string | null;
  readonly tls?: string;
  readonly dns?: string;
}

interface CorpusRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly expected: Expected;
}

function main(dir: string): void {
  let agreed = 0;
  let differ = 0;
  for (const name of fs.readdirSync(dir).sort()) {
    const file = path.join(dir, name, 'case.json');
    if (!fs.existsSync(file)) continue;
    const { requests = [] } = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly requests?: CorpusRequest[] };
    for (const request of requests) {
      const outcomes = outcomesOf(path.join(dir, name), request);
      const isRight = outcomes.length > 0 && outcomes.every((outcome) => fits(outcome, request.expected));
      if (isRight) agreed += 1;
      else differ += 1;
      if (!isRight) {
        console.log(`${name}: ${request.method} ${request.url} is ${JSON.stringify(outcomes.map(shown))}`);
        console.log(`  expected ${JSON.stringify(request.expected)}`);
      }
    }
  }
  console.log(`corpus requests: ${agreed} as known, ${differ} differ`);
  process.exitCode = differ > 0 ? 1 : 0;
}

function outcomesOf(dir: string, { method, url, headers, from = '' }: CorpusRequest): readonly Outcome[] {
  const input = ['input.yaml', 'input'].map((each) => path.join(dir, each)).find((each) => fs.existsSync(each))!;
  const [, cluster, namespace, app] = /^cluster (\S+), pod (\S+)\/(\S+)$/.exec(from) ?? [];
  if (cluster !== undefined) {
    const worlds = clusterWorlds(readSources([input], true).objects, {}, PROFILES.istio);
    const pod = { namespace, labels: { app }, serviceAccount: 'default' };
    const { outcomes } = sendToClusters(worlds, requestOf({ method, url, headers, client: { pod } })!);
    return outcomes.filter((outcome) => outcome.cluster === cluster);
  }
  const [model] = modelsOf(readSources([input], false).objects);
  // A valid token is one of the issuer that the manifests name.
  const [, issuer] =
    /issuerUrl"?: *"?([^"\s},]+)/.exec(fs.statSync(input).isFile() ? fs.readFileSync(input, 'utf8') : '') ?? [];
  const isToken = /<valid token>/.test(headers.Authorization ?? '');
  const pod = { namespace: 'shop', labels: { app: 'client' }, serviceAccount: 'default' };
  const client = {
    ...(from === 'mesh' ? { pod } : {}),
    ...(isToken ? { jwt: { iss: issuer, sub: 'somebody' } } : {}),
  };
  const request = requestOf({ method, url, headers, client })!;
  try {
    return send(worldOf(model, PROFILES.istio), request).outcomes;
  } catch (error) {
    console.log(`${dir}: ${(error as Error).message}`);
    return [];
  }
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);
const backendOf = ({ backend }: Outcome) => backend && `${backend.namespace}/${backend.name}:${backend.port}`;
const shown = (outcome: Outcome) => ({
  share: outcome.share,
  status: outcome.status ?? outcome.error,
  reason: outcome.reason,
  backend: backendOf(outcome),
  subset: outcome.subset,
  location: outcome.headers.get('location'),
});

function fits(outcome: Outcome, { status, location, backend, subset, tls, dns }: Expected): boolean {
  return (
    (status === undefined || listOf(status).includes(outcome.status!)) &&
    (location === undefined || outcome.headers.get('location') === location) &&
    (backend === undefined || (outcome.upstream !== undefined && listOf(backend).includes(backendOf(outcome)!))) &&
    (subset === undefined || (outcome.subset ?? null) === subset) &&
    (dns === undefined || outcome.error === 'unresolved') &&
    (tls === undefined || outcome.error !== undefined)
  );
}

main(process.argv[2]);
