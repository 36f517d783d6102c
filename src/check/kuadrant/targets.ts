import { Listener, Gateway } from '../../manifest/gateway-api';
import {
  AuthPolicy,
  DNSPolicy,
  Limit,
  RateLimitPolicy,
  TargetRef,
  TLSPolicy,
  TokenRateLimitPolicy,
} from '../../manifest/kuadrant';
import { isWildcard } from '../../match/host';
import { listenersByGateway } from '../../model/listeners';
import { Entry, findItem, Item, itemsOf, Model, pathOf, view } from '../../model/model';
import { ListenerPolicyKind, policiesOfListener, ruleName } from '../../model/policies';
import { routesOf } from '../../model/routes';
import { groupBy } from '../../value/group-by';
import { nearest } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/** Kuadrant's policies and what they are attached to. */
export const kuadrantModelRules: readonly ModelRule[] = [
  { code: 'GW260', title: 'section that the target does not have', find: missingSections },
  { code: 'GW261', title: 'two policies of a kind for one target', severity: 'warning', find: sharedTargets },
  { code: 'GW262', title: 'listeners of a TLSPolicy that name one Secret', find: sharedListenerSecrets },
  { code: 'GW263', title: 'listener that a TLSPolicy skips', severity: 'warning', find: skippedListeners },
  { code: 'GW264', title: 'DNSPolicy for listeners without a host', severity: 'warning', find: hostlessDns },
  { code: 'GW265', title: 'condition of a limit on the response', find: conditionsOnResponse },
  { code: 'GW266', title: 'health check of a wildcard', severity: 'warning', find: wildcardHealthChecks },
];

interface Policy extends Entry {
  readonly targetRef: TargetRef;
}

const KINDS = [AuthPolicy, RateLimitPolicy, TokenRateLimitPolicy, DNSPolicy, TLSPolicy] as const;

const policiesOf = view((model: Model): readonly Policy[] =>
  KINDS.flatMap((kind) =>
    itemsOf<{ readonly spec?: { readonly targetRef: TargetRef } }>(model, kind).flatMap(({ body, ...entry }) =>
      body.spec ? [{ ...entry, targetRef: body.spec.targetRef }] : [],
    ),
  ),
);

/** Names of listeners of a Gateway, or of rules of a route: its `name`, else `rule-N` (1 for the first). */
function sectionsOf(model: Model, { namespace, targetRef: { kind, name } }: Policy): string[] | undefined {
  if (kind === 'Gateway') {
    return findItem(model, Gateway, namespace, name)?.body.spec.listeners?.map((listener) => listener.name);
  }
  return routesByName(model).get(`${kind} ${namespace}/${name}`)?.rules.map(ruleName);
}

const routesByName = view(
  (model) => new Map(routesOf(model).map((route) => [`${route.kind} ${route.namespace}/${route.name}`, route])),
);

function missingSections(model: Model, report: Report): void {
  for (const policy of policiesOf(model)) {
    const { sectionName, kind, name } = policy.targetRef;
    const sections = sectionName === undefined ? undefined : sectionsOf(model, policy);
    if (!sections || sections.includes(sectionName!)) continue;
    const meant = nearest(sectionName!, sections);
    const noun = kind === 'Gateway' ? 'listener' : 'rule';
    report(policy, {
      what: 'spec.targetRef.sectionName',
      got: sectionName,
      expected: `a ${noun} of ${kind} ${name}: ${sections.join(', ')}`,
      fix: meant
        ? `did you mean '${meant}'?`
        : `name one of them, or leave it out for the whole ${kind}; the policy is not accepted (TargetNotFound)`,
    });
  }
}

/** DNS and TLS policies report a conflict; of the others one replaces the other, and both report success. */
function sharedTargets(model: Model, report: Report): void {
  const groups = groupBy(policiesOf(model), ({ kind, namespace, targetRef }) =>
    JSON.stringify([kind, namespace, targetRef.kind, targetRef.name, targetRef.sectionName]),
  );
  for (const [first, ...others] of groups.values()) {
    for (const policy of others.filter(({ name }) => name !== first.name)) {
      const isRefused = policy.kind === 'DNSPolicy' || policy.kind === 'TLSPolicy';
      report(
        policy,
        {
          what: 'spec.targetRef',
          got: `${policy.targetRef.kind} ${policy.targetRef.name}, which ${first.kind} ${pathOf(first)} targets too`,
          expected: `one ${policy.kind} for a target`,
          fix: isRefused
            ? 'remove one, or name a listener in sectionName; the younger is not accepted (Conflicted)'
            : 'put their rules into one; of two, the younger replaces the older (of overrides, the older the younger)',
        },
        isRefused ? 'error' : 'warning',
      );
    }
  }
}

/** Listeners that a policy is for: those of its target, but for listeners with a policy of their own. */
const listenersOf = (model: Model, policy: Item<{ readonly spec?: { readonly targetRef: TargetRef } }>) => {
  const { name, kind } = policy.body.spec!.targetRef;
  const gateway = kind === 'Gateway' ? findItem(model, Gateway, policy.namespace, name) : undefined;
  const all = gateway ? (listenersByGateway(model).get(gateway) ?? []) : [];
  const listeners = all
    .filter((on) => policiesOfListener(model, policy.kind as ListenerPolicyKind, on).some(({ at }) => at === policy.at))
    .map(({ listener }) => listener);
  return { gateway, listeners };
};

const isTerminated = ({ protocol, tls }: Listener) =>
  (protocol === 'HTTPS' || protocol === 'TLS') && tls !== undefined && tls.mode !== 'Passthrough';

/** Kuadrant makes a Certificate for each listener, and a Secret belongs to one Certificate. */
function sharedListenerSecrets(model: Model, report: Report): void {
  for (const [gateway, listeners] of listenersByGateway(model)) {
    const first = new Map<string, string>();
    for (const on of listeners.filter(({ listener }) => isTerminated(listener))) {
      const [policy] = policiesOfListener(model, 'TLSPolicy', on);
      const { name, hostname, tls } = on.listener;
      const secret = tls?.certificateRefs?.[0]?.name;
      if (!policy || secret === undefined || hostname === undefined) continue;
      const other = first.get(secret);
      if (other === undefined) {
        first.set(secret, name);
      } else {
        report(policy, {
          what: 'spec.targetRef',
          got: `listeners ${other} and ${name} of Gateway ${pathOf(gateway)}, which both name Secret ${secret}`,
          expected: 'a Secret for each listener',
          fix: `give listener ${name} a Secret of its own; the second Certificate is never ready (IncorrectCertificate)`,
        });
      }
    }
  }
}

/** Kuadrant passes over listeners that it cannot make a Certificate for, without a word in the status. */
function skippedListeners(model: Model, report: Report): void {
  for (const policy of itemsOf(model, TLSPolicy)) {
    if (!policy.body.spec) continue;
    const { gateway, listeners } = listenersOf(model, policy);
    if (!gateway || listeners.length === 0) continue;
    const reasons = listeners.map((listener) => ({ listener, reason: skipped(listener, gateway.namespace) }));
    const served = reasons.filter(({ reason }) => reason === undefined);
    const told =
      served.length === 0 ? reasons : reasons.filter(({ listener, reason }) => reason && isTerminated(listener));
    for (const { listener, reason } of told.slice(0, served.length === 0 ? 1 : undefined)) {
      report(policy, {
        what: 'spec.targetRef',
        got: `listener ${listener.name} of Gateway ${pathOf(gateway)}, ${reason}`,
        expected: 'a listener with a hostname that terminates TLS with one Secret of its namespace',
        fix:
          served.length === 0
            ? 'correct the listeners, or remove the policy: it is accepted and makes no Certificate'
            : 'correct the listener: the policy makes no Certificate for it',
      });
    }
  }
}

function skipped({ hostname, protocol, tls }: Listener, namespace: string): string | undefined {
  if (protocol !== 'HTTPS' && protocol !== 'TLS') return `which has no TLS (${protocol})`;
  if (hostname === undefined) return 'which has no hostname';
  if (tls?.mode === 'Passthrough') return 'which passes TLS through';
  const refs = tls?.certificateRefs ?? [];
  if (refs.length === 0) return 'which names no Secret';
  const foreign = refs.find(({ group = '', kind = 'Secret' }) => group !== '' || kind !== 'Secret');
  if (foreign) return `whose certificate is a ${foreign.kind}`;
  return refs.some((ref) => (ref.namespace ?? namespace) !== namespace)
    ? 'whose Secret is in another namespace'
    : undefined;
}

function hostlessDns(model: Model, report: Report): void {
  for (const policy of itemsOf(model, DNSPolicy)) {
    if (!policy.body.spec) continue;
    const { gateway, listeners } = listenersOf(model, policy);
    if (!gateway || listeners.length === 0 || listeners.some(({ hostname }) => hostname !== undefined)) continue;
    report(policy, {
      what: 'spec.targetRef',
      got: `Gateway ${pathOf(gateway)}, whose listeners have no hostname`,
      expected: 'a listener with a hostname, which becomes a record',
      fix: 'give a listener a hostname: the policy is accepted and writes no record',
    });
  }
}

/** Conditions are evaluated before the request is sent to the backend. */
function conditionsOnResponse(model: Model, report: Report): void {
  for (const kind of [RateLimitPolicy, TokenRateLimitPolicy] as const) {
    for (const policy of itemsOf<LimitBody>(model, kind)) {
      const { spec } = policy.body;
      for (const [path, scope] of [
        ['spec', spec],
        ['spec.defaults', spec?.defaults],
        ['spec.overrides', spec?.overrides],
      ] as const) {
        tellConditions(policy, `${path}.when`, scope?.when, report);
        for (const [name, limit] of Object.entries(scope?.limits ?? {})) {
          tellConditions(policy, `${path}.limits['${name}'].when`, limit.when, report);
        }
      }
    }
  }
}

interface LimitScope {
  readonly when?: readonly { readonly predicate?: string }[];
  readonly limits?: Readonly<Record<string, Limit>>;
}
interface LimitBody {
  readonly spec?: LimitScope & { readonly defaults?: LimitScope; readonly overrides?: LimitScope };
}

function tellConditions(policy: Entry, path: string, when: LimitScope['when'], report: Report): void {
  (when ?? []).forEach(({ predicate = '' }, index) => {
    const read = /\b(responseBodyJSON\s*\(|response\.)/.exec(predicate.replace(/"[^"]*"|'[^']*'/g, '""'));
    if (!read) return;
    report(policy, {
      what: `${path}[${index}].predicate`,
      got: predicate,
      expected: 'a condition on the request, the source, the destination, the connection or the identity',
      fix: 'leave it out: it is evaluated before there is a response, fails, and the limit counts nothing',
    });
  });
}

/** The DNS operator checks no wildcard: it has no host to send the request to. */
function wildcardHealthChecks(model: Model, report: Report): void {
  for (const policy of itemsOf(model, DNSPolicy)) {
    if (!policy.body.spec?.healthCheck) continue;
    const { gateway, listeners } = listenersOf(model, policy);
    const hosts = listeners.flatMap(({ hostname }) => hostname ?? []);
    const wildcard = hosts.find(isWildcard);
    if (!gateway || wildcard === undefined || hosts.some((host) => !isWildcard(host))) continue;
    report(policy, {
      what: 'spec.healthCheck',
      got: `listeners of Gateway ${pathOf(gateway)} for wildcards alone, such as ${wildcard}`,
      expected: 'a listener with an exact hostname',
      fix: 'add a listener for the host to check, or leave the health check out: none is made for a wildcard',
    });
  }
}
