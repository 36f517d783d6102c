import { Rule } from './rule';

/** Who injects proxies into the pods of a namespace. */
export const injectionRules: readonly Rule[] = [
  {
    code: 'GW512',
    severity: 'warning',
    title: 'two labels for the injection of proxies',
    *find(objects) {
      for (const at of objects) {
        const { apiVersion, kind, metadata } = at.manifest;
        const labels = apiVersion === 'v1' && kind === 'Namespace' ? metadata.labels : undefined;
        const revision = labels?.['istio.io/rev'];
        if (revision !== undefined && labels?.['istio-injection'] === 'enabled') {
          yield {
            at,
            problem: {
              what: "metadata.labels['istio.io/rev']",
              got: revision,
              expected: "no revision beside 'istio-injection: enabled', for which the default control plane injects",
              fix: 'leave one of the two labels out: istio-injection where a revision should inject',
            },
          };
        }
      }
    },
  },
];
