import { Gateway, ListenerSet } from '../../manifest/gateway-api';
import { Entry, itemsOf, Model, pathOf } from '../../model/model';
import { Route, routesOf } from '../../model/routes';
import { ModelRule, Report } from '../model-rule';

/** Annotations that external-dns reads, and where it reads them (its source/gateway.go). */
export const externalDnsRules: readonly ModelRule[] = [
  {
    code: 'GW605',
    title: 'annotation of external-dns on the wrong object',
    severity: 'warning',
    find: misplacedAnnotations,
  },
  { code: 'GW606', title: 'two routing policies of Route 53 for one name', find: mixedPolicies },
];

const PREFIX = /^external-dns\.(alpha\.)?kubernetes\.io\//;
/** What belongs to a provider, or tells records of one name apart, is read on the route. */
const OF_ROUTE = /^(set-identifier|ttl|hostname|(aws|alibaba-cloud|cloudflare|coredns|ibmcloud|scw|webhook)-.*)$/;

function misplacedAnnotations(model: Model, report: Report): void {
  for (const owner of [...itemsOf(model, Gateway), ...itemsOf(model, ListenerSet)]) {
    tellAnnotations(owner, OF_ROUTE, report, {
      expected: `the annotation on the routes; on a ${owner.kind} external-dns reads the target alone`,
      fix: `move it to the routes of the ${owner.kind}; here it is ignored`,
    });
  }
  for (const route of routesOf(model)) {
    tellAnnotations(route, /^target$/, report, {
      expected: 'the target on the Gateway or ListenerSet; on a route external-dns does not read it',
      fix: 'move it to the parent of the route; here it is ignored',
    });
  }
}

function tellAnnotations(
  { at, annotations }: Entry,
  names: RegExp,
  report: Report,
  words: { readonly expected: string; readonly fix: string },
): void {
  for (const key of Object.keys(annotations)) {
    if (PREFIX.test(key) && names.test(key.replace(PREFIX, ''))) {
      report({ at }, { what: `metadata.annotations['${key}']`, got: annotations[key], ...words });
    }
  }
}

/** Route 53 takes one routing policy for all records of a name and type. */
function mixedPolicies(model: Model, report: Report): void {
  const first = new Map<string, { readonly route: Route; readonly policy: string }>();
  for (const route of routesOf(model)) {
    const policy = policyOf(route);
    for (const host of policy === undefined ? [] : (route.hostnames ?? [])) {
      const other = first.get(host);
      if (!other) {
        first.set(host, { route, policy: policy! });
      } else if (other.policy !== policy) {
        report(route, {
          what: 'metadata.annotations',
          got: `${policy} records of ${host}, beside ${other.policy} ones of ${other.route.kind} ${pathOf(other.route)}`,
          expected: 'one routing policy for all records of a name',
          fix: 'use the same kind of annotation on both; Route 53 refuses the change otherwise (InvalidChangeBatch)',
        });
        break;
      }
    }
  }
}

const POLICIES: readonly (readonly [pattern: RegExp, policy: string])[] = [
  [/^aws-weight$/, 'weighted'],
  [/^aws-region$/, 'latency'],
  [/^aws-failover$/, 'failover'],
  [/^aws-geolocation-/, 'geolocation'],
  [/^aws-geoproximity-/, 'geoproximity'],
  [/^aws-multi-value-answer$/, 'multivalue'],
];

/** The routing policy that annotations ask Route 53 for; undefined where there is none. */
function policyOf({ annotations }: Entry): string | undefined {
  const names = Object.keys(annotations).flatMap((key) => (PREFIX.test(key) ? [key.replace(PREFIX, '')] : []));
  return POLICIES.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
}
