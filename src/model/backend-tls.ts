import { compareAge } from './age';
import { Authority, authorityOf } from './authorities';
import { Backend } from './backends';
import { findItem, Item, itemsOf, Model, ObjectName, view } from './model';
import { BackendTLSPolicy } from '../manifest/gateway-api';
import { ServiceEntry } from '../manifest/istio-networking';
import { Service } from '../manifest/kubernetes';
import { Body } from '../manifest/shape';

export type BackendTlsItem = Item<Body<typeof BackendTLSPolicy>>;
type Target = BackendTlsItem['body']['spec']['targetRefs'][number];

/** A BackendTLSPolicy and what is wrong with it, in the terms of its status (Gateway API v1, PolicyConditionReason). */
export interface BackendTls {
  readonly policy: BackendTlsItem;
  readonly authorities: readonly Authority[];
  /** The policy that has precedence at one of the targets. */
  readonly conflict?: BackendTlsItem;
  /** Why references to authorities do not resolve. */
  readonly fault?: 'InvalidKind' | 'InvalidCACertificateRef';
  /** Whether no authority is left that could be trusted; connections to the backend fail. */
  readonly isWithoutAuthority: boolean;
}

interface Policies {
  readonly all: readonly BackendTls[];
  /** The policy in force, by target. */
  readonly byTarget: ReadonlyMap<string, BackendTls>;
}

/** BackendTLSPolicies and those in force: of one target, the oldest. */
export const backendTlsPolicies = view((model: Model): Policies => {
  const winners = new Map<string, BackendTlsItem>();
  const policies = [...itemsOf(model, BackendTLSPolicy)].sort(compareAge);
  for (const policy of policies) {
    for (const target of policy.body.spec.targetRefs) {
      const key = keyOf(policy.namespace, target);
      if (!winners.has(key)) winners.set(key, policy);
    }
  }
  const all = new Map(
    policies.map((policy) => {
      const conflict = policy.body.spec.targetRefs
        .map((target) => winners.get(keyOf(policy.namespace, target))!)
        .find((winner) => winner !== policy);
      return [policy, { policy, conflict, ...trust(model, policy) }];
    }),
  );
  return {
    all: [...all.values()],
    byTarget: new Map([...winners].map(([key, policy]) => [key, all.get(policy)!])),
  };
});

const keyOf = (namespace: string, { group, kind, name, sectionName }: Omit<Target, 'sectionName'> & Partial<Target>) =>
  JSON.stringify([namespace, group, kind, name, sectionName]);

function trust(model: Model, policy: BackendTlsItem): Pick<BackendTls, 'authorities' | 'fault' | 'isWithoutAuthority'> {
  const { caCertificateRefs = [], wellKnownCACertificates } = policy.body.spec.validation;
  const authorities = caCertificateRefs.map((ref) => authorityOf(model, policy, ref));
  const fault = authorities.find((each) => each.fault)?.fault;
  return {
    authorities,
    fault: fault && (fault === 'kind' ? 'InvalidKind' : 'InvalidCACertificateRef'),
    isWithoutAuthority: wellKnownCACertificates === undefined && authorities.every((each) => each.fault),
  };
}

/** The policy that has precedence at a target. */
export const policyInForce = (model: Model, namespace: string, target: Target): BackendTlsItem | undefined =>
  backendTlsPolicies(model).byTarget.get(keyOf(namespace, target))?.policy;

/** The policy for connections to a port of a Service or a ServiceEntry: that of the port, by its name, before others. */
export function backendTlsOf(model: Model, backend: Backend): BackendTls | undefined {
  const { byTarget } = backendTlsPolicies(model);
  const target = byTarget.size === 0 ? undefined : targetOf(model, backend);
  if (!target) return undefined;
  const { namespace, ports, group, kind, name } = target;
  const whole = { group, kind, name };
  const sectionName = ports.find((each) => (each.port ?? each.number) === backend.port)?.name;
  const own = sectionName === undefined ? undefined : byTarget.get(keyOf(namespace, { ...whole, sectionName }));
  return own ?? byTarget.get(keyOf(namespace, whole));
}

interface Aim extends ObjectName {
  readonly ports: readonly { readonly name?: string; readonly port?: number; readonly number?: number }[];
}

function targetOf(model: Model, { kind, namespace, name }: Backend): Aim | undefined {
  if (kind === 'Service') {
    return {
      group: '',
      kind,
      namespace,
      name,
      ports: findItem(model, Service, namespace, name)?.body.spec?.ports ?? [],
    };
  }
  const entry = kind === 'Hostname' ? entriesByHost(model).get(name) : undefined;
  return entry && { ...entry, group: 'networking.istio.io', ports: entry.body.spec.ports ?? [] };
}

const entriesByHost = view(
  (model: Model) =>
    new Map(itemsOf(model, ServiceEntry).flatMap((item) => item.body.spec.hosts.map((host) => [host, item] as const))),
);
