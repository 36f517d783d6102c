import { refuse } from '../value/problem';

/** A DNS provider of Kuadrant's DNS operator, identified by the type of its credential Secret. */
export class DnsProvider {
  /** Route 53: type `kuadrant.io/aws`, keys `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, optionally `AWS_REGION`. */
  public static readonly AWS = new DnsProvider(
    'kuadrant.io/aws',
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    ['AWS_REGION'],
  );
  /** Google Cloud DNS: type `kuadrant.io/gcp`, keys `GOOGLE` (a service account's JSON) and `PROJECT_ID`. */
  public static readonly GCP = new DnsProvider('kuadrant.io/gcp', ['GOOGLE', 'PROJECT_ID']);
  /** Azure DNS: type `kuadrant.io/azure`, key `azure.json`. */
  public static readonly AZURE = new DnsProvider('kuadrant.io/azure', ['azure.json']);
  /** CoreDNS in the cluster: type `kuadrant.io/coredns`, key `ZONES`, optionally `NAMESERVERS`. */
  public static readonly COREDNS = new DnsProvider('kuadrant.io/coredns', ['ZONES'], ['NAMESERVERS']);

  /**
   * Another provider.
   *
   * @param secretType type of the Secret, for example `kuadrant.io/inmemory`
   * @param requiredKeys keys that the Secret must have
   */
  public static custom(secretType: string, requiredKeys: string[] = []): DnsProvider {
    if (!/^[a-z0-9.-]+(\/[A-Za-z0-9._-]+)?$/.test(secretType)) {
      refuse({
        what: 'type of a DNS credential',
        got: secretType,
        expected: "a Secret type such as 'kuadrant.io/aws'",
        fix: 'see the types that your DNS operator reads',
      });
    }
    return new DnsProvider(secretType, requiredKeys);
  }

  private constructor(
    /** Type of the Secret (`type`). */
    public readonly secretType: string,
    private readonly required: readonly string[],
    private readonly optional: readonly string[] = [],
  ) {}

  /** Keys that the Secret must have. */
  public get requiredKeys(): string[] {
    return [...this.required];
  }

  /** Refuses a list of keys that lacks a required one, or has one that the provider does not read. @internal */
  public _checkKeys(what: string, keys: readonly string[]): void {
    const missing = this.required.filter((key) => !keys.includes(key));
    if (missing.length > 0) {
      refuse({
        what,
        got: keys.length === 0 ? 'no key' : keys.join(', '),
        expected: `the keys of a Secret of type ${this.secretType}: ${this.required.join(', ')}`,
        fix: `add ${missing.join(', ')}`,
      });
    }
    const known = [...this.required, ...this.optional];
    const unknown = keys.find((key) => !known.includes(key));
    if (unknown !== undefined && this.required.length > 0) {
      refuse({
        what,
        got: unknown,
        expected: `keys that a Secret of type ${this.secretType} has: ${known.join(', ')}`,
        fix: 'leave it out',
      });
    }
  }
}
