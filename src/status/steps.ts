import { GATEWAY_API } from '../manifest/manifest';

/** The order in which a walkthrough looks at a cluster: what comes first is the cause of what comes later. */
export const STEPS = [
  'classes',
  'credentials',
  'gateways',
  'certificates',
  'routes',
  'policies',
  'dns',
  'workloads',
] as const;
export type Step = (typeof STEPS)[number];

/** What a kind says when all is well, where nothing else is predicted. */
export interface Rules {
  readonly group: string;
  readonly kind: string;
  readonly step: Step;
  /** Conditions of the object that must be there, with the status that says that all is well. */
  readonly required: Conditions;
  /** Conditions that may be missing. */
  readonly optional?: Conditions;
  /** The same for its listeners or parents. */
  readonly parts?: Parts;
}

export interface Parts {
  readonly required: Conditions;
  readonly optional?: Conditions;
  /**
   * Whether controllers choose the parts, such as the routers of a Route.
   *
   * @default - the manifest names them
   */
  readonly isChosen?: boolean;
  /** What at least one of them is, where one is needed. */
  readonly needed?: string;
}

export type Conditions = Readonly<Record<string, 'True' | 'False'>>;

const ACCEPTED: Conditions = { Accepted: 'True' };
const READY: Conditions = { Ready: 'True' };
const LISTENERS = {
  required: { Accepted: 'True', Programmed: 'True', ResolvedRefs: 'True' },
  optional: { Conflicted: 'False' },
} as const;
const PARENTS = {
  required: { Accepted: 'True', ResolvedRefs: 'True' },
  optional: { PartiallyInvalid: 'False' },
} as const;
const KUADRANT = 'kuadrant.io';
const CERT_MANAGER = 'cert-manager.io';

const gateways = (kind: string): Rules => ({
  group: GATEWAY_API,
  kind,
  step: 'gateways',
  required: { Accepted: 'True', Programmed: 'True' },
  optional: { ResolvedRefs: 'True' },
  parts: LISTENERS,
});

const route = (kind: string): Rules => ({
  group: GATEWAY_API,
  kind,
  step: 'routes',
  required: {},
  parts: PARENTS,
});

const policy = (kind: string, step: Step, optional?: Conditions): Rules => ({
  group: KUADRANT,
  kind,
  step,
  required: { Accepted: 'True', Enforced: 'True' },
  optional,
});

const workload = (group: string, kind: string, required: Conditions, optional?: Conditions): Rules => ({
  group,
  kind,
  step: 'workloads',
  required,
  optional,
});

/** The kinds that are looked at, in the order of the steps. */
export const RULES: readonly Rules[] = [
  {
    group: GATEWAY_API,
    kind: 'GatewayClass',
    step: 'classes',
    required: ACCEPTED,
    optional: { SupportedVersion: 'True' },
  },
  { group: 'sailoperator.io', kind: 'Istio', step: 'classes', required: READY, optional: { Reconciled: 'True' } },
  { group: KUADRANT, kind: 'Kuadrant', step: 'classes', required: READY },
  { group: 'external-secrets.io', kind: 'ExternalSecret', step: 'credentials', required: READY },
  { group: CERT_MANAGER, kind: 'ClusterIssuer', step: 'credentials', required: READY },
  { group: CERT_MANAGER, kind: 'Issuer', step: 'credentials', required: READY },
  gateways('Gateway'),
  gateways('ListenerSet'),
  policy('TLSPolicy', 'certificates'),
  { group: CERT_MANAGER, kind: 'Certificate', step: 'certificates', required: READY },
  ...['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map(route),
  {
    group: 'route.openshift.io',
    kind: 'Route',
    step: 'routes',
    required: {},
    parts: { required: { Admitted: 'True' }, isChosen: true, needed: 'router' },
  },
  {
    group: GATEWAY_API,
    kind: 'BackendTLSPolicy',
    step: 'policies',
    required: {},
    parts: { required: ACCEPTED, optional: { ResolvedRefs: 'True' }, isChosen: true },
  },
  policy('AuthPolicy', 'policies'),
  policy('RateLimitPolicy', 'policies'),
  policy('TokenRateLimitPolicy', 'policies'),
  policy('DNSPolicy', 'dns', { SubResourcesHealthy: 'True' }),
  { group: KUADRANT, kind: 'DNSRecord', step: 'dns', required: READY, optional: { Healthy: 'True' } },
  workload('apps', 'Deployment', { Available: 'True' }, { Progressing: 'True', ReplicaFailure: 'False' }),
  // Of these the phase is read as a condition.
  workload('argoproj.io', 'Rollout', { phase: 'True' }),
  workload('flagger.app', 'Canary', { phase: 'True' }),
  workload('', 'Service', {}),
  workload('autoscaling', 'HorizontalPodAutoscaler', { AbleToScale: 'True', ScalingActive: 'True' }),
  workload('policy', 'PodDisruptionBudget', {}, { DisruptionAllowed: 'True' }),
];

const byKind = new Map(RULES.map((rules) => [`${rules.group}/${rules.kind}`, rules]));

/** The rules of a kind; undefined where its status is not looked at. */
export const rulesOf = ({ group, kind }: { readonly group: string; readonly kind: string }) =>
  byKind.get(`${group}/${kind}`);
