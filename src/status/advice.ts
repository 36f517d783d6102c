import { ReportedCondition } from './reported';
import { Entry } from '../model/model';

/** What a condition means, and what to do about it. */
export interface Advice {
  readonly why: string;
  readonly next: string;
}

/** What advice is about. */
export interface Case {
  readonly entry: Entry;
  /** A part of the object, such as `listener https`. */
  readonly section: string;
  readonly condition: Pick<ReportedCondition, 'type' | 'reason'>;
  /** Name of the controller that the class of the Gateway names. */
  readonly controller: string | undefined;
}

/** A command for the cluster that is looked at. */
export type Command = (...words: readonly string[]) => string;

/** What is known of a condition, by its kind, type and reason. */
export function adviceOf(on: Case, run: Command): Advice {
  const { entry, condition } = on;
  const text = `${entry.kind} ${on.section === '' ? '' : `${on.section.split(' ')[0]} `}${condition.type} ${condition.reason}`;
  const [, why, next] = KNOWN.find(([pattern]) => pattern.test(text)) ?? OTHER;
  return { why, next: next(on, run) };
}

/** Nobody has written the status yet. */
export function waitingFor(on: Case, run: Command, generation: string | undefined): Advice {
  const { name, pods } = controllerOf(on);
  return {
    why: generation
      ? `${name} has not looked at ${generation}: it is behind, stopped, or cannot write`
      : `${name} has not written this: it does not run, does not serve this object, or has just begun`,
    next: pods ? `${run(...pods)}; its log says what it refuses` : describeIt(on, run),
  };
}

/** An object that is not there. */
export const missing = ({ entry }: Pick<Case, 'entry'>, file: string | undefined, run: Command): Advice => ({
  why: `it was not applied, or was refused${entry.namespace === '' ? '' : ', or is in another namespace'}`,
  next: file ? run('apply', '--server-side', '--dry-run=server', '-f', file) : run('get', resource(entry), '-A'),
});

/** An object of a kind of which the file with the cluster has none. */
export const notAsked = ({ entry }: Pick<Case, 'entry'>, run: Command): Advice => ({
  why: `no ${entry.kind} is in the file with the cluster: none was asked for, or none is there`,
  next: `${run('get', resource(entry), '-A')}; if it has some, add the kind to what the file holds`,
});

/** A kind that the cluster does not know. */
export const notServed = ({ entry }: Pick<Case, 'entry'>, run: Command): Advice => ({
  why: `the cluster does not serve ${entry.kind} (${entry.group}): its CRD is not installed`,
  next: `install the project that has it; ${run('api-resources', `--api-group=${entry.group}`)} lists what is there`,
});

/** A field that is not what the manifest says. */
export const drifted = ({ entry }: Pick<Case, 'entry'>, file: string | undefined, run: Command): Advice => ({
  why: 'the manifest was not applied since, or somebody else writes the field',
  next: file
    ? `${run('diff', '-f', file)}; ${run('get', resource(entry), entry.name, ...at(entry), '-o', 'yaml', '--show-managed-fields')} names who wrote it`
    : describeIt({ entry }, run),
});

/** A Gateway or Service that nobody can reach. */
export const withoutAddress = ({ entry }: Pick<Case, 'entry'>, run: Command): Advice => ({
  why: 'nothing gave it an address: the cluster has no load balancer, or its pool is used up',
  next: run('get', 'services', ...at(entry), ...(entry.kind === 'Gateway' ? ['-l', gatewayLabel(entry)] : [])),
});

/** A Gateway of a class that is not there. */
export const withoutClass = (run: Command): Advice => ({
  why: 'no controller serves the class: its project is not installed, or the name is misspelt',
  next: run('get', 'gatewayclasses.gateway.networking.k8s.io'),
});

type Known = readonly [pattern: RegExp, why: string, next: (on: Case, run: Command) => string];

const describeIt = ({ entry }: Pick<Case, 'entry'>, run: Command) =>
  run('describe', resource(entry), entry.name, ...at(entry));
const at = ({ namespace }: Pick<Entry, 'namespace'>) => (namespace === '' ? [] : ['-n', namespace]);
const gatewayLabel = ({ name }: Pick<Entry, 'name'>) => `gateway.networking.k8s.io/gateway-name=${name}`;

/** A kind as a command names it: with its group, as two may be called Gateway. */
const resource = ({ kind, group }: Pick<Entry, 'kind' | 'group'>) =>
  `${kind.toLowerCase()}${group === '' || group === 'apps' ? '' : `.${group}`}`;

const describe: Known[2] = describeIt;
const OTHER: Known = [/^/, 'the message of the controller says more', describe];

const inNamespace =
  (...words: readonly string[]): Known[2] =>
  ({ entry }, run) =>
    run('get', ...words.slice(0, 1), ...at(entry), ...words.slice(1));

const say =
  (text: string): Known[2] =>
  () =>
    text;

const KNOWN: readonly Known[] = [
  [
    /^GatewayClass Accepted /,
    'no controller serves the class: its controllerName is that of no controller here, or its parameters are wrong',
    describe,
  ],
  [
    /^GatewayClass SupportedVersion /,
    'the CRDs of the Gateway API are of a release that the controller does not know',
    (_, run) =>
      `install the release that the controller names; ${run('get', 'crds', 'gateways.gateway.networking.k8s.io', '-o', 'yaml')} says what is there`,
  ],
  [
    /^ExternalSecret Ready /,
    'its store cannot be read, or has no such key; the Secret is missing or out of date',
    describe,
  ],
  [/^(Cluster)?Issuer Ready /, 'the issuer cannot register or sign; no certificate of it is renewed', describe],
  [
    /^Gateway Programmed (AddressNot|NoResources)/,
    'the Service of the Gateway has no address: the cluster has no load balancer, or its pool is used up',
    ({ entry }, run) => run('get', 'services', ...at(entry), '-l', gatewayLabel(entry)),
  ],
  [
    /^Gateway Accepted InvalidParameters/,
    'the object that infrastructure.parametersRef names is missing or wrong',
    describe,
  ],
  [/^Gateway (Accepted|Programmed) (Invalid|ListenersNotValid)/, 'its listeners are at fault: see them', describe],
  [
    /^ListenerSet (Accepted|Programmed) NotAllowed/,
    'the Gateway does not admit sets of this namespace',
    say('set allowedListeners of the Gateway'),
  ],
  [
    /listener (ResolvedRefs|Programmed) InvalidCertificateRef/,
    'the Secret with the certificate is missing, or is no pair of certificate and key; the listener refuses connections',
    inNamespace('secrets', '--field-selector', 'type=kubernetes.io/tls'),
  ],
  [
    /RefNotPermitted/,
    'it names an object of another namespace that does not permit it',
    say('add a ReferenceGrant in the namespace of the object that is named'),
  ],
  [
    /listener (Conflicted|Accepted|Programmed) (Hostname|Protocol)Conflict/,
    'another listener has the same port and host, or another protocol at the port',
    say('change host or port of one of them, or take one away'),
  ],
  [/listener Accepted PortUnavailable/, 'the port is in use', describe],
  [
    /listener .*UnsupportedProtocol/,
    'the controller does not serve this protocol',
    say('take another protocol or class'),
  ],
  [
    /listener ResolvedRefs InvalidRouteKinds/,
    'it allows kinds of routes that its protocol cannot carry',
    say('correct allowedRoutes.kinds'),
  ],
  [/listener Programmed Invalid/, 'the proxy does not serve it; its other conditions say why', describe],
  [
    /listener Programmed /,
    'the proxy does not serve the listener',
    ({ entry }, run) => run('logs', ...at(entry), '-l', gatewayLabel(entry), '--tail=50'),
  ],
  [
    /parent Accepted NoMatchingParent/,
    'the Gateway has no listener of that name and port',
    say('correct sectionName and port of the parentRef, or add the listener'),
  ],
  [
    /parent Accepted NotAllowedByListeners/,
    'no listener allows routes of this namespace or kind',
    say('set allowedRoutes of the listener; for a selector, label the namespace of the route'),
  ],
  [
    /parent Accepted NoMatchingListenerHostname/,
    'no listener has a host in common with the route',
    say('correct hostnames of the route or hostname of the listener'),
  ],
  [
    /parent ResolvedRefs BackendNotFound/,
    'a Service that a rule names is not there, so that its share of the requests gets 500',
    inNamespace('services'),
  ],
  [
    /parent ResolvedRefs InvalidKind/,
    'a backend is of a kind that the controller does not know',
    say('name a Service'),
  ],
  [/parent ResolvedRefs UnsupportedProtocol/, 'the appProtocol of the Service is not known', inNamespace('services')],
  [
    /Policy Accepted TargetNotFound/,
    'its target is not in its namespace, or has no such section',
    say('correct targetRef; policy and target are in one namespace'),
  ],
  [/Policy Accepted Conflicted/, 'another policy of the kind has the same target', say('keep one of them')],
  [
    /^TLSPolicy Accepted Invalid/,
    'the issuer is missing, or its kind is not the one that is named',
    inNamespace('issuers,clusterissuers'),
  ],
  [
    /Policy \w+ MissingDependency/,
    'an operator that Kuadrant needs is not installed, or was installed after Kuadrant started',
    (_, run) =>
      `install what the message names, then ${run('rollout', 'restart', 'deployment/kuadrant-operator-controller-manager', '-n', 'kuadrant-system')}`,
  ],
  [
    /Policy \w+ MissingResource/,
    'there is no Kuadrant object, so that nothing enforces policies',
    (_, run) => run('get', 'kuadrants.kuadrant.io', '-A'),
  ],
  [
    /Policy \w+ InvalidCelExpression/,
    'an expression is not valid; the policy has no effect',
    say('correct the expression that the message names'),
  ],
  [
    /Policy Enforced Overridden/,
    'policies that count for more replace all its rules: it protects nothing',
    say('take it away, or let the other policy merge (strategy: merge)'),
  ],
  [
    /(Auth|RateLimit)Policy Enforced Unknown/,
    'no accepted route is on its way, or its limits and rules have not reached the proxies',
    (_, run) => run('get', 'httproutes.gateway.networking.k8s.io,grpcroutes.gateway.networking.k8s.io', '-A'),
  ],
  [/^TLSPolicy Enforced /, 'a certificate of it is not ready', inNamespace('certificates.cert-manager.io')],
  [
    /^DNSPolicy (Enforced|SubResourcesHealthy) /,
    'a record of it is not written, or a health check fails; a listener without host, route or address has no record',
    inNamespace('dnsrecords.kuadrant.io'),
  ],
  [
    /^DNSRecord Ready /,
    'the provider did not take the record: credentials, zone, or another owner of the name',
    describe,
  ],
  [
    /^DNSRecord Healthy /,
    'health checks fail, and unhealthy addresses are not published',
    inNamespace('dnshealthcheckprobes.kuadrant.io'),
  ],
  [
    /^Certificate Ready /,
    'the certificate is not issued, or is out of date',
    inNamespace('certificaterequests,orders.acme.cert-manager.io,challenges.acme.cert-manager.io'),
  ],
  [/^Kuadrant Ready /, 'policies are not enforced until it is ready', describe],
  [
    /router Admitted /,
    'the router did not take the Route: another one has the host, or the host is not allowed',
    describe,
  ],
  [
    /^(Rollout|Canary) phase (Degraded|Failed|Terminated)/,
    'the release failed; clients get the version before',
    describe,
  ],
  [/^(Rollout|Canary) phase /, 'a release is under way, or waits for somebody to go on', describe],
  [/^Deployment /, 'too few pods are ready', inNamespace('pods', '--sort-by=.status.startTime')],
  [/^HorizontalPodAutoscaler /, 'it cannot read metrics or scale', describe],
  [/^PodDisruptionBudget /, 'no pod may be evicted, so that nodes cannot be drained', describe],
];

/** Who writes the status, and where it runs. */
function controllerOf({ entry, controller }: Case): { readonly name: string; readonly pods?: readonly string[] } {
  const pods = (namespace: string, ...more: readonly string[]) => ['get', 'pods', '-n', namespace, ...more];
  if (entry.group === 'kuadrant.io') return { name: 'the Kuadrant operator', pods: pods('kuadrant-system') };
  if (entry.group === 'cert-manager.io') return { name: 'cert-manager', pods: pods('cert-manager') };
  if (entry.group === 'external-secrets.io') return { name: 'External Secrets', pods: pods('external-secrets') };
  if (entry.group !== 'gateway.networking.k8s.io') return { name: 'the controller of its kind' };
  if (controller === undefined) return { name: 'the controller of its class' };
  const name = `the controller ${controller}`;
  if (controller.startsWith('istio.io/')) return { name, pods: pods('istio-system', '-l', 'app=istiod') };
  if (controller.startsWith('gateway.envoyproxy.io/')) return { name, pods: pods('envoy-gateway-system') };
  return { name };
}
