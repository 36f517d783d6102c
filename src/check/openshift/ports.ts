import { Service } from '../../manifest/kubernetes';
import { Route } from '../../manifest/openshift-route';
import { findItem, itemsOf, pathOf } from '../../model/model';
import { ModelRule } from '../model-rule';

/** Ports of Routes of OpenShift. */
export const openshiftPortRules: readonly ModelRule[] = [
  {
    code: 'GW547',
    title: 'port of a Route that its Service does not have',
    find(model, report) {
      for (const route of itemsOf(model, Route)) {
        const { port, to } = route.body.spec;
        const service = findItem(model, Service, route.namespace, to.name);
        const ports = service?.body.spec?.ports ?? [];
        if (!port || ports.length === 0) continue;
        const got = port.targetPort;
        // The router compares a name with that of the Service's port, and a number with that of the pods.
        const isNumber = /^\d+$/.test(String(got));
        const isThere = ports.some(({ name, port: own, targetPort = own }) =>
          isNumber ? typeof targetPort === 'string' || Number(targetPort) === Number(got) : name === got,
        );
        if (isThere) continue;
        const meant = ports.find((each) => isNumber && each.port === Number(got));
        const all = ports.map(({ name, port: own, targetPort = own }) =>
          name ? `${name} (${targetPort})` : targetPort,
        );
        report(route, {
          what: 'spec.port.targetPort',
          got,
          expected: `a port of Service ${pathOf(service!)}, by its name or its targetPort: ${all.join(', ')}`,
          fix: meant
            ? `use ${meant.name ? `its name, ${meant.name}` : meant.targetPort}: ${got} is the port of the Service, and the router goes to the pods`
            : 'use one of them; the router finds no pod otherwise',
        });
      }
    },
  },
];
