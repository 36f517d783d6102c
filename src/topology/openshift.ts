import { addBackend } from './backends';
import { addEdge, addObject, Draft } from './draft';
import { Route } from '../manifest/openshift-route';
import { itemsOf } from '../model/model';

/** Routes of OpenShift's router. */
export function addOpenshiftRoutes(draft: Draft): void {
  for (const item of itemsOf(draft.model, Route)) {
    const { host, path, tls, to, alternateBackends = [] } = item.body.spec;
    const id = addObject(draft, item, 'route', [
      ...(host === undefined ? [] : [`${host}${path ?? ''}`]),
      tls ? `TLS ${tls.termination}` : 'HTTP',
    ]);
    const backends = [to, ...alternateBackends];
    const total = backends.reduce((sum, { weight = 100 }) => sum + weight, 0);
    for (const { name, weight = 100 } of backends) {
      const backend = addBackend(draft, { kind: 'Service', namespace: item.namespace, name });
      const label = backends.length > 1 && total > 0 ? `${Math.round((weight / total) * 100)} %` : undefined;
      addEdge(draft, id, backend, 'forwards', label);
    }
  }
}
