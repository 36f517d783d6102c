import { Duration } from 'cdk8s';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Name of a zone's output in Terraform. A domain has no underscore, so no two domains have one name. */
export function outputName(domain: string, isPrivate = false): string {
  return `${isPrivate ? 'private_zone' : 'zone'}_${domain.replace(/\./g, '_')}`;
}

/** Refuses a host outside the zone of a domain. */
export function checkInside(
  what: string,
  host: string,
  domain: string,
  where?: { readonly node: { readonly path: string } },
): void {
  if (host !== domain && !host.endsWith(`.${domain}`)) {
    refuse(
      {
        what,
        got: host,
        expected: `${domain} or a name below it`,
        fix: `use the zone of ${host.replace(/^\*\./, '')}, or a zone above it`,
      },
      where,
    );
  }
}

/** A TTL in whole seconds. */
export function ttlSeconds(what: string, ttl: Duration): number {
  return wholeNumber(what, ttl.toSeconds({ integral: false }), 0, 2_147_483_647, 'give it in whole seconds');
}
