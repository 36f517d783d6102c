import { kind, object, required, string } from './shape';

// Facts from the types of networking.k8s.io/v1; the folder that tools/shapes.ts reads has no schema of this kind.
const Parameters = object({
  apiGroup: string(),
  kind: required(string()),
  name: required(string()),
  namespace: string(),
  scope: string(),
});

export const IngressClass = kind('networking.k8s.io/v1', 'IngressClass', 'Cluster', {
  spec: object({ controller: string(), parameters: Parameters }),
});
