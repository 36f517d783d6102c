import { Item, itemsOf, Model, view } from './model';
import { DestinationRule, Gateway, VirtualService, VirtualServiceSpec } from '../manifest/istio-networking';
import { Body } from '../manifest/shape';
import { ANY_VALUE, NamedCondition, PathCondition, RequestCondition, TextCondition } from '../match/condition';
import { hostCovers } from '../match/host';
import { groupBy } from '../value/group-by';
import { quotedExpression } from '../value/regex';

export type VirtualServiceItem = Item<Body<typeof VirtualService>>;
export type IstioGatewayItem = Item<Body<typeof Gateway>>;
type Match = NonNullable<NonNullable<VirtualServiceSpec['http']>[number]['match']>[number];
export type Text = { readonly exact?: string; readonly prefix?: string; readonly regex?: string };

export const MESH = 'mesh';

/** Policies and DestinationRules of this namespace apply to every namespace. */
export const ROOT_NAMESPACE = 'istio-system';

/** A host as Istio resolves it: a short name is one of the namespace of the object that names it. */
export const fullHost = (host: string, namespace: string) =>
  host.includes('.') || host === '*' ? host : `${host}.${namespace}.svc.cluster.local`;

/** The host that a server names, without the namespaces that it is for: `shop/api.example.com`. */
export const hostOfServer = (text: string) => text.slice(text.indexOf('/') + 1);

/** Whether a Gateway has a server for a host. */
export const servesHost = ({ body }: IstioGatewayItem, host: string): boolean =>
  (body.spec?.servers ?? []).some(({ hosts = [] }) => hosts.some((each) => hostCovers(hostOfServer(each), host)));

/** The Service of the cluster that a host names. */
export function serviceOfHost(
  host: string,
  namespace: string,
): { readonly namespace: string; readonly name: string } | undefined {
  const [, name, ns] = /^([^.*]+)\.([^.]+)\.svc\.cluster\.local$/.exec(fullHost(host, namespace)) ?? [];
  return name === undefined ? undefined : { namespace: ns, name };
}

/** The DestinationRules that may apply to a host: of that name, or of a wildcard above it. */
export function destinationRulesFor(model: Model, host: string): readonly Item<Body<typeof DestinationRule>>[] {
  const { byHost, wildcards } = destinationRules(model);
  return [...(byHost.get(host) ?? []), ...wildcards.filter((rule) => hostCovers(rule.body.spec!.host, host))];
}

const destinationRules = view((model: Model) => {
  const rules = itemsOf(model, DestinationRule).filter(({ body }) => body.spec);
  return {
    byHost: groupBy(rules, ({ body, namespace }) => fullHost(body.spec!.host, namespace)),
    wildcards: rules.filter(({ body }) => body.spec!.host.startsWith('*')),
  };
});

/** The Gateways that a VirtualService names; undefined for one that is not in the model. Not the mesh. */
export function gatewaysOf(model: Model, { body, namespace }: VirtualServiceItem): (IstioGatewayItem | undefined)[] {
  const byName = gatewaysByName(model);
  return gatewayNames(body.spec)
    .filter((name) => name !== MESH)
    .map((name) => byName.get(name.includes('/') ? name : `${namespace}/${name}`));
}

const gatewaysByName = view(
  (model: Model) => new Map(itemsOf(model, Gateway).map((item) => [`${item.namespace}/${item.name}`, item])),
);

/** Names of the gateways of a VirtualService; the mesh where it names none. */
export const gatewayNames = (spec: VirtualServiceSpec | undefined): readonly string[] =>
  spec?.gateways && spec.gateways.length > 0 ? spec.gateways : [MESH];

/** Hosts of a Gateway's servers that VirtualServices of a namespace may use: `ns/host`, `./host`, `host`. */
export function serverHosts({ body, namespace }: IstioGatewayItem, from: string): string[] {
  return (body.spec?.servers ?? []).flatMap(({ hosts }) =>
    hosts.flatMap((host) => {
      const slash = host.indexOf('/');
      if (slash < 0) return [host];
      const scope = host.slice(0, slash);
      const isOpen = scope === '*' || scope === from || (scope === '.' && from === namespace);
      return isOpen ? [host.slice(slash + 1)] : [];
    }),
  );
}

/** A match of an HTTP route, as data; undefined where it asks for what conditions do not say. */
export function istioCondition({
  uri,
  method,
  headers,
  queryParams,
  name,
  ...rest
}: Match): RequestCondition | undefined {
  void name;
  if (Object.values(rest).some((value) => value !== undefined && value !== false)) return undefined;
  const isPlain = method === undefined || method.exact !== undefined;
  return isPlain
    ? {
        path: istioPath(uri),
        method: method?.exact,
        headers: texts(headers, (each) => each.toLowerCase()),
        queryParams: texts(queryParams, (each) => each),
      }
    : undefined;
}

export function istioPath(uri: Text | undefined): PathCondition | undefined {
  if (uri?.exact !== undefined) return { type: 'Exact', value: uri.exact };
  if (uri?.regex !== undefined) return { type: 'RegularExpression', value: uri.regex };
  if (uri?.prefix === undefined || uri.prefix === '/') return undefined;
  return uri.prefix.endsWith('/')
    ? { type: 'PathPrefix', value: uri.prefix.slice(0, -1), extent: 'below' }
    : { type: 'PathPrefix', value: uri.prefix, extent: 'text' };
}

function texts(map: Readonly<Record<string, Text>> = {}, keyOf: (name: string) => string): Map<string, NamedCondition> {
  return new Map(Object.entries(map).map(([name, text]) => [keyOf(name), { name, ...textCondition(text) }]));
}

/** Whether a match asks for any value; `*` as a regular expression means that too. */
export const isAnyText = ({ exact, prefix, regex }: Text) =>
  exact === undefined && prefix === undefined && (regex === undefined || regex === '*');

export function textCondition(text: Text): TextCondition {
  if (text.exact !== undefined) return { type: 'Exact', value: text.exact };
  if (isAnyText(text)) return { type: 'RegularExpression', value: ANY_VALUE };
  return { type: 'RegularExpression', value: text.regex ?? `${quotedExpression(text.prefix!)}.*` };
}
