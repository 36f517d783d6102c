import { kindOf } from '../../manifest/kinds';
import { Located, groupOf, Manifest } from '../../manifest/manifest';
import { Rule } from '../rule';

/** Rules for name and namespace of objects. */
export const identityRules: readonly Rule[] = [
  {
    code: 'GW010',
    severity: 'error',
    title: 'the same object twice',
    *find(objects) {
      const first = new Map<string, Located>();
      for (const at of objects) {
        const { apiVersion, kind, metadata } = at.manifest;
        const group = groupOf(apiVersion);
        const key = [at.group, group, kind, metadata.namespace, metadata.name].join('\n');
        const other = first.get(key);
        if (other) {
          yield {
            at,
            problem: {
              what: 'metadata.name',
              got: `a second one, in addition to [${other.where}]`,
              expected: 'one object for each kind, namespace and name',
              fix: 'rename or remove one; otherwise the last one applied overwrites the other',
            },
          };
        } else {
          first.set(key, at);
        }
      }
    },
  },
  {
    code: 'GW011',
    severity: 'warning',
    title: 'namespace of an object of the cluster',
    *find(objects) {
      for (const at of objects) {
        const { namespace } = at.manifest.metadata;
        if (namespace !== undefined && isOfCluster(at.manifest)) {
          yield {
            at,
            problem: {
              what: 'metadata.namespace',
              got: namespace,
              expected: `none; a ${at.manifest.kind} is cluster-scoped, and GitOps tools would report a permanent difference`,
              fix: 'move it to a chart without a namespace; cdk8s sets the namespace of the chart on all objects',
            },
          };
        }
      }
    },
  },
];

/** Cluster-scoped kinds of Kubernetes, by API group. */
const OF_CLUSTER: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'networking.k8s.io': ['IngressClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['StorageClass'],
};

const isOfCluster = ({ apiVersion, kind }: Manifest) =>
  kindOf(apiVersion, kind)?.namespaced === false || (OF_CLUSTER[groupOf(apiVersion)] ?? []).includes(kind);
