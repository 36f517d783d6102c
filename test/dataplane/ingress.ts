/**
 * Compares the model of ingress-nginx with real nginx over random sets of Ingresses.
 *
 *   npx tsx test/dataplane/ingress.ts [--sets N] [--requests M] [--from SEED] [--brief]
 *
 * NGINX is the program, /usr/sbin/nginx by default, NGINX_MODULES the folder of its modules; Debian has both in nginx
 * and libnginx-mod-http-headers-more-filter.
 *
 * What is proven: how nginx chooses servers and locations, redirects, rewrites, answers preflights, lets clients in and
 * replaces errors, and what reaches the backend, with the directives of the controller's template. What the controller
 * does in Go before (order, merging, canaries) is written a second time in ingress-configuration.ts, from its sources:
 * that the two agree shows no slip, but cannot show that both read the sources rightly. What it does in Lua (the redirect
 * to HTTPS, the choice of a canary) is played by directives and by the backends.
 */
import { parseArgs } from 'util';
import { differences } from './compare';
import { isNginxThere, Nginx, startNginx, withoutCors } from './ingress-nginx';
import { IngressSet, randomIngressSet } from './ingress-sets';
import { range, setOptions } from './options';
import { OracleResult } from './oracle';
import { ingressWorldOf, sendToIngress } from '../../src/ingress/send';
import { modelsOf } from '../../src/model/model';
import { Reply } from '../../src/traffic/outcome';
import { RequestFields, requestOf } from '../../src/traffic/request';

async function main(nginx: Nginx): Promise<number> {
  const { values } = parseArgs({
    options: setOptions('300'),
  });
  const [sets, requests, from] = range(values);
  const counts = { differences: 0, refused: 0, compared: 0 };
  for (let seed = from; seed < from + sets; seed++) {
    const set = randomIngressSet(seed, requests);
    const found = await compareSet(nginx, seed, set, counts);
    counts.differences += found.length;
    found.forEach((each) => console.log(each));
    if (found.length > 0 && !values.brief) {
      console.log(
        set.manifests
          .filter(({ kind }) => kind === 'Ingress')
          .map((each) => JSON.stringify(each))
          .join('\n---\n'),
      );
    }
  }
  console.log(
    `${sets} sets, ${counts.refused} of them refused by nginx, ${counts.compared} requests, ${counts.differences} differences`,
  );
  return counts.differences === 0 ? 0 : 1;
}

async function compareSet(
  nginx: Nginx,
  seed: number,
  { manifests, requests }: IngressSet,
  counts: { refused: number; compared: number },
): Promise<string[]> {
  const [model] = modelsOf(
    manifests.map((manifest) => ({ where: `set ${seed}`, manifest })),
    { isWhole: true },
  );
  const world = ingressWorldOf(model, { config: { hsts: 'false' } });
  const refusal = await nginx.load(manifests);
  if ((refusal !== undefined) !== world.broken.length > 0) {
    return [
      `set ${seed}: nginx ${refusal ?? 'takes it'}; predicted ${JSON.stringify(world.broken.map(({ reason }) => reason))}`,
    ];
  }
  if (refusal !== undefined) {
    counts.refused++;
    return [];
  }
  const found: string[] = [];
  for (const fields of requests) {
    const result = await nginx.send(fields);
    const reply = sendToIngress(world, requestOf(fields)!);
    counts.compared++;
    const what = differences(withoutCors(reply), result);
    if (what.length > 0) found.push(shown(seed, fields, what, reply, result));
  }
  return found;
}

function shown(
  seed: number,
  fields: RequestFields,
  what: readonly string[],
  { steps }: Reply,
  { status }: OracleResult,
): string {
  return [
    `set ${seed}: ${JSON.stringify(fields)}`,
    ...what.map((each) => `  ${each}`),
    ...steps.map((step) => `  ${step.what}: ${step.text}`),
    `  seen ${status}`,
  ].join('\n');
}

if (isNginxThere()) {
  void startNginx().then((nginx) =>
    main(nginx)
      .then((code) => {
        process.exitCode = code;
      })
      .finally(() => nginx.close()),
  );
} else {
  console.log('skipped: no nginx (NGINX)');
}
