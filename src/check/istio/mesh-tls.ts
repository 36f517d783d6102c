import { DestinationRule, DestinationRuleSpec, VirtualService } from '../../manifest/istio-networking';
import { Service } from '../../manifest/kubernetes';
import { fullHost, serviceOfHost } from '../../model/istio';
import { isInjected, ServiceItem, targetsOf } from '../../model/mesh';
import { findItem, itemsOf, Model, nameOf, pathOf, view } from '../../model/model';
import { mtlsModeOf } from '../../model/mutual-tls';
import { hasMatches, routesOf } from '../../model/routes';
import { workloadsBehind } from '../../model/workloads';
import { isTls } from '../../value/istio';
import { ModelRule, Report } from '../model-rule';

/** TLS of proxies that does not fit what is at the other end. */
export const meshTlsRules: readonly ModelRule[] = [
  {
    code: 'GW717',
    title: 'DestinationRule without the mutual TLS that pods demand',
    severity: 'warning',
    find: plainToStrict,
  },
  { code: 'GW719', title: 'TLS inside of TLS', severity: 'warning', find: tlsInTls },
];

type Policy = NonNullable<DestinationRuleSpec['trafficPolicy']>;

interface ClientTls {
  readonly path: string;
  readonly mode?: string;
  /** Of one port alone. */
  readonly port?: number;
}

/** TLS that a DestinationRule starts, with that of its ports. */
function tlsOf({ trafficPolicy }: DestinationRuleSpec): ClientTls[] {
  const of = (policy: Pick<Policy, 'tls'> | undefined, path: string, port?: number) =>
    policy?.tls ? [{ path: `${path}.tls.mode`, mode: policy.tls.mode, port }] : [];
  return [
    ...of(trafficPolicy, 'spec.trafficPolicy'),
    ...(trafficPolicy?.portLevelSettings ?? []).flatMap((each, index) =>
      of(each, `spec.trafficPolicy.portLevelSettings[${index}]`, each.port?.number),
    ),
  ];
}

/** Pods of STRICT mode take neither plain text nor a certificate that is not of the mesh. */
function plainToStrict(model: Model, report: Report): void {
  for (const rule of itemsOf(model, DestinationRule)) {
    if (!rule.body.spec) continue;
    const name = serviceOfHost(rule.body.spec.host, rule.namespace);
    const service = name && findItem(model, Service, name.namespace, name.name);
    if (!service) continue;
    for (const { path, mode, port } of tlsOf(rule.body.spec)) {
      if (mode === undefined || mode === 'ISTIO_MUTUAL') continue;
      const strict = strictPodsOf(model, service, port);
      if (!strict) continue;
      report(rule, {
        what: path,
        got: mode,
        expected: `ISTIO_MUTUAL: pods of Service ${pathOf(service)} take mutual TLS of the mesh alone (${strict})`,
        fix: 'leave tls out, which is mutual TLS between sidecars; connections are reset otherwise',
      });
    }
  }
}

/** What demands mutual TLS of pods behind a Service; undefined where nothing does, or they have no sidecar. */
function strictPodsOf(model: Model, service: ServiceItem, port: number | undefined): string | undefined {
  const ports = (service.body.spec?.ports ?? []).filter((each) => port === undefined || each.port === port);
  for (const workload of workloadsBehind(model, service)) {
    if (!isInjected(model, workload)) continue;
    for (const { port: number, targetPort = number } of ports) {
      const { mode, place } = mtlsModeOf(model, workload, Number(targetPort));
      if (mode === 'STRICT' && place) return `${place.path} of ${nameOf(place.entry)}`;
    }
  }
  return undefined;
}

/** The proxy starts TLS for connections in which the application speaks TLS already. */
function tlsInTls(model: Model, report: Report): void {
  for (const rule of itemsOf(model, DestinationRule)) {
    if (!rule.body.spec) continue;
    const host = fullHost(rule.body.spec.host, rule.namespace);
    const { entries } = targetsOf(model, host, rule.namespace);
    for (const { path, mode, port } of tlsOf(rule.body.spec)) {
      if (mode !== 'SIMPLE' && mode !== 'MUTUAL') continue;
      for (const entry of entries) {
        const spoken = (entry.body.spec.ports ?? []).find(
          ({ number, protocol = '' }) =>
            isTls(protocol) && (port === undefined || number === port) && !isRoutedAsHttp(model, host, number),
        );
        if (!spoken) continue;
        report(rule, {
          what: path,
          got: `${mode} for port ${spoken.number} (${spoken.protocol}) of ServiceEntry ${pathOf(entry)}`,
          expected: 'no TLS of the proxy where applications speak TLS themselves',
          fix: 'remove tls, or have applications speak HTTP to a port of protocol HTTP, with targetPort 443',
        });
        break;
      }
    }
  }
}

/** A route of HTTP leads plain requests to the port, for which TLS is started once. */
const isRoutedAsHttp = (model: Model, host: string, port: number): boolean =>
  httpDestinations(model).has(`${host} ${port}`) || httpDestinations(model).has(`${host} `);

const httpDestinations = view((model: Model): ReadonlySet<string> => {
  const routed = itemsOf(model, VirtualService).flatMap((item) =>
    (item.body.spec?.http ?? []).flatMap(({ route = [] }) =>
      route.map(({ destination }) => `${fullHost(destination.host, item.namespace)} ${destination.port?.number ?? ''}`),
    ),
  );
  const refs = routesOf(model)
    .filter(hasMatches)
    .flatMap(({ rules }) => rules.flatMap(({ backendRefs = [] }) => backendRefs))
    .flatMap(({ kind, name, port }) => (kind === 'Hostname' ? `${name} ${port}` : []));
  return new Set([...routed, ...refs]);
});
