import { AccessRequest } from './evaluate';

export type RecordAction = 'CREATE' | 'UPSERT' | 'DELETE';

export interface RecordChange {
  readonly action: RecordAction;
  /** As a caller writes it; Route 53 normalizes it before it evaluates policies. */
  readonly name: string;
  readonly type: string;
}

export const zoneArn = (zoneId: string): string => `arn:aws:route53:::hostedzone/${zoneId}`;

/** The names, types and actions of a batch are condition keys with as many values as the batch has changes. */
export function changeResourceRecordSets(zoneId: string, ...changes: readonly RecordChange[]): AccessRequest {
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    action: 'route53:ChangeResourceRecordSets',
    resource: zoneArn(zoneId),
    context: {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': unique(
        changes.map(({ name }) => normalizedRecordName(name)),
      ),
      'route53:ChangeResourceRecordSetsRecordTypes': unique(changes.map(({ type }) => type)),
      'route53:ChangeResourceRecordSetsActions': unique(changes.map(({ action }) => action)),
    },
  };
}

export const listResourceRecordSets = (zoneId: string): AccessRequest => ({
  action: 'route53:ListResourceRecordSets',
  resource: zoneArn(zoneId),
});
export const listHostedZones = (): AccessRequest => ({ action: 'route53:ListHostedZones', resource: '*' });
export const listHostedZonesByName = (): AccessRequest => ({ action: 'route53:ListHostedZonesByName', resource: '*' });
export const getHostedZone = (zoneId: string): AccessRequest => ({
  action: 'route53:GetHostedZone',
  resource: zoneArn(zoneId),
});
export const getChange = (id = 'C1234567890'): AccessRequest => ({
  action: 'route53:GetChange',
  resource: `arn:aws:route53:::change/${id}`,
});

/**
 * A record name as policies see it: lower case, no trailing dot, and every character but letters, digits, `_`, `-` and
 * `.` as a backslash with its three octal digits (`*` is `\052`).
 */
export function normalizedRecordName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\\[0-7]{3}|[^a-z0-9_.-]/g, (found) =>
      found.length === 4 ? found : `\\${found.charCodeAt(0).toString(8).padStart(3, '0')}`,
    );
}
