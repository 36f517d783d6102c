import * as istio from '../../manifest/istio-networking';
import { kindsIn } from '../../manifest/kinds';
import * as kubernetes from '../../manifest/kubernetes';
import { integersAt, PlaceRule, placeRule } from '../place';

const KUBERNETES_PORT = /(^|\.)(port|containerPort|hostPort|nodePort|targetPort|endPort)$/;
const NONE = /\.(hostPort|nodePort|match\[\d+\]\.port|(servers|egress)\[\d+\]\.port\.number)$/;
const ISTIO_PORT = /((^|\.)port\.number|ports\[\]\.(number|targetPort)|endpoints\[\]\.ports\{\}|match\[\]\.port)$/;

/** Numbers of ports, which neither the schemas of Kubernetes nor those of Istio bound. */
export const portRules: readonly PlaceRule<never>[] = [
  placeRule<number | string>({
    code: 'GW503',
    title: 'port out of range',
    places: [
      ...kindsIn(kubernetes).map((kind) => integersAt(kind, KUBERNETES_PORT)),
      ...kindsIn(istio).map((kind) => integersAt(kind, ISTIO_PORT)),
    ],
    find(got, what, report) {
      // A token of Terraform is told as one. 0 stands for none where a port is optional; listeners of Istio may have a
      // socket instead.
      const isNone = got === 0 && NONE.test(what);
      if (typeof got === 'number' && Number.isSafeInteger(got) && !isNone && (got < 1 || got > 65535)) {
        report({ what, got, expected: 'a port from 1 to 65535', fix: 'use the port of the service or the container' });
      }
    },
  }),
];
