import { existsSync, readFileSync } from 'fs';
import { outputName } from './zone-values';
import { refuse } from '../value/problem';

/** The outputs of a zone, as `GatewayZone` writes them. */
interface ZoneOutput {
  readonly domain?: unknown;
  readonly zone_id?: unknown;
  readonly name_servers?: unknown;
  readonly ds_record?: unknown;
}

/** Which zone of a file is meant. */
export interface DnsOutputsProps {
  /** Domain of the zone. */
  readonly domain: string;
  /**
   * Whether the private zone of the domain is meant.
   *
   * @default false
   */
  readonly isPrivate?: boolean;
}

/** What is known of a zone once Terraform has applied it, read from the file of `terraform output -json`. */
export class DnsOutputs {
  /**
   * Reads the file.
   *
   * @param file its path, such as `dns.json`
   * @param props the zone that is meant: the file of another zone is an error
   */
  public static fromFile(file: string, props: DnsOutputsProps): DnsOutputs {
    const make = `terraform output -json > ${file}`;
    const wrong = (got: string, expected: string, fix: string): never =>
      refuse({ what: `outputs in ${file}`, got, expected, fix });
    if (!existsSync(file)) {
      return wrong('no such file', 'the outputs of the stack with the GatewayZone', `after apply run: ${make}`);
    }
    const outputs = parsed(file) ?? wrong('something else', 'an object of JSON', `write it anew: ${make}`);
    const name = outputName(props.domain, props.isPrivate);
    if (!(name in outputs)) {
      const zones = Object.keys(outputs).filter((key) => /^(private_)?zone_/.test(key));
      const domains = zones.map((key) => `${String((outputs[key].value as ZoneOutput | undefined)?.domain)} (${key})`);
      const got = domains.length === 0 ? 'no zone' : `the zones ${domains.join(', ')}`;
      return wrong(
        got,
        `output ${name}, of the zone of ${props.domain}`,
        domains.length === 0 ? `apply the stack, then: ${make}` : 'name the file of the right stack',
      );
    }
    const zone = (outputs[name].value ?? {}) as ZoneOutput;
    if (zone.domain !== props.domain) {
      return wrong(
        `the zone of ${String(zone.domain)} as ${name}`,
        `the zone of ${props.domain}`,
        `write it anew: ${make}`,
      );
    }
    return new DnsOutputs(file, name, zone);
  }

  private constructor(
    private readonly file: string,
    private readonly output: string,
    private readonly zone: ZoneOutput,
  ) {}

  /** Domain of the zone. */
  public get domain(): string {
    return this.text('domain');
  }

  /** Id of the hosted zone. */
  public get zoneId(): string {
    return this.text('zone_id');
  }

  /** The name servers of a public zone, for the delegation wherever the domain is registered. */
  public get nameServers(): string[] {
    const servers = this.zone.name_servers;
    const isList =
      Array.isArray(servers) && servers.length > 0 && servers.every((server) => typeof server === 'string');
    return isList
      ? [...(servers as string[])]
      : this.lacks('name_servers', 'a list of names', 'a private zone has none');
  }

  /** The DS record of a signed zone, for the parent wherever the domain is registered. */
  public get dsRecord(): string {
    return this.text('ds_record', 'set dnssec on the GatewayZone');
  }

  private text(key: keyof ZoneOutput, fix?: string): string {
    const value = this.zone[key];
    return typeof value === 'string' && value !== '' ? value : this.lacks(key, 'text', fix);
  }

  private lacks(
    key: keyof ZoneOutput,
    expected: string,
    fix = 'apply the stack with this version of cdk8s-gateways',
  ): never {
    return refuse({
      what: `${this.output}.${key} in ${this.file}`,
      got: this.zone[key],
      expected,
      fix: `${fix}, then: terraform output -json > ${this.file}`,
    });
  }
}

function parsed(file: string): Record<string, { readonly value?: unknown }> | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, { readonly value?: unknown }>) : undefined;
  } catch {
    return undefined;
  }
}
