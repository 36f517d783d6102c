import { Lazy } from 'cdk8s';
import { Role, RoleBinding, Service, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ArgoAnalyses } from './argo-analyses';
import { Analysis } from './argo-analysis';
import { IgnoreDifference, ignoreDeployment, ignoreRoute } from './argo-cd';
import { isEnd, ArgoPins } from './argo-pins';
import { RolloutProps } from './argo-rollout-options';
import { ArgoGrpcRoute, GrpcRouteOptions, ArgoHttpRoute, HttpRouteOptions } from './argo-routes';
import { checkSpec, specOf } from './argo-spec';
import { StepList, stepsOf } from './argo-steps';
import { count } from './argo-text';
import { autoscaledDeployment, BoundWorkload, ScalingTarget } from './argo-workload';
import { Rollout as RolloutKind, RolloutSpec } from '../manifest/argo';
import { GATEWAY_API } from '../manifest/manifest';
import { CustomResource } from '../resource/custom-resource';
import { watchProgram } from '../resource/program-objects';
import { Backend } from '../route/backend';
import { GrpcRoute } from '../route/grpc-route';
import { HttpRoute } from '../route/http-route';
import { Route, RouteProps } from '../route/route';
import { TcpRoute } from '../route/tcp-route';
import { TlsRoute } from '../route/tls-route';
import { describe, Problem, refuse } from '../value/problem';
import { dnsLabel, port as checkPort } from '../value/scalar';

/** Options of a TCPRoute that splits connections between the versions of a Rollout, in the namespace of the Rollout. */
export interface TcpRouteOptions extends RouteProps {}

/** Options of a TLSRoute that splits connections between the versions of a Rollout, in the namespace of the Rollout. */
export interface TlsRouteOptions extends RouteProps {
  /** Server names (SNI) that the route matches, 1 to 1024; `*.example.com` for all subdomains (`spec.hostnames`). */
  readonly hostnames: string[];
}

/** A route in the configuration of the plugin. */
interface OwnedRoute {
  readonly route: Route;
  readonly list: 'httpRoutes' | 'grpcRoutes' | 'tcpRoutes' | 'tlsRoutes';
  readonly protocol: 'http' | 'grpc' | 'tcp' | 'tls';
}

/**
 * A Rollout of Argo Rollouts (argoproj.io/v1alpha1) that takes a canary through a plan with the Gateway API plugin.
 * Emits the Services of both versions, the routes, AnalysisTemplates, and the Role that the plugin needs.
 *
 * Needs plugin 0.15 or later. The first revision is rolled out without steps.
 */
export class Rollout extends CustomResource {
  /** Whether a HorizontalPodAutoscaler sets the number of pods. */
  public hasAutoscaler: boolean = false;
  /** Service of the stable version. */
  public readonly stableService: Service;
  /** Service of the canary; between rollouts it selects the same pods as the stable Service. */
  public readonly canaryService: Service;

  private readonly workload: BoundWorkload;
  private readonly pins: ArgoPins;
  private readonly role?: Role;
  private readonly routes: OwnedRoute[] = [];
  private readonly analyses: ArgoAnalyses;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: RolloutProps,
  ) {
    super(scope, id, props);
    checkSpec(this, props);
    count('darkLaunchReplicas', props.darkLaunchReplicas ?? 2, 1);
    this.pins = new ArgoPins(props.plan, this);
    if (props.plan.states.every(isEnd)) {
      refuse(
        {
          what: 'plan',
          got: 'only full rollout',
          expected: 'a step before, or a pause at full rollout',
          fix: 'for example { weight: 10, pause: Duration.minutes(5) }',
        },
        this,
      );
    }
    this.workload = props.workload._bind(this);
    this.stableService = this.newService('stable');
    this.canaryService = this.newService('canary');
    this.role = (props.grantController ?? true) ? this.newRole() : undefined;
    this.analyses = new ArgoAnalyses(this, {
      prometheus: props.prometheus,
      grpc: () => this.routes.some(({ protocol }) => protocol === 'grpc'),
    });
    props.analysis?.forEach((analysis) => this.addAnalysis(analysis));
    watchProgram(this);
    this.node.addValidation({ validate: () => this.problems().map(describe) });
  }

  /** Adds an HTTPRoute that splits requests between the versions. The name of the route is the id. */
  public addHttpRoute(id: string, options: HttpRouteOptions): HttpRoute {
    const route = new ArgoHttpRoute(this, id, this.placed(options), this.versions);
    return this.own({ route, list: 'httpRoutes', protocol: 'http' }) as HttpRoute;
  }

  /** Adds a GRPCRoute that splits calls between the versions. The name of the route is the id. */
  public addGrpcRoute(id: string, options: GrpcRouteOptions): GrpcRoute {
    const route = new ArgoGrpcRoute(this, id, this.placed(options), this.versions);
    return this.own({ route, list: 'grpcRoutes', protocol: 'grpc' }) as GrpcRoute;
  }

  /** Adds a TCPRoute that splits connections between the versions, by weight only. The name of the route is the id. */
  public addTcpRoute(id: string, options: TcpRouteOptions): TcpRoute {
    const route = new TcpRoute(this, id, { ...this.placed(options), backends: this.streamBackends('TCPRoute') });
    return this.own({ route, list: 'tcpRoutes', protocol: 'tcp' }) as TcpRoute;
  }

  /** Adds a TLSRoute that splits connections between the versions, by weight only. The name of the route is the id. */
  public addTlsRoute(id: string, options: TlsRouteOptions): TlsRoute {
    const route = new TlsRoute(this, id, { ...this.placed(options), backends: this.streamBackends('TLSRoute') });
    return this.own({ route, list: 'tlsRoutes', protocol: 'tls' }) as TlsRoute;
  }

  /** Adds an analysis that runs while the canary has a weight. Throws if it has none before full rollout. */
  public addAnalysis(analysis: Analysis): void {
    const from = stepsOf({ ...this.source, analysisAt: () => undefined }).sharedFrom;
    if (from === undefined) {
      refuse(
        {
          what: 'analysis',
          got: 'a plan without a weight before full rollout',
          expected: 'a step with a weight above 0 at which the rollout stops',
          fix: 'add a step, or use addStepAnalysis()',
        },
        this,
      );
    }
    this.analyses.add(analysis);
  }

  /**
   * Adds an analysis at the end of a step. A step without pause and gate ends when its analyses have succeeded.
   *
   * @param step name of the step
   */
  public addStepAnalysis(step: string, analysis: Analysis): void {
    const names = this.props.plan.states.map(({ name }) => name);
    if (!names.includes(step)) {
      refuse({ what: 'step', got: step, expected: `one of ${names.join(', ')}`, fix: 'use the name of a step' }, this);
    }
    this.analyses.addAt(step, analysis);
  }

  /**
   * Fields that the controller changes, for `spec.ignoreDifferences` of the Argo CD Application. Set the sync option
   * `ApplyOutOfSyncOnly=true`, but not `RespectIgnoreDifferences=true`, which would also ignore your changes of rules.
   */
  public ignoreDifferences(): IgnoreDifference[] {
    const versions = [this.stableService.name, this.canaryService.name];
    const managesPins = (list: string) => this.pins.managed.length > 0 && ['httpRoutes', 'grpcRoutes'].includes(list);
    return [
      ...this.routes.map(({ route, list }) => ignoreRoute(route, versions, managesPins(list))),
      ...ignoreDeployment(this.workload, this.namespace),
    ];
  }

  /** Leaves `replicas` to a HorizontalPodAutoscaler, which calls this. */
  public markHasAutoscaler(): void {
    this.hasAutoscaler = true;
  }

  /** The target of a HorizontalPodAutoscaler of cdk8s-plus, of whatever version. */
  public toScalingTarget(): ScalingTarget {
    const { kind, apiVersion, name, workload } = this;
    return { kind, apiVersion, name, containers: [...workload.containers], replicas: this.props.replicas };
  }

  /** @internal */
  protected _kind() {
    return RolloutKind;
  }

  /** @internal */
  protected _spec(): RolloutSpec {
    const { steps, sharedFrom } = this.steps;
    const analysis = this.analyses.inBackground(this.canaryService.name);
    const managed = this.pins.managed.map(({ name }) => ({ name }));
    return specOf(this.props, this.workload.spec(), {
      replicas: this.props.replicas ?? (this.hasAutoscaler ? undefined : this.workload.replicas),
      canaryService: this.canaryService.name,
      stableService: this.stableService.name,
      trafficRouting: {
        managedRoutes: managed.length > 0 ? managed : undefined,
        plugins: { 'argoproj-labs/gatewayAPI': this.pluginConfig() },
      },
      steps,
      analysis: analysis && { ...analysis, startingStep: sharedFrom },
    });
  }

  private get steps(): StepList {
    return stepsOf({ ...this.source, analysisAt: ({ name }) => this.analyses.at(name, this.canaryService.name) });
  }

  private get source() {
    const { plan, darkLaunchReplicas = 2 } = this.props;
    return { plan, pins: this.pins, darkLaunchReplicas };
  }

  private get versions() {
    const { port } = this.props;
    return {
      stable: Backend.service(this.stableService.name, port),
      canary: Backend.service(this.canaryService.name, port),
      pins: this.pins,
    };
  }

  private pluginConfig() {
    const named = (wanted: OwnedRoute['list']) => {
      const names = this.routes.filter(({ list }) => list === wanted).map(({ route }) => route.name);
      const useHeaderRoutes = wanted === 'httpRoutes' || wanted === 'grpcRoutes' ? this.hasManagedPins : undefined;
      return names.length > 0 ? names.map((name) => ({ name, useHeaderRoutes })) : undefined;
    };
    return {
      namespace: this.namespace,
      httpRoutes: named('httpRoutes'),
      grpcRoutes: named('grpcRoutes'),
      tcpRoutes: named('tcpRoutes'),
      tlsRoutes: named('tlsRoutes'),
    };
  }

  private get hasManagedPins(): true | undefined {
    return this.pins.managed.length > 0 ? true : undefined;
  }

  private own(owned: OwnedRoute): Route {
    this.routes.push(owned);
    this.role?.allow(['get', 'update'], {
      apiGroup: GATEWAY_API,
      resourceType: `${owned.protocol}routes`,
      resourceName: owned.route.name,
    });
    return owned.route;
  }

  /** The plugin drops the namespace of a backend, so a route must be in the namespace of the Services. */
  private placed<P extends RouteProps>(options: P): P {
    if (options.namespace !== undefined && options.namespace !== this.namespace) {
      refuse(
        {
          what: 'namespace of a route',
          got: options.namespace,
          expected: `that of the Rollout (${this.namespace ?? 'none'})`,
          fix: 'leave it out; a gateway may be in another namespace',
        },
        this,
      );
    }
    return { ...options, namespace: this.namespace };
  }

  private streamBackends(kind: string): Backend[] {
    if (this.pins.all.length > 0) {
      refuse(
        {
          what: 'pins of the plan',
          got: 'some',
          expected: `none; a ${kind} cannot match requests`,
          fix: 'leave them out, or use another Rollout for HTTP and gRPC',
        },
        this,
      );
    }
    const { stable, canary } = this.versions;
    return [stable.withWeight(100), canary.withWeight(0)];
  }

  private newService(version: 'stable' | 'canary'): Service {
    const { port, targetPort, portName } = this.props;
    const name = dnsLabel(`name of Service for ${version}`, `${this.name}-${version}`);
    const service = new Service(this, version, {
      metadata: { name, namespace: this.namespace },
      ports: [
        {
          port: checkPort('port', port),
          targetPort: checkPort('targetPort', targetPort ?? port),
          name: portName ?? (Lazy.any({ produce: () => this.routes[0]?.protocol }) as unknown as string),
        },
      ],
    });
    Object.entries(this.workload.podLabels).forEach(([key, value]) => service.selectLabel(key, value));
    return service;
  }

  private newRole(): Role {
    const { serviceAccount = 'argo-rollouts', namespace = 'argo-rollouts' } = this.props.controller ?? {};
    const metadata = { name: `${this.name}-argo-rollouts`, namespace: this.namespace };
    const role = new Role(this, 'role', { metadata });
    const account = ServiceAccount.fromServiceAccountName(this, 'controller', serviceAccount, {
      namespaceName: dnsLabel('namespace of controller', namespace),
    });
    new RoleBinding(this, 'role-binding', { metadata, role }).addSubjects(account);
    return role;
  }

  private problems(): Problem[] {
    const problems: Problem[] = [];
    if (this.routes.length === 0) {
      const fix = 'call addHttpRoute(), addGrpcRoute(), addTlsRoute() or addTcpRoute()';
      problems.push({ what: 'routes', got: 'none', expected: 'at least one', fix });
    }
    if (this.routes.every(({ protocol }) => protocol === 'tcp' || protocol === 'tls')) {
      problems.push(...this.analyses.withoutRequests());
    }
    problems.push(...autoscaledDeployment(this, this.workload.deployment));
    return problems;
  }
}
