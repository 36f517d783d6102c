import { Context } from './context';
import { RouteDraft } from './routes';
import { IngressItem } from '../ingress/servers';
import { Manifest, nameOf } from '../manifest/manifest';
import { pathOf } from '../model/model';

/** One note for each rule, certificate and default backend of all Ingresses. */
export function tellFields(
  routes: readonly { readonly draft: RouteDraft; readonly route: Manifest }[],
  { world, gateway, notes }: Context,
): void {
  const { taken, left } = world.selection;
  for (const { ingress, place, reason } of left) notes.field(ingress, place.path, 'refused', reason);
  const places = new Set(
    world.servers
      .flatMap(({ locations }) => locations)
      .flatMap(({ place, canaries }) => [...(place ? [place] : []), ...canaries.map((canary) => canary.place)])
      .map(({ entry, path }) => `${pathOf(entry)} ${path.replace(/\.backend\.service$/, '')}`),
  );
  for (const { ingress } of taken) {
    const { rules = [], tls = [], defaultBackend } = ingress.body.spec ?? {};
    const own = routes.filter(({ draft }) => draft.ingress.at === ingress.at).map(({ route }) => nameOf(route));
    const to = own.length > 0 ? own.join(', ') : 'rules of the Ingress that it is a canary of';
    rules.forEach(({ http }, index) =>
      http?.paths.forEach((_, at) => {
        const path = `spec.rules[${index}].http.paths[${at}]`;
        if (places.has(`${pathOf(ingress)} ${path}`)) notes.field(ingress, path, 'translated', to);
        else notes.field(ingress, path, 'kept', unreached(ingress, index, at));
      }),
    );
    tls.forEach((_, index) =>
      notes.field(ingress, `spec.tls[${index}]`, 'translated', `listeners of Gateway ${pathOf(gateway)}`),
    );
    if (defaultBackend?.resource) {
      notes.field(ingress, 'spec.defaultBackend', 'refused', 'its backend is no Service; serve it by one');
    } else if (defaultBackend) {
      notes.field(ingress, 'spec.defaultBackend', 'translated', to);
    }
  }
}

const unreached = ({ body }: IngressItem, rule: number, path: number) =>
  body.spec?.rules?.[rule].http?.paths[path].backend.service
    ? 'no request reaches it: a path that the controller looks at first takes them'
    : 'the controller does not serve it: its backend is no Service';
