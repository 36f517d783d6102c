import { isIP } from 'net';
import { IstioPort } from './istio-port';
import { istioCount } from './istio-text';
import { refuse } from '../manifest/problem';
import { dnsSubdomain, labels, port, preciseHostname } from '../manifest/scalar';

/** One server of a host (`endpoints[]`). */
export interface ServiceEntryEndpoint {
  /**
   * Address, or with resolution DNS a name (`address`); `unix:///run/x.sock` or `unix://@x` for a socket, with
   * resolution STATIC.
   *
   * @default - none: traffic goes by the gateway of `network`, with resolution STATIC
   */
  readonly address?: string;
  /**
   * Ports of this endpoint, by the names of the entry's ports (`ports`).
   *
   * @default - those of the entry
   */
  readonly ports?: { readonly [portName: string]: number };
  /**
   * Labels, which subsets of a `DestinationRule` select by (`labels`).
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Network that it stands in (`network`); endpoints of one network reach each other.
   *
   * @default - that of the mesh
   */
  readonly network?: string;
  /**
   * Region, zone and so on, `us/us-east-1/az-1` (`locality`).
   *
   * @default - none
   */
  readonly locality?: string;
  /**
   * Share of the traffic in proportion to the other endpoints (`weight`).
   *
   * @default - the same for each
   */
  readonly weight?: number;
  /**
   * Service account of the workload, where it has a sidecar (`serviceAccount`).
   *
   * @default - none
   */
  readonly serviceAccount?: string;
}

/** Refuses what Istio's webhook refuses in an endpoint. */
export function checkEndpoint(endpoint: ServiceEntryEndpoint, isStatic: boolean, ports: readonly IstioPort[]): void {
  const { address, weight, locality, network, serviceAccount } = endpoint;
  checkAddress(endpoint, isStatic);
  const isSocket = address?.startsWith('unix://') ?? false;
  if (isSocket && ports.length !== 1) {
    const fix = 'write an entry for each port';
    refuse({ what: `ports beside endpoint '${address}'`, got: `${ports.length} ports`, expected: 'one port', fix });
  }
  if (isSocket && endpoint.ports) {
    const fix = 'leave its ports out';
    refuse({
      what: `ports of endpoint '${address}'`,
      got: endpoint.ports,
      expected: 'none; a socket has no port',
      fix,
    });
  }
  for (const [name, number] of Object.entries(endpoint.ports ?? {})) {
    const known = ports.map((one) => one.name);
    if (!known.includes(name)) {
      const expected = `one of ${known.join(', ') || 'the ports of the entry; it has none'}`;
      refuse({
        what: `port of endpoint '${address}'`,
        got: name,
        expected,
        fix: 'use the name of a port of the entry',
      });
    }
    port(`port '${name}' of endpoint '${address}'`, number);
  }
  labels('labels of endpoint', endpoint.labels ?? {});
  if (weight !== undefined) {
    istioCount('weight of endpoint', weight);
  }
  if (serviceAccount !== undefined) {
    dnsSubdomain('serviceAccount of endpoint', serviceAccount);
  }
  for (const [what, value] of Object.entries({ locality, network })) {
    if (value !== undefined && (value === '' || value.length > 2048)) {
      const fix = value === '' ? 'leave it out' : 'shorten it';
      refuse({ what: `${what} of endpoint`, got: value, expected: '1 to 2048 characters', fix });
    }
  }
}

function checkAddress({ address, network }: ServiceEntryEndpoint, isStatic: boolean): void {
  const what = 'address of endpoint';
  if (address === undefined) {
    if (!isStatic || network === undefined) {
      const expected = isStatic ? 'an address, or a network' : 'an address or a name';
      refuse({ what, got: 'none', expected, fix: 'write where it listens' });
    }
  } else if (address.startsWith('unix://')) {
    const path = address.slice('unix://'.length);
    if (!isStatic) {
      const fix = 'use ServiceEntryResolution.STATIC';
      refuse({ what, got: address, expected: 'an address or a name; a socket has no name in DNS', fix });
    }
    if (!/^(\/.*[^/]|@.+)$/.test(path) || address.endsWith('/') || address.length > 256) {
      const expected = 'the absolute path of a socket, unix:///run/x.sock, or unix://@x, at most 256 characters';
      refuse({ what, got: address, expected, fix: 'name the file, not its folder' });
    }
  } else if (isIP(address) === 0) {
    if (isStatic) {
      const fix = 'for a name use ServiceEntryResolution.DNS';
      refuse({ what, got: address, expected: 'an address such as 203.0.113.4', fix });
    }
    preciseHostname(what, address);
  }
}
