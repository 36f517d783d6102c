import { Finding } from './compare';
import { record, records } from './reported';
import { isOwnedBy, Subject, World } from './world';
import { GATEWAY_API } from '../manifest/manifest';
import { Entry } from '../model/model';

/**
 * The finding from which another one follows: of a policy whose Gateway has no certificate, it is that of the Certificate,
 * or of its issuer.
 */
export function causesIn({ subjects }: World, findings: readonly Finding[]): (finding: Finding) => Finding | undefined {
  const firstOf = (subject: Subject) => findings.find((finding) => finding.subject === subject);
  const root = (subject: Subject, passed: ReadonlySet<Subject>): Finding | undefined => {
    for (const above of subjects.filter((each) => !passed.has(each) && standsOn(subject.entry, each.entry))) {
      const found = root(above, new Set([...passed, above])) ?? firstOf(above);
      if (found) return found;
    }
    return undefined;
  };
  return (finding) => (follows(finding) ? root(finding.subject, new Set([finding.subject])) : undefined);
}

/** Whether what is above an object can be the cause; its own fields and what it refers to have others. */
const follows = ({ verdict, subject, about, condition }: Finding) =>
  verdict !== 'missing' &&
  verdict !== 'drift' &&
  condition?.reason !== 'RefNotPermitted' &&
  !(subject.step === 'routes' && about === 'ResolvedRefs');

/** Whether one object cannot be well while the other is not. */
function standsOn(entry: Entry, other: Entry): boolean {
  const spec = record(entry.at.manifest.spec);
  const names = (ref: unknown, group: string, kind: string) => {
    const { name, namespace = entry.namespace, ...own } = record(ref);
    return (
      (own.group ?? group) === other.group &&
      (own.kind ?? kind) === other.kind &&
      name === other.name &&
      (other.namespace === '' || namespace === other.namespace)
    );
  };
  switch (entry.kind) {
    case 'Gateway':
      return (
        (other.kind === 'GatewayClass' && other.name === spec.gatewayClassName) ||
        listenerSecrets(spec).some(({ name, namespace = entry.namespace }) => isSecretOf(other, name, namespace))
      );
    case 'Certificate':
      return names(spec.issuerRef, 'cert-manager.io', 'Issuer');
    case 'TLSPolicy':
    case 'DNSPolicy':
      return (
        names(spec.issuerRef, 'cert-manager.io', 'Issuer') ||
        names(spec.targetRef, GATEWAY_API, 'Gateway') ||
        isOwnedBy(other, entry)
      );
    case 'AuthPolicy':
    case 'RateLimitPolicy':
    case 'TokenRateLimitPolicy':
      return names(spec.targetRef, GATEWAY_API, 'Gateway') || other.kind === 'Kuadrant';
    case 'ListenerSet':
      return names(spec.parentRef, GATEWAY_API, 'Gateway');
    default:
      return records(spec.parentRefs).some((ref) => names(ref, GATEWAY_API, 'Gateway'));
  }
}

const listenerSecrets = (spec: Readonly<Record<string, unknown>>) =>
  records(spec.listeners).flatMap(({ tls }) => records(record(tls).certificateRefs));

const isSecretOf = ({ kind, namespace, at }: Entry, name: unknown, own: unknown) =>
  kind === 'Certificate' && namespace === own && record(at.manifest.spec).secretName === name;
