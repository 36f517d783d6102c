import { Rule } from '../rule';

/** Rules for sidecar injection labels. */
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
              expected: "no istio.io/rev with 'istio-injection: enabled', which takes precedence",
              fix: 'remove istio-injection if the revision should inject, otherwise istio.io/rev',
            },
          };
        }
        const mode = labels?.['istio.io/dataplane-mode'];
        const isInjected = labels?.['istio-injection'] === 'enabled' || revision !== undefined;
        if (mode === 'ambient' && isInjected) {
          yield {
            at,
            problem: {
              what: "metadata.labels['istio.io/dataplane-mode']",
              got: `${mode}, with ${revision === undefined ? 'istio-injection: enabled' : `istio.io/rev: ${revision}`}`,
              expected: 'either ambient mode or the injection of sidecars',
              fix: 'remove one of the labels; pods with a sidecar are not in ambient mode',
            },
          };
        }
      }
    },
  },
];
