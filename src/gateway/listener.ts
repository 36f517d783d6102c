import { Gateway as GatewayKind } from '../manifest/gateway-api';
import { Spec } from '../manifest/shape';
import { grantReference, Referrer } from '../route/reference-grant';
import { refuse } from '../value/problem';
import { annotations, dnsLabel, dnsSubdomain, hostname, labels, objectReference, port } from '../value/scalar';

/** `spec.listeners[]` of a Gateway. @internal */
export type ListenerSpec = Spec<typeof GatewayKind>['listeners'][number];
type Namespaces = NonNullable<NonNullable<ListenerSpec['allowedRoutes']>['namespaces']>;

/** Namespaces whose routes may attach (`allowedRoutes.namespaces`). */
export class RouteNamespaces {
  /** The namespace of the gateway only. */
  public static same(): RouteNamespaces {
    return new RouteNamespaces({ from: 'Same' });
  }

  /** Every namespace. */
  public static all(): RouteNamespaces {
    return new RouteNamespaces({ from: 'All' });
  }

  /** Namespaces that carry all of these labels. */
  public static labelled(matchLabels: { readonly [key: string]: string }): RouteNamespaces {
    if (Object.keys(matchLabels).length === 0) {
      refuse({
        what: 'labels of namespaces',
        got: matchLabels,
        expected: 'at least one label; an empty selector matches every namespace',
        fix: 'name a label, or use RouteNamespaces.all()',
      });
    }
    return new RouteNamespaces({
      from: 'Selector',
      selector: { matchLabels: labels('labels of namespaces', matchLabels) },
    });
  }

  /** The named namespaces, selected by the label `kubernetes.io/metadata.name` that every namespace carries. */
  public static named(...names: string[]): RouteNamespaces {
    if (names.length === 0) {
      refuse({ what: 'namespaces', got: names, expected: 'at least one name', fix: 'name a namespace' });
    }
    const values = names.map((name) => dnsLabel('namespace', name));
    return new RouteNamespaces({
      from: 'Selector',
      selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] },
    });
  }

  private constructor(private readonly spec: Namespaces) {}

  /** @internal */
  public _render(): Namespaces {
    return this.spec;
  }
}

/** Options of a reference to a certificate. */
export interface CertificateReferenceOptions {
  /**
   * Emit the ReferenceGrant for a certificate in another namespace, in that namespace.
   *
   * @default true
   */
  readonly grant?: boolean;
}

/** Reference to a certificate or a CA bundle. */
export class CertificateReference {
  /**
   * A Secret of type `kubernetes.io/tls`.
   *
   * @param name its name
   * @param namespace its namespace; without one, that of the gateway or ListenerSet
   */
  public static secret(
    name: string,
    namespace?: string,
    options: CertificateReferenceOptions = {},
  ): CertificateReference {
    return new CertificateReference('', 'Secret', dnsSubdomain('name of Secret', name), check(namespace), options);
  }

  /** A ConfigMap with CA certificates under the key `ca.crt`. */
  public static configMap(
    name: string,
    namespace?: string,
    options: CertificateReferenceOptions = {},
  ): CertificateReference {
    dnsSubdomain('name of ConfigMap', name);
    return new CertificateReference('', 'ConfigMap', name, check(namespace), options);
  }

  /** An object of another kind that the implementation supports. */
  public static custom(
    group: string,
    kind: string,
    name: string,
    namespace?: string,
    options: CertificateReferenceOptions = {},
  ): CertificateReference {
    objectReference('certificate', group, kind, name);
    return new CertificateReference(group, kind, name, check(namespace), options);
  }

  private constructor(
    /** API group; empty for the core group. */
    public readonly group: string,
    /** Kind of the object. */
    public readonly kind: string,
    /** Name of the object. */
    public readonly name: string,
    /** Namespace; `undefined` for that of the referring object. */
    public readonly namespace: string | undefined,
    private readonly options: CertificateReferenceOptions,
  ) {}

  /** Emits the ReferenceGrant for a reference to another namespace. @internal */
  public _grantTo(referrer: Referrer): void {
    if (this.options.grant ?? true) {
      const { group, kind, name, namespace } = this;
      grantReference(referrer, { group, kind, name, namespace });
    }
  }

  /** @internal */
  public _render() {
    return { group: this.group, kind: this.kind, name: this.name, namespace: this.namespace };
  }
}

const check = (namespace: string | undefined) =>
  namespace === undefined ? undefined : dnsLabel('namespace', namespace);

/** Options of every listener. */
export interface ListenerOptions {
  /**
   * Name of the listener, unique in its gateway; routes and policies refer to it as `sectionName`.
   *
   * @default - the protocol in lower case
   */
  readonly name?: string;
  /**
   * Port that clients connect to.
   *
   * @default - 80 for HTTP, 443 for HTTPS and TLS
   */
  readonly port?: number;
  /**
   * Namespaces whose routes may attach (`allowedRoutes.namespaces`).
   *
   * @default - routes of the gateway's own namespace
   */
  readonly allowedRoutes?: RouteNamespaces;
  /**
   * Kinds of routes that may attach, at most 8, for example `GRPCRoute`; `example.com/FooRoute` where the group is
   * not `gateway.networking.k8s.io`.
   *
   * @default - those that fit the protocol
   */
  readonly kinds?: string[];
}

/** Options of a listener that selects requests by host. */
export interface HostListenerOptions extends ListenerOptions {
  /**
   * Host to serve: `api.example.com`, or `*.example.com` for every host below (`hostname`).
   *
   * @default - any host
   */
  readonly hostname?: string;
}

/** Options of a listener with certificates. */
export interface TlsListenerOptions extends HostListenerOptions {
  /**
   * Certificates of the listener, 1 to 64, unless `tlsOptions` name one to the implementation. A TLSPolicy
   * supports listeners with one certificate only, and writes its Secret.
   *
   * @default - none
   */
  readonly certificates?: CertificateReference[];
  /**
   * Implementation-specific TLS options, at most 16 (`tls.options`), for example a minimum TLS version.
   *
   * @default - none
   */
  readonly tlsOptions?: { readonly [key: string]: string };
}

/** A listener of a gateway: port, protocol, host and certificates (`spec.listeners[]`). */
export class Listener {
  /** Plain HTTP. */
  public static http(options: HostListenerOptions = {}): Listener {
    return new Listener({ ...common('HTTP', 80, options), hostname: host(options.hostname) });
  }

  /** HTTPS; the gateway terminates TLS. */
  public static https(options: TlsListenerOptions): Listener {
    return Listener.terminating('HTTPS', options);
  }

  /** TLS that the gateway terminates; the decrypted stream is forwarded as TCP. */
  public static tlsTerminate(options: TlsListenerOptions): Listener {
    return Listener.terminating('TLS', options);
  }

  /** TLS that is passed through to the backend, routed by its SNI. */
  public static tlsPassthrough(options: HostListenerOptions = {}): Listener {
    return new Listener({
      ...common('TLS', 443, options),
      hostname: host(options.hostname),
      tls: { mode: 'Passthrough' },
    });
  }

  /** TCP; a port is required. */
  public static tcp(options: ListenerOptions): Listener {
    return new Listener(common('TCP', undefined, options));
  }

  /** UDP; a port is required. */
  public static udp(options: ListenerOptions): Listener {
    return new Listener(common('UDP', undefined, options));
  }

  /** An implementation-specific protocol, such as `example.com/quic`; a port is required. */
  public static custom(protocol: string, options: TlsListenerOptions): Listener {
    checkProtocol(protocol);
    const listener = common(protocol, undefined, options);
    const tls = options.certificates || options.tlsOptions ? { tls: certificates(listener.name, options) } : {};
    return new Listener({ ...listener, hostname: host(options.hostname), ...tls }, options.certificates);
  }

  private static terminating(protocol: string, options: TlsListenerOptions): Listener {
    const listener = common(protocol, 443, options);
    const tls = { mode: 'Terminate' as const, ...certificates(listener.name, options) };
    return new Listener({ ...listener, hostname: host(options.hostname), tls }, options.certificates);
  }

  private constructor(
    private readonly spec: ListenerSpec,
    private readonly certificateRefs: readonly CertificateReference[] = [],
  ) {}

  /** Name of the listener (`sectionName` of routes and policies). */
  public get name(): string {
    return this.spec.name;
  }

  /** Port of the listener. */
  public get port(): number {
    return this.spec.port;
  }

  /** Protocol of the listener, as in the manifest. */
  public get protocol(): string {
    return this.spec.protocol;
  }

  /** Host of the listener; `undefined` for any. */
  public get hostname(): string | undefined {
    return this.spec.hostname;
  }

  /** Certificates of the listener. */
  public get certificates(): CertificateReference[] {
    return [...this.certificateRefs];
  }

  /** A copy of the listener that accepts routes from other namespaces. */
  public openTo(namespaces: RouteNamespaces): Listener {
    const allowedRoutes = { ...this.spec.allowedRoutes, namespaces: namespaces._render() };
    return new Listener({ ...this.spec, allowedRoutes }, this.certificateRefs);
  }

  /** Whether routes may attach from these namespaces (`from`). @internal */
  public _isOpenTo(from: Namespaces['from']): boolean {
    return this.spec.allowedRoutes?.namespaces?.from === from;
  }

  /** A copy of the listener for any host. @internal */
  public _forAnyHost(): Listener {
    return new Listener({ ...this.spec, hostname: undefined }, this.certificateRefs);
  }

  /** @internal */
  public _render(): ListenerSpec {
    return this.spec;
  }
}

function common(protocol: string, defaultPort: number | undefined, options: ListenerOptions) {
  atMost('kinds of listener', options.kinds?.length ?? 0, 8);
  const name = dnsSubdomain('name of listener', options.name ?? protocol.toLowerCase().replace(/[^a-z0-9]+/g, '-'));
  const number = options.port ?? defaultPort;
  if (number === undefined) {
    return refuse({
      what: `port of listener '${name}'`,
      got: undefined,
      expected: 'a port number from 1 to 65535',
      fix: `${protocol} has no default port; name one`,
    });
  }
  return {
    name,
    port: port(`port of listener '${name}'`, number),
    protocol,
    allowedRoutes: {
      namespaces: (options.allowedRoutes ?? RouteNamespaces.same())._render(),
      ...(options.kinds && { kinds: options.kinds.map(routeKind) }),
    },
  };
}

/** Whether a listener passes on bytes and knows no requests. */
export const isStream = (protocol: string) => ['TLS', 'TCP', 'UDP'].includes(protocol);

/** Protocols of the API have factories without the options that the API rules out for them. */
function checkProtocol(protocol: string): void {
  const own = { HTTP: 'http', HTTPS: 'https', TLS: 'tlsTerminate', TCP: 'tcp', UDP: 'udp' }[protocol];
  if (own !== undefined) {
    refuse({
      what: 'protocol of listener',
      got: protocol,
      expected: "a protocol that the class defines, such as 'example.com/quic'",
      fix: `use Listener.${own}()`,
    });
  }
  const name = /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$/;
  const domain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$/;
  if (protocol.length > 255 || !(name.test(protocol) || domain.test(protocol))) {
    refuse({
      what: 'protocol of listener',
      got: protocol,
      expected: "letters, digits and hyphens, with an optional domain prefix: 'example.com/quic'",
      fix: 'write it as the documentation of the class does',
    });
  }
}

function routeKind(text: string) {
  const slash = text.lastIndexOf('/');
  return slash < 0 ? { kind: text } : { group: text.slice(0, slash), kind: text.slice(slash + 1) };
}

const host = (name: string | undefined) => (name === undefined ? undefined : hostname('hostname of listener', name));

function certificates(listener: string, { certificates: refs = [], tlsOptions }: TlsListenerOptions) {
  if (refs.length === 0 && Object.keys(tlsOptions ?? {}).length === 0) {
    refuse({
      what: `certificates of listener '${listener}'`,
      got: undefined,
      expected: 'at least one certificate, or tlsOptions that name one to the implementation',
      fix: "for example certificates: [CertificateReference.secret('api-tls')]",
    });
  }
  atMost(`certificates of listener '${listener}'`, refs.length, 64);
  checkTlsOptions(`tlsOptions of listener '${listener}'`, tlsOptions);
  return {
    ...(refs.length > 0 && { certificateRefs: refs.map((ref) => ref._render()) }),
    ...(tlsOptions && { options: tlsOptions }),
  };
}

/** Tells whether a listener serves one of the hosts. Both may be wildcards; `undefined` means every host. */
export function servesAny(listener: string | undefined, hosts: readonly string[]): boolean {
  const covers = (pattern: string, name: string) => pattern.startsWith('*.') && name.endsWith(pattern.slice(1));
  return (
    listener === undefined ||
    hosts.length === 0 ||
    hosts.some((one) => one === listener || covers(listener, one) || covers(one, listener))
  );
}

/** Checks implementation-specific TLS options: keys like those of annotations, at most 16. */
export function checkTlsOptions(what: string, options: Readonly<Record<string, string>> = {}): void {
  annotations(what, options);
  atMost(what, Object.keys(options).length, 16);
  const long = Object.keys(options).find((key) => options[key].length > 4096);
  if (long !== undefined) {
    const got = `${options[long].length} characters`;
    refuse({ what: `${what}['${long}']`, got, expected: 'at most 4096 characters', fix: 'shorten it' });
  }
}

export function atMost(what: string, count: number, limit: number): void {
  if (count > limit) {
    refuse({ what, got: `${count} entries`, expected: `at most ${limit}`, fix: 'name fewer' });
  }
}
