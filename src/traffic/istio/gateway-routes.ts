import { httpEntries } from './delegates';
import { GatewayProxy } from './proxies';
import { isLast, rulesAt } from './rules';
import { Server } from './servers';
import { virtualHosts, virtualServicesAt } from './virtual-services';
import { commonHost } from '../../match/host';
import { hostIndexOf, HostIndex } from '../../match/host-index';
import { Router, routerOf } from '../../match/router';
import { Model, pathOf } from '../../model/model';
import { Place, Rule } from '../rule';

/** A host of a gateway and its routes. */
export interface VirtualHost {
  readonly router: Router<Rule>;
  /** The server that sends clients to HTTPS. */
  readonly redirectsAt?: Place;
}

interface Draft {
  readonly rules: Rule[];
  redirectsAt?: Place;
}

/** The hosts of servers that share their routes. */
export function virtualHostsAt(model: Model, proxy: GatewayProxy, servers: readonly Server[]): HostIndex<VirtualHost> {
  const drafts = new Map<string, Draft>();
  const known = new Map<string, Rule[]>();
  const draftOf = (host: string): Draft => {
    const draft = drafts.get(host) ?? { rules: [] };
    drafts.set(host, draft);
    return draft;
  };
  for (const server of servers) {
    const { gateway, spec, hosts, path } = server;
    const redirects = spec.tls?.httpsRedirect ? { entry: gateway, path: `${path}.tls.httpsRedirect` } : undefined;
    const name = pathOf(gateway);
    for (const item of virtualServicesAt(model, name, proxy.namespace)) {
      const shared = new Set(
        hosts
          .filter(({ namespace }) => namespace === undefined || namespace === item.namespace)
          .flatMap(({ host }) => virtualHosts(item).flatMap((own) => commonHost(host, own) ?? [])),
      );
      if (shared.size === 0) continue;
      // Istio makes the rules of a VirtualService once for each Gateway of these servers.
      const key = `${name} ${pathOf(item)}`;
      const rules =
        known.get(key) ??
        rulesAt(
          { model, proxy, gateways: [name], port: spec.port.number, isTls: spec.tls !== undefined, isMesh: false },
          httpEntries(model, item),
        );
      known.set(key, rules);
      if (rules.length === 0) continue;
      for (const host of shared) {
        const draft = draftOf(host);
        draft.rules.push(...rules);
        draft.redirectsAt ??= redirects;
      }
    }
    if (!redirects) continue;
    // A host for one namespace is redirected where a VirtualService uses it.
    for (const { host, namespace } of hosts) if (namespace === undefined) draftOf(host).redirectsAt ??= redirects;
  }
  return hostIndexOf(
    [...drafts].map(([host, { rules, redirectsAt }]) => [host, { router: routerFor(rules), redirectsAt }] as const),
  );
}

/** Rules that take everything stand last, whichever VirtualService they are from. */
function routerFor(rules: readonly Rule[]): Router<Rule> {
  const ordered = [...rules.filter((rule) => !isLast(rule)), ...rules.filter(isLast)];
  return routerOf(ordered.map((value) => ({ condition: value.condition, value })));
}
