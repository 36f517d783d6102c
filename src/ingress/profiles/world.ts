import { plainSettings } from './ordered';
import { ControllerProfile } from './profile';
import { IngressClass } from '../../manifest/ingress-class';
import { Ingress } from '../../manifest/kubernetes';
import { compareTexts } from '../../model/age';
import { findItem, itemsOf, Model, pathOf } from '../../model/model';
import { reasonOfClass } from '../classes';
import { configurationOf } from '../configuration';
import { IngressOptions } from '../options';
import { IngressItem, IngressWorld, LeftIngress } from '../servers';

/** The Ingresses of a controller other than ingress-nginx, as it serves them. */
export function profileWorldOf(model: Model, profile: ControllerProfile, options: IngressOptions): IngressWorld {
  const own: IngressItem[] = [];
  const left: LeftIngress[] = [];
  for (const ingress of itemsOf(model, Ingress)) {
    const reason = reasonOf(model, ingress, profile, options);
    if (reason) left.push({ ingress, ...reason });
    else own.push(ingress);
  }
  own.sort((a, b) => compareTexts(pathOf(a), pathOf(b)));
  const { servers, remarks } = profile.build(model, own, options);
  const locations = servers.flatMap((server) => server.locations);
  const taken = own.map((ingress) => ({
    ingress,
    settings: locations.find((each) => each.ingress === ingress)?.settings ?? plainSettings(model, ingress, options),
  }));
  return {
    model,
    options,
    configuration: configurationOf(model, {}),
    selection: { taken, left },
    servers,
    broken: [],
    remarks,
  };
}

function reasonOf(
  model: Model,
  ingress: IngressItem,
  { controllers, classes, takesUnclassed }: ControllerProfile,
  { ingressClasses, watchNamespace, watchesWithoutClass }: IngressOptions,
): Omit<LeftIngress, 'ingress'> | undefined {
  if (watchNamespace !== undefined && ingress.namespace !== watchNamespace) {
    const place = { entry: ingress, path: 'metadata.namespace' };
    return { place, reason: `the controller looks at namespace ${watchNamespace} alone` };
  }
  // The specification is for Ingresses of every class.
  if (controllers.length === 0) return undefined;
  return reasonOfClass(model, ingress, {
    isOwn: (name) => {
      const controller = findItem(model, IngressClass, '', name)?.body.spec?.controller;
      return controller === undefined ? (ingressClasses ?? classes).includes(name) : controllers.includes(controller);
    },
    annotation: (ingressClasses ?? classes)[0],
    takesUnclassed: watchesWithoutClass ?? takesUnclassed,
  });
}
