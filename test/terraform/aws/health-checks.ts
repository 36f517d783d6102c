import { isIP, isIPv4 } from 'net';
import { healthCheckRegions } from './geography';
import { HealthCheck, refused } from './route53';
import { uuidOf } from './world';
import { Session } from '../provider/resource';

export interface HealthCheckRequest {
  readonly type: string;
  readonly ipAddress?: string;
  readonly port?: number;
  readonly fqdn?: string;
  readonly path?: string;
  readonly searchString?: string;
  readonly interval?: number;
  readonly threshold?: number;
  readonly regions: readonly string[];
  readonly children: readonly string[];
  readonly childThreshold?: number;
  readonly alarm?: { readonly name?: string; readonly region?: string };
  readonly measureLatency?: boolean;
  readonly inverted?: boolean;
  readonly disabled?: boolean;
  readonly enableSni?: boolean;
}

const limit = 200;
const endpointTypes = ['HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH', 'TCP'];

export function createHealthCheck(
  { account }: Session,
  request: HealthCheckRequest,
  tags: Record<string, string>,
): HealthCheck {
  check('CreateHealthCheck', request);
  if (account.healthChecks.size >= limit) {
    throw refused(
      'CreateHealthCheck',
      'TooManyHealthChecks',
      `Account ${account.id} has reached its limit of ${limit} health checks.`,
    );
  }
  for (const child of request.children) existing({ account }, child, 'CreateHealthCheck');
  const seed = `health check ${request.fqdn ?? ''} ${request.ipAddress ?? ''} ${request.port ?? ''} ${request.path ?? ''}`;
  const healthCheck: HealthCheck = { id: uuidOf(account, seed), config: withDefaults(request), tags };
  account.healthChecks.set(healthCheck.id, healthCheck);
  return healthCheck;
}

export function updateHealthCheck({ account }: Session, id: string, request: HealthCheckRequest): void {
  check('UpdateHealthCheck', request);
  account.healthChecks.set(id, { ...existing({ account }, id, 'UpdateHealthCheck'), config: withDefaults(request) });
}

export function deleteHealthCheck({ account }: Session, id: string): void {
  account.healthChecks.delete(existing({ account }, id, 'DeleteHealthCheck').id);
}

function existing({ account }: Pick<Session, 'account'>, id: string, operation: string): HealthCheck {
  const found = account.healthChecks.get(id);
  if (found === undefined) {
    throw refused(operation, 'NoSuchHealthCheck', `No health check exists with the specified ID: ${id}`, 404);
  }
  return found;
}

function withDefaults(request: HealthCheckRequest): Readonly<Record<string, unknown>> {
  const endpoint = endpointTypes.includes(request.type);
  return {
    ...request,
    interval: endpoint ? (request.interval ?? 30) : undefined,
    threshold: endpoint ? (request.threshold ?? 3) : undefined,
    enableSni: request.enableSni ?? request.type.startsWith('HTTPS'),
  };
}

function check(operation: string, request: HealthCheckRequest): void {
  const problem = problemOf(request);
  if (problem !== undefined) throw refused(operation, 'InvalidInput', problem);
}

function problemOf(request: HealthCheckRequest): string | undefined {
  const { type, interval, threshold, regions, ipAddress, fqdn, port, searchString } = request;
  if (interval !== undefined && interval !== 10 && interval !== 30) {
    return `Invalid request interval: ${interval}; it must be 10 or 30`;
  }
  if (threshold !== undefined && (threshold < 1 || threshold > 10)) {
    return `Invalid failure threshold: ${threshold}; it must be between 1 and 10`;
  }
  if (regions.length > 0 && regions.length < 3) return 'At least three regions are required for a health check';
  const unknown = regions.find((region) => !healthCheckRegions.has(region));
  if (unknown !== undefined) return `Invalid health check region: ${unknown}`;
  if (port !== undefined && (port < 1 || port > 65_535)) return `Invalid port: ${port}`;
  if (type === 'CALCULATED') {
    return request.children.length === 0 ? 'A calculated health check needs child health checks' : undefined;
  }
  if (!endpointTypes.includes(type)) return undefined;
  if (ipAddress === undefined && fqdn === undefined) {
    return 'Either IPAddress or FullyQualifiedDomainName must be specified';
  }
  if (ipAddress !== undefined && (isIP(ipAddress) === 0 || isPrivate(ipAddress))) {
    return `Invalid IP address: ${ipAddress} is not publicly routable`;
  }
  if (fqdn !== undefined && !/^[A-Za-z0-9_]([A-Za-z0-9_-]*\.?)+$/.test(fqdn)) {
    return `Invalid fully qualified domain name: ${fqdn}`;
  }
  if (type === 'TCP' && port === undefined) return 'Port must be specified for health checks of type TCP';
  if (type === 'TCP' && ipAddress !== undefined && fqdn !== undefined) {
    return 'FullyQualifiedDomainName must not be specified with IPAddress for health checks of type TCP';
  }
  if (type === 'TCP' && request.path !== undefined) {
    return 'ResourcePath must not be specified for health checks of type TCP';
  }
  if (type.endsWith('_STR_MATCH') !== (searchString !== undefined)) {
    return `SearchString does not fit health checks of type ${type}`;
  }
  return undefined;
}

/** Local, private and multicast addresses. The ranges for documentation pass, so that tests and examples can use them. */
function isPrivate(address: string): boolean {
  if (!isIPv4(address)) return /^(::1?$|f[cde]|ff)/i.test(address);
  const [first, second] = address.split('.').map(Number);
  return (
    [0, 10, 127].includes(first) ||
    first >= 224 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254) ||
    (first === 100 && second >= 64 && second < 128)
  );
}
