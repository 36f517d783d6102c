import { entriesOf } from '../../model/model';
import { ModelRule } from '../model-rule';

interface Patch {
  readonly applyTo?: unknown;
  readonly patch?: { readonly operation?: unknown };
}

/** Where Istio carries out an operation of an EnvoyFilter. */
const REPLACED = ['HTTP_FILTER', 'NETWORK_FILTER', 'LISTENER_FILTER', 'VIRTUAL_HOST'];

/** Patches of Envoy's configuration. */
export const envoyFilterRules: readonly ModelRule[] = [
  {
    code: 'GW730',
    title: 'operation of an EnvoyFilter that Istio does not carry out',
    find(model, report) {
      for (const entry of entriesOf(model, 'networking.istio.io', 'EnvoyFilter')) {
        const { configPatches } = (entry.at.manifest.spec ?? {}) as { readonly configPatches?: unknown };
        if (!Array.isArray(configPatches)) continue;
        (configPatches as readonly (Patch | null)[]).forEach((each, index) => {
          const [applyTo, operation] = [each?.applyTo, each?.patch?.operation];
          if (typeof applyTo !== 'string' || typeof operation !== 'string') return;
          const isIgnored =
            (operation === 'REPLACE' && !REPLACED.includes(applyTo)) ||
            (['ADD', 'REMOVE'].includes(operation) && applyTo === 'ROUTE_CONFIGURATION');
          if (!isIgnored) return;
          report(entry, {
            what: `spec.configPatches[${index}].patch.operation`,
            got: `${operation} of ${applyTo}`,
            expected: operation === 'REPLACE' ? `REPLACE of ${REPLACED.join(', ')}` : 'MERGE of ROUTE_CONFIGURATION',
            fix: 'use MERGE, or REMOVE and ADD where Istio has them; the patch has no effect otherwise',
          });
        });
      }
    },
  },
];
