import { record, records } from './reported';
import { Entry, nameOf } from '../model/model';

/** Names of the objects for which a controller made one, as `nameOf` tells them. */
export const ownersOf = ({ at, namespace, labels }: Entry): string[] => {
  const gateway = labels['gateway.networking.k8s.io/gateway-name'];
  return [
    ...records(record(at.manifest.metadata).ownerReferences).map(({ kind, name }) =>
      nameOf({ kind: String(kind), namespace, name: String(name) }),
    ),
    ...(gateway === undefined ? [] : [nameOf({ kind: 'Gateway', namespace, name: gateway })]),
  ];
};

/** Secrets with the certificates of a Gateway's or a ListenerSet's listeners: `namespace/name`. */
export const secretsOfListeners = ({ at, namespace: own }: Entry): string[] =>
  records(record(at.manifest.spec).listeners).flatMap(({ tls }) =>
    records(record(tls).certificateRefs).map(({ name, namespace = own }) => `${String(namespace)}/${String(name)}`),
  );
