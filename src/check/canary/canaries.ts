import { Rollout, RolloutSpec } from '../../manifest/argo';
import { AlertProvider, AlertProviderSpec, Authority, Canary, CanarySpec } from '../../manifest/flagger';
import { atMostOne, exactlyOne } from '../object/alternatives';
import { PlaceRule, placeRule, placesOf } from '../place';

type Analysis = CanarySpec['analysis'];
type LoadBalancer = NonNullable<NonNullable<NonNullable<CanarySpec['service']>['trafficPolicy']>['loadBalancer']>;
type Mirror = NonNullable<NonNullable<NonNullable<CanarySpec['service']>['mirror']>[number]['backendRef']>;
type Strategy = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;

const TEXTS = ['exact', 'prefix', 'regex'];
const CHOICE = { code: 'GW440', title: 'no or two choices of Flagger where one is read' };

/** Rules for Flagger's kinds and Argo Rollouts. */
export const canaryRules: readonly PlaceRule<never>[] = [
  ...[placesOf(Canary, Authority), [Canary, 'spec.analysis.match[].queryParams{}'] as const].map((place) =>
    atMostOne({
      ...CHOICE,
      places: [place],
      names: TEXTS,
      fix: 'keep one; to match either, write an entry for each',
    }),
  ),
  exactlyOne({
    ...CHOICE,
    places: [[Canary, 'spec.service.corsPolicy.allowOrigins[]']],
    names: TEXTS,
    fix: 'keep one; write another entry for another origin',
    none: 'set one, or leave the entry out',
  }),
  exactlyOne({
    ...CHOICE,
    places: [[Canary, 'spec.analysis.match[].headers{}']],
    names: ['exact', 'prefix', 'suffix', 'regex'],
    fix: 'keep one; to match either, write an entry for each',
    none: 'set one of them',
  }),
  exactlyOne({
    ...CHOICE,
    places: [[AlertProvider, 'spec']],
    names: ['address', 'secretRef'],
    fix: 'keep secretRef; the address contains a token',
    none: 'set secretRef to a Secret with the address',
  }),
  placeRule<AlertProviderSpec>({
    ...CHOICE,
    places: [[AlertProvider, 'spec']],
    find({ type }, path, report) {
      if (type === undefined) {
        report({
          what: `${path}.type`,
          got: type,
          expected: 'a type',
          fix: "set the type of receiver, such as 'slack'",
        });
      }
    },
  }),
  placeRule<Analysis>({
    ...CHOICE,
    places: [[Canary, 'spec.analysis']],
    find(analysis, path, report) {
      for (const name of ['interval', 'threshold'] as const) {
        if (analysis[name] === undefined) {
          const fix =
            name === 'interval' ? "set the time between checks, such as '1m'" : 'set the number of failed checks';
          report({ what: `${path}.${name}`, got: undefined, expected: `${name} with iterations or weights`, fix });
        }
      }
    },
  }),
  exactlyOne({
    ...CHOICE,
    places: [[Canary, 'spec.analysis']],
    names: ['iterations', 'stepWeight', 'stepWeights'],
    fix: 'keep iterations for A/B tests and blue/green, stepWeight or stepWeights for a canary',
    none: 'set iterations for A/B tests and blue/green, stepWeight for a canary',
  }),
  placeRule<LoadBalancer>({
    ...CHOICE,
    places: [[Canary, 'spec.service.trafficPolicy.loadBalancer']],
    find({ simple, consistentHash }, what, report) {
      const hashes = ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'] as const;
      const given = hashes.filter((name) => consistentHash?.[name] !== undefined);
      if ((simple === undefined) !== (given.length === 1)) {
        report({
          what,
          got: { simple, consistentHash },
          expected: `simple, or consistentHash with one of ${hashes.join(', ')}`,
          fix: 'keep the one that selects the endpoint',
        });
      }
    },
  }),
  placeRule<Mirror>({
    code: 'GW441',
    title: 'mirror of a Canary without a port',
    places: [[Canary, 'spec.service.mirror[].backendRef']],
    find({ group = '', kind = 'Service', name, port }, path, report) {
      if (group === '' && kind === 'Service' && port === undefined) {
        report({ what: `${path}.port`, got: port, expected: 'a port of the Service', fix: `set a port of ${name}` });
      }
    },
  }),
  placeRule<CanarySpec>({
    code: 'GW442',
    title: 'Canary of the Gateway API without a Gateway',
    places: [[Canary, 'spec']],
    find({ provider, service }, path, report) {
      if (provider?.startsWith('gatewayapi:') && !service?.gatewayRefs?.length) {
        const fix = 'name the Gateway for the route; without one Flagger creates no route';
        report({ what: `${path}.service.gatewayRefs`, got: undefined, expected: `a Gateway with ${provider}`, fix });
      }
    },
  }),
  placeRule<Strategy>({
    code: 'GW443',
    title: 'step of a Rollout with a route that it does not manage',
    places: [[Rollout, 'spec.strategy.canary']],
    find({ steps = [], trafficRouting }, path, report) {
      const managed = trafficRouting?.managedRoutes?.map(({ name }) => name) ?? [];
      steps.forEach((step, index) => {
        for (const sort of ['setHeaderRoute', 'setMirrorRoute'] as const) {
          const name = step[sort] && (step[sort].name ?? '');
          if (name !== undefined && !managed.includes(name)) {
            report({
              what: `${path}.steps[${index}].${sort}.name`,
              got: name,
              expected: managed.length > 0 ? `one of ${managed.join(', ')}` : 'a route of trafficRouting.managedRoutes',
              fix: `add it to ${path}.trafficRouting.managedRoutes`,
            });
          }
        }
      });
    },
  }),
  placeRule<Strategy>({
    code: 'GW444',
    title: 'one Service for the stable and the new version',
    places: [[Rollout, 'spec.strategy.canary']],
    find({ canaryService, stableService }, path, report) {
      if (canaryService && canaryService === stableService) {
        const fix = 'create a Service for each version; the controller sets their selectors';
        report({
          what: `${path}.canaryService`,
          got: canaryService,
          expected: 'another Service than stableService',
          fix,
        });
      }
    },
  }),
  placeRule<Strategy>({
    code: 'GW445',
    severity: 'warning',
    title: 'pinned requests before there are pods for them',
    places: [[Rollout, 'spec.strategy.canary']],
    find({ steps = [] }, path, report) {
      const scaled = steps.findIndex(({ setWeight, setCanaryScale }) => setCanaryScale || (setWeight ?? 0) > 0);
      const pinned = steps.findIndex(({ setHeaderRoute }) => setHeaderRoute?.match && setHeaderRoute.match.length > 0);
      if (pinned >= 0 && (scaled < 0 || pinned < scaled)) {
        report({
          what: `${path}.steps[${pinned}].setHeaderRoute`,
          got: 'neither setCanaryScale nor setWeight before it',
          expected: 'canary pods before requests are pinned to them',
          fix: 'insert a step setCanaryScale before it, such as { replicas: 1 }',
        });
      }
    },
  }),
  placeRule<CanarySpec>({
    code: 'GW447',
    severity: 'warning',
    title: 'built-in metric that does not know the gateway',
    places: [[Canary, 'spec']],
    find({ provider = '', analysis }, path, report) {
      if (!provider.startsWith('gatewayapi')) {
        return;
      }
      (analysis?.metrics ?? []).forEach(({ name, templateRef, query }, index) => {
        if (!templateRef && !query && ['request-success-rate', 'request-duration'].includes(name)) {
          report({
            what: `${path}.analysis.metrics[${index}].name`,
            got: name,
            expected: `a MetricTemplate: with provider ${provider} it reads http_request_duration_seconds of the pods themselves`,
            fix: 'name a template in templateRef that queries the metrics of the gateway, such as istio_requests_total; without the series the canary is rolled back',
          });
        }
      });
    },
  }),
];
