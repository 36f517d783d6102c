import { addBackends } from './backends';
import { addCertificates } from './certificates';
import { Draft, draftOf, finish } from './draft';
import { addDnsNames } from './dns-names';
import { placeFindings } from './findings';
import { addGateways, addRoutes } from './gateway-api';
import { addIstio } from './istio';
import { TopologyGraph } from './nodes';
import { addOpenshiftRoutes } from './openshift';
import { addPolicies } from './policies';
import { Diagnostic } from '../check/diagnostic';
import { Located } from '../manifest/manifest';
import { Model, ModelOptions, modelsOf, soundOnly } from '../model/model';
import { groupBy } from '../value/group-by';

/** The graph of objects, with what `check` says of them. */
export function topologyOf(
  objects: readonly Located[],
  diagnostics: readonly Diagnostic[] = [],
  options: ModelOptions = {},
): TopologyGraph {
  const position = new Map(objects.map((object, index) => [object, index]));
  const clusters = clustersOf(objects, options);
  const drafts = [...clusters].map(([cluster, model]) => {
    const draft = draftOf(cluster, model, position);
    for (const add of STEPS) add(draft);
    return draft;
  });
  addDnsNames(drafts);
  placeFindings(drafts, objects, diagnostics);
  return finish(drafts, objects);
}

const STEPS: readonly ((draft: Draft) => void)[] = [
  addGateways,
  addRoutes,
  addIstio,
  addOpenshiftRoutes,
  addBackends,
  addCertificates,
  addPolicies,
];

/** Models by the name of their directory, which is empty where there is one. */
export function clustersOf(objects: readonly Located[], options: ModelOptions = {}): Map<string, Model> {
  const groups = groupBy(objects, ({ group = '' }) => group);
  const names = [...groups.keys()].map((group) => group.split(/[\\/]/).at(-1)!);
  const isClear = new Set(names).size === names.length;
  return new Map(
    [...groups].flatMap(([group, members], index) => {
      const [model] = modelsOf(members, options);
      const name = groups.size === 1 ? '' : isClear && names[index] !== '' ? names[index] : group || 'rest';
      return model ? [[name, soundOnly(model)] as const] : [];
    }),
  );
}
