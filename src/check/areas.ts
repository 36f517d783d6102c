/** An area of diagnostics: a page of the documentation. */
export interface Area {
  /** Number of its first code; the area ends before the next one. */
  readonly first: number;
  /** Name of the page below `docs/diagnostics/`, without `.md`. */
  readonly page: string;
  readonly title: string;
}

/** All areas, in the order of codes. */
export const AREAS: readonly Area[] = [
  { first: 1, page: 'objects', title: 'Every object' },
  { first: 101, page: 'certificates', title: 'Credentials and cert-manager' },
  { first: 201, page: 'kuadrant', title: "Kuadrant's policies" },
  { first: 301, page: 'gateway-api', title: 'Gateway API' },
  { first: 350, page: 'openapi', title: 'OpenAPI documents' },
  { first: 370, page: 'gateway-api-together', title: 'Gateway API: objects together' },
  { first: 401, page: 'monitoring-and-canaries', title: 'Monitoring and canaries' },
  { first: 500, page: 'istio', title: 'Istio' },
  { first: 540, page: 'openshift', title: "OpenShift's Routes" },
  { first: 550, page: 'control-plane', title: 'The control plane of the mesh' },
  { first: 560, page: 'istio-doubts', title: 'Istio: doubts, injected gateways and conversion' },
  { first: 590, page: 'egress', title: 'Egress' },
  { first: 600, page: 'dns', title: 'DNS and many clusters' },
  { first: 610, page: 'workloads', title: 'Workloads' },
  { first: 620, page: 'istio-webhook', title: 'Istio: what its webhook refuses' },
  { first: 650, page: 'cert-manager-webhook', title: 'cert-manager: what its webhook refuses' },
  { first: 670, page: 'argo-rollouts', title: 'Argo Rollouts' },
  { first: 690, page: 'metallb', title: 'MetalLB' },
  { first: 695, page: 'prometheus', title: 'Prometheus' },
  { first: 700, page: 'istio-together', title: 'Istio: objects together' },
  { first: 750, page: 'external-secrets-webhook', title: 'External Secrets: what its webhook refuses' },
  { first: 780, page: 'pod-ports', title: 'Ports of pods and nodes' },
];

/** The page of a code, below `docs/`. */
export const pageOf = (code: string) => `diagnostics/${areaOf(code).page}.md`;

/** The area of a code such as `GW378`. */
export const areaOf = (code: string): Area =>
  AREAS.filter(({ first }) => first <= Number(code.replace(/\D/g, ''))).at(-1) ?? AREAS[0];
