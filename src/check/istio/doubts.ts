import {
  DestinationRule,
  DestinationRuleSpec,
  LoadBalancer,
  VirtualService,
  VirtualServiceSpec,
} from '../../manifest/istio-networking';
import { PlaceRule, placeRule } from '../place';

const PROTOCOLS = ['http', 'tls', 'tcp'] as const;

/** What Istio accepts, and does not do as it seems to. */
export const istioDoubtRules: readonly PlaceRule<never>[] = [
  placeRule<VirtualServiceSpec>({
    code: 'GW561',
    severity: 'warning',
    title: 'match for a gateway that the VirtualService does not name',
    places: [[VirtualService, 'spec']],
    find(spec, path, report) {
      const served = spec.gateways && spec.gateways.length > 0 ? spec.gateways : ['mesh'];
      for (const protocol of PROTOCOLS) {
        (spec[protocol] ?? []).forEach(({ match = [] }, index) =>
          match.forEach(({ gateways = [] }, at) => {
            const foreign = gateways.find((gateway) => !served.some((name) => isSame(name, gateway)));
            if (foreign === undefined) return;
            report({
              what: `${path}.${protocol}[${index}].match[${at}].gateways`,
              got: foreign,
              expected: `one of the gateways of the VirtualService: ${served.join(', ')}; others do not use it`,
              fix: 'add it to gateways of the VirtualService',
            });
          }),
        );
      }
    },
  }),
  placeRule<readonly { readonly weight?: number }[]>({
    code: 'GW562',
    severity: 'warning',
    title: 'only destination with weight 0',
    places: [[VirtualService, ...PROTOCOLS.map((protocol) => `spec.${protocol}[].route`)]],
    find(route, path, report) {
      if (route.length !== 1 || route[0].weight !== 0) return;
      report({
        what: `${path}[0].weight`,
        got: 0,
        expected: 'no weight for a single destination; it gets every request regardless of its weight',
        fix: 'leave the weight or the route out',
      });
    },
  }),
  placeRule<DestinationRuleSpec>({
    code: 'GW563',
    severity: 'warning',
    title: 'failover without outlier detection',
    places: [[DestinationRule, 'spec']],
    find({ trafficPolicy, subsets = [] }, path, report) {
      const tell = (policy: Policy | undefined, what: string, isInherited = false) => {
        const parts: readonly (readonly [what: string, part: Part, detects: boolean])[] = [
          [what, policy ?? {}, isInherited || policy?.outlierDetection !== undefined],
          // A port inherits neither of its subset nor of the rule.
          ...(policy?.portLevelSettings ?? []).map(
            (part, index) =>
              [`${what}.portLevelSettings[${index}]`, part, part.outlierDetection !== undefined] as const,
          ),
        ];
        for (const [place, { loadBalancer }, detects] of parts) {
          if (detects || !failsOver(loadBalancer)) continue;
          report({
            what: `${place}.loadBalancer.localityLbSetting`,
            got: 'failover, without outlierDetection',
            expected: 'outlierDetection too; without it, no endpoint counts as failed',
            fix: 'add it, for example outlierDetection: { consecutive5xxErrors: 5 }',
          });
        }
      };
      tell(trafficPolicy, `${path}.trafficPolicy`);
      subsets.forEach((subset, index) =>
        tell(
          subset.trafficPolicy,
          `${path}.subsets[${index}].trafficPolicy`,
          trafficPolicy?.outlierDetection !== undefined,
        ),
      );
    },
  }),
];

type Policy = NonNullable<DestinationRuleSpec['trafficPolicy']>;
interface Part {
  readonly loadBalancer?: LoadBalancer;
  readonly outlierDetection?: object;
}

const failsOver = ({ localityLbSetting: setting }: LoadBalancer = {}) =>
  setting?.failover !== undefined || setting?.failoverPriority !== undefined;

/** A gateway of the own namespace may be named with or without it. */
const isSame = (a: string, b: string) =>
  a === b || (a.includes('/') !== b.includes('/') && a.split('/').at(-1) === b.split('/').at(-1));
