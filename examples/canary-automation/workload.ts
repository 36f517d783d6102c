import { Chart, Size } from 'cdk8s';
import { CanaryPin, Gateway, GatewayClass, Listener, RouteNamespaces } from 'cdk8s-gateways';
import { Cpu, Deployment, EnvValue, LabelSelector, Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** Adds what rolls new versions of a workload out behind a gateway. */
export type Automation = (chart: Chart, gateway: Gateway, workload: MyWorkload) => void;

export const HOST = 'api.example.com';
export const PATH = '/api/my-workload';
export const PORT = 8080;
export const PROMETHEUS = 'http://prometheus.istio-system:9090';

/** Who sees v2 in the dark launch: whoever sends the tutorial's header, or in a browser the cookie. */
export const TESTERS = [CanaryPin.header('version', 'v2'), CanaryPin.cookie('version', 'v2')];

/** Namespaces, in a file that is applied before those of the charts that depend on it. */
export class Namespaces extends Chart {
  public constructor(scope: Construct, id: string, names: readonly string[]) {
    super(scope, id);
    names.forEach((name) => new Namespace(this, name, { metadata: { name } }));
  }
}

/** A gateway of Istio, whose proxy counts the requests by which a new version is judged. */
export class IngressGateway extends Chart {
  public readonly gateway: Gateway;

  public constructor(scope: Construct, id: string, namespaces: Namespaces) {
    super(scope, id, { namespace: 'api-gateway' });
    this.addDependency(namespaces);
    this.gateway = new Gateway(this, 'http', {
      gatewayClass: GatewayClass.ISTIO,
      listeners: [Listener.http({ allowedRoutes: RouteNamespaces.all() })],
    });
  }
}

/** One version of my-workload, played by Fake Service. Its number of pods is left to an autoscaler. */
export class MyWorkload extends Construct {
  public readonly deployment: Deployment;

  public constructor(scope: Construct, id: string, version: string) {
    super(scope, id);
    const labels = { app: 'my-workload' };
    this.deployment = new Deployment(this, 'deployment', {
      metadata: { name: 'my-workload' },
      podMetadata: { labels },
      containers: [
        {
          name: 'my-workload',
          image: 'nicholasjackson/fake-service:v0.26.0',
          portNumber: PORT,
          envVariables: {
            LISTEN_ADDR: EnvValue.fromValue(`0.0.0.0:${PORT}`),
            NAME: EnvValue.fromValue(`my-workload-${version}`),
            MESSAGE: EnvValue.fromValue(`Hello From My Workload (${version})!`),
          },
          resources: {
            cpu: { request: Cpu.millis(50), limit: Cpu.millis(500) },
            memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
          },
          securityContext: { user: 65532 },
        },
      ],
    });
    // Flagger knows pods by a label of this name; the selector of cdk8s-plus has another.
    this.deployment.select(LabelSelector.of({ labels }));
  }
}
