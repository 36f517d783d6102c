import { Service } from '../../manifest/kubernetes';
import { Route } from '../../manifest/openshift-route';
import { findItem, itemsOf } from '../../model/model';
import { ModelRule } from '../model-rule';

/** Routes of OpenShift together with the port that they name. */
export const openshiftTerminationRules: readonly ModelRule[] = [
  {
    code: 'GW585',
    severity: 'warning',
    title: 'termination that does not fit the port of a Route',
    find(model, report) {
      for (const route of itemsOf(model, Route)) {
        const { port, to, tls } = route.body.spec;
        const ports = findItem(model, Service, route.namespace, to.name)?.body.spec?.ports ?? [];
        const only = ports.length === 1 ? (ports[0].name ?? ports[0].targetPort) : undefined;
        const named = port?.targetPort ?? only;
        const speaks = protocolOf(String(named));
        const expects = ['reencrypt', 'passthrough'].includes(tls?.termination ?? '') ? 'TLS' : 'HTTP';
        if (speaks === undefined || speaks === expects) continue;
        report(route, {
          what: tls ? 'spec.tls.termination' : 'spec.tls',
          got: `${expects} from the router (${tls?.termination ?? 'no tls'}), to port ${named} for ${speaks}`,
          expected: 'the protocol of the port',
          fix:
            speaks === 'TLS'
              ? 'use termination reencrypt or passthrough, or the HTTP port'
              : 'use termination edge, or the HTTPS port',
        });
      }
    },
  },
];

/** Protocol of a port according to its name or number; undefined where they do not tell. */
function protocolOf(port: string): 'HTTP' | 'TLS' | undefined {
  if (/^((https|tls)(-.*)?|443|8443)$/.test(port)) return 'TLS';
  return /^((http|http2|grpc|h2c)(-.*)?|80|8080)$/.test(port) ? 'HTTP' : undefined;
}
