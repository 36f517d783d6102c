import { IngressItem, IngressWorld } from './servers';
import { serviceBackend } from './upstreams';
import { pathOf } from '../model/model';
import { answer } from '../traffic/apply';
import { Outcome, Reply, Step } from '../traffic/outcome';
import { failed, replied } from '../traffic/reply';
import { headersOf, Request } from '../traffic/request';
import { Place } from '../traffic/rule';
import { conditional } from '../traffic/verdict';

type Path = NonNullable<
  NonNullable<NonNullable<NonNullable<IngressItem['body']['spec']>['rules']>[number]['http']>['paths'][number]
>;
type IngressService = NonNullable<Path['backend']['service']>;

interface Candidate {
  readonly ingress: IngressItem;
  readonly place: Place;
  readonly host: string;
  readonly path: string;
  readonly type: Path['pathType'];
  readonly service?: IngressService;
}

/**
 * What becomes of a request by the specification of Ingress alone (networking.k8s.io/v1): the host, exact before
 * wildcard; then the longest path, exact before prefix; then the default backend. What the specification leaves to
 * controllers is told as a condition.
 */
export function sendBySpecification(world: IngressWorld, request: Request): Reply {
  if (request.protocol === 'tcp' || request.protocol === 'udp') return failed('refused', 'an Ingress is for HTTP');
  const candidates = candidatesOf(world);
  const hosts = ['exact', 'wildcard', 'any'] as const;
  for (const kind of hosts) {
    const found = candidates
      .filter((each) => kindOfHost(each.host, request.host) === kind && takes(each, request.path))
      .reduce<Candidate | undefined>((best, each) => (best && !isStronger(each, best) ? best : each), undefined);
    if (found) return reply(world, found, request);
  }
  const usual = world.selection.taken.find(({ ingress }) => ingress.body.spec?.defaultBackend);
  const service = usual?.ingress.body.spec?.defaultBackend?.service;
  if (!usual || !service) return replied(answer(404, 'no path takes the request'), []);
  const place = { entry: usual.ingress, path: 'spec.defaultBackend' };
  return reply(world, { ingress: usual.ingress, place, host: '', path: '', type: 'Prefix', service }, request);
}

function candidatesOf({ selection }: IngressWorld): Candidate[] {
  return selection.taken.flatMap(({ ingress }) =>
    (ingress.body.spec?.rules ?? []).flatMap(({ host = '', http }, rule) =>
      (http?.paths ?? []).map(({ path = '/', pathType, backend }, index) => ({
        ingress,
        place: { entry: ingress, path: `spec.rules[${rule}].http.paths[${index}]` },
        host,
        path,
        type: pathType,
        service: backend.service,
      })),
    ),
  );
}

/** A wildcard stands for one label. */
function kindOfHost(host: string, asked: string): 'exact' | 'wildcard' | 'any' | undefined {
  if (host === '') return 'any';
  if (host.toLowerCase() === asked) return 'exact';
  return host.startsWith('*.') && asked.replace(/^[^.]+/, '*') === host.toLowerCase() ? 'wildcard' : undefined;
}

/** A prefix is compared element by element; a slash at its end counts for nothing. */
function takes({ path, type }: Candidate, asked: string): boolean {
  if (type === 'Exact') return path === asked;
  const prefix = path.replace(/\/$/, '');
  return asked === prefix || asked.startsWith(`${prefix}/`) || path === '/';
}

/** The longer path; of two alike the exact one; of others the older Ingress. */
const isStronger = (a: Candidate, b: Candidate) =>
  a.path.length !== b.path.length ? a.path.length > b.path.length : a.type === 'Exact' && b.type !== 'Exact';

function reply({ model }: IngressWorld, { ingress, place, service, type }: Candidate, request: Request): Reply {
  const steps: Step[] = [{ what: 'path', place, text: `Ingress ${pathOf(ingress)}` }];
  if (!service) return replied(answer(503, 'a backend that is no Service'), steps);
  const { backend, fault } = serviceBackend(model, ingress, service);
  const { method, authority, path, search, headers } = request;
  const outcome: Outcome = fault
    ? answer(503, fault)
    : {
        share: 1,
        status: request.backend?.status ?? 200,
        backend,
        attempts: 1,
        upstream: { method, host: authority, path: path + search, headers },
        headers: headersOf(request.backend?.headers),
        removed: [],
        mirrors: [],
      };
  const condition = type === 'ImplementationSpecific' ? 'the controller takes ImplementationSpecific for Prefix' : '';
  return replied(conditional(outcome, condition), steps);
}
