import { Construct } from 'constructs';
import { atMost, CertificateReference, checkTlsOptions } from './listener';
import { BackendTLSPolicy, BackendTLSPolicySpec } from '../manifest/gateway-api';
import { IService, ofKind } from '../resource/core-object';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain, hostname, objectReference, preciseHostname } from '../value/scalar';

/** A named set of CA certificates of the implementation (`spec.validation.wellKnownCACertificates`). */
export class WellKnownCaCertificates {
  /** CA certificates of the system that the gateway runs on, for backends with publicly trusted certificates. */
  public static readonly SYSTEM = new WellKnownCaCertificates('System');

  /** An implementation-specific set, written `example.com/name`. */
  public static custom(name: string): WellKnownCaCertificates {
    const [domain, set = ''] = name.split(/\/(.*)/);
    if (!/^([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/.test(set) || name.length > 253) {
      refuse({
        what: 'well-known CA certificates',
        got: name,
        expected: "a name with a domain prefix, such as 'example.com/internal', at most 253 characters",
        fix: name === 'System' ? 'use WellKnownCaCertificates.SYSTEM' : 'use a name that the implementation documents',
      });
    }
    dnsSubdomain('domain of well-known CA certificates', domain);
    return new WellKnownCaCertificates(name);
  }

  private constructor(
    /** Name of the set, as in the manifest. */
    public readonly name: string,
  ) {}
}

/** A subject alternative name of a backend's certificate (`spec.validation.subjectAltNames[]`). */
export class SubjectAltName {
  /** A hostname; `*.example.com` for every host below. */
  public static hostname(name: string): SubjectAltName {
    return new SubjectAltName({ type: 'Hostname', hostname: hostname('hostname of subjectAltNames', name) });
  }

  /** A URI, for example a SPIFFE ID: `spiffe://cluster.local/ns/shop/sa/cart`. */
  public static uri(uri: string): SubjectAltName {
    if (!/^[^:/?#]+:./.test(uri) || uri.length > 253) {
      refuse({
        what: 'URI of subjectAltNames',
        got: uri,
        expected: "a URI with its scheme, such as 'spiffe://cluster.local/ns/shop/sa/cart', at most 253 characters",
        fix: uri.length > 253 ? 'shorten it' : 'begin with the scheme; for a host use SubjectAltName.hostname()',
      });
    }
    return new SubjectAltName({ type: 'URI', uri });
  }

  private constructor(private readonly spec: AltName) {}

  /** @internal */
  public _render(): AltName {
    return this.spec;
  }
}

type AltName = NonNullable<BackendTLSPolicySpec['validation']['subjectAltNames']>[number];

/** A target of a `BackendTlsPolicy` (`spec.targetRefs[]`): an object in the policy's namespace, or one port of it. */
export class BackendTlsTarget {
  /**
   * A Service by name.
   *
   * @param name `metadata.name` of the object
   * @param portName name of one port; without one, all ports
   */
  public static service(name: string, portName?: string): BackendTlsTarget {
    return new BackendTlsTarget('', 'Service', dnsSubdomain('name of Service', name), portName);
  }

  /**
   * A Service of this program.
   *
   * @param service the Service; its namespace is the default for the policy
   * @param portName name of one port; without one, all ports
   */
  public static fromService(service: IService, portName?: string): BackendTlsTarget {
    const names = ofKind('Service', service).ports.flatMap(({ name }) => (name === undefined ? [] : [name]));
    if (portName !== undefined && !names.includes(portName)) {
      refuse({
        what: `port of Service '${service.name}'`,
        got: portName,
        expected: names.length > 0 ? `one of ${names.join(', ')}` : 'none; its ports have no names',
        fix: 'use the name of a port of the Service, not its number',
      });
    }
    return new BackendTlsTarget('', 'Service', service.name, portName, service.metadata.namespace);
  }

  /**
   * An Istio ServiceEntry, for TLS to a host outside the mesh.
   *
   * @param name `metadata.name` of the object
   * @param portName name of one port; without one, all ports
   */
  public static serviceEntry(name: string, portName?: string): BackendTlsTarget {
    dnsSubdomain('name of ServiceEntry', name);
    return new BackendTlsTarget('networking.istio.io', 'ServiceEntry', name, portName);
  }

  /** An object of another kind that the implementation supports, or a section of it. */
  public static custom(group: string, kind: string, name: string, sectionName?: string): BackendTlsTarget {
    objectReference('target', group, kind, name);
    return new BackendTlsTarget(group, kind, name, sectionName);
  }

  private constructor(
    /** API group; empty for the core group. */
    public readonly group: string,
    /** Kind of the object. */
    public readonly kind: string,
    /** Name of the object. */
    public readonly name: string,
    /** Name of the port or section; `undefined` for the whole object. */
    public readonly sectionName?: string,
    /** Namespace; `undefined` for that of the policy. */
    public readonly namespace?: string,
  ) {
    if (sectionName !== undefined) {
      dnsSubdomain(`section of ${kind} '${name}'`, sectionName);
    }
  }

  /** @internal */
  public _isSameObject(other: BackendTlsTarget): boolean {
    return this.group === other.group && this.kind === other.kind && this.name === other.name;
  }

  /** @internal */
  public _render() {
    return { group: this.group, kind: this.kind, name: this.name, sectionName: this.sectionName };
  }
}

/** Options of a `BackendTlsPolicy`. `namespace` defaults to that of a target of this program. */
export interface BackendTlsPolicyProps extends CustomResourceProps {
  /** Targets, 1 to 16 (`spec.targetRefs`). Not every implementation supports more than one. */
  readonly targets: BackendTlsTarget[];
  /**
   * Hostname that the gateway sends as SNI and that the backend's certificate must match, unless
   * `subjectAltNames` are given (`spec.validation.hostname`).
   */
  readonly hostname: string;
  /**
   * CA certificates for verification of the backend's certificate, at most 8, usually one ConfigMap with `ca.crt` in the
   * policy's namespace (`spec.validation.caCertificateRefs`). Istio uses the first only.
   *
   * @default - none; `wellKnownCaCertificates` is required
   */
  readonly caCertificates?: CertificateReference[];
  /**
   * Named set of CA certificates, in place of `caCertificates` (`spec.validation.wellKnownCACertificates`).
   *
   * @default - none; `caCertificates` is required
   */
  readonly wellKnownCaCertificates?: WellKnownCaCertificates;
  /**
   * Subject alternative names, at most 5; the certificate must contain one of them
   * (`spec.validation.subjectAltNames`). The
   * certificate is then no longer matched against `hostname`.
   *
   * @default - the certificate must match `hostname`
   */
  readonly subjectAltNames?: SubjectAltName[];
  /**
   * Implementation-specific options, at most 16 (`spec.options`).
   *
   * @default - none
   */
  readonly options?: { readonly [key: string]: string };
}

/** TLS that gateways originate to a backend, and its verification (gateway.networking.k8s.io/v1 BackendTLSPolicy). */
export class BackendTlsPolicy extends CustomResource {
  private readonly policyProps: BackendTlsPolicyProps;

  public constructor(scope: Construct, id: string, props: BackendTlsPolicyProps) {
    super(scope, id, {
      ...props,
      namespace: props.namespace ?? props.targets.find(({ namespace }) => namespace !== undefined)?.namespace,
    });
    const { targets, caCertificates, subjectAltNames = [], options } = props;
    this.policyProps = { ...props, targets: [...targets] };
    preciseHostname('hostname of backend', props.hostname);
    this.checkTargets(targets);
    this.checkAuthorities(props);
    caCertificates?.forEach((certificate) => this.checkNamespace('CA certificate', certificate));
    atMost('subjectAltNames', subjectAltNames.length, 5);
    checkTlsOptions('options', options);
  }

  /** @internal */
  protected _kind() {
    return BackendTLSPolicy;
  }

  /** @internal */
  protected _spec(): BackendTLSPolicySpec {
    const { targets, hostname: host, caCertificates, wellKnownCaCertificates, ...rest } = this.policyProps;
    const { subjectAltNames = [], options } = rest;
    return {
      targetRefs: targets.map((target) => target._render()),
      validation: {
        hostname: host,
        caCertificateRefs: caCertificates?.map(({ group, kind, name }) => ({ group, kind, name })),
        wellKnownCACertificates: wellKnownCaCertificates?.name,
        subjectAltNames: subjectAltNames.length > 0 ? subjectAltNames.map((name) => name._render()) : undefined,
      },
      options,
    };
  }

  private checkTargets(targets: readonly BackendTlsTarget[]): void {
    if (targets.length === 0) {
      const fix = "for example BackendTlsTarget.service('cart')";
      refuse({ what: 'targets', got: 'none', expected: 'at least one', fix }, this);
    }
    atMost('targets', targets.length, 16);
    targets.forEach((target, index) => {
      this.checkNamespace('target', target);
      const earlier = targets.slice(0, index).find((other) => other._isSameObject(target));
      const sections = [earlier?.sectionName, target.sectionName];
      if (earlier && (sections.includes(undefined) || sections[0] === sections[1])) {
        refuse(
          {
            what: `target '${target.name}'`,
            got: 'the same target twice',
            expected: 'each port of a target once, or the whole target once',
            fix: 'name different ports, or leave one out',
          },
          this,
        );
      }
    });
  }

  private checkAuthorities({ caCertificates = [], wellKnownCaCertificates }: BackendTlsPolicyProps): void {
    if (caCertificates.length > 0 === (wellKnownCaCertificates !== undefined)) {
      const none = wellKnownCaCertificates === undefined;
      refuse(
        {
          what: 'CA certificates of the backend',
          got: none ? 'none' : 'caCertificates and wellKnownCaCertificates',
          expected: 'one of caCertificates and wellKnownCaCertificates',
          fix: none
            ? "for example wellKnownCaCertificates: WellKnownCaCertificates.SYSTEM, or caCertificates: [CertificateReference.configMap('ca')]"
            : 'leave one out',
        },
        this,
      );
    }
    atMost('caCertificates', caCertificates.length, 8);
  }

  private checkNamespace(what: string, object: { readonly name: string; readonly namespace?: string }): void {
    if (object.namespace !== undefined && object.namespace !== this.namespace) {
      refuse(
        {
          what: `namespace of ${what} '${object.name}'`,
          got: object.namespace,
          expected: `${this.namespace === undefined ? 'no namespace' : `'${this.namespace}'`}, as the policy; it reaches its own namespace only`,
          fix: what === 'target' ? 'put the policy into that namespace' : 'copy it into the namespace of the policy',
        },
        this,
      );
    }
  }
}
