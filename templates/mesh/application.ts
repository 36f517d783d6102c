import { Size } from 'cdk8s';
import { Cpu, Deployment, Service, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** An application with an identity of its own, on port 8080. */
export class Application extends Construct {
  public readonly service: Service;
  public readonly labels: { readonly app: string };

  public constructor(scope: Construct, name: string, image: string) {
    super(scope, name);
    const metadata = { name };
    this.labels = { app: name };
    const deployment = new Deployment(this, 'deployment', {
      metadata,
      podMetadata: { labels: { ...this.labels } },
      serviceAccount: new ServiceAccount(this, 'service-account', { metadata }),
      containers: [
        {
          image,
          portNumber: 8080,
          resources: {
            cpu: { request: Cpu.millis(50), limit: Cpu.millis(500) },
            memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
          },
        },
      ],
    });
    this.service = deployment.exposeViaService({ name, ports: [{ name: 'http', port: 8080 }] });
  }
}
