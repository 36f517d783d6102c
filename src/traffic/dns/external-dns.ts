import { NamedRecords, RecordEntry, Routing } from './records';
import { Gateway } from '../../manifest/gateway-api';
import { ANY_HOST, hostCovers } from '../../match/host';
import { attachmentsOf } from '../../model/attachments';
import { Entry, itemsOf, Model, pathOf, view } from '../../model/model';
import { routesOf } from '../../model/routes';
import { workloadsOf } from '../../model/workloads';

/*
 * The records that external-dns writes for routes of the Gateway API (its source/gateway.go, provider/aws/aws.go): for
 * the hosts that a route and a listener have in common. What belongs to Route 53 is read on the route alone, and only
 * beside a set identifier.
 */

export function externalDnsRecords(clusters: ReadonlyMap<string, Model>): NamedRecords[] {
  const byHost = new Map<string, Map<string, RecordEntry>>();
  for (const [cluster, model] of clusters) {
    for (const { host, entry } of wantedBy(model)) {
      const entries = byHost.get(host) ?? new Map<string, RecordEntry>();
      byHost.set(host, entries);
      // Routes of a cluster that want the same record share it.
      const key = `${cluster} ${entry.id} ${JSON.stringify(entry.routing)}`;
      if (!entries.has(key)) entries.set(key, { ...entry, to: { ...entry.to, cluster } as RecordEntry['to'] });
    }
  }
  return [...byHost].map(([host, entries]) => ({ host, set: { entries: [...entries.values()] } }));
}

const PREFIX = /^external-dns\.(?:alpha\.)?kubernetes\.io\//;

/** Annotations of external-dns without their prefix. */
const annotationsOf = ({ annotations }: Entry): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(annotations).flatMap(([key, value]) =>
      PREFIX.test(key) ? [[key.replace(PREFIX, ''), value] as const] : [],
    ),
  );

/** The name of the image, and a route as the source. */
const IMAGE = /(?:^|\/)external-dns(?:[:@]|$)/;
const SOURCE = /gateway-(?:http|grpc|tls|tcp|udp)route/;

/** Whether external-dns reads the routes of a cluster: it is there, or somebody wrote annotations for it. */
function isRead(model: Model): boolean {
  const instances = workloadsOf(model)
    .flatMap(({ containers }) => containers)
    .filter(({ image = '' }) => IMAGE.test(image));
  if (instances.length > 0) {
    return instances.some(({ args = [], command = [] }) => [...args, ...command].some((word) => SOURCE.test(word)));
  }
  return [...itemsOf(model, Gateway), ...routesOf(model)].some((entry) => annotationsOf(entry).size > 0);
}

interface Wanted {
  readonly host: string;
  readonly entry: RecordEntry;
}

const wantedBy = view((model: Model): readonly Wanted[] => {
  if (!isRead(model)) return [];
  return attachmentsOf(model).attached.flatMap(({ route, on, hosts }) => {
    const annotations = annotationsOf(route);
    if ((annotations.get('controller') ?? 'dns-controller') !== 'dns-controller') return [];
    const more = (annotations.get('hostname') ?? '')
      .split(',')
      .map((name) => name.trim().replace(/\.$/, ''))
      .filter((name) => name !== '' && hostCovers(on.host, name));
    const { id, routing } = policyOf(annotations);
    const isChecked = annotations.has('aws-health-check-id');
    const to = {
      cluster: '',
      gateway: pathOf(on.gateway),
      place: { entry: route, path: 'metadata.annotations' },
      stays: isChecked ? undefined : 'external-dns checks no health',
    };
    return [...new Set([...hosts, ...more])].flatMap((host) =>
      host === ANY_HOST ? [] : { host: host.toLowerCase(), entry: { id, routing, to } },
    );
  });
});

/** A simple record without a set identifier, whatever else is annotated. */
function policyOf(annotations: ReadonlyMap<string, string>): { readonly id: string; readonly routing: Routing } {
  const id = annotations.get('set-identifier') ?? '';
  return { id, routing: id === '' ? {} : routingOf(annotations) };
}

function routingOf(annotations: ReadonlyMap<string, string>): Routing {
  const of = (name: string) => annotations.get(`aws-${name}`);
  const [continent, country] = [of('geolocation-continent-code'), of('geolocation-country-code')];
  const subdivision = of('geolocation-subdivision-code');
  const region = of('region');
  const weight = of('weight');
  const failover = of('failover');
  if (subdivision !== undefined) return { geo: { custom: `${country ?? 'US'}-${subdivision}` } };
  if (continent !== undefined || country !== undefined) return { geo: { continent, country } };
  if (weight !== undefined) return { weight: Number(weight) };
  if (region !== undefined) return { region };
  if (failover === 'PRIMARY' || failover === 'SECONDARY') return { failover };
  return of('multi-value-answer') === undefined ? {} : { isMultivalue: true };
}
