import { Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { atMost, CertificateReference, checkTlsOptions } from './listener';
import { BackendTLSPolicy, BackendTLSPolicySpec } from '../manifest/gateway-api';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain, hostname, objectReference, preciseHostname } from '../value/scalar';

/** A set of authorities that an implementation knows by name (`validation.wellKnownCACertificates`). */
export class WellKnownCaCertificates {
  /** Those of the system that the gateway runs on: what public certificates are signed by. */
  public static readonly SYSTEM = new WellKnownCaCertificates('System');

  /** A set of the implementation's own, `example.com/name`. */
  public static custom(name: string): WellKnownCaCertificates {
    const [domain, set = ''] = name.split(/\/(.*)/);
    if (!/^([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/.test(set) || name.length > 253) {
      refuse({
        what: 'well-known CA certificates',
        got: name,
        expected: "a name behind a domain, such as 'example.com/internal', at most 253 characters",
        fix: name === 'System' ? 'use WellKnownCaCertificates.SYSTEM' : 'write it as the implementation does',
      });
    }
    dnsSubdomain('domain of well-known CA certificates', domain);
    return new WellKnownCaCertificates(name);
  }

  private constructor(
    /** The name, as the API writes it. */
    public readonly name: string,
  ) {}
}

/** A name that the certificate of a backend may carry (`validation.subjectAltNames[]`). */
export class SubjectAltName {
  /** A host; `*.example.com` for all below. */
  public static hostname(name: string): SubjectAltName {
    return new SubjectAltName({ type: 'Hostname', hostname: hostname('hostname of subjectAltNames', name) });
  }

  /** A URI, for example of SPIFFE: `spiffe://cluster.local/ns/shop/sa/cart`. */
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

/** A target of a `BackendTlsPolicy` (`spec.targetRefs[]`): an object of the policy's namespace, or one port of it. */
export class BackendTlsTarget {
  /**
   * A Service by name.
   *
   * @param name its name
   * @param portName name of one of its ports; without one, all
   */
  public static service(name: string, portName?: string): BackendTlsTarget {
    return new BackendTlsTarget('', 'Service', dnsSubdomain('name of Service', name), portName);
  }

  /**
   * A Service of this program.
   *
   * @param service the Service; the policy goes to its namespace
   * @param portName name of one of its ports; without one, all
   */
  public static fromService(service: Service, portName?: string): BackendTlsTarget {
    const names = service.ports.flatMap(({ name }) => (name === undefined ? [] : [name]));
    if (portName !== undefined && !names.includes(portName)) {
      refuse({
        what: `port of Service '${service.name}'`,
        got: portName,
        expected: names.length > 0 ? `one of ${names.join(', ')}` : 'none; its ports have no names',
        fix: 'name a port of the Service, by its name and not its number',
      });
    }
    return new BackendTlsTarget('', 'Service', service.name, portName, service.metadata.namespace);
  }

  /**
   * A ServiceEntry of Istio, for TLS to a host outside the mesh.
   *
   * @param name its name
   * @param portName name of one of its ports; without one, all
   */
  public static serviceEntry(name: string, portName?: string): BackendTlsTarget {
    dnsSubdomain('name of ServiceEntry', name);
    return new BackendTlsTarget('networking.istio.io', 'ServiceEntry', name, portName);
  }

  /** An object of another kind that the implementation understands, or a section of it. */
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
    /** Name of the port or section; undefined for the whole object. */
    public readonly sectionName?: string,
    /** Namespace; undefined for that of the policy. */
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

/** Options of a `BackendTlsPolicy`. Its namespace defaults to that of a target of this program. */
export interface BackendTlsPolicyProps extends CustomResourceProps {
  /** Targets, 1 to 16 (`spec.targetRefs`). Not every implementation takes more than one. */
  readonly targets: BackendTlsTarget[];
  /**
   * Name of the backend that the gateway sends (SNI), and that the certificate must carry unless
   * `subjectAltNames` are given (`spec.validation.hostname`).
   */
  readonly hostname: string;
  /**
   * Authorities that sign the backend's certificate, at most 8, usually one ConfigMap with `ca.crt`, in the
   * policy's own namespace (`spec.validation.caCertificateRefs`). Istio reads the first only.
   *
   * @default - `wellKnownCaCertificates`; one of the two must be given
   */
  readonly caCertificates?: CertificateReference[];
  /**
   * A set of authorities in place of `caCertificates` (`spec.validation.wellKnownCACertificates`).
   *
   * @default - `caCertificates`
   */
  readonly wellKnownCaCertificates?: WellKnownCaCertificates;
  /**
   * Names of which the certificate must carry one, at most 5 (`spec.validation.subjectAltNames`). The
   * `hostname` then no longer counts, unless it is among them.
   *
   * @default - the hostname
   */
  readonly subjectAltNames?: SubjectAltName[];
  /**
   * Options of the implementation beyond the API, at most 16 (`spec.options`).
   *
   * @default - none
   */
  readonly options?: { readonly [key: string]: string };
}

/** Lets gateways speak TLS with a backend, and says whom they trust (gateway.networking.k8s.io/v1 BackendTLSPolicy). */
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
            expected: 'each port of a target once, or all of it once',
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
          what: 'authorities that sign the certificate of the backend',
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
