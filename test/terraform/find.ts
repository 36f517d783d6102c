import { policiesOf, User } from './aws/iam';
import { HostedZone, normalizeName } from './aws/route53';
import { Secret } from './aws/services';
import { accountOf, Aws } from './aws/world';

/** What a test looks for in the AWS after apply; what is missing is an error that says what there is. */
export function zoneNamed(aws: Aws, name: string, account?: string): HostedZone {
  const zones = [...accountOf(aws, account).zones.values()];
  return found(
    zones,
    (zone) => zone.name === normalizeName(name),
    `zone ${name}`,
    (zone) => zone.name,
  );
}

export function userNamed(aws: Aws, name: string, account?: string): User {
  return found(
    [...accountOf(aws, account).users.values()],
    (user) => user.name === name,
    `user ${name}`,
    (user) => user.name,
  );
}

export function secretNamed(aws: Aws, name: string, account?: string): Secret {
  const secrets = [...accountOf(aws, account).secrets.values()];
  return found(
    secrets,
    (secret) => secret.name === name,
    `secret ${name}`,
    (secret) => secret.name,
  );
}

/** The newest value of a secret. */
export function secretValue(secret: Secret): string | undefined {
  return [...secret.versions.values()].pop();
}

/** Every policy document of a user or role, for isAllowed(). */
export function policyDocuments(aws: Aws, principal: string, account?: string): string[] {
  const { users, roles } = accountOf(aws, account);
  const principals = [...users.values(), ...roles.values()];
  const match = found(
    principals,
    ({ name }) => name === principal,
    `user or role ${principal}`,
    ({ name }) => name,
  );
  return policiesOf(accountOf(aws, account), match);
}

/** The id of the health check of a name or address. */
export function healthCheckFor(aws: Aws, target: string, account?: string): string {
  const checks = [...accountOf(aws, account).healthChecks.values()];
  const targets = ({ config }: (typeof checks)[number]) => [config.fqdn, config.ipAddress].filter(Boolean).join(' ');
  return found(checks, (check) => targets(check).split(' ').includes(target), `health check of ${target}`, targets).id;
}

function found<T>(items: readonly T[], test: (item: T) => boolean, what: string, label: (item: T) => string): T {
  const match = items.find(test);
  if (match === undefined) {
    throw new Error(`there is no ${what}; there is: ${items.map(label).join(', ') || 'nothing'}`);
  }
  return match;
}
