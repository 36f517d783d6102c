import { HostedZone, normalizeName } from './aws/route53';
import { Account, accountOf, Aws, Secret, User } from './aws/world';

/*
 * What a test looks for in the AWS after apply; what is missing is an error that says what there is.
 */

export const zoneNamed = (aws: Aws, name: string, account?: string): HostedZone =>
  found('zone', normalizeName(name), [...accountOf(aws, account).zones.values()]);

export const userNamed = (aws: Aws, name: string): User => found('user', name, [...accountOf(aws).users.values()]);

export const secretNamed = (aws: Aws, name: string): Secret =>
  found('secret', name, [...accountOf(aws).secrets.values()]);

/** The newest value of a secret. */
export const secretValue = (secret: Secret): string | undefined => [...secret.versions.values()].pop();

/** Every policy document of a user or role, for isAllowed(). */
export function policyDocuments(aws: Aws, principal: string): string[] {
  const { users, roles }: Account = accountOf(aws);
  return [...found('principal', principal, [...users.values(), ...roles.values()]).inline.values()];
}

/** The id of the health check of an address, or else of a name. */
export function healthCheckFor(aws: Aws, target: string): string {
  const checks = [...accountOf(aws).healthChecks.values()].map(({ id, config }) => ({ id, ...config }));
  const named = checks.flatMap(({ id, ipAddress, fqdn }) =>
    [ipAddress, fqdn].map((name) => ({ id, name: name ?? '' })),
  );
  return found('health check', target, named).id;
}

function found<T extends { readonly name: string }>(what: string, wanted: string, items: readonly T[]): T {
  const match = items.find(({ name }) => name === wanted);
  if (match !== undefined) return match;
  throw new Error(`there is no ${what} ${wanted}; there is: ${items.map(({ name }) => name).join(', ') || 'none'}`);
}
