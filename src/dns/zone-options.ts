import { Duration } from 'cdk8s';
import { hostedZoneId } from '../value/aws';
import { refuse } from '../value/problem';
import { preciseHostname } from '../value/scalar';

/** Which account and region of AWS something is in. */
export interface AwsProviderOptions {
  /**
   * An `AwsProvider` of the stack, with an alias, for another account or region.
   *
   * @default - the provider of the stack that has no alias
   */
  // It is a class of cdktf or of cdktn: naming either here would make every user install it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly provider?: any;
}

/** Which zone above delegates to a zone. */
export interface ZoneParentOptions extends AwsProviderOptions {
  /**
   * Domain of the parent.
   *
   * @default - not checked
   */
  readonly domain?: string;
}

/** A zone of Route 53 by its domain. */
export interface ZoneLookUp extends AwsProviderOptions {
  /**
   * Whether it is private.
   *
   * @default false
   */
  readonly isPrivate?: boolean;
}

/** A zone that exists and is neither made nor deleted here. */
export class ExistingZone {
  /** By its id, such as `Z0123456789ABCDEFGHIJ`. Terraform refuses the id of another domain's zone. */
  public static id(zoneId: string): ExistingZone {
    return new ExistingZone(hostedZoneId('id of an existing zone', zoneId));
  }

  /** The zone of this account that has the domain. */
  public static lookUp(): ExistingZone {
    return new ExistingZone();
  }

  private constructor(/** @internal */ public readonly _zoneId?: string) {}
}

/** A certification authority that may issue certificates for a zone, or where it reports violations (RFC 8659). */
export class CaaRecord {
  /** May issue certificates that are not wildcards; with no `issueWild` beside it, wildcards too. */
  public static issue(authority: string): CaaRecord {
    return new CaaRecord('issue', preciseHostname('authority of a CAA record', authority));
  }

  /** May issue wildcard certificates. */
  public static issueWild(authority: string): CaaRecord {
    return new CaaRecord('issuewild', preciseHostname('authority of a CAA record', authority));
  }

  /** Nobody may issue certificates. */
  public static forbid(): CaaRecord {
    return new CaaRecord('issue', ';');
  }

  /** Where an authority reports a refused request: `mailto:security@example.com` or an https address. */
  public static report(url: string): CaaRecord {
    if (!/^(mailto:[^\s"@]+@[^\s"@]+|https?:\/\/[^\s"]+)$/.test(url)) {
      refuse({
        what: 'report address of a CAA record',
        got: url,
        expected: "'mailto:' with an address, or an http or https address",
        fix: url.includes('@')
          ? `write 'mailto:${url.replace(/^mailto:/, '')}'`
          : "for example 'mailto:security@example.com'",
      });
    }
    return new CaaRecord('iodef', url);
  }

  private constructor(
    private readonly tag: string,
    private readonly value: string,
  ) {}

  /** The record's value, `0 issue "letsencrypt.org"`. */
  public toString(): string {
    return `0 ${this.tag} "${this.value}"`;
  }
}

/** DNSSEC of a zone, in two steps: sign; once resolvers see the signatures, publish the DS record in the parent. */
export interface ZoneSigning extends AwsProviderOptions {
  /**
   * Writes the DS record into the parent: the second step, a day or so after the first, as caches must have let the
   * unsigned answers go. To turn DNSSEC off, set this back to false and wait the DS record's TTL first.
   *
   * @default false
   */
  readonly publishDs?: boolean;
  /**
   * TTL of the DS record.
   *
   * @default - 5 minutes
   */
  readonly dsTtl?: Duration;
}

/** Where Route 53 logs the queries of a public zone; `provider` must be of us-east-1. */
export interface ZoneQueryLog extends AwsProviderOptions {
  /**
   * Days that the log is kept: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 or longer as CloudWatch
   * Logs has it.
   *
   * @default - 30 days
   */
  readonly retention?: Duration;
  /**
   * Writes the policy that lets Route 53 log. An account has 10 such policies a region: with many zones write one for
   * `/aws/route53/*` yourself.
   *
   * @default true
   */
  readonly grantsRoute53?: boolean;
}

/** A VPC that a private zone answers in. */
export interface ZoneVpc extends AwsProviderOptions {
  readonly vpcId: string;
  /**
   * Region of the VPC.
   *
   * @default - the region of the provider
   */
  readonly region?: string;
}
