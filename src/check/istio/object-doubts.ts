import {
  Gateway,
  GatewaySpec,
  ServiceEntry,
  ServiceEntrySpec,
  Sidecar,
  VirtualService,
} from '../../manifest/istio-networking';
import { AuthorizationPolicy, AuthorizationPolicySpec } from '../../manifest/istio-security';
import { Service } from '../../manifest/kubernetes';
import { Body } from '../../manifest/shape';
import { hasLabels } from '../../model/labels';
import { Item, itemsOf, Model, pathOf } from '../../model/model';
import { workloadsBehind } from '../../model/workloads';
import { isHttp, isProtocol, isTls } from '../../value/istio';
import { looksLikePattern } from '../../value/regex';
import { ModelRule, Report } from '../model-rule';
import { PlaceRule, placeRule } from '../place';

type Tls = NonNullable<NonNullable<GatewaySpec['servers']>[number]['tls']>;
type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];
type ServiceItem = Item<Body<typeof Service>>;

/** What Istio accepts of Gateways and ServiceEntries, and what does not do as it seems to. */
export const istioObjectDoubtRules: readonly PlaceRule<never>[] = [
  placeRule<Tls>({
    code: 'GW564',
    severity: 'warning',
    title: 'old TLS that no old client can speak',
    places: [[Gateway, 'spec.servers[].tls']],
    find({ minProtocolVersion: oldest, cipherSuites = [] }, path, report) {
      if (!['TLSV1_0', 'TLSV1_1'].includes(oldest ?? '') || cipherSuites.length > 0) return;
      report({
        what: `${path}.minProtocolVersion`,
        got: `${oldest} without cipherSuites`,
        expected: 'TLSV1_2, or cipher suites that old clients support; the defaults contain none',
        fix: 'use TLSV1_2',
      });
    },
  }),
  placeRule<string>({
    code: 'GW567',
    severity: 'warning',
    title: 'pattern in a path that is compared as text',
    places: [
      [VirtualService, 'spec.http[].match[].uri.prefix', 'spec.http[].match[].uri.exact'],
      [AuthorizationPolicy, 'spec.rules[].to[].operation.paths[]', 'spec.rules[].to[].operation.notPaths[]'],
    ],
    find(got, what, report) {
      const isPolicy = what.includes('.operation.');
      // Policies take * at one end, and templates.
      const text = isPolicy ? got.replace(/^\*|\*$/g, '').replace(/\{\*{1,2}\}/g, '') : got;
      if (/[?#]/.test(got)) {
        report({
          what,
          got,
          expected: 'a path alone; the query is no part of it',
          fix: 'leave out the query, or look at queryParams',
        });
        return;
      }
      if (!(isPolicy ? text.includes('*') : looksLikePattern(text))) return;
      report({
        what,
        got,
        expected: isPolicy ? '* at one end alone, or {*} for an element of the path' : 'a path without a pattern',
        fix: isPolicy ? 'write {*} for one element, {**} for several' : 'use regex, or a prefix without the *',
      });
    },
  }),
  placeRule<string>({
    code: 'GW569',
    severity: 'warning',
    title: 'principal that no client has',
    places: [
      [AuthorizationPolicy, 'spec.rules[].from[].source.principals[]', 'spec.rules[].from[].source.notPrincipals[]'],
    ],
    find(got, what, report) {
      if (got === '' || got.includes('*') || /^[^/:]+\/ns\/[^/]+\/sa\/[^/]+$/.test(got)) return;
      report({
        what,
        got,
        expected: 'a trust domain, a namespace and a service account, such as cluster.local/ns/shop/sa/web',
        fix: got.startsWith('spiffe://')
          ? `write ${got.slice('spiffe://'.length)}, which Istio puts spiffe:// before`
          : 'write all three, or * at one end',
      });
    },
  }),
  placeRule<ServiceEntrySpec>({
    code: 'GW590',
    severity: 'warning',
    title: 'wildcard host routed by server name',
    places: [[ServiceEntry, 'spec']],
    find({ ports = [], resolution }, path, report) {
      const tls = resolution === 'DYNAMIC_DNS' ? ports.findIndex(({ protocol = '' }) => isTls(protocol)) : -1;
      if (tls < 0) return;
      report({
        what: `${path}.ports[${tls}].protocol`,
        got: `${ports[tls].protocol}, routed by server name`,
        expected:
          'ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS set in istiod; it is off by default, because clients can send any server name',
        fix: 'enable it and acknowledge this if clients are trusted, or add single hosts',
      });
    },
  }),
];

/** The same, for objects together or with their namespace. */
export const istioDoubtModelRules: readonly ModelRule[] = [
  { code: 'GW566', title: 'denial that rejects all TCP connections', severity: 'warning', find: denials },
  { code: 'GW568', title: 'duplicate host in a Sidecar', severity: 'warning', find: coveredHosts },
];

/** Told where a port of another protocol than HTTP is known, since a DENY of paths is right for HTTP. */
function denials(model: Model, report: Report): void {
  for (const policy of itemsOf(model, AuthorizationPolicy)) {
    const { action, rules = [] } = policy.body.spec ?? {};
    if (action !== 'DENY') continue;
    const rule = rules.findIndex(deniesAllTcp);
    const port = rule < 0 ? undefined : tcpPortOf(model, policy);
    if (port === undefined) continue;
    report(policy, {
      what: `spec.rules[${rule}]`,
      got: `DENY with HTTP attributes only, and ${port}`,
      expected: 'ports too; all TCP connections are denied, because they have none of these attributes',
      fix: 'set ports in each operation, or acknowledge this warning where no client uses that port',
    });
  }
}

function deniesAllTcp({ from, to, when = [] }: Rule): boolean {
  if (when.some(({ key }) => key.startsWith('destination.'))) return false;
  if (to) {
    return !to.some(({ operation }) => operation?.ports?.length || operation?.notPorts?.length);
  }
  return (
    from !== undefined &&
    !from.some(({ source = {} }) => Object.keys(source).some((field) => !field.endsWith('equestPrincipals')))
  );
}

/** A port that is not HTTP of a Service in front of the pods of a policy. */
function tcpPortOf(model: Model, policy: Item<Body<typeof AuthorizationPolicy>>): string | undefined {
  const { selector, targetRef, targetRefs = targetRef ? [targetRef] : [] } = policy.body.spec ?? {};
  const services = itemsOf(model, Service).filter(({ namespace }) => namespace === policy.namespace);
  const isMeant = (service: ServiceItem) =>
    targetRefs.length > 0
      ? targetRefs.some(({ kind, name }) => kind === 'Service' && name === service.name)
      : selector?.matchLabels === undefined ||
        workloadsBehind(model, service).some(({ labels }) => hasLabels(labels, selector.matchLabels!));
  for (const service of services.filter(isMeant)) {
    const port = (service.body.spec?.ports ?? []).find((each) => isTcp(each));
    if (port) return `port ${port.port} (${port.appProtocol ?? port.name}) of Service ${pathOf(service)}`;
  }
  return undefined;
}

/** As Istio reads a port: `appProtocol`, or the name up to the first hyphen. A port without either is detected. */
function isTcp({ name = '', appProtocol, protocol }: { name?: string; appProtocol?: string; protocol?: string }) {
  const text = appProtocol ?? name.replace(/-.*$/, '');
  return protocol !== 'UDP' && isProtocol(text) && !isHttp(text) && text.toLowerCase() !== 'udp' && !/^grpc/.test(name);
}

function coveredHosts(model: Model, report: Report): void {
  for (const sidecar of itemsOf(model, Sidecar)) {
    (sidecar.body.spec?.egress ?? []).forEach(({ hosts }, listener) => {
      const pairs = hosts.map((host, index) => {
        const [where, name] = host.split(/\/(.*)/);
        return { host, index, where: where === '.' ? sidecar.namespace : where, name };
      });
      const known = pairs.filter(({ where }) => !where.startsWith('~'));
      for (const { host, index, where, name } of known) {
        const isCovered = known.some(
          (other) =>
            other.index !== index &&
            (other.where === where || other.where === '*') &&
            (other.name === name ? other.index < index || other.where !== where : other.name === '*'),
        );
        if (!isCovered) continue;
        report(sidecar, {
          what: `spec.egress[${listener}].hosts[${index}]`,
          got: `${host}, which another entry includes`,
          expected: 'each host once',
          fix: 'leave it out',
        });
      }
    });
  }
}
