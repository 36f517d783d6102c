import { KeySelector, renderKey } from './scrape-secret';
import { Credentials } from '../manifest/monitoring';
import { refuse } from '../manifest/problem';

/** The proxy that a request of Prometheus takes. */
export interface ScrapeProxyOptions {
  /**
   * Address of the proxy (`proxyUrl`): http, https or socks5.
   *
   * @default - no proxy
   */
  readonly proxyUrl?: string;
  /**
   * Hosts, addresses and ranges that are reached without the proxy, separated by commas (`noProxy`). Needs `proxyUrl`.
   *
   * @default - none
   */
  readonly noProxy?: string;
  /**
   * Whether the proxy comes from the environment of Prometheus (`proxyFromEnvironment`). Excludes the two above.
   *
   * @default false
   */
  readonly proxyFromEnvironment?: boolean;
  /**
   * Headers for the proxy's CONNECT request, their values out of Secrets (`proxyConnectHeader`).
   *
   * @default - none
   */
  readonly proxyConnectHeader?: { readonly [header: string]: KeySelector[] };
}

/** The proxy's fields, checked as Prometheus checks them. */
export function renderProxy(options: ScrapeProxyOptions): {
  readonly proxyUrl?: string;
  readonly noProxy?: string;
  readonly proxyFromEnvironment?: boolean;
  readonly proxyConnectHeader?: { readonly [header: string]: readonly Credentials[] };
} {
  const { proxyUrl, noProxy, proxyFromEnvironment, proxyConnectHeader } = options;
  if (proxyUrl !== undefined && !/^(http|https|socks5):\/\/.+$/.test(proxyUrl)) {
    refuse({
      what: 'proxyUrl of a scrape',
      got: proxyUrl,
      expected: 'an address that begins with http://, https:// or socks5://',
      fix: 'write the scheme in front',
    });
  }
  if (proxyFromEnvironment && (proxyUrl ?? noProxy) !== undefined) {
    refuse({
      what: 'proxyFromEnvironment of a scrape',
      got: `true beside ${proxyUrl !== undefined ? 'proxyUrl' : 'noProxy'}`,
      expected: 'the environment or a proxy of its own, not both',
      fix: 'leave one out',
    });
  }
  if (noProxy !== undefined && proxyUrl === undefined) {
    refuse({ what: 'noProxy of a scrape', got: noProxy, expected: 'a proxyUrl beside it', fix: 'give the proxyUrl' });
  }
  if (proxyConnectHeader !== undefined && proxyUrl === undefined && !proxyFromEnvironment) {
    refuse({
      what: 'proxyConnectHeader of a scrape',
      got: 'headers without a proxy',
      expected: 'proxyUrl or proxyFromEnvironment beside it',
      fix: 'give the proxyUrl',
    });
  }
  return {
    proxyUrl,
    noProxy,
    proxyFromEnvironment,
    proxyConnectHeader:
      proxyConnectHeader &&
      Object.fromEntries(Object.entries(proxyConnectHeader).map(([name, keys]) => [name, keys.map(renderKey)])),
  };
}
