import { continentOfCountry, continents, hasSubdivision, latencyRegions } from './geography';
import { Geolocation, RecordSet } from './route53';

export type Policy =
  'weighted' | 'latency' | 'failover' | 'geolocation' | 'geoproximity' | 'cidr' | 'multivalue answer';

/** The routing policies that a record set asks for; at most one is legal. */
export function policyOf(record: RecordSet): Policy[] {
  const asked: Record<Policy, boolean> = {
    weighted: record.weight !== undefined,
    latency: record.region !== undefined,
    failover: record.failover !== undefined,
    geolocation: record.geolocation !== undefined,
    geoproximity: record.geoproximity !== undefined,
    cidr: record.cidr !== undefined,
    'multivalue answer': record.multivalue === true,
  };
  return (Object.keys(asked) as Policy[]).filter((policy) => asked[policy]);
}

/** Why a record set cannot stand beside the others of its name and type. */
export function conflict(record: RecordSet, others: readonly RecordSet[], limit: number): string[] {
  const { name, type, setIdentifier } = record;
  const [policy] = policyOf(record);
  const plain = `RRSet with DNS name ${name}, type ${type}`;
  if (policy === undefined) {
    return others.length === 0 ? [] : [`${plain} cannot be created as other RRSets exist with the same name and type.`];
  }
  const subject = `${plain}, SetIdentifier ${setIdentifier}`;
  const own = ownProblem(record, policy, subject);
  if (own !== undefined) return [own];
  if (
    others.some((other) => policyOf(other)[0] === undefined) ||
    others.some((other) => policyOf(other)[0] !== policy)
  ) {
    return policy === 'multivalue answer'
      ? [`${subject} cannot be created because a non multivalue answer rrset exists with the same name and type.`]
      : [`${subject} cannot be created as a non-${policy} set exists with the same name and type.`];
  }
  if (others.length >= limit && policy !== 'failover') {
    return [
      `${subject} cannot be created as the limit of ${limit} ${policy} RRSets with the same name and type is reached.`,
    ];
  }
  if (
    policy === 'weighted' &&
    others.some(({ ttl }) => ttl !== undefined && record.ttl !== undefined && ttl !== record.ttl)
  ) {
    return [`${subject} cannot be created as weighted sets must contain the same TTL.`];
  }
  const place = placeOf(record);
  return place !== undefined && others.some((other) => placeOf(other) === place)
    ? [
        `${subject}, and ${place} cannot be created because a ${policy} RRSet with the same name, type and ${placeName[policy]} already exists.`,
      ]
    : [];
}

const placeName: Partial<Record<Policy, string>> = {
  latency: 'region',
  failover: 'failover value',
  geolocation: 'geolocation',
  geoproximity: 'location',
};

/** What must be unique among record sets of one name and type. */
function placeOf({ region, failover, geolocation, geoproximity }: RecordSet): string | undefined {
  if (region !== undefined) return `Region Name=${region}`;
  if (failover !== undefined) return `Failover=${failover}`;
  if (geolocation !== undefined) return describePlace(geolocation);
  if (geoproximity === undefined) return undefined;
  const { bias, ...location } = geoproximity;
  return `GeoProximityLocation ${JSON.stringify(location)}`;
}

function describePlace({ continent, country, subdivision }: Geolocation): string {
  if (continent !== undefined) return `GeoLocation ContinentCode=${continent}`;
  return `GeoLocation CountryCode=${country}${subdivision === undefined ? '' : `, SubdivisionCode=${subdivision}`}`;
}

/** What is wrong with a record's policy, whatever else exists. */
function ownProblem(record: RecordSet, policy: Policy, subject: string): string | undefined {
  const { type, alias, region, failover, geolocation, healthCheckId } = record;
  if (type === 'NS' || type === 'SOA') return `${subject} cannot be created: type ${type} has simple routing only.`;
  if (policy === 'multivalue answer') {
    if (type === 'CNAME') {
      return `${subject} cannot be created as multivalue answer RRSets of type CNAME are not permitted.`;
    }
    if (alias !== undefined) return `${subject} cannot be created as multivalue answer RRSets cannot be aliases.`;
  }
  if (region !== undefined && !latencyRegions.has(region)) {
    return `${subject} cannot be created: unknown region ${region}.`;
  }
  if (failover === 'PRIMARY' && healthCheckId === undefined && alias?.evaluateTargetHealth !== true) {
    return `${subject} cannot be created as a primary failover RRSet must have an associated health check.`;
  }
  if (geolocation !== undefined && !isPlace(geolocation)) {
    return `${subject} cannot be created: ${describePlace(geolocation)} is not a supported location.`;
  }
  return undefined;
}

function isPlace({ continent, country, subdivision }: Geolocation): boolean {
  if (continent !== undefined) return continent in continents && subdivision === undefined;
  if (country === undefined) return false;
  if (subdivision !== undefined) return hasSubdivision(country, subdivision);
  return country === '*' || continentOfCountry.has(country);
}
