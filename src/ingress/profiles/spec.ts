import { certificatesOf, OrderedRule, orderedServers, plainSettings, wildcardTakesLabel } from './ordered';
import { ControllerProfile } from './profile';
import { IngressItem, Remark } from '../servers';
import { serviceBackend } from '../upstreams';

/** The specification of networking.k8s.io/v1 alone; what becomes of requests is in specification.ts. */
export const SPECIFICATION: ControllerProfile = {
  name: 'spec',
  title: 'the specification',
  controllers: [],
  classes: [],
  takesUnclassed: true,
  isUrlReadingKnown: false,
  hostTakes: wildcardTakesLabel,
  normalized: (path) => path,
  build: (model, ingresses, options) => {
    const rules = ingresses.flatMap((ingress) => {
      const settings = plainSettings(model, ingress, options);
      const own = { schemes: ['http', 'https'], conditions: [], changes: [], backends: [] } as const;
      const { rules: given = [], defaultBackend } = ingress.body.spec ?? {};
      const usual = defaultBackend?.service;
      const all = given.flatMap(({ host = '', http }, rule) =>
        (http?.paths ?? []).map(({ path = '/', pathType, backend }, index): OrderedRule => ({
          ingress,
          place: { entry: ingress, path: `spec.rules[${rule}].http.paths[${index}]` },
          host: host.toLowerCase(),
          path: { type: pathType === 'Exact' ? 'exact' : 'prefix', value: path === '' ? '/' : path },
          settings,
          own,
          ...(backend.service
            ? serviceBackend(model, ingress, backend.service)
            : { fault: 'a backend that is no Service' }),
        })),
      );
      const place = { entry: ingress, path: 'spec.defaultBackend' };
      return [
        ...all,
        ...(usual
          ? [
              {
                ingress,
                place,
                host: '',
                path: { type: 'prefix' as const, value: '/' },
                settings,
                own,
                ...serviceBackend(model, ingress, usual),
              },
            ]
          : []),
      ];
    });
    const certificates = certificatesOf(
      ingresses,
      rules.map(({ host }) => host),
      SPECIFICATION,
    );
    return {
      servers: orderedServers(rules, certificates, SPECIFICATION, bySpecificity),
      remarks: ingresses.flatMap(unspecified),
    };
  },
};

const unspecified = (ingress: IngressItem): Remark[] =>
  (ingress.body.spec?.rules ?? []).flatMap(({ http }, rule) =>
    (http?.paths ?? []).flatMap(({ pathType }, index) => {
      const path = `spec.rules[${rule}].http.paths[${index}]`;
      const text = 'the specification leaves ImplementationSpecific to controllers: it is taken for Prefix';
      return pathType === 'ImplementationSpecific'
        ? [{ place: { entry: ingress, path }, what: path, fate: 'differs' as const, text }]
        : [];
    }),
  );

/** Exact hosts before wildcards before none; then the longest path, of two alike the exact one; the default backend last. */
function bySpecificity(a: OrderedRule, b: OrderedRule): number {
  return (
    rankOf(b) - rankOf(a) ||
    b.path.value.length - a.path.value.length ||
    Number(b.path.type === 'exact') - Number(a.path.type === 'exact')
  );
}

const rankOf = ({ host, place }: OrderedRule) =>
  place.path === 'spec.defaultBackend' ? -1 : host === '' ? 0 : host.startsWith('*') ? 1 : 2;
