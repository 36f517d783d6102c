import { ClientId, Credentials, TlsConfig } from '../manifest/monitoring';
import { refuse } from '../manifest/problem';
import { dnsSubdomain } from '../manifest/scalar';

/** One key of a Secret or ConfigMap in the monitor's namespace. */
export interface KeySelector {
  /** Name of the object (`name`). */
  readonly name: string;
  /** Key in its data (`key`). */
  readonly key: string;
  /**
   * Whether the object or the key may be missing (`optional`).
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** A value out of a Secret or a ConfigMap. */
export class KeySource {
  /** A key of a Secret. */
  public static secret(key: KeySelector): KeySource {
    return new KeySource({ secret: renderKey(key) });
  }

  /** A key of a ConfigMap. */
  public static configMap(key: KeySelector): KeySource {
    return new KeySource({ configMap: renderKey(key) });
  }

  private constructor(private readonly spec: ClientId) {}

  /** @internal */
  public _render(): ClientId {
    return this.spec;
  }
}

/** Versions of TLS. */
export enum ScrapeTlsVersion {
  /** TLS 1.0. */
  TLS10 = 'TLS10',
  /** TLS 1.1. */
  TLS11 = 'TLS11',
  /** TLS 1.2. */
  TLS12 = 'TLS12',
  /** TLS 1.3. */
  TLS13 = 'TLS13',
}

/** How a scrape speaks TLS (`tlsConfig`). */
export interface ScrapeTls {
  /**
   * Certificate of the authority that the target's certificate is checked against (`ca`).
   *
   * @default - the authorities of Prometheus' own system
   */
  readonly ca?: KeySource;
  /**
   * Certificate that Prometheus shows (`cert`). Needs `keySecret`.
   *
   * @default - none
   */
  readonly cert?: KeySource;
  /**
   * Key of that certificate (`keySecret`).
   *
   * @default - none
   */
  readonly keySecret?: KeySelector;
  /**
   * Name that the target's certificate must carry (`serverName`).
   *
   * @default - the target's address
   */
  readonly serverName?: string;
  /**
   * Whether the target's certificate goes unchecked (`insecureSkipVerify`).
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
  /**
   * Oldest version of TLS (`minVersion`).
   *
   * @default - Prometheus' own, TLS 1.2
   */
  readonly minVersion?: ScrapeTlsVersion;
  /**
   * Newest version of TLS (`maxVersion`).
   *
   * @default - Prometheus' own, TLS 1.3
   */
  readonly maxVersion?: ScrapeTlsVersion;
}

/** How a scrape of a Service speaks TLS, also with files that are mounted into Prometheus. */
export interface ServiceScrapeTls extends ScrapeTls {
  /**
   * File with the authority's certificate (`caFile`); excludes `ca`.
   *
   * @default - none
   */
  readonly caFile?: string;
  /**
   * File with the certificate that Prometheus shows (`certFile`); excludes `cert`.
   *
   * @default - none
   */
  readonly certFile?: string;
  /**
   * File with its key (`keyFile`); excludes `keySecret`.
   *
   * @default - none
   */
  readonly keyFile?: string;
}

/** A reference to a key, checked. */
export function renderKey(selector: KeySelector): Credentials {
  const { name, key, optional } = selector;
  dnsSubdomain('name of a Secret or ConfigMap', name);
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
    refuse({
      what: `key of '${name}'`,
      got: key,
      expected: 'letters, digits, hyphens, underscores and dots, at most 253',
      fix: 'name a key of its data',
    });
  }
  return { name, key, optional };
}

/** `tlsConfig`, checked. */
export function renderTls(
  tls: ServiceScrapeTls,
): TlsConfig & { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string } {
  const { ca, cert, keySecret, caFile, certFile, keyFile, minVersion, maxVersion } = tls;
  for (const [value, file, names] of [
    [ca, caFile, 'ca and caFile'],
    [cert, certFile, 'cert and certFile'],
    [keySecret, keyFile, 'keySecret and keyFile'],
  ] as const) {
    if (value !== undefined && file !== undefined) {
      refuse({ what: 'tls of a scrape', got: `both ${names}`, expected: 'one of them', fix: 'leave one out' });
    }
  }
  if (((cert ?? certFile) === undefined) !== ((keySecret ?? keyFile) === undefined)) {
    refuse({
      what: 'tls of a scrape',
      got: (cert ?? certFile) === undefined ? 'a key without a certificate' : 'a certificate without a key',
      expected: 'both or neither',
      fix: 'give cert and keySecret together',
    });
  }
  if (minVersion !== undefined && maxVersion !== undefined && minVersion > maxVersion) {
    refuse({
      what: 'tls of a scrape',
      got: `minVersion ${minVersion}, maxVersion ${maxVersion}`,
      expected: 'a range that is not empty',
      fix: 'swap them, or leave one out',
    });
  }
  return {
    ...tls,
    ca: ca?._render(),
    cert: cert?._render(),
    keySecret: keySecret && renderKey(keySecret),
  };
}
