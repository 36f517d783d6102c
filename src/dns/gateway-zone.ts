import type * as zones from '@cdktf/provider-aws/lib/route53-zone';
import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { aws, isFirst, literal, literals, terraform } from './loader';
import {
  AwsProviderOptions,
  CaaRecord,
  ExistingZone,
  ZoneLookUp,
  ZoneParentOptions,
  ZoneQueryLog,
  ZoneSigning,
  ZoneVpc,
} from './zone-options';
import { addQueryLog, addSigning } from './zone-services';
import { outputName, ttlSeconds } from './zone-values';
import { hostedZoneId } from '../value/aws';
import { refuse } from '../value/problem';
import { preciseHostname, wholeNumber } from '../value/scalar';

/** What a hosted zone is made of. */
export interface GatewayZoneProps extends AwsProviderOptions {
  /** The domain, such as `demo.example.com`. */
  readonly domain: string;
  /**
   * A zone that exists, instead of a new one.
   *
   * @default - a zone is made
   */
  readonly existing?: ExistingZone;
  /**
   * The VPCs of a private zone. One without `provider` is of the zone's account.
   *
   * @default - a public zone
   */
  readonly vpcs?: ZoneVpc[];
  /**
   * The zone above, into which the delegation is written.
   *
   * @default - none: the name servers are in the output, to be entered wherever the domain is registered
   */
  readonly parent?: ZoneParent;
  /**
   * TTL of the delegation; 1 hour to 2 days once it is settled.
   *
   * @default - 5 minutes
   */
  readonly delegationTtl?: Duration;
  /**
   * Who may issue certificates; an empty list writes no CAA record.
   *
   * @default - Let's Encrypt in a new public zone, no record in others
   */
  readonly caa?: CaaRecord[];
  /**
   * Signs the zone with a key of KMS. `provider` must be of us-east-1.
   *
   * @default - the zone is not signed
   */
  readonly dnssec?: ZoneSigning;
  /**
   * Logs the queries of a public zone to `/aws/route53/<domain>` in CloudWatch Logs.
   *
   * @default - they are not logged
   */
  readonly queryLog?: ZoneQueryLog;
  /**
   * Deletes a zone with records that Terraform does not know, as controllers leave them.
   *
   * @default false
   */
  readonly forceDestroy?: boolean;
  /**
   * Comment of the zone, at most 256 characters.
   *
   * @default - `Zone of <domain>`
   */
  readonly comment?: string;
  /**
   * Tags of everything that is made.
   *
   * @default - those of the provider
   */
  readonly tags?: { readonly [key: string]: string };
}

/** The zone above another one. */
export class ZoneParent {
  /** A zone of this stack; it may be in another account. */
  public static zone(zone: GatewayZone): ZoneParent {
    return new ZoneParent({ domain: zone.domain, provider: zone._provider }, zone.zoneId, zone);
  }

  /** A zone by its id; in another account with that account's provider. */
  public static id(zoneId: string, props: ZoneParentOptions = {}): ZoneParent {
    return new ZoneParent(props, hostedZoneId('id of a parent zone', zoneId));
  }

  /** The zone that has the domain; in another account with that account's provider. */
  public static lookUp(domain: string, props: ZoneLookUp = {}): ZoneParent {
    return new ZoneParent({ domain: preciseHostname('domain of a parent zone', domain), ...props });
  }

  private constructor(
    /** @internal */ public readonly _props: ZoneParentOptions & ZoneLookUp,
    /** @internal */ public readonly _zoneId?: string,
    /** @internal */ public readonly _zone?: GatewayZone,
  ) {}
}

/**
 * The hosted zone of a gateway in Route 53, with its delegation, CAA record, DNSSEC and query log.
 *
 * It is used in a TerraformStack of cdktf or cdktn. Its id and name servers are in one output of the stack, which
 * `DnsOutputs` reads.
 */
export class GatewayZone extends Construct {
  /** The domain. */
  public readonly domain: string;
  /** Whether only its VPCs can ask it. */
  public readonly isPrivate: boolean;
  /** Id of the hosted zone, known after apply. */
  public readonly zoneId: string;
  /** ARN of the hosted zone, known after apply. */
  public readonly arn: string;

  /** @internal */
  public readonly _provider: AwsProviderOptions['provider'];
  private readonly servers: string[];
  private readonly hosts = new Map<string, string>();

  public constructor(scope: Construct, id: string, props: GatewayZoneProps) {
    super(scope, id);
    this.domain = preciseHostname('domain of a zone', props.domain);
    this.isPrivate = (props.vpcs ?? []).length > 0;
    this._provider = props.provider;
    this.check(props);
    const { zoneId, arn, nameServers } = props.existing ? this.adopt(props.existing) : this.create(props);
    [this.zoneId, this.arn, this.servers] = [zoneId, arn, nameServers];

    this.addCaa(props);
    const parentId = props.parent && this.delegate(props.parent, props.delegationTtl);
    const above = parentId === undefined ? undefined : { parentId, provider: props.parent!._props.provider };
    const ds = props.dnssec && addSigning(this, props.dnssec, props.tags, above);
    if (props.queryLog) addQueryLog(this, props.queryLog, props.tags);
    this.output(ds);
  }

  /**
   * One of the four name servers of a public zone, known after apply.
   *
   * @param index 0 to 3
   */
  public nameServer(index: number): string {
    wholeNumber('index of a name server', index, 0, 3, 'a zone has four name servers, counted from 0');
    // An element of a list that is known after apply cannot be taken by [].
    return terraform(this).Token.asString(terraform(this).Fn.element(this.servers, index));
  }

  /** Gives a host to one owner of its records; two are a mistake. @internal */
  public _claim(host: string, owner: Construct): void {
    const other = this.hosts.get(host);
    if (other !== undefined) {
      refuse(
        {
          what: `owner of the records of ${host}`,
          got: `${owner.node.path} beside ${other}`,
          expected: 'one strategy for a host',
          fix: 'leave the host out of one of the two plans',
        },
        owner,
      );
    }
    this.hosts.set(host, owner.node.path);
  }

  private check(props: GatewayZoneProps): void {
    const wrong = (what: string, got: string, expected: string, fix: string) =>
      refuse({ what: `${what} of zone ${this.domain}`, got, expected, fix }, this);
    const { existing, parent } = props;
    for (const [name, value] of Object.entries({
      vpcs: props.vpcs,
      comment: props.comment,
      forceDestroy: props.forceDestroy,
    })) {
      if (existing && value !== undefined) {
        wrong(name, 'a value beside existing', 'nothing', 'an existing zone keeps what it has');
      }
    }
    for (const [name, value] of Object.entries({ parent, dnssec: props.dnssec, queryLog: props.queryLog })) {
      if (this.isPrivate && value !== undefined) {
        wrong(
          name,
          'a value beside vpcs',
          'nothing',
          'a private zone has no delegation, DNSSEC or query log of its own',
        );
      }
    }
    const above = parent?._props.domain;
    if (above !== undefined && !this.domain.endsWith(`.${above}`)) {
      wrong(
        'parent',
        above,
        `a domain above ${this.domain}`,
        `delegate from the zone of ${this.domain.replace(/^[^.]+\./, '')}`,
      );
    }
    if (parent?._zone?.isPrivate) {
      wrong('parent', `private zone ${above}`, 'a public zone', 'a private zone cannot delegate');
    }
    if (props.dnssec?.publishDs && parent === undefined) {
      wrong(
        'dnssec.publishDs',
        'true without parent',
        'a parent to publish in',
        'name the parent, or enter the DS record of the output at the registrar',
      );
    }
    if (props.vpcs?.[0]?.provider !== undefined) {
      wrong(
        'vpcs',
        'first a VPC of another account',
        "a VPC of the zone's account first",
        'AWS makes a private zone with a VPC of its own account',
      );
    }
    if ((props.comment?.length ?? 0) > 256) {
      wrong('comment', `${props.comment!.length} characters`, 'at most 256', 'shorten it');
    }
  }

  private create(props: GatewayZoneProps): zones.Route53Zone {
    const [own, foreign] = [true, false].map(
      (isOwn) => props.vpcs?.filter((vpc) => (vpc.provider === undefined) === isOwn) ?? [],
    );
    const { Route53Zone } = aws(this, 'route53-zone');
    const zone = new Route53Zone(this, 'zone', {
      name: this.domain,
      comment: literal(props.comment ?? `Zone of ${this.domain}`),
      forceDestroy: props.forceDestroy ?? false,
      provider: this._provider,
      tags: literals(props.tags),
      ...(own.length > 0 && { vpc: own.map(({ vpcId, region }) => ({ vpcId, vpcRegion: region })) }),
      // The association of another account's VPC is a resource of its own.
      ...(foreign.length > 0 && { lifecycle: { ignoreChanges: ['vpc'] } }),
    });
    for (const { vpcId, region, provider } of foreign) this.associate(zone.zoneId, vpcId, region, provider);
    return zone;
  }

  private associate(zoneId: string, vpcId: string, vpcRegion: string | undefined, provider: ZoneVpc['provider']): void {
    const scope = new Construct(this, `vpc-${vpcId}`);
    const { Route53VpcAssociationAuthorization } = aws(this, 'route53-vpc-association-authorization');
    const { Route53ZoneAssociation } = aws(this, 'route53-zone-association');
    const config = { vpcId, vpcRegion };
    const allowed = new Route53VpcAssociationAuthorization(scope, 'allow', {
      ...config,
      zoneId,
      provider: this._provider,
    });
    new Route53ZoneAssociation(scope, 'associate', { ...config, zoneId: allowed.zoneId, provider });
  }

  private adopt({ _zoneId }: ExistingZone) {
    const { DataAwsRoute53Zone } = aws(this, 'data-aws-route53-zone');
    if (_zoneId === undefined) {
      return new DataAwsRoute53Zone(this, 'zone', { name: this.domain, provider: this._provider });
    }
    return new DataAwsRoute53Zone(this, 'zone', {
      zoneId: _zoneId,
      provider: this._provider,
      lifecycle: {
        postcondition: [
          {
            condition: `\${trimsuffix(self.name, ".") == "${this.domain}"}`,
            errorMessage: `zone ${_zoneId} is not the zone of ${this.domain}`,
          },
        ],
      },
    });
  }

  private addCaa(props: GatewayZoneProps): void {
    const usual =
      this.isPrivate || props.existing
        ? []
        : [CaaRecord.issue('letsencrypt.org'), CaaRecord.issueWild('letsencrypt.org')];
    const records = (props.caa ?? usual).map((record) => literal(record.toString()));
    if (records.length === 0) return;
    const { Route53Record } = aws(this, 'route53-record');
    new Route53Record(this, 'caa', {
      zoneId: this.zoneId,
      name: this.domain,
      type: 'CAA',
      ttl: 3600,
      records,
      provider: this._provider,
    });
  }

  private delegate(parent: ZoneParent, ttl = Duration.minutes(5)): string {
    const { Route53Record } = aws(this, 'route53-record');
    const { provider, domain } = parent._props;
    const zoneId = parent._zoneId ?? this.lookUpParent(domain!, provider);
    new Route53Record(this, 'delegation', {
      zoneId,
      name: this.domain,
      type: 'NS',
      ttl: ttlSeconds('delegationTtl', ttl),
      records: this.servers,
      provider,
    });
    return zoneId;
  }

  private lookUpParent(name: string, provider: AwsProviderOptions['provider']): string {
    const { DataAwsRoute53Zone } = aws(this, 'data-aws-route53-zone');
    return new DataAwsRoute53Zone(this, 'parent', { name, privateZone: false, provider }).zoneId;
  }

  private output(dsRecord: string | undefined): void {
    const name = outputName(this.domain, this.isPrivate);
    if (!isFirst(this, `output ${name}`)) {
      refuse(
        {
          what: `zone ${this.domain}`,
          got: 'two in one stack',
          expected: 'one',
          fix: 'use the first, or another stack',
        },
        this,
      );
    }
    const { TerraformOutput } = terraform(this);
    const value = {
      domain: this.domain,
      zone_id: this.zoneId,
      ...(!this.isPrivate && { name_servers: this.servers }),
      ...(dsRecord !== undefined && { ds_record: dsRecord }),
    };
    new TerraformOutput(this, 'output', { value, description: `Zone of ${this.domain}` }).overrideLogicalId(name);
  }
}
