import { Gateway } from '../../manifest/gateway-api';
import { ServiceEntry } from '../../manifest/istio-networking';
import { Namespace, Service } from '../../manifest/kubernetes';
import { GATEWAY_API } from '../../manifest/manifest';
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

const USE = 'istio.io/use-waypoint';

function find({ at, namespace, labels }: Entry, model: Model, report: Report): void {
  const name = labels[USE];
  if (name === undefined || name === 'none') return;
  const place = labels[`${USE}-namespace`] ?? namespace;
  const gateway = findItem(model, Gateway, place, name);
  const isWaypoint = gateway?.body.spec.listeners.some(({ protocol }) => protocol === 'HBONE');
  if (isWaypoint || isDeclared(model, { group: GATEWAY_API, kind: 'Gateway', namespace: place, name })) return;
  report(
    { at },
    {
      what: `metadata.labels['${USE}']`,
      got: gateway ? `${name}, a Gateway without a listener of protocol HBONE` : name,
      expected: `a waypoint of namespace ${place || '(none)'}; requests go past it, and past its policies, otherwise`,
      fix: 'add a Gateway of class istio-waypoint with a listener for HBONE on port 15008, or correct the name',
    },
    gateway ? undefined : ofAbsence(model, 'warning'),
  );
}
