import { certificatesOf, OrderedRule, orderedServers, plainSettings, wildcardTakesLabel } from './ordered';
import { annotationAt, ControllerProfile } from './profile';
import { Chain, middlewaresOf, readChain } from './traefik-middlewares';
import { Service } from '../../manifest/kubernetes';
import { Body } from '../../manifest/shape';
import { Entry, findItem, Item, Model } from '../../model/model';
import { Request } from '../../traffic/request';
import { IngressOptions } from '../options';
import { IngressItem, Remark, ServerCertificate } from '../servers';
import { Settings } from '../settings';
import { serviceBackend } from '../upstreams';

/** What its annotations begin with. */
export const TRAEFIK_PREFIX = 'traefik.ingress.kubernetes.io';

/**
 * Traefik 3 with its provider kubernetesIngress, and the entry points of its Helm chart: `web` for HTTP, and `websecure` for
 * HTTPS, whose routers have TLS. Facts from its documentation and sources.
 */
export const TRAEFIK: ControllerProfile = {
  name: 'traefik',
  title: 'Traefik',
  controllers: ['traefik.io/ingress-controller'],
  classes: ['traefik'],
  takesUnclassed: true,
  isUrlReadingKnown: true,
  hostTakes: wildcardTakesLabel,
  normalized,
  build: (model, ingresses, options) => {
    const known = middlewaresOf(model);
    const read = ingresses.map((ingress) => routersOf(model, ingress, known, options));
    const rules = read.flatMap((each) => each.rules);
    const certificates = new Map([
      ...read.flatMap((each) => [...each.certificates]),
      ...certificatesOf(
        ingresses,
        rules.map(({ host }) => host),
        TRAEFIK,
      ),
    ]);
    return {
      servers: orderedServers(rules, certificates, TRAEFIK, (a, b) => priorityOf(b) - priorityOf(a)),
      remarks: read.flatMap(({ remarks }) => remarks),
    };
  },
};

interface Routers {
  readonly rules: readonly OrderedRule[];
  readonly remarks: readonly Remark[];
  /** By host, where Traefik gets them itself. */
  readonly certificates: ReadonlyMap<string, ServerCertificate>;
}

/** The longer text of a rule comes first, unless the annotation says otherwise; the default backend comes last. */
function priorityOf({ ingress, place, host, path }: OrderedRule): number {
  if (place.path === 'spec.defaultBackend') return -Infinity;
  const own = Number(valueOf(ingress, 'router.priority') ?? 0);
  if (own !== 0) return own;
  const matcher = path.type === 'exact' ? 'Path' : path.type === 'regex' ? 'PathRegexp' : 'PathPrefix';
  const parts = [
    ...(host === '' ? [] : [`Host(${JSON.stringify(host)})`]),
    ...(path.value === '' ? [] : [`${matcher}(${JSON.stringify(path.value)})`]),
  ];
  return parts.join(' && ').length;
}

function valueOf({ annotations }: Entry, name: string): string | undefined {
  const key = keyOf(annotations, name);
  return key === undefined ? undefined : annotations[key];
}

/** Names are compared without their case. */
const keyOf = (annotations: Entry['annotations'], name: string) =>
  Object.keys(annotations).find((key) => key.toLowerCase() === `${TRAEFIK_PREFIX}/${name}`);

const listIn = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

function routersOf(
  model: Model,
  ingress: IngressItem,
  known: ReadonlyMap<string, Entry>,
  options: IngressOptions,
): Routers {
  const remarks: Remark[] = [];
  const remark = (name: string, fate: Remark['fate'], text: string) => {
    const key = keyOf(ingress.annotations, name);
    if (key === undefined) return;
    const what = `${name}: ${ingress.annotations[key]}`;
    // Of several things that a list of middlewares does, each is told.
    const before = remarks.findIndex((each) => each.what === what);
    if (before < 0) {
      remarks.push({ place: annotationAt(ingress, key), what, fate, text });
    } else {
      const worst = remarks[before].fate === 'refused' ? 'refused' : fate;
      remarks[before] = { ...remarks[before], fate: worst, text: `${remarks[before].text}; ${text}` };
    }
  };
  const chain = readChain(listIn(valueOf(ingress, 'router.middlewares')), ingress, known);
  chain.remarks.forEach(({ fate, text }) => remark('router.middlewares', fate, text));
  const schemes = schemesOf(ingress, remark);
  const { rules = [], defaultBackend } = ingress.body.spec ?? {};
  const make = (parts: Pick<OrderedRule, 'host' | 'path' | 'place'>, service: ServiceRef): OrderedRule[] => {
    const base = { ...plainSettings(model, ingress, options), ...chain.settings };
    const settings = forService(base, findItem(model, Service, ingress.namespace, service.name), service, remarks);
    const { backend, fault } = serviceBackend(model, ingress, service);
    return schemes.map((scheme) => rule({ ...parts, ingress, settings, backend, fault }, chain, scheme));
  };
  const own = rules.flatMap(({ host = '', http }, index) =>
    (http?.paths ?? []).flatMap(({ path = '', pathType, backend }, at) => {
      const place = { entry: ingress, path: `spec.rules[${index}].http.paths[${at}]` };
      if (!backend.service) return [];
      return make({ host: host.toLowerCase(), path: pathOf(path, pathType, ingress), place }, backend.service);
    }),
  );
  const usual =
    rules.length === 0 && defaultBackend?.service
      ? make(
          { host: '', path: { type: 'text', value: '/' }, place: { entry: ingress, path: 'spec.defaultBackend' } },
          defaultBackend.service,
        )
      : [];
  if (rules.length > 0 && defaultBackend) {
    remarks.push({
      place: { entry: ingress, path: 'spec.defaultBackend' },
      what: 'spec.defaultBackend',
      fate: 'kept',
      text: 'Traefik takes a default backend from an Ingress without rules alone',
    });
  }
  return { rules: [...own, ...usual], remarks, certificates: ownCertificates(ingress, [...own, ...usual], remark) };
}

type ServiceRef = Parameters<typeof serviceBackend>[2];

/** `Prefix` is compared as a text, unless Traefik has `strictPrefixMatching`. */
function pathOf(path: string, type: string, ingress: IngressItem): OrderedRule['path'] {
  if (type === 'Exact') return { type: 'exact', value: path };
  const matcher = type === 'Prefix' ? undefined : valueOf(ingress, 'router.pathmatcher');
  if (matcher === 'Path') return { type: 'exact', value: path };
  if (matcher === 'PathRegexp') return { type: 'regex', value: path };
  return { type: 'text', value: path === '' ? '/' : path };
}

/** A router with TLS is for HTTPS alone. */
function schemesOf(
  ingress: IngressItem,
  remark: (name: string, fate: Remark['fate'], text: string) => void,
): readonly Request['scheme'][] {
  const names = listIn(valueOf(ingress, 'router.entrypoints'));
  const unknown = names.filter((name) => !(name in ENTRY_POINTS));
  if (unknown.length > 0) {
    const text = `the port of ${unknown.join(', ')} is in the configuration of Traefik; web and websecure are those of its Helm chart`;
    remark('router.entrypoints', 'refused', text);
  }
  const all = names.length === 0 ? ['http', 'https'] : names.flatMap((name) => ENTRY_POINTS[name] ?? []);
  const hasTls =
    valueOf(ingress, 'router.tls') === 'true' ||
    Object.keys(ingress.annotations).some((key) => key.toLowerCase().startsWith(`${TRAEFIK_PREFIX}/router.tls.`));
  return (['http', 'https'] as const).filter((scheme) => all.includes(scheme) && !(hasTls && scheme === 'http'));
}

const ENTRY_POINTS: Readonly<Record<string, Request['scheme']>> = { web: 'http', websecure: 'https' };

function rule(
  parts: Omit<OrderedRule, 'own'>,
  { changes, redirect, transportSecurity }: Chain,
  scheme: Request['scheme'],
): OrderedRule {
  const isToHttps = redirect !== undefined && redirect.host === undefined;
  const rewrite = { ...parts.settings.rewrite, forceSslRedirect: isToHttps };
  const security =
    transportSecurity !== undefined && scheme === 'https'
      ? [{ type: 'response-headers' as const, headers: { 'Strict-Transport-Security': transportSecurity } }]
      : [];
  return {
    ...parts,
    settings: { ...parts.settings, rewrite },
    own: {
      schemes: [scheme],
      conditions: [],
      changes: [...changes, ...security],
      answer: isToHttps && scheme === 'https' ? undefined : redirect,
      backends: [],
    },
  };
}

/** What annotations of the Service say. */
function forService(
  settings: Settings,
  service: Item<Body<typeof Service>> | undefined,
  { port }: ServiceRef,
  remarks: Remark[],
): Settings {
  if (!service) return settings;
  const value = (name: string) => valueOf(service, `service.${name}`);
  const remark = (name: string, fate: Remark['fate'], text: string) => {
    const key = keyOf(service.annotations, `service.${name}`);
    if (key === undefined) return;
    const what = `service.${name}: ${service.annotations[key]}`;
    if (!remarks.some((each) => each.what === what && each.place.entry === service)) {
      remarks.push({ place: annotationAt(service, key), what, fate, text });
    }
  };
  const own = service.body.spec?.ports?.find(
    (each) => each.port === port?.number || (each.name !== undefined && each.name === port?.name),
  );
  const scheme = value('serversscheme') ?? (own?.port === 443 || own?.name?.startsWith('https') ? 'https' : 'http');
  if (scheme === 'h2c') {
    remark(
      'serversscheme',
      'refused',
      'HTTP/2 is a matter of the port of the Service: set its appProtocol to kubernetes.io/h2c',
    );
  }
  if (value('passhostheader') === 'false') {
    remark(
      'passhostheader',
      'refused',
      'a route has no address of a pod for a host; name the host in a filter URLRewrite',
    );
  }
  const isSticky = value('sticky.cookie') === 'true' || value('sticky.cookie.name') !== undefined;
  return {
    ...settings,
    backendProtocol: scheme === 'https' ? 'HTTPS' : 'HTTP',
    affinity: isSticky
      ? {
          mode: 'balanced',
          canaryBehavior: 'sticky',
          cookie: value('sticky.cookie.name') ?? 'traefik-sticky',
          path: value('sticky.cookie.path') ?? '/',
          domain: value('sticky.cookie.domain'),
          maxAge: value('sticky.cookie.maxage'),
          sameSite: value('sticky.cookie.samesite'),
          secure: value('sticky.cookie.secure') === 'true',
          changesOnFailure: true,
        }
      : undefined,
  };
}

/** Certificates that Traefik gets itself: the Gateway needs a Secret. */
function ownCertificates(
  ingress: IngressItem,
  rules: readonly OrderedRule[],
  remark: (name: string, fate: Remark['fate'], text: string) => void,
): Map<string, ServerCertificate> {
  if (valueOf(ingress, 'router.tls.certresolver') === undefined) return new Map();
  const secret = `${ingress.namespace}/${ingress.name}-tls`;
  const text = `Traefik gets the certificate itself; a Certificate of cert-manager has to make Secret ${secret}, which the listeners name`;
  remark('router.tls.certresolver', 'differs', text);
  const key = keyOf(ingress.annotations, 'router.tls.certresolver')!;
  const place = annotationAt(ingress, key);
  return new Map(rules.flatMap(({ host }) => (host === '' ? [] : [[host, { secret, place }] as const])));
}

/** Entry points decode what needs no escape, and leave out repeated slashes and dots (`sanitizePath`). */
function normalized(path: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(path)) return undefined;
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escape.toUpperCase();
  });
  const parts: string[] = [];
  const all = decoded.split('/').slice(1);
  for (const part of all) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const last = all[all.length - 1];
  const hasSlash = parts.length > 0 && ['', '.', '..'].includes(last ?? '');
  return `/${parts.join('/')}${hasSlash ? '/' : ''}`;
}
