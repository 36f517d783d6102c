import { Certificate, ClusterIssuer, ClusterIssuerSpec, Issuer } from '../../manifest/cert-manager';
import { Gateway } from '../../manifest/gateway-api';
import { ANY_HOST, commonHost } from '../../match/host';
import { annotatedIssuers, CertificateItem, certificatesBySecret, namesOfCertificate } from '../../model/cert-manager';
import { selects } from '../../model/labels';
import { admitsNamespace, listenersByGateway } from '../../model/listeners';
import { findItem, Item, itemsOf, Model, pathOf } from '../../model/model';
import { ModelRule, Report } from '../model-rule';

type Solver = NonNullable<NonNullable<ClusterIssuerSpec['acme']>['solvers']>[number];

/** Issuers and Certificates of cert-manager, together. */
export const certificateModelRules: readonly ModelRule[] = [
  { code: 'GW115', title: 'zone of a solver with a wildcard', severity: 'warning', find: zonesWithWildcard },
  { code: 'GW116', title: 'name for which the issuer has no solver', find: namesWithoutSolver },
  { code: 'GW117', title: 'Secret of two Certificates', find: sharedSecrets },
  {
    code: 'GW118',
    title: 'route of a solver that its Gateway does not allow',
    severity: 'warning',
    find: refusedSolverRoutes,
  },
  { code: 'GW119', title: 'listener that cert-manager skips', severity: 'warning', find: skippedListeners },
];

/** cert-manager passes over listeners of an annotated Gateway that it cannot make a Certificate for (its gateway-shim). */
function skippedListeners(model: Model, report: Report): void {
  for (const [gateway, listeners] of listenersByGateway(model)) {
    if (annotatedIssuers(gateway).length === 0) continue;
    for (const { owner, path, listener } of listeners) {
      const { protocol, hostname, tls } = listener;
      if (owner !== gateway || (protocol !== 'HTTPS' && protocol !== 'TLS') || tls?.mode === 'Passthrough') continue;
      const foreign = tls?.certificateRefs?.find(
        ({ namespace }) => namespace !== undefined && namespace !== owner.namespace,
      );
      if (hostname !== undefined && !foreign) continue;
      report(owner, {
        what: foreign ? `${path}.tls.certificateRefs` : `${path}.hostname`,
        got: foreign ? `Secret ${foreign.namespace}/${foreign.name}` : undefined,
        expected: foreign
          ? "a Secret of the Gateway's namespace, where cert-manager writes"
          : 'a hostname, which becomes the name of the certificate',
        fix: foreign
          ? 'leave out its namespace'
          : 'set one; cert-manager requests no certificate for the listener otherwise',
      });
    }
  }
}

const issuersOf = (model: Model) =>
  [...itemsOf(model, ClusterIssuer), ...itemsOf(model, Issuer)] as readonly Item<{
    readonly spec: ClusterIssuerSpec;
  }>[];

const solversOf = (issuer: Item<{ readonly spec: ClusterIssuerSpec }>): readonly Solver[] =>
  issuer.body.spec.acme?.solvers ?? [];

/** cert-manager compares zones label by label, and `*` is a label like another. */
function zonesWithWildcard(model: Model, report: Report): void {
  for (const issuer of issuersOf(model)) {
    solversOf(issuer).forEach(({ selector }, index) =>
      (selector?.dnsZones ?? []).forEach((zone, at) => {
        if (!zone.includes('*')) return;
        report(
          issuer,
          {
            what: `spec.acme.solvers[${index}].selector.dnsZones[${at}]`,
            got: zone,
            expected: 'a domain without a wildcard, which stands for all names below it',
            fix: `write '${zone.replace(/^(\*\.)+/, '')}'; with the asterisk it fits the name '${zone}' alone`,
          },
          usersOf(model, issuer).some((each) => namesOfCertificate(each).some((name) => isBelow(name, zone)))
            ? 'error'
            : 'warning',
        );
      }),
    );
  }
}

const isBelow = (name: string, zone: string) => name !== zone && commonHost(zone, name) !== undefined;

/** Certificates of an issuer. */
function usersOf(model: Model, issuer: { readonly kind: string; readonly namespace: string; readonly name: string }) {
  return itemsOf(model, Certificate).filter(({ namespace, body }) => {
    const { kind = 'Issuer', name, group = 'cert-manager.io' } = body.spec?.issuerRef ?? { name: '' };
    return (
      group === 'cert-manager.io' &&
      kind === issuer.kind &&
      name === issuer.name &&
      (kind === 'ClusterIssuer' || namespace === issuer.namespace)
    );
  });
}

function namesWithoutSolver(model: Model, report: Report): void {
  for (const issuer of issuersOf(model)) {
    if (!issuer.body.spec.acme) continue;
    const solvers = solversOf(issuer);
    for (const certificate of usersOf(model, issuer)) {
      const names = certificate.body.spec?.dnsNames ?? [];
      const missing = names.find((name) => !solvers.some((solver) => solves(solver, name, certificate)));
      if (missing === undefined) continue;
      report(certificate, {
        what: `spec.dnsNames[${names.indexOf(missing)}]`,
        got: missing,
        expected: `a name for which ${issuer.kind} ${pathOf(issuer)} has a solver`,
        fix: missing.startsWith('*.')
          ? 'add a solver of type dns01 for it: HTTP-01 cannot prove a wildcard'
          : 'add a solver for it, or a solver without a selector; its order fails otherwise',
      });
    }
  }
}

/** Whether cert-manager would use a solver for a name; labels are those of the Certificate. */
function solves({ selector, http01 }: Solver, name: string, certificate: CertificateItem): boolean {
  if (name.startsWith('*.') && http01) return false;
  const { dnsNames = [], dnsZones = [], matchLabels } = selector ?? {};
  const bare = name.replace(/^\*\./, '');
  return (
    (!matchLabels || selects({ matchLabels }, certificate.labels)) &&
    (dnsNames.length === 0 || dnsNames.includes(name)) &&
    (dnsZones.length === 0 ||
      dnsZones.some((zone) => [name, bare].some((each) => each === zone || each.endsWith(`.${zone}`))))
  );
}

/** A Secret belongs to the Certificate for which it was issued, else to the oldest. */
function sharedSecrets(model: Model, report: Report): void {
  for (const [secret, certificates] of certificatesBySecret(model)) {
    const [first, ...others] = certificates;
    if (!first.body.spec) continue;
    for (const certificate of others.filter(({ name }) => name !== first.name)) {
      report(certificate, {
        what: 'spec.secretName',
        got: `${secret.split('/').at(-1)}, which Certificate ${pathOf(first)} writes too`,
        expected: 'a Secret that no other Certificate of the namespace writes',
        fix: 'give each its own, or put all names into one Certificate; the second is never ready (IncorrectCertificate)',
      });
    }
  }
}

/** cert-manager writes the HTTPRoute of a challenge into the namespace of the Certificate. */
function refusedSolverRoutes(model: Model, report: Report): void {
  for (const issuer of issuersOf(model)) {
    solversOf(issuer).forEach(({ http01 }, index) =>
      (http01?.gatewayHTTPRoute?.parentRefs ?? []).forEach((parentRef, at) => {
        const { kind = 'Gateway', name, namespace, sectionName, port } = parentRef;
        for (const certificate of usersOf(model, issuer)) {
          const gateway = kind === 'Gateway' && findItem(model, Gateway, namespace ?? certificate.namespace, name);
          const listeners = (gateway ? (listenersByGateway(model).get(gateway) ?? []) : []).filter(
            ({ owner, listener, host }) =>
              owner.at === (gateway as { at: unknown }).at &&
              (sectionName === undefined || listener.name === sectionName) &&
              (port === undefined || listener.port === port) &&
              listener.protocol === 'HTTP' &&
              namesOfCertificate(certificate).some((each) => commonHost(host, each) !== undefined || host === ANY_HOST),
          );
          const isRefused =
            listeners.length > 0 &&
            listeners.every(
              ({ listener, owner }) =>
                admitsNamespace(
                  model,
                  listener.allowedRoutes?.namespaces ?? {},
                  owner.namespace,
                  certificate.namespace,
                ) === false,
            );
          if (!isRefused) continue;
          report(issuer, {
            what: `spec.acme.solvers[${index}].http01.gatewayHTTPRoute.parentRefs[${at}]`,
            got: `listener ${listeners[0].listener.name} of Gateway ${pathOf(listeners[0].gateway)}, which does not allow routes of namespace ${certificate.namespace}`,
            expected: `a listener for HTTP that allows routes of namespace ${certificate.namespace}, that of Certificate ${certificate.name}`,
            fix: 'set allowedRoutes.namespaces of the listener to from: All or a selector, or move the Certificate; the challenge never passes otherwise',
          });
          return;
        }
      }),
    );
  }
}
