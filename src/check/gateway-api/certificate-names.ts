import { ANY_HOST, isWildcard } from '../../match/host';
import { attachmentsByListener } from '../../model/attachments';
import { certificatesBySecret, certifies, namesOfCertificate } from '../../model/cert-manager';
import { ListenerOf, listenersByGateway } from '../../model/listeners';
import { Model, pathOf } from '../../model/model';
import { ModelRule, Report } from '../model-rule';

/** Certificates of listeners. */
export const certificateNameRules: readonly ModelRule[] = [
  {
    code: 'GW392',
    title: 'certificate that is not for the host of a listener',
    severity: 'warning',
    find(model, report) {
      for (const on of [...listenersByGateway(model).values()].flat()) find(model, on, report);
    },
  },
];

/** Told where all certificates of the listener are known, and none has a name for a host that it serves. */
function find(model: Model, on: ListenerOf, report: Report): void {
  const { listener, owner, path } = on;
  const refs =
    listener.protocol === 'HTTPS' || listener.protocol === 'TLS' ? (listener.tls?.certificateRefs ?? []) : [];
  const found = refs.map(({ kind = 'Secret', namespace = owner.namespace, name }) =>
    kind === 'Secret' ? (certificatesBySecret(model).get(pathOf({ namespace, name })) ?? []) : [],
  );
  if (refs.length === 0 || found.some((each) => each.length === 0)) return;
  const all = found.flat();
  const names = all.flatMap(namesOfCertificate);
  const host = hostsOf(model, on).find((each) => !names.some((name) => certifies(name, each)));
  if (host === undefined || names.length === 0) return;
  report(owner, {
    what: `${path}.tls.certificateRefs`,
    got: `${names.join(', ')} of Certificate ${pathOf(all[0])}, for ${host}`,
    expected: `a certificate for ${host}; clients refuse another`,
    fix: 'add the name to dnsNames, or refer to the Secret of another Certificate',
  });
}

/** The exact hosts of routes at the listener, or else its own. */
function hostsOf(model: Model, on: ListenerOf): string[] {
  const ofRoutes = (attachmentsByListener(model).get(on) ?? []).flatMap(({ hosts }) => hosts);
  const exact = ofRoutes.filter((host) => !isWildcard(host));
  return exact.length > 0 ? exact : on.host === ANY_HOST ? [] : [on.host];
}
