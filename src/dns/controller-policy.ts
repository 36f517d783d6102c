/** A controller in a cluster that works on Route 53. */
export type Controller = 'kuadrant' | 'cert-manager' | 'external-dns';

export const CONTROLLERS: readonly Controller[] = ['kuadrant', 'cert-manager', 'external-dns'];

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const allow = (Action: Statement['Action'], Resource: string, Condition?: Statement['Condition']): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});

const condition = (name: string) => `route53:ChangeResourceRecordSets${name}`;

/** The least that a controller needs on one zone, as JSON. */
export function controllerPolicy(
  controller: Controller,
  { looksUp, ...zone }: PolicyZone & { readonly looksUp: boolean },
): string {
  const lookUp = controller === 'cert-manager' && looksUp ? [allow('route53:ListHostedZonesByName', '*')] : [];
  return JSON.stringify({ Version: '2012-10-17', Statement: [...statements[controller](zone), ...lookUp] });
}

/** The zone that a policy is for. */
interface PolicyZone {
  readonly zoneArn: string;
  readonly domain: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
}

const statements: Readonly<Record<Controller, (zone: PolicyZone) => Statement[]>> = {
  kuadrant: ({ zoneArn }) => [
    allow('route53:ListHostedZones', '*'),
    allow('route53:ListResourceRecordSets', zoneArn),
    allow('route53:ChangeResourceRecordSets', zoneArn, {
      'ForAllValues:StringEquals': { [condition('RecordTypes')]: ['A', 'CNAME', 'TXT'] },
    }),
  ],
  // Its solver names the zone (hostedZoneID), or must be able to look it up.
  'cert-manager': ({ zoneArn, domain, partition }) => [
    allow('route53:GetChange', `arn:${partition}:route53:::change/*`),
    allow('route53:ChangeResourceRecordSets', zoneArn, {
      'ForAllValues:StringEquals': {
        [condition('RecordTypes')]: ['TXT'],
        [condition('Actions')]: ['UPSERT', 'DELETE'],
      },
      'ForAllValues:StringLike': {
        // Names without their trailing dot; a star here stands for any host below the domain.
        [condition('NormalizedRecordNames')]: [`_acme-challenge.${domain}`, `_acme-challenge.*.${domain}`],
      },
    }),
  ],
  'external-dns': ({ zoneArn }) => [
    allow('route53:ListHostedZones', '*'),
    allow(['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'], zoneArn),
  ],
};
