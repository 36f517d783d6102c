import { Chart, Size } from 'cdk8s';
import { Gateway } from 'cdk8s-gateways';
import { Cpu, Deployment, EnvValue, Namespace, Pods, Service, ServiceAccount, ServiceType } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** The httpbin service of the tutorial. */
export class Httpbin extends Chart {
  public readonly service: Service;

  public constructor(scope: Construct, id: string) {
    super(scope, id, { labels: { app: 'httpbin' } });
    new Namespace(this, 'namespace', { metadata: { name: 'httpbin' } });
    const metadata = { name: 'httpbin', namespace: 'httpbin' };
    const serviceAccount = new ServiceAccount(this, 'service-account', { metadata });
    const deployment = new Deployment(this, 'deployment', {
      metadata,
      replicas: 1,
      serviceAccount,
      containers: [
        {
          name: 'httpbin',
          image: 'docker.io/kennethreitz/httpbin',
          portNumber: 80,
          resources: resources(),
          // The image runs as root and writes to its own file system.
          securityContext: { ensureNonRoot: false, readOnlyRootFilesystem: false },
        },
      ],
    });
    this.service = deployment.exposeViaService({
      name: 'httpbin',
      serviceType: ServiceType.NODE_PORT,
      ports: [{ name: 'http', port: 8000, targetPort: 80, nodePort: 30000 }],
    });
  }
}

/** The proxies of a gateway at a port of the nodes. Beside the Service of Gloo, which Gloo writes itself. */
export function exposeAtNodes(scope: Construct, gateway: Gateway, port: number, nodePort: number): void {
  const { name, namespace } = gateway;
  const proxies = Pods.select(scope, 'proxies', { labels: { 'gateway.networking.k8s.io/gateway-name': name } });
  new Service(scope, 'node-port', {
    metadata: { name: `${name}-node-port`, namespace },
    type: ServiceType.NODE_PORT,
    selector: proxies,
    ports: [{ name: 'http', port, nodePort }],
  });
}

/** One version of my-workload, played by Fake Service. */
export class MyWorkload extends Chart {
  public readonly service: Service;

  public constructor(scope: Construct, id: string, version: string) {
    super(scope, id, { labels: { app: 'my-workload', version } });
    if (version === 'v1') {
      new Namespace(this, 'namespace', { metadata: { name: 'my-workload' } });
    }
    const deployment = new Deployment(this, 'deployment', {
      metadata: { name: id, namespace: 'my-workload' },
      replicas: 1,
      containers: [
        {
          name: 'my-workload',
          image: 'nicholasjackson/fake-service:v0.26.0',
          portNumber: 8080,
          envVariables: {
            LISTEN_ADDR: EnvValue.fromValue('0.0.0.0:8080'),
            NAME: EnvValue.fromValue(id),
            MESSAGE: EnvValue.fromValue(`Hello From My Workload (${version})!`),
          },
          resources: resources(),
          securityContext: { user: 65532 },
        },
      ],
    });
    this.service = deployment.exposeViaService({ name: id, ports: [{ name: 'http', port: 8080 }] });
  }
}

const resources = () => ({
  cpu: { request: Cpu.millis(50), limit: Cpu.millis(500) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
});
