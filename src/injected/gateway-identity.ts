import { ApiObject, Chart } from 'cdk8s';
import { ApiResource, ISubject, Role, RoleBinding } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GatewayIdentityOptions } from './injected-gateway-props';
import { sharedNamespace } from '../resource/namespace';
import { once } from '../resource/once';
import { refuse } from '../value/problem';
import { annotations, dnsSubdomain, labels } from '../value/scalar';

/** Namespace and ServiceAccount settings of a gateway. */
export interface Identity {
  readonly name: string;
  readonly namespace: string;
  readonly revision?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const INJECTION = ['istio-injection', 'istio.io/rev'] as const;

/** Emits the Namespace, once for a program, with the labels for injection. */
export function addNamespace(scope: Construct, identity: Identity, options: GatewayIdentityOptions): void {
  const { namespace: name, revision } = identity;
  const { namespaceLabels = {} } = options;
  const injection = (options.namespaceInjection ?? true) ? injectionLabel(revision) : {};
  labels('namespaceLabels', namespaceLabels);
  const taken = INJECTION.find((key) => key in namespaceLabels);
  if (taken !== undefined) {
    refuse(
      {
        what: 'namespaceLabels',
        got: taken,
        expected: "no label of injection; with two that contradict each other Istio's analysis reports IST0123",
        fix: 'use revision, and namespaceInjection: false if the Namespace has no injection label',
      },
      scope,
    );
  }
  const object = sharedNamespace(scope, name);
  for (const [key, value] of Object.entries({ ...namespaceLabels, ...injection })) {
    // The two injection labels exclude each other.
    const rivals = key in injection ? INJECTION : [key];
    const rival = rivals.find((one) => {
      const present = object.metadata.getLabel(one);
      return present !== undefined && !(one === key && present === value);
    });
    if (rival !== undefined) {
      refuse(
        {
          what: `label of Namespace '${name}'`,
          got: `${key}=${value}, together with ${rival}=${object.metadata.getLabel(rival)} of another gateway`,
          expected: 'the same labels for all gateways in the namespace',
          fix:
            key in injection
              ? 'use another namespace, or namespaceInjection: false for all of them, so that the pod labels control injection'
              : 'use another namespace, or the same value',
        },
        scope,
      );
    }
    object.metadata.addLabel(key, value);
  }
}

const injectionLabel = (revision: string | undefined): Record<string, string> =>
  revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': revision };

/** Emits the ServiceAccount and its Role, once per chart for gateways that share them. Returns its name. */
export function addServiceAccount(scope: Construct, identity: Identity, options: GatewayIdentityOptions): string {
  const create = options.createServiceAccount ?? true;
  const name = dnsSubdomain('serviceAccountName', options.serviceAccountName ?? (create ? identity.name : 'default'));
  if (create) {
    createServiceAccount(scope, name, identity, options);
  } else {
    const unused = (['serviceAccountAnnotations', 'automountServiceAccountToken'] as const).find(
      (key) => options[key] !== undefined,
    );
    if (unused !== undefined) {
      refuse(
        {
          what: unused,
          got: 'createServiceAccount: false',
          expected: 'a ServiceAccount that is emitted here',
          fix: `leave ${unused} out, or createServiceAccount`,
        },
        scope,
      );
    }
  }
  if (options.readSecrets ?? true) {
    readSecrets(scope, name, identity, dnsSubdomain('roleName', options.roleName ?? name));
  } else if (options.roleName !== undefined) {
    refuse(
      { what: 'roleName', got: 'readSecrets: false', expected: 'a Role that is emitted', fix: 'leave one of them out' },
      scope,
    );
  }
  return name;
}

function createServiceAccount(
  scope: Construct,
  name: string,
  identity: Identity,
  { serviceAccountAnnotations = {}, automountServiceAccountToken }: GatewayIdentityOptions,
): void {
  annotations('serviceAccountAnnotations', serviceAccountAnnotations);
  const wanted = JSON.stringify([Object.entries(serviceAccountAnnotations).sort(), automountServiceAccountToken]);
  const made = onceAChart(scope, `ServiceAccount ${identity.namespace}/${name}`, () => {
    // A plain ApiObject, because the ServiceAccount of cdk8s-plus always sets automountServiceAccountToken.
    new ApiObject(scope, 'service-account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name,
        namespace: identity.namespace,
        labels: identity.labels,
        annotations: { ...identity.annotations, ...serviceAccountAnnotations },
      },
      automountServiceAccountToken,
    });
    return { by: scope.node.path, wanted };
  });
  if (made.wanted !== wanted) {
    refuse(
      {
        what: `ServiceAccount '${name}'`,
        got: `annotations or automountServiceAccountToken that differ from those of '${made.by}', which shares it`,
        expected: 'the same settings',
        fix: 'use the same settings, or a separate serviceAccountName',
      },
      scope,
    );
  }
}

function readSecrets(scope: Construct, account: string, identity: Identity, name: string): void {
  const { namespace, ...rest } = identity;
  const metadata = { name, namespace, labels: rest.labels, annotations: rest.annotations };
  const key = `Role ${namespace}/${name}`;
  const binding = onceAChart(scope, key, () => {
    const role = new Role(scope, 'role', { metadata });
    role.allow(['get', 'watch', 'list'], ApiResource.SECRETS);
    return new RoleBinding(scope, 'role-binding', { metadata, role });
  });
  onceAChart(scope, `${key} ${account}`, () => {
    binding.addSubjects(new LocalServiceAccount(scope, 'subject', account));
    return account;
  });
}

/** A ServiceAccount in the namespace of the RoleBinding. */
class LocalServiceAccount extends Construct implements ISubject {
  public constructor(
    scope: Construct,
    id: string,
    private readonly name: string,
  ) {
    super(scope, id);
  }

  public toSubjectConfiguration() {
    return { kind: 'ServiceAccount', name: this.name };
  }
}

/** Creates an object once per chart, because charts may be for different clusters. */
const onceAChart = <T>(scope: Construct, key: string, make: () => T): T =>
  once(scope, `${Chart.of(scope).node.path}: ${key}`, make);
