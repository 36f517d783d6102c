import { Construct } from 'constructs';
import { Warnings } from './warning';

const CLAIM = 'cdk8s-gateways:scrapes-proxies';

/**
 * Records on the app that Istio's proxies are scraped, and warns where both
 * Kuadrant and a monitor scrape them, because every sample would be stored twice.
 */
export function claimProxyScraping(scope: Construct, by: 'Kuadrant' | 'monitor'): void {
  const app = scope.node.root.node;
  const claims = app.metadata.filter((entry) => entry.type === CLAIM).map((entry) => entry.data as Claim);
  const other = claims.find((claim) => claim.by !== by);
  app.addMetadata(CLAIM, { by, path: scope.node.path } satisfies Claim);
  if (other) {
    const [kuadrant, monitor] = by === 'Kuadrant' ? [scope.node.path, other.path] : [other.path, scope.node.path];
    Warnings._add(scope, 'GW401', {
      what: 'scraping of the gateways',
      got: `twice: by Kuadrant '${kuadrant}' with observability, and by monitor '${monitor}'`,
      expected: 'one of them in each cluster',
      fix: 'leave the monitor out, or acknowledge this warning where they are for different clusters',
    });
  }
}

interface Claim {
  readonly by: string;
  readonly path: string;
}
