import { Gateway } from '../../manifest/gateway-api';
import { ServiceEntry } from '../../manifest/istio-networking';
import { Namespace, Service } from '../../manifest/kubernetes';
import { GATEWAY_API } from '../../manifest/manifest';
import { namedWaypoint } from '../../model/mesh';
import { Entry, findItem, isDeclared, itemsOf, Model } from '../../model/model';
import { ModelRule, ofAbsence, Report } from '../model-rule';

/** Waypoints that labels name (istio.io, Ambient, Configure waypoint proxies). */
export const waypointRules: readonly ModelRule[] = [
  {
    code: 'GW718',
    title: 'waypoint that does not exist',
    severity: 'warning',
    find(model, report) {
      for (const entry of itemsOf(model, Namespace)) find({ ...entry, namespace: entry.name }, model, report);
      for (const entry of [...itemsOf(model, Service), ...itemsOf(model, ServiceEntry)]) find(entry, model, report);
    },
  },
];

function find({ at, namespace, labels }: Entry, model: Model, report: Report): void {
  const named = namedWaypoint(labels, namespace);
  if (!named) return;
  const { name } = named;
  const gateway = findItem(model, Gateway, named.namespace, name);
  const isWaypoint = gateway?.body.spec.listeners.some(({ protocol }) => protocol === 'HBONE');
  if (isWaypoint || isDeclared(model, { group: GATEWAY_API, kind: 'Gateway', ...named })) return;
  report(
    { at },
    {
      what: "metadata.labels['istio.io/use-waypoint']",
      got: gateway ? `${name}, a Gateway without a listener of protocol HBONE` : name,
      expected: `a waypoint of namespace ${named.namespace || '(none)'}; requests go past it, and past its policies, otherwise`,
      fix: 'add a Gateway of class istio-waypoint with a listener for HBONE on port 15008, or correct the name',
    },
    gateway ? undefined : ofAbsence(model, 'warning'),
  );
}
