import { isIP } from 'net';
import { Port } from './istio-port';
import { istioCount } from './istio-text';
import { refuse } from '../value/problem';
import { labels, port, preciseHostname } from '../value/scalar';

/** An endpoint of a host (`endpoints[]`). */
export interface ServiceEntryEndpoint {
  /** IP address, or a hostname with resolution DNS (`address`). */
  readonly address: string;
  /**
   * Ports of this endpoint, by the names of the entry's ports (`ports`).
   *
   * @default - those of the entry
   */
  readonly ports?: { readonly [portName: string]: number };
  /**
   * Labels, by which subsets of a `DestinationRule` select endpoints (`labels`).
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Locality: region, zone and subzone, `us/us-east-1/az-1` (`locality`).
   *
   * @default - none
   */
  readonly locality?: string;
  /**
   * Share of the traffic in proportion to the other endpoints (`weight`).
   *
   * @default - equal shares
   */
  readonly weight?: number;
}

/**
 * Checks an endpoint like Istio's webhook.
 * @internal
 */
export function checkEndpoint(endpoint: ServiceEntryEndpoint, isStatic: boolean, ports: readonly Port[]): void {
  const { address, weight, locality } = endpoint;
  if (isIP(address) === 0) {
    if (isStatic) {
      const expected = 'an address such as 203.0.113.4';
      const fix = 'for a name use ServiceEntryResolution.DNS';
      refuse({ what: 'address of endpoint', got: address, expected, fix });
    }
    preciseHostname('address of endpoint', address);
  }
  const known = ports.map(({ name }) => name);
  for (const [name, number] of Object.entries(endpoint.ports ?? {})) {
    if (!known.includes(name)) {
      const expected = `one of ${known.join(', ') || 'the ports of the entry; it has none'}`;
      const fix = 'use the name of a port of the entry';
      refuse({ what: `port of endpoint '${address}'`, got: name, expected, fix });
    }
    port(`port '${name}' of endpoint '${address}'`, number);
  }
  labels('labels of endpoint', endpoint.labels ?? {});
  if (weight !== undefined) istioCount('weight of endpoint', weight);
  if (locality === '') {
    refuse({ what: 'locality of endpoint', got: '', expected: 'a locality', fix: 'leave it out' });
  }
}
