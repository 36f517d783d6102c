import { AWS } from './aws';
import { HAPROXY } from './haproxy';
import { ControllerProfile } from './profile';
import { SPECIFICATION } from './spec';
import { TRAEFIK } from './traefik';
import { IngressClass } from '../../manifest/ingress-class';
import { Ingress } from '../../manifest/kubernetes';
import { findItem, itemsOf, Model } from '../../model/model';
import { IngressOptions, IngressProfileName } from '../options';

const PROFILES: readonly ControllerProfile[] = [TRAEFIK, AWS, HAPROXY, SPECIFICATION];

/** How a controller other than ingress-nginx reads Ingresses; undefined for ingress-nginx. */
export const profileOf = ({ profile }: IngressOptions): ControllerProfile | undefined =>
  PROFILES.find(({ name }) => name === profile);

/** Whose Ingresses a model has, by the controllers of their classes; ingress-nginx where they do not tell. */
export function detectedProfile(model: Model): IngressProfileName {
  for (const { body, annotations } of itemsOf(model, Ingress)) {
    const name = body.spec?.ingressClassName ?? (annotations['kubernetes.io/ingress.class'] as string | undefined);
    if (name === undefined) continue;
    const controller = findItem(model, IngressClass, '', name)?.body.spec?.controller;
    const found = PROFILES.find(({ controllers, classes }) =>
      controller === undefined ? classes.includes(name) : controllers.includes(controller),
    );
    if (found) return found.name;
  }
  return 'ingress-nginx';
}
