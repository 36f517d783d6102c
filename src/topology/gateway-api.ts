import { addBackend } from './backends';
import { addEdge, addMesh, addNamed, addObject, addPart, Draft, idOf } from './draft';
import { GatewayClass, ListenerSet } from '../manifest/gateway-api';
import { GATEWAY_API } from '../manifest/manifest';
import { ANY_HOST } from '../match/host';
import { attachmentsByRoute } from '../model/attachments';
import { shownMatch } from '../model/conditions';
import { gatewayOfSet, ListenerOf, listenersByGateway } from '../model/listeners';
import { itemsOf } from '../model/model';
import { ruleName } from '../model/policies';
import { hasMatches, Route, RouteRule, routesOf } from '../model/routes';
import { percent, stepsOf } from '../traffic/explain';
import { destinationOf, rulesOf } from '../traffic/http-route';
import { Destination, Mirror, Rule } from '../traffic/rule';

/** Gateways, their classes and listeners. */
export function addGateways(draft: Draft): void {
  for (const item of itemsOf(draft.model, GatewayClass)) {
    addObject(draft, item, 'class', [item.body.spec.controllerName]);
  }
  for (const [gateway, listeners] of listenersByGateway(draft.model)) {
    const { gatewayClassName, addresses = [] } = gateway.body.spec;
    const values = addresses.flatMap(({ value }) => value ?? []);
    const id = addObject(draft, gateway, 'gateway', [`class ${gatewayClassName}`, ...values]);
    const name = { group: GATEWAY_API, kind: 'GatewayClass', namespace: '', name: gatewayClassName };
    addEdge(draft, addNamed(draft, name, 'class'), id, 'serves');
    for (const on of listeners) addListener(draft, on);
  }
  for (const set of itemsOf(draft.model, ListenerSet)) {
    const gateway = gatewayOfSet(draft.model, set);
    const id = addObject(draft, set, 'gateway');
    if (gateway) addEdge(draft, idOf(draft, gateway), id, 'routes');
  }
}

function addListener(draft: Draft, on: ListenerOf): void {
  const { owner, path, listener, host } = on;
  if (owner !== on.gateway) addObject(draft, owner, 'gateway');
  addPart(draft, owner, { role: 'listener', kind: 'Listener', name: listener.name, path }, [
    `${listener.protocol} ${listener.port}`,
    ...(host === ANY_HOST ? [] : [host]),
  ]);
}

export const listenerId = (draft: Draft, { owner, listener }: Pick<ListenerOf, 'owner' | 'listener'>) =>
  `${idOf(draft, owner)}#${listener.name}`;

export const ruleId = (draft: Draft, route: Route, index: number) =>
  `${idOf(draft, route)}#${ruleName(route.rules[index], index)}`;

/** Routes with their rules, and what these lead to. */
export function addRoutes(draft: Draft): void {
  const { model } = draft;
  for (const route of routesOf(model)) {
    const id = addObject(draft, route, 'route', route.hostnames ?? []);
    for (const { on } of attachmentsByRoute(model).get(route) ?? []) {
      addEdge(draft, listenerId(draft, on), id, 'routes');
    }
    addOtherParents(draft, route, id);
    const rules = hasMatches(route) ? rulesOf(model, route) : [];
    route.rules.forEach((rule, index) => addRule(draft, route, rule, index, rules));
  }
}

/** Routes of the mesh have Services as parents; a Gateway may be in another set of manifests. */
function addOtherParents(draft: Draft, { parentRefs, namespace: own }: Route, id: string): void {
  for (const { group = GATEWAY_API, kind = 'Gateway', namespace = own, name } of parentRefs) {
    const parent = { group, kind, namespace, name };
    if (kind === 'Service' || kind === 'ServiceEntry') {
      addEdge(draft, addMesh(draft), id, 'routes', `to ${name}`);
      continue;
    }
    const from = addNamed(draft, parent, 'gateway');
    // The listeners of a Gateway that is known have led to the route, or do not take it.
    if (draft.nodes.get(from)?.object === undefined) addEdge(draft, from, id, 'routes');
  }
}

function addRule(draft: Draft, route: Route, rule: RouteRule, index: number, all: readonly Rule[]): void {
  const path = `spec.rules[${index}]`;
  const own = all.filter((each) => each.rule === path);
  const [first] = own;
  const id = addPart(draft, route, { role: 'rule', kind: 'Rule', name: ruleName(rule, index), path }, [
    ...(first ? [shownMatches(own)] : []),
    ...(first ? effectsOf(first) : []),
  ]);
  const refs = rule.backendRefs ?? [];
  const destinations =
    first?.destinations ?? refs.map((ref, at) => destinationOf(draft.model, route, ref, `${path}.backendRefs[${at}]`));
  addDestinations(draft, id, route.namespace, destinations, first?.mirrors ?? []);
}

/** Matches of a rule, the first of many. */
export function shownMatches(rules: readonly Pick<Rule, 'condition'>[]): string {
  const texts = [...new Set(rules.map(({ condition }) => brief(condition)))];
  return texts.length > 2 ? `${texts.slice(0, 2).join(', ')} and ${texts.length - 2} more` : texts.join(', ');
}

/** `GET /orders`, `/orders/*` for all below, `~` before a regular expression. */
function brief(condition: Rule['condition']): string {
  const { path } = condition;
  if (path?.type === 'Exact') return shownMatch({ ...condition, path: { type: 'PathPrefix', value: path.value } });
  if (path?.type !== 'RegularExpression') {
    return shownMatch({ ...condition, path: { type: 'PathPrefix', value: `${path?.value ?? ''}/*` } });
  }
  return shownMatch({ ...condition, path: { type: 'PathPrefix', value: `~${path.value}` } });
}

/** What a rule does beside choosing a backend. */
export const effectsOf = (rule: Rule): string[] =>
  stepsOf({ outcomes: [], steps: [], rule }).flatMap(({ what, text }) => (what === 'does' ? text : []));

/** Edges from a rule to where it sends requests. */
export function addDestinations(
  draft: Draft,
  rule: string,
  from: string,
  destinations: readonly Destination[],
  mirrors: readonly Mirror[],
): void {
  const total = destinations.reduce((sum, { weight }) => sum + weight, 0);
  for (const { backend, weight, subset } of destinations) {
    const share = destinations.length > 1 ? percent(total === 0 ? 0 : weight / total) : undefined;
    const label = [share, subset].filter((each) => each !== undefined).join(' ');
    addEdge(draft, rule, addBackend(draft, backend, from), 'forwards', label === '' ? undefined : label);
  }
  for (const { backend, share } of [...mirrors, ...destinations.flatMap((each) => each.mirrors)]) {
    addEdge(
      draft,
      rule,
      addBackend(draft, backend, from),
      'mirrors',
      share === 1 ? 'mirror' : `mirror ${percent(share)}`,
    );
  }
}
