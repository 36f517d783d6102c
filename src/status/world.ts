import { ownersOf, secretsOfListeners } from './owners';
import { record, records } from './reported';
import { RULES, rulesOf, Step, STEPS } from './steps';
import { Gateway, GatewayClass, ListenerSet } from '../manifest/gateway-api';
import { kindOf } from '../manifest/kinds';
import { GATEWAY_API, groupOf, Located, Manifest } from '../manifest/manifest';
import { gatewayOfSet } from '../model/listeners';
import { Entry, find, findItem, itemsOf, Model, ModelOptions, modelsOf, nameOf, soundOnly } from '../model/model';
import { Profile, PROFILES } from '../traffic/profile';

/** An object that is looked at. */
export interface Subject {
  /** As predictions see it: its manifest, or the live object where there is none. */
  readonly entry: Entry;
  readonly step: Step;
  /** Its manifest; none for what a controller made. */
  readonly declared?: Located;
  readonly live?: Located;
}

/** Manifests and what the cluster has, put together. */
export interface World {
  readonly subjects: readonly Subject[];
  /** The manifests, and beside them what else the cluster has. */
  readonly objects: readonly Located[];
  readonly options: ModelOptions;
  readonly model: Model;
  readonly profile: Profile;
  /** Whether an object of a kind would be in `live` if the cluster had it: so in a file that has others of the kind. */
  readonly isAsked: (kind: string) => boolean;
  /** Names of the classes that the cluster has; undefined where they were not read. */
  readonly classes: readonly string[] | undefined;
  /** The controllerName of the class that an object is served by, if that is known. */
  readonly controllerOf: (entry: Entry) => string | undefined;
}

export interface WorldInput {
  /** Empty for all that the cluster has. */
  readonly declared: readonly Located[];
  readonly live: readonly Located[];
  /**
   * Kinds that could not be read, as `group/kind`: what is not in `live` may be there.
   *
   * @default - none
   */
  readonly unread?: ReadonlyMap<string, string>;
  /**
   * Whether `live` is all that the cluster has of what is looked at, but for what is unread.
   *
   * @default false
   */
  readonly isCluster?: boolean;
  readonly namespace: string;
  readonly isWhole?: boolean;
  readonly exists?: readonly string[];
  /** @default - that of the controllers, or istio */
  readonly profile?: Profile['name'];
}

/** The world of at least one object. */
export function worldOf(input: WorldInput): World {
  const { declared, live, unread = new Map(), isCluster = false, namespace, isWhole, exists = [], profile } = input;
  const keyOf = keysIn(namespace);
  const ownLive = new Map(live.map((each) => [keyOf(each.manifest), each]));
  const ownDeclared = new Map(declared.map((each) => [keyOf(each.manifest), each]));
  const aged = declared.map((each) => withAge(each, ownLive.get(keyOf(each.manifest))));
  const others = live.filter(({ manifest }) => !ownDeclared.has(keyOf(manifest)));
  // Secrets are not read unless somebody gives them; what is not read is not missing.
  const unknown = ['Secret', 'ConfigMap'].filter((kind) => !live.some(({ manifest }) => manifest.kind === kind));
  const objects = [...aged, ...others].map(({ group, ...each }): Located => (void group, each));
  const options = { isWhole, namespace, exists: [...exists, ...unknown.map((kind) => `${kind} *`)] };
  const [all] = modelsOf(objects, options);
  const model = soundOnly(all);
  const entries = [...model.byName.values()];
  const found = entries.flatMap((entry): Subject[] => {
    const rules = rulesOf(entry);
    if (!rules) return [];
    const key = keyOf(entry.at.manifest);
    return [{ entry, step: rules.step, declared: ownDeclared.get(key), live: ownLive.get(key) }];
  });
  const isPart = partsOf(found.flatMap((subject) => (subject.declared ? [subject.entry] : [])));
  const subjects = found.filter(
    (subject) =>
      isLookedAt(subject) &&
      (subject.live || !unread.has(`${subject.entry.group}/${subject.entry.kind}`)) &&
      (declared.length === 0 || subject.declared || isPart(subject)),
  );
  const kinds = new Set(live.map(({ manifest }) => manifest.kind));
  const classes = live.flatMap(({ manifest }) => (manifest.kind === 'GatewayClass' ? [manifest.metadata.name] : []));
  return {
    subjects: [...subjects].sort(inOrder),
    objects,
    options,
    model,
    profile: PROFILES[profile ?? profileOf(model) ?? 'istio'],
    isAsked: (kind) => isCluster || kinds.has(kind),
    classes: (isCluster && !unread.has(`${GATEWAY_API}/GatewayClass`)) || classes.length > 0 ? classes : undefined,
    controllerOf: (entry) => controllerOf(model, entry),
  };
}

/** A Service has an address only where it is a load balancer. */
const isLookedAt = ({ entry: { kind, at } }: Subject) =>
  kind !== 'Service' || record(at.manifest.spec).type === 'LoadBalancer';

const keysIn =
  (namespace: string) =>
  ({ apiVersion, kind, metadata }: Manifest) =>
    `${groupOf(apiVersion)}/${kind}/${kindOf(apiVersion, kind)?.namespaced === false ? '' : (metadata.namespace ?? namespace)}/${metadata.name}`;

/** Of objects that compete, the oldest wins: the cluster knows how old they are. */
function withAge(declared: Located, live: Located | undefined): Located {
  const { creationTimestamp } = record(live?.manifest.metadata);
  if (creationTimestamp === undefined) return declared;
  const { manifest } = declared;
  return {
    ...declared,
    manifest: { ...manifest, metadata: { ...manifest.metadata, creationTimestamp } as Manifest['metadata'] },
  };
}

/** What is looked at beside the manifests: what controllers made for them, and classes of their Gateways. */
function partsOf(declared: readonly Entry[]): (subject: Subject) => boolean {
  const names = new Set(declared.map(nameOf));
  const gateways = declared.filter(({ kind }) => kind === 'Gateway' || kind === 'ListenerSet');
  const classes = new Set(gateways.map(({ at }) => record(at.manifest.spec).gatewayClassName));
  const secrets = new Set(gateways.flatMap(secretsOfListeners));
  return ({ entry }) =>
    (entry.kind === 'GatewayClass' && classes.has(entry.name)) ||
    (entry.kind === 'Certificate' && secrets.has(`${entry.namespace}/${record(entry.at.manifest.spec).secretName}`)) ||
    ownersOf(entry).some((owner) => names.has(owner));
}

const KIND_ORDER = new Map(RULES.map(({ group, kind }, index) => [`${group}/${kind}`, index]));

function inOrder(a: Subject, b: Subject): number {
  const rankOf = ({ entry: { group, kind } }: Subject) => KIND_ORDER.get(`${group}/${kind}`)!;
  return (
    STEPS.indexOf(a.step) - STEPS.indexOf(b.step) ||
    rankOf(a) - rankOf(b) ||
    (nameOf(a.entry) < nameOf(b.entry) ? -1 : nameOf(a.entry) > nameOf(b.entry) ? 1 : 0)
  );
}

/** Profiles by the beginning of the name of a controller. */
const CONTROLLERS: readonly (readonly [string, Profile['name']])[] = [
  ['istio.io/', 'istio'],
  ['openshift.io/', 'istio'],
  ['gateway.envoyproxy.io/', 'envoy-gateway'],
];

function profileOf(model: Model): Profile['name'] | undefined {
  const names = [...itemsOf(model, Gateway), ...itemsOf(model, GatewayClass)].flatMap(
    (entry) => controllerOf(model, entry) ?? [],
  );
  for (const name of names) return CONTROLLERS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'spec';
  return undefined;
}

function controllerOf(model: Model, entry: Entry): string | undefined {
  if (entry.kind === 'GatewayClass') return findItem(model, GatewayClass, '', entry.name)?.body.spec.controllerName;
  if (entry.kind === 'Gateway') {
    const { gatewayClassName = '' } = record(entry.at.manifest.spec) as { readonly gatewayClassName?: string };
    return (
      findItem(model, GatewayClass, '', gatewayClassName)?.body.spec.controllerName ?? KNOWN_CLASSES[gatewayClassName]
    );
  }
  if (entry.kind === 'ListenerSet') {
    const set = findItem(model, ListenerSet, entry.namespace, entry.name);
    const gateway = set && gatewayOfSet(model, set);
    return gateway && controllerOf(model, gateway);
  }
  const { parentRefs } = record(entry.at.manifest.spec);
  for (const ref of records(parentRefs)) {
    const {
      group = 'gateway.networking.k8s.io',
      kind = 'Gateway',
      namespace = entry.namespace,
      name,
    } = ref as Readonly<Record<string, string>>;
    const parent = find(model, { group, kind, namespace, name });
    const found = parent && controllerOf(model, parent);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Classes that Istio makes by itself. */
const KNOWN_CLASSES: Readonly<Record<string, string>> = {
  istio: 'istio.io/gateway-controller',
  'istio-waypoint': 'istio.io/mesh-controller',
};
