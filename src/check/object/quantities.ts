import { Model } from '../../model/model';
import { workloadsOf } from '../../model/workloads';
import { ModelRule, Report } from '../model-rule';

/** Quantities of resources (k8s.io/apimachinery, resource.Quantity). */
export const quantityRules: readonly ModelRule[] = [
  { code: 'GW618', title: 'quantity that Kubernetes cannot read', find: wrongQuantities },
];

const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;
const BYTES = ['memory', 'ephemeral-storage', 'storage'];

function wrongQuantities(model: Model, report: Report): void {
  for (const { owner, containers, initContainers } of workloadsOf(model)) {
    const path = owner.kind === 'Pod' ? 'spec' : 'spec.template.spec';
    for (const [field, list] of Object.entries({ containers, initContainers })) {
      list.forEach(({ resources = {} }, index) => {
        for (const part of ['requests', 'limits'] as const) {
          const all =
            (resources as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[part] ?? {};
          for (const [name, got] of Object.entries(all)) {
            const what = `${path}.${field}[${index}].resources.${part}.${name}`;
            if (typeof got !== 'string' || got === '') continue;
            if (!QUANTITY.test(got)) {
              const expected = 'a number, with n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei behind it';
              report(owner, {
                what,
                got,
                expected,
                fix: `correct the unit${BYTES.includes(name) ? ', as in 512Mi' : ', as in 500m'}`,
              });
            } else if (BYTES.includes(name) && got.endsWith('m')) {
              const fix = `write ${got.replace(/m$/, 'Mi')}, if MiB are meant`;
              report(owner, { what, got, expected: 'bytes; m stands for thousandths of a byte', fix }, 'warning');
            }
          }
        }
      });
    }
  }
}
