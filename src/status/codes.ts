import { Finding } from './compare';
import { World } from './world';
import { check } from '../check/check';
import { nameOf } from '../model/model';

/** What tells of a reason before anything is applied. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  NoMatchingParent: ['GW370'],
  NotAllowedByListeners: ['GW371'],
  NoMatchingListenerHostname: ['GW372'],
  ProtocolConflict: ['GW375', 'GW388'],
  HostnameConflict: ['GW315', 'GW388'],
  RefNotPermitted: ['GW376'],
  BackendNotFound: ['GW030'],
  TargetNotFound: ['GW030', 'GW250', 'GW260'],
  InvalidCertificateRef: ['GW030'],
  InvalidParameters: ['GW030'],
  NotAllowed: ['GW381'],
  InvalidKind: ['GW393'],
  InvalidRouteKinds: ['GW385'],
  Conflicted: ['GW261', 'GW386'],
  NoValidCACertificate: ['GW030', 'GW387'],
  InvalidCACertificateRef: ['GW030', 'GW387'],
  Invalid: ['GW030', 'GW256'],
  Overridden: ['GW268'],
  Unknown: ['GW264', 'GW272'],
};

/** Codes of `check` for the objects that something is wrong with: of the same reason, and all errors. */
export function codesIn(world: World): (finding: Finding) => readonly string[] {
  const diagnostics = check(world.objects, world.options);
  return ({ subject, verdict, condition }) => {
    if (verdict === 'missing' || verdict === 'drift' || verdict === 'waiting') return [];
    const own = diagnostics.filter(({ object }) => object === nameOf(subject.entry));
    const known = CODES[condition?.reason ?? ''] ?? [];
    const told = own.filter(({ code, severity }) => known.includes(code) || severity === 'error');
    return [...new Set(told.map(({ code }) => code))];
  };
}
