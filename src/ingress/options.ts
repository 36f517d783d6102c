/** How the controller runs: what manifests of Ingresses do not tell. */
export interface IngressOptions {
  /**
   * What reads the Ingresses; `spec` is the specification alone.
   *
   * @default ingress-nginx
   */
  readonly profile?: IngressProfileName;
  /**
   * Names of the IngressClasses that are its own, where the model has no IngressClass of its controller.
   *
   * @default ['nginx']
   */
  readonly ingressClasses?: readonly string[];
  /** `--controller-class`; @default k8s.io/ingress-nginx */
  readonly controllerClass?: string;
  /** `--ingress-class`: value of the older annotation `kubernetes.io/ingress.class`; @default nginx */
  readonly ingressClassAnnotation?: string;
  /** `--watch-ingress-without-class`; @default false */
  readonly watchesWithoutClass?: boolean;
  /** `--watch-namespace`; @default - all namespaces */
  readonly watchNamespace?: string;
  /** `--annotations-prefix`; @default nginx.ingress.kubernetes.io */
  readonly annotationsPrefix?: string;
  /**
   * Name of the controller's ConfigMap, `namespace/name`; one that is not in the model has the defaults.
   *
   * @default - no ConfigMap
   */
  readonly configMap?: string;
  /** Keys of the ConfigMap, in place of those of the object. */
  readonly config?: Readonly<Record<string, string>>;
  /** `--default-backend-service`, `namespace/name`; @default - the controller responds with 404 */
  readonly defaultBackendService?: string;
  /** `--default-ssl-certificate`, `namespace/name`; @default - a certificate that nobody trusts */
  readonly defaultSslCertificate?: string;
  /** `--enable-ssl-passthrough`; @default false */
  readonly enableSslPassthrough?: boolean;
  /** `--disable-catch-all`; @default false */
  readonly disableCatchAll?: boolean;
  /** `--http-port`; @default 80 */
  readonly httpPort?: number;
  /** `--https-port`; @default 443 */
  readonly httpsPort?: number;
}

/** Whose reading of an Ingress. */
export const INGRESS_PROFILES = ['ingress-nginx', 'traefik', 'aws', 'haproxy', 'spec'] as const;
export type IngressProfileName = (typeof INGRESS_PROFILES)[number];
