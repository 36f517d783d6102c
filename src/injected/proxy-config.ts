import { GatewayDrain } from './gateway-drain';
import { IstioProxyConfig, renderProxyConfig } from '../istio/proxy-config';
import { refuse } from '../manifest/problem';
import { printYaml } from '../manifest/yaml';

/**
 * Settings of a gateway's Envoy (annotation `proxy.istio.io/config`). `proxyProtocol` is as the load balancer of the
 * Service sends it, `terminationDrainDuration` is `drain`'s, and `drainDuration` lasts as long as the drain.
 */
export interface GatewayProxyConfig extends IstioProxyConfig {
  /**
   * Further fields of ProxyConfig, as Istio writes them, for example `{ runtimeValues: { a: 'b' } }`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- no CRD describes them, and each release has others
  readonly others?: { readonly [key: string]: any };
}

/** What the grace period and the load balancer depend on. */
const DECIDED_HERE: readonly string[] = ['terminationDrainDuration', 'gatewayTopology'];

/** The annotation's text; nothing where the mesh's settings hold. */
export function proxyConfigText(
  { others = {}, ...config }: GatewayProxyConfig,
  drain: GatewayDrain,
  proxyProtocol: boolean,
): string | undefined {
  if (config.terminationDrainDuration) {
    refuse({
      what: 'terminationDrainDuration of proxyConfig',
      got: `${config.terminationDrainDuration.toSeconds()} seconds`,
      expected: 'none: the grace period of the pods must cover it',
      fix: 'use drain: GatewayDrain.after()',
    });
  }
  const typed = renderProxyConfig({
    ...drain._proxyConfig,
    ...config,
    proxyMetadata: { ...drain._proxyConfig.proxyMetadata, ...config.proxyMetadata },
    proxyProtocol,
  });
  const twice = Object.keys(others).find((key) => key in typed || DECIDED_HERE.includes(key));
  if (twice !== undefined) {
    refuse({
      what: 'others of proxyConfig',
      got: twice,
      expected: 'fields that have no option of their own',
      fix: twice === 'terminationDrainDuration' ? 'use drain: GatewayDrain.after()' : `use the options for ${twice}`,
    });
  }
  const all = { ...typed, ...others };
  return Object.keys(all).length > 0 ? printYaml([all]) : undefined;
}
