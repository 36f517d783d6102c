import { ApiObject, Chart, Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayDrain } from './gateway-drain';
import { addNamespace, addServiceAccount, Identity } from './gateway-identity';
import { networkPolicySpec } from './gateway-network-policy';
import { budgetOf, checkScaling, isDaemonSet, isScaled, scalerSpec } from './gateway-scaling';
import {
  checkPorts,
  DEFAULT_PORTS,
  GatewayService,
  GatewayServicePort,
  NETWORK_GATEWAY_PORTS,
  renderPort,
} from './gateway-service';
import { warnOfDoubts } from './gateway-warnings';
import { workloadSpec } from './gateway-workload';
import { InjectedGatewayProps } from './injected-gateway-props';
import { proxyConfigText } from './proxy-config';
import { claimSelector } from './selectors';
import { IstioProxyMonitor } from '../monitoring/istio-proxy-monitor';
import { once } from '../resource/once';
import { refuse } from '../value/problem';
import { annotations, dnsLabel, labels, wholeNumber } from '../value/scalar';

const NETWORK = 'topology.istio.io/network';
const PROXY_CONFIG = 'proxy.istio.io/config';

/**
 * A gateway whose proxy Istio injects: Namespace,
 * ServiceAccount, Role, Deployment or DaemonSet, Service, autoscaler,
 * disruption budget and NetworkPolicy. Istio Gateways select it by its
 * `selector`.
 *
 * Several gateways can run side by side, each with a separate selector.
 */
export class InjectedGateway extends Construct {
  /** Name of the objects of the gateway. */
  public readonly name: string;
  /** Namespace of the objects of the gateway. */
  public readonly namespace: string;
  /** Name of the ServiceAccount of the pods. */
  public readonly serviceAccountName: string;
  /** The Deployment or DaemonSet. */
  public readonly workload: ApiObject;
  /** The Service; `undefined` with GatewayService.none(). */
  public readonly service?: ApiObject;
  /** The HorizontalPodAutoscaler; `undefined` for a fixed number of pods and for a DaemonSet. */
  public readonly autoscaler?: ApiObject;
  /** The PodDisruptionBudget; `undefined` without one. */
  public readonly disruptionBudget?: ApiObject;
  /** The NetworkPolicy; `undefined` with `createNetworkPolicy: false`. */
  public readonly networkPolicy?: ApiObject;

  private readonly selectorLabels: Readonly<Record<string, string>>;
  private readonly servicePorts: GatewayServicePort[];
  private readonly serviceType?: string;
  private readonly clusterDomain: string;
  private readonly common: Identity;

  public constructor(scope: Construct, id: string, props: InjectedGatewayProps = {}) {
    super(scope, id);
    this.name = this.checkName(props.name ?? id);
    this.namespace = this.checkNamespace(props.namespace ?? Chart.of(this).namespace);
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
    this.selectorLabels = this.checkSelector(props.selector ?? { istio: this.name });
    checkScaling(this, props);

    const service = props.service ?? GatewayService.loadBalancer();
    this.serviceType = service.type;
    this.servicePorts =
      service.type === undefined
        ? []
        : [...(service._options.ports ?? (props.networkGateway === undefined ? DEFAULT_PORTS : NETWORK_GATEWAY_PORTS))];
    this.common = this.identityOf(props);
    const podLabels = this.podLabelsOf(props);
    claimSelector({
      scope: this,
      name: this.name,
      namespace: this.namespace,
      selector: this.selectorLabels,
      podLabels,
    });

    if (props.createNamespace ?? true) addNamespace(this, this.common, props);
    this.serviceAccountName = addServiceAccount(this, this.common, props);
    const drain = props.drain ?? GatewayDrain.whenIdle();
    const deregistration = service._loadBalancer?.deregistrationDelay ?? Duration.seconds(0);
    const windDown = drain.minimum && Duration.seconds(drain.minimum.toSeconds() + deregistration.toSeconds());
    const gracePeriod =
      props.terminationGracePeriod ?? (windDown && Duration.seconds(windDown.toSeconds() + A_MINUTE.toSeconds()));
    const proxyProtocol = props.proxyConfig?.proxyProtocol ?? service._loadBalancer?.proxyProtocol ?? false;
    const parts = {
      options: props,
      selector: this.selectorLabels,
      podLabels,
      podAnnotations: this.podAnnotationsOf(props, proxyConfigText(props.proxyConfig ?? {}, drain, proxyProtocol)),
      serviceAccountName: this.serviceAccountName,
      gracePeriodSeconds: gracePeriod && checkGracePeriod(gracePeriod),
      networkGateway: props.networkGateway,
    };
    // A plain ApiObject: workloads of cdk8s-plus write defaults that injection sets, and support neither topology spread
    // nor updateStrategy of a DaemonSet.
    this.workload = this.add(
      'workload',
      'apps/v1',
      isDaemonSet(props) ? 'DaemonSet' : 'Deployment',
      workloadSpec(parts),
    );
    if (service.type !== undefined) {
      this.service = this.addService(service, props, podLabels);
    }
    if (isScaled(props)) {
      const spec = scalerSpec(this.name, props);
      this.autoscaler = this.add('autoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler', spec);
    }
    const budget = budgetOf(props);
    if (budget) {
      const spec = { selector: { matchLabels: this.selectorLabels }, ...budget._render() };
      this.disruptionBudget = this.add('disruption-budget', 'policy/v1', 'PodDisruptionBudget', spec);
    }
    this.networkPolicy = this.addNetworkPolicy(props);
    if (props.monitoring) this.addMonitor();
    warnOfDoubts(this, {
      props,
      namespace: this.namespace,
      loadBalancer: service._loadBalancer,
      serviceAnnotations: service._options.annotations ?? {},
      expectsProxyProtocol: proxyProtocol,
      windDown,
      gracePeriod,
    });
  }

  /** Labels by which Istio Gateways select the gateway (`spec.selector`). */
  public get selector(): { readonly [key: string]: string } {
    return { ...this.selectorLabels };
  }

  /** Ports of the Service. */
  public get ports(): GatewayServicePort[] {
    return [...this.servicePorts];
  }

  /** DNS name of the Service in the cluster, `<name>.<namespace>.svc.cluster.local`. */
  public get serviceHost(): string {
    if (this.serviceType === undefined) this.withoutService('serviceHost');
    return `${this.name}.${this.namespace}.svc.${this.clusterDomain}`;
  }

  /** Adds a port to the Service and allows it in the NetworkPolicy. */
  public addPort(port: GatewayServicePort): void {
    if (this.serviceType === undefined) this.withoutService('port');
    checkPorts([...this.servicePorts, port], this.serviceType);
    this.servicePorts.push(port);
  }

  private withoutService(what: string): never {
    return refuse(
      { what, got: 'GatewayService.none()', expected: 'a gateway with a Service', fix: 'use another GatewayService' },
      this,
    );
  }

  // A plain object with the metadata of all objects of the gateway.
  private add(id: string, apiVersion: string, kind: string, spec: unknown, extra: Extra = {}): ApiObject {
    const { name, namespace } = this;
    const metadata = {
      name,
      namespace,
      labels: { ...this.common.labels, ...extra.labels },
      annotations: { ...this.common.annotations, ...extra.annotations },
    };
    return new ApiObject(this, id, { apiVersion, kind, metadata, spec });
  }

  // The Service of cdk8s-plus supports neither traffic policies nor IP families.
  private addService(
    service: GatewayService,
    { networkGateway }: InjectedGatewayProps,
    podLabels: Readonly<Record<string, string>>,
  ): ApiObject {
    const { selectorLabels = {}, annotations: own } = service._options;
    const missing = Object.entries(selectorLabels).find(([key, value]) => podLabels[key] !== value);
    if (missing) {
      refuse(
        {
          what: 'selectorLabels of the Service',
          got: `${missing[0]}=${missing[1]}`,
          expected: 'labels of the pods; otherwise the Service selects no pod',
          fix: `add podLabels: { '${missing[0]}': '${missing[1]}' }`,
        },
        this,
      );
    }
    const spec = {
      ...service._spec(),
      selector: { ...this.selectorLabels, ...selectorLabels },
      ports: Lazy.any({ produce: () => this.servicePorts.map(renderPort) }),
    };
    return this.add('service', 'v1', 'Service', spec, {
      annotations: { ...service._loadBalancer?.annotations, ...own },
      labels: networkGateway === undefined ? {} : { [NETWORK]: networkGateway },
    });
  }

  // Rules of cdk8s-plus always have a peer; here all peers are allowed by default.
  private addNetworkPolicy(props: InjectedGatewayProps): ApiObject | undefined {
    const policy = props.networkPolicy ?? {};
    if (props.createNetworkPolicy === false) {
      if (props.networkPolicy) {
        refuse(
          {
            what: 'networkPolicy',
            got: 'createNetworkPolicy: false',
            expected: 'one of them',
            fix: 'leave one out',
          },
          this,
        );
      }
      return undefined;
    }
    const empty = (['sources', 'metricsSources'] as const).find((key) => policy[key]?.length === 0);
    if (empty !== undefined) {
      refuse(
        {
          what: `networkPolicy.${empty}`,
          got: 'an empty list, which allows all peers in Kubernetes',
          expected: 'at least one peer',
          fix: `leave ${empty} out to allow all peers`,
        },
        this,
      );
    }
    const produce = () => networkPolicySpec(this.selectorLabels, this.servicePorts, props.containerPorts ?? [], policy);
    return this.add('network-policy', 'networking.k8s.io/v1', 'NetworkPolicy', Lazy.any({ produce }));
  }

  private addMonitor(): void {
    const { namespace } = this;
    // The monitor selects every proxy of the namespace, so one serves all gateways in it.
    once(this, `monitoring.IstioProxyMonitor ${namespace}`, () => {
      return new IstioProxyMonitor(this, 'monitor', { name: 'istio-proxies-monitor', namespace });
    });
  }

  private identityOf({ revision, labels: own = {}, annotations: notes = {}, standardLabels }: InjectedGatewayProps) {
    labels('labels', own);
    const standard = {
      app: this.name,
      'app.kubernetes.io/name': this.name,
      'app.kubernetes.io/part-of': 'istio',
      'istio.io/dataplane-mode': 'none',
      ...this.selectorLabels,
    };
    return {
      name: this.name,
      namespace: this.namespace,
      revision: revision === undefined ? undefined : dnsLabel('revision', revision),
      labels: { ...((standardLabels ?? true) && standard), ...own },
      annotations: annotations('annotations', notes),
    };
  }

  private podLabelsOf({ networkGateway, podLabels = {}, labels: own = {} }: InjectedGatewayProps) {
    const { revision } = this.common;
    const needed: Record<string, string> = {
      ...this.selectorLabels,
      ...(revision === undefined ? { 'sidecar.istio.io/inject': 'true' } : { 'istio.io/rev': revision }),
      ...(networkGateway !== undefined && labels('networkGateway', { [NETWORK]: networkGateway })),
    };
    const given = { ...own, ...labels('podLabels', podLabels) };
    const wrong = Object.keys(given).find((key) =>
      key in needed
        ? given[key] !== needed[key]
        : key === 'istio.io/rev' || (key === 'sidecar.istio.io/inject' && given[key] !== 'true'),
    );
    if (wrong !== undefined) {
      refuse(
        {
          what: 'labels of the pods',
          got: `${wrong}=${given[wrong]}`,
          expected: wrong in needed ? `${wrong}=${needed[wrong]}` : 'the value of revision',
          fix: wrong in this.selectorLabels ? 'change selector' : 'leave the label out and use revision',
        },
        this,
      );
    }
    return { ...this.common.labels, ...podLabels, ...needed };
  }

  private podAnnotationsOf(props: InjectedGatewayProps, proxyConfig: string | undefined) {
    const given = annotations('podAnnotations', props.podAnnotations ?? {});
    if (PROXY_CONFIG in given) {
      refuse(
        {
          what: 'podAnnotations',
          got: PROXY_CONFIG,
          expected: 'other annotations; drain and the load balancer determine parts of this one',
          fix: 'use proxyConfig, with others for further fields',
        },
        this,
      );
    }
    return {
      'inject.istio.io/templates': (props.injectionTemplates ?? ['gateway']).join(','),
      ...((props.scrapeAnnotations ?? true) && {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '15020',
        'prometheus.io/path': '/stats/prometheus',
      }),
      ...(proxyConfig !== undefined && { [PROXY_CONFIG]: proxyConfig }),
      ...given,
    };
  }

  private checkName(name: string): string {
    if (/^[0-9]/.test(name)) {
      const expected = 'a name that begins with a letter, as for every Service';
      refuse({ what: 'name', got: name, expected, fix: `for example 'gateway-${name}'` }, this);
    }
    return dnsLabel(`name of InjectedGateway '${this.node.path}'`, name);
  }

  private checkNamespace(namespace: string | undefined): string {
    if (namespace === undefined) {
      refuse(
        {
          what: 'namespace',
          got: namespace,
          expected: "the gateway's own",
          fix: `set namespace here or on the chart: new Chart(app, '${Chart.of(this).node.id}', { namespace: 'istio-ingress' })`,
        },
        this,
      );
    }
    return dnsLabel('namespace', namespace);
  }

  private checkSelector(selector: Readonly<Record<string, string>>) {
    if (Object.keys(selector).length === 0) {
      const fix = 'leave it out for `istio: <name>`';
      refuse({ what: 'selector', got: selector, expected: 'at least one label', fix }, this);
    }
    return { ...labels('selector', selector) };
  }
}

interface Extra {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const A_MINUTE = Duration.minutes(1);

function checkGracePeriod(time: Duration): number {
  const fix = 'use whole seconds, at most a day';
  return wholeNumber('seconds of terminationGracePeriod', time.toSeconds({ integral: false }), 0, 86_400, fix);
}
