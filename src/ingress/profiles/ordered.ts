import { ControllerProfile } from './profile';
import { OwnRule } from './rule';
import { Backend } from '../../model/backends';
import { Model } from '../../model/model';
import { Place } from '../../traffic/rule';
import { DEFAULT_SERVER } from '../build-servers';
import { configurationOf } from '../configuration';
import { IngressOptions } from '../options';
import { settingsOf } from '../read-settings';
import { IngressItem, Location, Server, ServerCertificate } from '../servers';
import { Settings } from '../settings';

/** A path of an Ingress as a controller compares it. */
export interface OrderedRule {
  readonly ingress: IngressItem;
  readonly place: Place;
  /** Empty for any. */
  readonly host: string;
  /** Prefixes are compared element by element, or as texts; expressions find a part of the path. */
  readonly path: { readonly type: 'exact' | 'prefix' | 'text' | 'regex'; readonly value: string };
  readonly settings: Settings;
  readonly own: OwnRule;
  readonly backend?: Backend;
  readonly fault?: string;
}

/**
 * A server for each host, with all rules that may take its requests, in the order in which the controller tries them: those
 * of wildcards and of no host too, unless `takesAny` is off.
 */
export function orderedServers(
  rules: readonly OrderedRule[],
  certificates: ReadonlyMap<string, ServerCertificate>,
  { hostTakes, takesAny = true }: Pick<ControllerProfile, 'hostTakes'> & { readonly takesAny?: boolean },
  order: (a: OrderedRule, b: OrderedRule) => number = () => 0,
): Server[] {
  const hosts = [...new Set(rules.map(({ host }) => host))].sort();
  return hosts.map((host) => {
    const own = rules.filter(
      (rule) => (takesAny && rule.host === '') || rule.host === host || hostTakes(rule.host, host),
    );
    return {
      host: host === '' ? DEFAULT_SERVER : host,
      aliases: [],
      opaque: [],
      certificate: certificates.get(host),
      locations: reached([...own].sort(order).flatMap(locationsOf)),
    };
  });
}

/** An element-wise prefix is what begins with it and a slash, and the path itself. */
function locationsOf({ path, ...rule }: OrderedRule): Location[] {
  const { place, ingress, settings, own, backend, fault } = rule;
  const at = (type: Location['type'], value: string): Location => ({
    path: value,
    type,
    place,
    ingress,
    settings,
    backend,
    fault,
    canaries: [],
    own,
  });
  if (path.type !== 'prefix') return [at(path.type === 'text' ? 'prefix' : path.type, path.value)];
  const base = path.value.replace(/\/+$/, '');
  return base === '' ? [at('prefix', '/')] : [at('exact', base), at('prefix', `${base}/`)];
}

/** What stands behind a wider path without conditions takes no request. */
function reached(locations: readonly Location[]): Location[] {
  const taken: Location[] = [];
  for (const location of locations) {
    const left = location.own!.schemes.filter((scheme) => !taken.some((each) => takesAll(each, location, scheme)));
    if (left.length > 0) taken.push({ ...location, own: { ...location.own!, schemes: left } });
  }
  return taken;
}

function takesAll({ own, type, path }: Location, other: Location, scheme: OwnRule['schemes'][number]): boolean {
  if (own!.conditions.length > 0 || !own!.schemes.includes(scheme)) return false;
  if (type === 'prefix' && other.type !== 'regex') return other.path.startsWith(path);
  return type === other.type && path === other.path;
}

/** Settings of an Ingress of which no annotation is one of ingress-nginx. */
export function plainSettings(model: Model, ingress: IngressItem, options: IngressOptions): Settings {
  const settings = settingsOf(model, { ...ingress, annotations: {} }, configurationOf(model, {}), options);
  return { ...settings, rewrite: { ...settings.rewrite, sslRedirect: false } };
}

/** Secrets of `tls`, by the hosts of rules that they are for. */
export function certificatesOf(
  ingresses: readonly IngressItem[],
  hosts: readonly string[],
  { hostTakes }: Pick<ControllerProfile, 'hostTakes'>,
): Map<string, ServerCertificate> {
  const all = ingresses.flatMap((ingress) =>
    (ingress.body.spec?.tls ?? []).flatMap(({ hosts: names = [], secretName }, index) =>
      names.map((name) => ({ name: name.toLowerCase(), secretName, ingress, index })),
    ),
  );
  return new Map(
    hosts.flatMap((host) => {
      const found = all.find(({ name }) => name === host) ?? all.find(({ name }) => hostTakes(name, host));
      if (!found) return [];
      const { ingress, index, secretName } = found;
      const place: Place = { entry: ingress, path: `spec.tls[${index}]` };
      const secret = secretName === undefined ? undefined : `${ingress.namespace}/${secretName}`;
      return [[host, { place, secret, reason: secret === undefined ? 'tls names no Secret' : undefined }] as const];
    }),
  );
}

/** A wildcard stands for one label. */
export const wildcardTakesLabel = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') && host.replace(/^[^.]+/, '*') === pattern;
