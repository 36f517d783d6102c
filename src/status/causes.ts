import { Finding } from './compare';
import { ownersOf, secretsOfListeners } from './owners';
import { record, records } from './reported';
import { Subject, World } from './world';
import { Entry, nameOf } from '../model/model';
import { groupBy } from '../value/group-by';

/**
 * The finding from which another one follows: of a policy whose Gateway has no certificate, it is that of the Certificate,
 * or of its issuer.
 */
export function causesIn({ subjects }: World, findings: readonly Finding[]): (finding: Finding) => Finding | undefined {
  const firstOf = new Map([...findings].reverse().map((finding) => [finding.subject, finding]));
  const aboveOf = abovesIn(subjects);
  const root = (subject: Subject, passed: ReadonlySet<Subject>): Finding | undefined => {
    for (const above of aboveOf(subject.entry)) {
      if (passed.has(above)) continue;
      const found = root(above, new Set([...passed, above])) ?? firstOf.get(above);
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

/** What an object stands on: it cannot be well while that is not. */
function abovesIn(subjects: readonly Subject[]): (entry: Entry) => readonly Subject[] {
  const byName = groupBy(subjects, ({ entry }) => nameOf(entry));
  const parts = new Map<string, Subject[]>();
  /** Certificates and ExternalSecrets, by the Secret that they make. */
  const makers = new Map<string, Subject[]>();
  const add = (map: Map<string, Subject[]>, key: string, subject: Subject) =>
    map.set(key, [...(map.get(key) ?? []), subject]);
  for (const subject of subjects) {
    const { kind, namespace, name, at } = subject.entry;
    const { secretName, target } = record(at.manifest.spec);
    if (kind === 'Certificate') add(makers, `${namespace}/${secretName}`, subject);
    if (kind === 'ExternalSecret') add(makers, `${namespace}/${record(target).name ?? name}`, subject);
    for (const owner of ownersOf(subject.entry)) add(parts, owner, subject);
  }
  return (entry) => {
    const spec = record(entry.at.manifest.spec);
    const named = (ref: unknown, kind: string) => {
      const { kind: own = kind, name, namespace = entry.namespace } = record(ref) as Readonly<Record<string, string>>;
      // A ClusterIssuer and a GatewayClass are in no namespace.
      return ['', namespace].flatMap((each) => byName.get(nameOf({ kind: own, namespace: each, name })) ?? []);
    };
    switch (entry.kind) {
      case 'Gateway':
        return [
          ...named({ name: spec.gatewayClassName }, 'GatewayClass'),
          ...secretsOfListeners(entry).flatMap((secret) => makers.get(secret) ?? []),
        ];
      case 'Certificate':
        return named(spec.issuerRef, 'Issuer');
      case 'TLSPolicy':
      case 'DNSPolicy':
        return [
          ...named(spec.issuerRef, 'Issuer'),
          ...records(spec.providerRefs).flatMap(({ name }) => makers.get(`${entry.namespace}/${name}`) ?? []),
          ...named(spec.targetRef, 'Gateway'),
          ...(parts.get(nameOf(entry)) ?? []),
        ];
      case 'DNSRecord':
        return makers.get(`${entry.namespace}/${record(spec.providerRef).name}`) ?? [];
      case 'AuthPolicy':
      case 'RateLimitPolicy':
      case 'TokenRateLimitPolicy':
        return [...subjects.filter((each) => each.entry.kind === 'Kuadrant'), ...named(spec.targetRef, 'Gateway')];
      case 'ListenerSet':
        return named(spec.parentRef, 'Gateway');
      default:
        return records(spec.parentRefs).flatMap((ref) => named(ref, 'Gateway'));
    }
  };
}
