import { Model } from '../../model/model';
import { resourcesIn, workloadsOf } from '../../model/workloads';
import { ModelRule, Report } from '../model-rule';

/** Quantities of resources (k8s.io/apimachinery, resource.Quantity). */
export const quantityRules: readonly ModelRule[] = [
  { code: 'GW618', title: 'quantity that Kubernetes cannot read', find: wrongQuantities },
];

const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;
const BYTES = ['memory', 'ephemeral-storage', 'storage'];

function wrongQuantities(model: Model, report: Report): void {
  for (const workload of workloadsOf(model)) {
    for (const { path, values } of resourcesIn(workload)) {
      for (const [name, got] of Object.entries(values)) {
        const problem = typeof got === 'string' && got !== '' ? problemOf(name, got) : undefined;
        if (problem) report(workload.owner, { what: `${path}.${name}`, got, ...problem }, problem.severity);
      }
    }
  }
}

function problemOf(name: string, got: string) {
  const isBytes = BYTES.includes(name);
  if (!QUANTITY.test(got)) {
    const expected = 'a number, with n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei behind it';
    return { expected, fix: `correct the unit, as in ${isBytes ? '512Mi' : '500m'}`, severity: undefined };
  }
  if (!isBytes || !got.endsWith('m')) return undefined;
  const fix = `write ${got.replace(/m$/, 'Mi')}, if MiB are meant`;
  return { expected: 'bytes; m stands for thousandths of a byte', fix, severity: 'warning' as const };
}
