import { certificatesOf, OrderedRule, orderedServers, plainSettings, wildcardTakesLabel } from './ordered';
import { annotationAt, ControllerProfile } from './profile';
import { Change, OwnRule, Redirection } from './rule';
import { Service } from '../../manifest/kubernetes';
import { Entry, findItem, Model } from '../../model/model';
import { IngressOptions } from '../options';
import { IngressItem, Remark } from '../servers';
import { Settings } from '../settings';
import { serviceBackend } from '../upstreams';

/** What its annotations may begin with. */
export const HAPROXY_PREFIXES = ['haproxy.org', 'haproxy.com', 'ingress.kubernetes.io'] as const;

/** The HAProxy Kubernetes Ingress Controller 3 of HAProxy Technologies (haproxytech/kubernetes-ingress). */
export const HAPROXY: ControllerProfile = {
  name: 'haproxy',
  title: 'HAProxy',
  controllers: ['haproxy.org/ingress-controller'],
  classes: ['haproxy'],
  takesUnclassed: false,
  isUrlReadingKnown: true,
  hostTakes: wildcardTakesLabel,
  normalized: (path) => path,
  build: (model, ingresses, options) => {
    const read = ingresses.map((ingress) => new Reader(model, ingress, options));
    const rules = read.flatMap((each) => each.rules()).sort((a, b) => stageOf(a) - stageOf(b) || byLength(a, b));
    const certificates = certificatesOf(
      ingresses,
      rules.map(({ host }) => host),
      HAPROXY,
    );
    return {
      servers: orderedServers(rules, certificates, NO_OTHER_HOSTS),
      remarks: read.flatMap(({ remarks }) => remarks),
    };
  },
};

/** What no path of a host takes is not looked for at wildcards. */
const NO_OTHER_HOSTS = { hostTakes: () => false, takesAny: false };

/** Whole paths first, those of Exact before those of prefixes; then the longest prefix. */
const stageOf = ({ path, place, ingress }: OrderedRule) =>
  path.type === 'text' ? 2 : isExact(ingress, place.path) ? 0 : 1;
const byLength = (a: OrderedRule, b: OrderedRule) =>
  a.path.type === 'text' && b.path.type === 'text' ? b.path.value.length - a.path.value.length : 0;

function isExact({ body }: IngressItem, place: string): boolean {
  const [, rule, path] = /^spec\.rules\[(\d+)\]\.http\.paths\[(\d+)\]$/.exec(place) ?? [];
  return body.spec?.rules?.[Number(rule)]?.http?.paths[Number(path)]?.pathType === 'Exact';
}

type Path = OrderedRule['path'];

/** A prefix takes the path itself, and what begins with it: with a slash for Prefix, as a text otherwise. */
function pathsOf(given: string, type: string): Path[] {
  if (type === 'Exact') return [{ type: 'exact', value: given }];
  const base = given.replace(/\/$/, '');
  if (base === '') return [{ type: 'text', value: '/' }];
  return [
    { type: 'exact', value: base },
    { type: 'text', value: type === 'Prefix' ? `${base}/` : base },
  ];
}

/** Reads one Ingress, with what its Services say. */
class Reader {
  public readonly remarks: Remark[] = [];

  public constructor(
    private readonly model: Model,
    private readonly ingress: IngressItem,
    private readonly options: IngressOptions,
  ) {}

  public rules(): OrderedRule[] {
    const { ingress } = this;
    const { rules = [], defaultBackend } = ingress.body.spec ?? {};
    const own = rules.flatMap(({ host = '', http }, rule) =>
      (http?.paths ?? []).flatMap(({ path = '', pathType, backend }, index) => {
        const place = { entry: ingress, path: `spec.rules[${rule}].http.paths[${index}]` };
        if (!backend.service) return [];
        return this.rulesAt(host.toLowerCase(), pathsOf(path, pathType), place, backend.service);
      }),
    );
    const usual = defaultBackend?.service;
    const place = { entry: ingress, path: 'spec.defaultBackend' };
    return [...own, ...(usual ? this.rulesAt('', [{ type: 'text', value: '/' }], place, usual) : [])];
  }

  private rulesAt(
    host: string,
    paths: readonly Path[],
    place: OrderedRule['place'],
    service: Parameters<typeof serviceBackend>[2],
  ): OrderedRule[] {
    const { ingress, model } = this;
    const item = findItem(model, Service, ingress.namespace, service.name);
    if (item && valueOf(item, 'route-acl') !== undefined) {
      this.tell('route-acl', 'refused', 'a condition of HAProxy; the rules are left out: write their matches', item);
      return [];
    }
    const settings = this.settings(item);
    const changes = this.changes();
    const [redirect, toHttps] = [this.redirect(), this.toHttps()];
    const { backend, fault } = serviceBackend(model, ingress, service);
    return (['http', 'https'] as const).flatMap((scheme) => {
      const answer = redirect ?? (scheme === 'http' ? toHttps : undefined);
      const handsOnPreflights = this.value('cors-respond-to-options') !== 'true';
      const rule: OwnRule = { schemes: [scheme], conditions: [], changes, answer, backends: [], handsOnPreflights };
      return paths.map((path) => ({ ingress, place, host, path, settings, own: rule, backend, fault }));
    });
  }

  private value(name: string, service?: Entry): string | undefined {
    return (service && valueOf(service, name)) ?? valueOf(this.ingress, name);
  }

  private tell(name: string, fate: Remark['fate'], text: string, entry: Entry = this.ingress): void {
    const key = keyOf(entry, name);
    if (key === undefined) return;
    const what = `${name}: ${entry.annotations[key].trim().split('\n')[0]}`;
    const isTold = this.remarks.some((each) => each.what === what && each.place.entry === entry);
    if (!isTold) this.remarks.push({ place: annotationAt(entry, key), what, fate, text });
  }

  private settings(service: Entry | undefined): Settings {
    const settings = plainSettings(this.model, this.ingress, this.options);
    const cookie = this.value('cookie-persistence', service);
    const secret = this.value('auth-secret');
    const [namespace, name] = secret?.includes('/') ? secret.split('/') : [this.ingress.namespace, secret];
    return {
      ...settings,
      backendProtocol: this.value('server-ssl', service) === 'true' ? 'HTTPS' : 'HTTP',
      allow: this.networks('allow-list', 'whitelist'),
      deny: this.networks('deny-list', 'blacklist'),
      basicAuth:
        this.value('auth-type') === 'basic-auth' && name !== undefined
          ? {
              type: 'basic',
              secret: `${namespace}/${name}`,
              secretType: 'auth-map',
              realm: this.value('auth-realm') ?? 'Protected Content',
            }
          : undefined,
      limits: this.limits(),
      cors: this.cors(),
      affinity:
        cookie === undefined
          ? undefined
          : { mode: 'balanced', canaryBehavior: 'sticky', cookie, changesOnFailure: true },
    };
  }

  private networks(name: string, older: string): string[] {
    const used = this.value(name) === undefined ? older : name;
    const list = (this.value(used) ?? '').split(',').flatMap((each) => each.trim() || []);
    if (list.some((each) => each.startsWith('patterns/'))) {
      this.tell(used, 'refused', 'a file of patterns; write its addresses into the annotation');
      return [];
    }
    return list;
  }

  private limits(): Settings['limits'] {
    const requests = Number(this.value('rate-limit-requests') ?? 0);
    if (!(requests > 0)) return undefined;
    const period = this.value('rate-limit-period') ?? '1s';
    if (!['1s', '1m', '60s'].includes(period)) {
      this.tell('rate-limit-period', 'refused', 'limits are of a second or a minute here; write a RateLimitPolicy');
      return undefined;
    }
    return {
      connections: 0,
      requestsPerSecond: period === '1s' ? requests : 0,
      requestsPerMinute: period === '1s' ? 0 : requests,
      burstMultiplier: 1,
      allow: [],
    };
  }

  /** The origin is an expression, of which a plain URL is one. */
  private cors(): Settings['cors'] {
    if (this.value('cors-enable') !== 'true') return undefined;
    const origin = this.value('cors-allow-origin') ?? '*';
    if (origin !== '*' && !/^https?:\/\/[\w.-]+(:\d+)?$/.test(origin)) {
      this.tell(
        'cors-allow-origin',
        'refused',
        'a filter CORS takes origins such as https://*.example.com; name the origin',
      );
      return undefined;
    }
    const age = /^(\d+)(s|m|h)?$/.exec(this.value('cors-max-age') ?? '5s');
    const factor = { s: 1, m: 60, h: 3600 }[age?.[2] ?? 's'] ?? 1;
    return {
      origins: [origin],
      methods: this.value('cors-allow-methods') ?? '*',
      headers: this.value('cors-allow-headers') ?? '*',
      allowsCredentials: this.value('cors-allow-credentials') === 'true',
      maxAge: Number(age?.[1] ?? 5) * factor,
    };
  }

  private redirect(): Redirection | undefined {
    const target = this.value('request-redirect');
    if (target === undefined) return undefined;
    const [, scheme = 'http', host] = /^(?:(https?):\/\/)?([\w.-]+)$/.exec(target) ?? [];
    const status = Number(this.value('request-redirect-code') ?? 302);
    if (host === undefined || ![301, 302, 303, 307, 308].includes(status)) {
      this.tell('request-redirect', 'refused', 'a redirect to a host with 301, 302, 303, 307 or 308; correct it');
      return undefined;
    }
    return { type: 'redirect', scheme, host, status };
  }

  /** Where an Ingress has TLS, unless the annotation says otherwise. */
  private toHttps(): Redirection | undefined {
    const asked = this.value('ssl-redirect');
    const isOn = asked === undefined ? (this.ingress.body.spec?.tls ?? []).length > 0 : asked === 'true';
    if (!isOn) return undefined;
    const port = Number(this.value('ssl-redirect-port') ?? 8443);
    return { type: 'redirect', scheme: 'https', port, status: Number(this.value('ssl-redirect-code') ?? 302) };
  }

  private changes(): Change[] {
    const host = this.value('set-host');
    return [
      ...this.headers('request-set-header', 'request-headers'),
      ...(host === undefined ? [] : [{ type: 'host' as const, host }]),
      ...this.rewrite(),
      ...this.headers('response-set-header', 'response-headers'),
    ];
  }

  private headers(name: string, type: 'request-headers' | 'response-headers'): Change[] {
    const lines = (this.value(name) ?? '').split('\n').flatMap((line) => line.trim() || []);
    if (lines.some((line) => line.includes('%['))) {
      this.tell(name, 'refused', 'a value with a variable of HAProxy; a filter sets plain values');
      return [];
    }
    const pairs = lines.map((line) => {
      const [, header, value] = /^(\S+)\s+"?(.*?)"?$/.exec(line) ?? [];
      return [header, value] as const;
    });
    return pairs.length === 0 ? [] : [{ type, headers: Object.fromEntries(pairs) as Record<string, string> }];
  }

  /** `/new`, `(.*) /new\1` or `/old/(.*) /\1`. */
  private rewrite(): Change[] {
    const text = this.value('path-rewrite')?.trim();
    if (text === undefined || text === '') return [];
    const [first, second, ...others] = text.split(/\s+/);
    if (second === undefined && !first.includes('\\')) return [{ type: 'replace-path', path: first }];
    const added = /^\^?\(\.\*\)\$?$/.test(first) ? /^(\/[\w./-]*[\w.-])\\1$/.exec(second)?.[1] : undefined;
    if (added !== undefined && others.length === 0) return [{ type: 'add-prefix', prefix: added }];
    const stripped = second === '/\\1' ? /^\^?(\/[\w./-]*\/)\(\.\*\)\$?$/.exec(first)?.[1] : undefined;
    if (stripped !== undefined && others.length === 0) return [{ type: 'strip-prefix', prefixes: [stripped] }];
    this.tell(
      'path-rewrite',
      'refused',
      'a rule replaces a prefix or the whole path; the path is left as it is: have the backend take it',
    );
    return [];
  }
}

const keyOf = ({ annotations }: Entry, name: string): string | undefined =>
  HAPROXY_PREFIXES.map((prefix) => `${prefix}/${name}`).find((key) => annotations[key] !== undefined);

function valueOf(entry: Entry, name: string): string | undefined {
  const key = keyOf(entry, name);
  return key === undefined ? undefined : entry.annotations[key];
}
