import { createHostedZone, HostedZone, RecordSet } from '../aws/route53';
import { accountOf, AwsError, createAws } from '../aws/world';
import { Session } from '../provider/resource';

export const newSession = (region = 'us-east-1'): Session => {
  const aws = createAws();
  return { aws, account: accountOf(aws), region, defaultTags: {} };
};
export const newZone = (session: Session, name = 'example.com'): HostedZone =>
  createHostedZone(session, { name, comment: '', tags: {}, vpcs: [] });

/** What AWS answers: `code: message`. */
export const answer = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `${error.code}: ${error.message}`;
  }
};

export const a = (name: string, rest: Partial<RecordSet> = {}): RecordSet => ({
  name,
  type: 'A',
  ttl: 60,
  values: ['203.0.113.1'],
  ...rest,
});
export const weighted = (set: string, rest: Partial<RecordSet> = {}) =>
  a('www.example.com', { setIdentifier: set, weight: 10, ...rest });
export const geo = (set: string, geolocation: RecordSet['geolocation']) =>
  a('www.example.com', { setIdentifier: set, geolocation });
export const aliased = (name: string, target: string, zoneId: string, rest: Partial<RecordSet> = {}): RecordSet => ({
  name,
  type: 'A',
  alias: { name: target, zoneId, evaluateTargetHealth: true },
  ...rest,
});
export const txt = (value: string): RecordSet => ({ name: 'txt.example.com', type: 'TXT', ttl: 60, values: [value] });

export const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
export const listZones = document({ Effect: 'Allow', Action: 'route53:ListHostedZones', Resource: '*' });
