import { Route } from '../../manifest/openshift-route';
import { itemsOf, pathOf } from '../../model/model';
import { groupBy } from '../../value/group-by';
import { ModelRule } from '../model-rule';

/** Routes of OpenShift, together. */
export const openshiftModelRules: readonly ModelRule[] = [
  {
    code: 'GW546',
    title: 'two Routes for one host and path',
    find(model, report) {
      const routes = itemsOf(model, Route).filter(({ body }) => body.spec.host !== undefined);
      const groups = groupBy(routes, ({ body }) => `${body.spec.host}${body.spec.path ?? ''}`);
      for (const [claimed, [first, ...others]] of groups) {
        for (const route of others.filter((other) => pathOf(other) !== pathOf(first))) {
          report(route, {
            what: 'spec.host',
            got: `${claimed}, which Route ${pathOf(first)} has too`,
            expected: 'one Route for a host and path',
            fix: 'put both into one: insecureEdgeTerminationPolicy says what becomes of plain HTTP; the younger is rejected (HostAlreadyClaimed)',
          });
        }
      }
    },
  },
];
