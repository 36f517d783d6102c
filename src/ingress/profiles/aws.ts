import { Action, Conditions, isRefusal, ownRule, parsed, readAction, readConditions } from './aws-actions';
import { certificatesOf, OrderedRule, orderedServers, plainSettings } from './ordered';
import { annotationAt, ControllerProfile } from './profile';
import { globExpression, globPattern } from './send';
import { Service } from '../../manifest/kubernetes';
import { compareTexts } from '../../model/age';
import { Entry, findItem, Model, pathOf } from '../../model/model';
import { Request } from '../../traffic/request';
import { Place } from '../../traffic/rule';
import { groupBy } from '../../value/group-by';
import { IngressOptions } from '../options';
import { IngressItem, Remark, Server, ServerCertificate } from '../servers';
import { Settings } from '../settings';
import { serviceBackend } from '../upstreams';

/** What its annotations begin with. */
export const AWS_PREFIX = 'alb.ingress.kubernetes.io';

/** The AWS Load Balancer Controller 3, whose rules are those of an Application Load Balancer. */
export const AWS: ControllerProfile = {
  name: 'aws',
  title: 'the load balancer',
  controllers: ['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb'],
  classes: ['alb'],
  takesUnclassed: false,
  // Nobody says how a load balancer reads them.
  isUrlReadingKnown: false,
  hostTakes: (pattern, host) => pattern.includes('*') && globExpression(pattern).test(host),
  normalized: (path) => path,
  build: (model, ingresses, options) => {
    const groups = groupBy([...ingresses].sort(byOrder), groupOf);
    const servers: Server[] = [];
    const remarks: Remark[] = [];
    for (const members of groups.values()) {
      const group = new Group(model, members, options, remarks);
      for (const server of group.servers()) {
        if (servers.some(({ host }) => host === server.host)) tellTwice(server, remarks);
        else servers.push(server);
      }
    }
    return { servers, remarks };
  },
};

const valueOf = ({ annotations }: Entry, name: string): string | undefined => annotations[`${AWS_PREFIX}/${name}`];

/** A load balancer for each name of a group, and for each Ingress without. */
const groupOf = (ingress: IngressItem) => valueOf(ingress, 'group.name') ?? pathOf(ingress);

const orderOf = (ingress: IngressItem) => Number(valueOf(ingress, 'group.order') ?? 0);
const byOrder = (a: IngressItem, b: IngressItem) => orderOf(a) - orderOf(b) || compareTexts(pathOf(a), pathOf(b));

function tellTwice({ host, locations }: Server, remarks: Remark[]): void {
  const place = locations[0]?.place;
  if (!place) return;
  const name = host === '_' ? 'requests of any host' : host;
  const text = `another load balancer serves ${name} too; migrate each group to a Gateway of its own, or merge them by group.name`;
  remarks.push({ place, what: place.path, fate: 'refused', text });
}

type Path = NonNullable<
  NonNullable<NonNullable<NonNullable<IngressItem['body']['spec']>['rules']>[number]['http']>['paths'][number]
>;

/** The Ingresses of one load balancer, in their order. */
class Group {
  private readonly actions = new Map<string, Action | undefined>();

  public constructor(
    private readonly model: Model,
    private readonly members: readonly IngressItem[],
    private readonly options: IngressOptions,
    private readonly remarks: Remark[],
  ) {}

  public servers(): Server[] {
    const secure = this.members.find((each) => valueOf(each, 'ssl-redirect') !== undefined);
    const rules = this.members.flatMap((ingress) => this.rulesOf(ingress));
    const usual = this.members.filter((each) => each.body.spec?.defaultBackend?.service);
    const all = [...rules, ...(usual.length === 1 ? this.usualRules(usual[0]) : [])];
    usual.slice(1).forEach((ingress) => {
      const text = 'a load balancer has one default backend; the controller refuses the group with several';
      this.remark({ entry: ingress, path: 'spec.defaultBackend' }, 'spec.defaultBackend', 'refused', text);
    });
    const shown = secure
      ? [...this.redirects(secure, all), ...all.filter(({ own }) => own.schemes[0] === 'https')]
      : all;
    return orderedServers(shown, this.certificates(shown), AWS);
  }

  /** HTTP redirects whatever is asked for. */
  private redirects(ingress: IngressItem, rules: readonly OrderedRule[]): OrderedRule[] {
    const port = Number(valueOf(ingress, 'ssl-redirect'));
    const base = plainSettings(this.model, ingress, this.options);
    const settings = { ...base, rewrite: { ...base.rewrite, forceSslRedirect: true } };
    const place = annotationAt(ingress, `${AWS_PREFIX}/ssl-redirect`);
    const answer = { type: 'redirect', scheme: 'https', port, status: 301 } as const;
    return ['', ...new Set(rules.map(({ host }) => host).filter((host) => host !== ''))].map((host) => ({
      ingress,
      place,
      host,
      path: { type: 'text', value: '/' },
      settings,
      own: { schemes: ['http'], conditions: [], changes: [], answer, backends: [] },
    }));
  }

  /** Exact paths first, then prefixes, the longest first, then the others as they are listed. */
  private rulesOf(ingress: IngressItem): OrderedRule[] {
    return (ingress.body.spec?.rules ?? []).flatMap(({ host = '', http }, index) => {
      const all = (http?.paths ?? []).map((path, at) => ({
        path,
        place: { entry: ingress, path: `spec.rules[${index}].http.paths[${at}]` },
      }));
      const ofType = (type: string) => all.filter(({ path }) => path.pathType === type);
      const prefixes = ofType('Prefix').sort((a, b) => (b.path.path ?? '').length - (a.path.path ?? '').length);
      const sorted = [...ofType('Exact'), ...prefixes, ...ofType('ImplementationSpecific')];
      return sorted.flatMap(({ path, place }) => this.rulesAt(ingress, host.toLowerCase(), path, place));
    });
  }

  private rulesAt(ingress: IngressItem, host: string, path: Path, place: Place): OrderedRule[] {
    const { service } = path.backend;
    if (!service) return [];
    if (valueOf(ingress, 'use-regex-path-match') === 'true' && path.pathType === 'ImplementationSpecific') {
      const text = 'how a load balancer compares expressions is not said exactly enough; the rule is left out';
      this.remark(place, place.path, 'refused', text);
      return [];
    }
    const conditions = this.conditionsOf(ingress, service.name);
    if (!conditions) return [];
    const hosts = [...(host === '' ? [] : [host]), ...conditions.hosts.map((each) => each.toLowerCase())];
    const patterns = [...patternsOf(path), ...conditions.paths.map(patternOf)];
    return (hosts.length === 0 ? [''] : hosts).flatMap((name) =>
      patterns.flatMap((pattern) =>
        this.make(ingress, { host: name, path: pattern, place }, service, conditions.others),
      ),
    );
  }

  private usualRules(ingress: IngressItem): OrderedRule[] {
    const place = { entry: ingress, path: 'spec.defaultBackend' };
    const service = ingress.body.spec!.defaultBackend!.service!;
    return this.make(ingress, { host: '', path: { type: 'text', value: '/' }, place }, service, []);
  }

  private make(
    ingress: IngressItem,
    parts: Pick<OrderedRule, 'host' | 'path' | 'place'>,
    service: ServiceRef,
    conditions: Conditions['others'],
  ): OrderedRule[] {
    const isOwn = service.port?.name === 'use-annotation';
    const action = isOwn ? this.actionOf(ingress, service.name) : FORWARD;
    if (!action) return [];
    const settings = this.settingsOf(ingress, isOwn ? undefined : service.name);
    const to = isOwn ? {} : serviceBackend(this.model, ingress, service);
    return this.schemesOf(ingress).flatMap((scheme) => {
      const own = ownRule(action, scheme, parts.host, parts.path.value, conditions);
      if (own === undefined) return [];
      if (isRefusal(own)) {
        this.annotation(ingress, `actions.${service.name}`, 'refused', own.refusal);
        return [];
      }
      const isToHttps = scheme === 'http' && own.answer?.type === 'redirect' && own.answer.scheme === 'https';
      const rewrite = { ...settings.rewrite, forceSslRedirect: isToHttps };
      return [{ ...parts, ingress, settings: { ...settings, rewrite }, own, ...to }];
    });
  }

  private actionOf(ingress: IngressItem, name: string): Action | undefined {
    const key = `${pathOf(ingress)} ${name}`;
    if (this.actions.has(key)) return this.actions.get(key);
    const text = valueOf(ingress, `actions.${name}`);
    const read = text === undefined ? { refusal: '' } : readAction(this.model, ingress, text);
    if (isRefusal(read)) {
      this.annotation(ingress, `actions.${name}`, 'refused', `${read.refusal}; the rule is left out`);
    } else if (read.type === 'response') {
      const said = `a route has no response of its own: its rule without backends responds with 500 in place of ${read.status}`;
      this.annotation(ingress, `actions.${name}`, 'differs', said);
    } else if (read.type === 'redirect' && read.fields.query !== undefined && read.fields.query !== '#{query}') {
      this.annotation(
        ingress,
        `actions.${name}`,
        'differs',
        'filter RequestRedirect, which keeps the query of the request',
      );
    }
    const action = isRefusal(read) ? undefined : read;
    this.actions.set(key, action);
    return action;
  }

  private conditionsOf(ingress: IngressItem, name: string): Conditions | undefined {
    const text = valueOf(ingress, `conditions.${name}`);
    const read = text === undefined ? NO_CONDITIONS : readConditions(text);
    if (!isRefusal(read)) return read;
    this.annotation(ingress, `conditions.${name}`, 'refused', `${read.refusal}; the rule is left out`);
    return undefined;
  }

  /** HTTPS where a certificate is named, unless the annotation says otherwise. */
  private schemesOf(ingress: IngressItem): readonly Request['scheme'][] {
    const text = valueOf(ingress, 'listen-ports');
    if (text === undefined) {
      return [valueOf(ingress, 'certificate-arn') === undefined ? 'http' : 'https'];
    }
    const list = parsed(text);
    const ports = (Array.isArray(list) ? list : []).flatMap((each) => Object.entries(each as Record<string, number>));
    const others = ports.filter(([scheme, port]) => port !== (scheme === 'HTTPS' ? 443 : 80));
    if (!Array.isArray(list) || others.length > 0) {
      const names = others.map(([, port]) => port).join(', ');
      const said = `listeners are for ports 80 and 443, not ${names === '' ? text : names}; add listeners and routes for others`;
      this.annotation(ingress, 'listen-ports', 'refused', said);
    }
    const schemes = ports.flatMap(([scheme, port]) =>
      scheme === 'HTTPS' && port === 443 ? 'https' : port === 80 ? 'http' : [],
    );
    return [...new Set(schemes)] as Request['scheme'][];
  }

  /** Annotations of a Service come before those of the Ingress. */
  private settingsOf(ingress: IngressItem, name: string | undefined): Settings {
    const service = name === undefined ? undefined : findItem(this.model, Service, ingress.namespace, name);
    const settings = plainSettings(this.model, ingress, this.options);
    const value = (annotation: string) => (service && valueOf(service, annotation)) ?? valueOf(ingress, annotation);
    const tell = (annotation: string, fate: Remark['fate'], text: string) => {
      const entry = service && valueOf(service, annotation) !== undefined ? service : ingress;
      this.annotation(entry, annotation, fate, text);
    };
    const attributes = new Map(
      (value('target-group-attributes') ?? '').split(',').map((pair) => {
        const [key, text = ''] = pair.trim().split('=');
        return [key, text] as const;
      }),
    );
    const isSticky = attributes.get('stickiness.enabled') === 'true';
    if (isSticky) {
      const text = 'consistentHash of a DestinationRule with a cookie: pods that come or go move some clients';
      tell('target-group-attributes', 'differs', text);
    }
    if (value('backend-protocol-version') === 'HTTP2') {
      const text = 'HTTP/2 is a matter of the port of the Service: set its appProtocol to kubernetes.io/h2c';
      tell('backend-protocol-version', 'refused', text);
    }
    const isGrpc = value('backend-protocol-version') === 'GRPC';
    const isTls = value('backend-protocol') === 'HTTPS';
    const networks = (valueOf(ingress, 'inbound-cidrs') ?? '').split(',').flatMap((each) => each.trim() || []);
    return {
      ...settings,
      backendProtocol: isGrpc ? (isTls ? 'GRPCS' : 'GRPC') : isTls ? 'HTTPS' : 'HTTP',
      allow: networks.some((each) => /^(0\.0\.0\.0|::)\/0$/.test(each)) ? [] : networks,
      affinity: isSticky
        ? {
            mode: 'balanced',
            canaryBehavior: 'sticky',
            cookie: attributes.get('stickiness.app_cookie.cookie_name') ?? 'AWSALB',
            maxAge: attributes.get('stickiness.lb_cookie.duration_seconds') ?? '86400',
            changesOnFailure: true,
          }
        : undefined,
    };
  }

  /** Certificates of ACM stay at load balancers of AWS: listeners name Secrets. */
  private certificates(rules: readonly OrderedRule[]): Map<string, ServerCertificate> {
    const secure = rules.filter(({ own, host }) => own.schemes[0] === 'https' && host !== '');
    const known = certificatesOf(
      this.members,
      secure.map(({ host }) => host),
      AWS,
    );
    return new Map(
      secure.map(({ host, ingress, place }) => {
        const found = known.get(host);
        if (found?.secret !== undefined) return [host, found];
        const secret = `${ingress.namespace}/${ingress.name}-tls`;
        const text = `certificates of AWS stay at its load balancers; a Certificate of cert-manager has to make Secret ${secret}, which the listeners name`;
        const key = `${AWS_PREFIX}/certificate-arn`;
        if (ingress.annotations[key] === undefined) this.remark(place, place.path, 'differs', text);
        else this.annotation(ingress, 'certificate-arn', 'differs', text);
        return [host, { secret, place: found?.place ?? place }];
      }),
    );
  }

  private annotation(entry: Entry, name: string, fate: Remark['fate'], text: string): void {
    const value = valueOf(entry, name);
    if (value === undefined) return;
    this.remark(annotationAt(entry, `${AWS_PREFIX}/${name}`), `${name}: ${value.trim().split('\n')[0]}`, fate, text);
  }

  private remark(place: Place, what: string, fate: Remark['fate'], text: string): void {
    const isTold = this.remarks.some((each) => each.what === what && each.place.entry === place.entry);
    if (!isTold) this.remarks.push({ place, what, fate, text });
  }
}

type ServiceRef = Parameters<typeof serviceBackend>[2];

/** To the Service of the rule. */
const FORWARD: Action = { type: 'forward', backends: [] };
const NO_CONDITIONS: Conditions = { hosts: [], paths: [], others: [] };

function patternsOf({ path = '', pathType }: Path): OrderedRule['path'][] {
  if (path === '') return [{ type: 'text', value: '/' }];
  if (pathType === 'Exact') return [{ type: 'exact', value: path }];
  return [pathType === 'Prefix' ? { type: 'prefix', value: path } : patternOf(path)];
}

/** `*` stands for any text, `?` for one character. */
function patternOf(pattern: string): OrderedRule['path'] {
  if (!/[*?]/.test(pattern)) return { type: 'exact', value: pattern };
  if (/^[^*?]*\*$/.test(pattern)) return { type: 'text', value: pattern.slice(0, -1) };
  return { type: 'regex', value: `^${globPattern(pattern)}$` };
}
