import { Configuration } from './configuration';
import { IngressOptions } from './options';
import { settingsOf } from './read-settings';
import { IngressItem, LeftIngress, Selection, TakenIngress } from './servers';
import { IngressClass } from '../manifest/ingress-class';
import { Ingress } from '../manifest/kubernetes';
import { compareTexts, compareTimes } from '../model/age';
import { findItem, itemsOf, Model, pathOf } from '../model/model';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

/**
 * The Ingresses of a controller, the oldest first. Those of one second, as they come from one file, follow each other by
 * `namespace/name` from the last to the first.
 */
export function selectIngresses(model: Model, configuration: Configuration, options: IngressOptions): Selection {
  const taken: TakenIngress[] = [];
  const left: LeftIngress[] = [];
  for (const ingress of itemsOf(model, Ingress)) {
    const reason = otherReason(model, ingress, options);
    if (reason) {
      left.push({ ingress, ...reason });
      continue;
    }
    const settings = settingsOf(model, ingress, configuration, options);
    const { refused } = settings;
    if (refused) {
      const { place, annotation, got, expected } = refused;
      left.push({ ingress, place, reason: `the controller refuses ${annotation}: got ${got}, expected ${expected}` });
    } else {
      taken.push({ ingress, settings });
    }
  }
  const order = ({ ingress: a }: TakenIngress, { ingress: b }: TakenIngress) =>
    compareTimes(a, b) || compareTexts(pathOf(b), pathOf(a));
  return { taken: taken.sort(order), left };
}

/** Why an Ingress is not the controller's. */
function otherReason(
  model: Model,
  ingress: IngressItem,
  options: IngressOptions,
): Omit<LeftIngress, 'ingress'> | undefined {
  const at = (path: string, reason: string) => ({ place: { entry: ingress, path }, reason });
  const { watchNamespace, disableCatchAll = false, profile = 'ingress-nginx' } = options;
  if (watchNamespace !== undefined && ingress.namespace !== watchNamespace) {
    return at('metadata.namespace', `the controller looks at namespace ${watchNamespace} alone`);
  }
  const classReason = otherClass(model, ingress, options);
  if (classReason) return classReason;
  if (profile === 'ingress-nginx' && disableCatchAll && ingress.body.spec?.defaultBackend) {
    return at('spec.defaultBackend', 'the controller takes no default backend (--disable-catch-all)');
  }
  return undefined;
}

/** Which classes are a controller's own. */
export interface OwnClasses {
  readonly isOwn: (name: string) => boolean;
  /** Value of the older annotation. */
  readonly annotation: string;
  readonly takesUnclassed: boolean;
}

const otherClass = (model: Model, ingress: IngressItem, options: IngressOptions) =>
  reasonOfClass(model, ingress, {
    isOwn: (name) => isOwnClass(model, name, options),
    annotation: options.ingressClassAnnotation ?? 'nginx',
    takesUnclassed: options.watchesWithoutClass ?? false,
  });

/** Why the class of an Ingress is not the controller's. */
export function reasonOfClass(
  model: Model,
  ingress: IngressItem,
  { isOwn, annotation, takesUnclassed }: OwnClasses,
): Omit<LeftIngress, 'ingress'> | undefined {
  const name = ingress.body.spec?.ingressClassName;
  if (name !== undefined) {
    if (isOwn(name)) return undefined;
    return {
      place: { entry: ingress, path: 'spec.ingressClassName' },
      reason: `IngressClass ${name} is of another controller`,
    };
  }
  const annotated = ingress.annotations[CLASS_ANNOTATION] as string | undefined;
  if (annotated !== undefined) {
    if (annotated === annotation) return undefined;
    return {
      place: { entry: ingress, path: `metadata.annotations['${CLASS_ANNOTATION}']` },
      reason: `the class ${annotated} is not ${annotation}`,
    };
  }
  // The API server gives an Ingress without a class the default one.
  const usual = itemsOf(model, IngressClass).find(({ annotations }) => annotations[DEFAULT_CLASS] === 'true');
  if (usual ? isOwn(usual.name) : takesUnclassed) return undefined;
  return {
    place: { entry: ingress, path: 'spec' },
    reason: usual
      ? `the default IngressClass ${usual.name} is of another controller`
      : 'it has no class, and there is no default IngressClass',
  };
}

function isOwnClass(model: Model, name: string, options: IngressOptions): boolean {
  const { controllerClass = 'k8s.io/ingress-nginx', ingressClasses = ['nginx'] } = options;
  const item = findItem(model, IngressClass, '', name);
  if (item) return item.body.spec?.controller === controllerClass || options.profile === 'spec';
  return ingressClasses.includes(name) || options.profile === 'spec';
}
