import { AWS_TABLE } from './aws';
import { HAPROXY_TABLE } from './haproxy';
import { TRAEFIK_TABLE } from './traefik';
import { PREFIX } from '../../ingress/annotations';
import { IngressOptions } from '../../ingress/options';
import { AnnotationTable, nginxTable } from '../translations';

/** The annotations of the controller that reads the Ingresses. */
export function tableOf({ profile, annotationsPrefix }: IngressOptions): AnnotationTable {
  switch (profile) {
    case 'traefik':
      return TRAEFIK_TABLE;
    case 'aws':
      return AWS_TABLE;
    case 'haproxy':
      return HAPROXY_TABLE;
    case 'spec':
      return NO_ANNOTATIONS;
    default:
      return nginxTable(annotationsPrefix ?? PREFIX);
  }
}

/** The specification has none. */
const NO_ANNOTATIONS: AnnotationTable = {
  prefix: 'ingress.kubernetes.io',
  owner: 'the specification',
  find: () => undefined,
};
