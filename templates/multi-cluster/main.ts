import * as path from 'path';
import { DnsOutputs, GatewayApp, Geo } from 'cdk8s-gateways';
import { App } from 'cdktf';
import { dnsStack } from './dns';
import { externalGateway } from './gateway';

// What Terraform knew after its first apply: `terraform output -json > dns.json`.
const { zoneId } = DnsOutputs.fromFile(path.join(__dirname, 'dns.json'), { domain: 'demo.example.com' });

// One gateway in Europe and in the US, each for the clients near it: a directory of manifests for each cluster.
const app = new GatewayApp();
const external = externalGateway(app, {
  domain: 'demo.example.com',
  clusters: [
    { name: 'eu', geo: Geo.EUROPE, defaultGeo: true, region: 'eu-west-1' },
    { name: 'us', geo: Geo.country('US'), region: 'us-east-1' },
  ],
  hostedZoneId: zoneId,
  email: 'platform@example.com',
});

// Its zone, and the keys of the controllers that write the records.
const terraform = new App();
dnsStack(terraform, external.dnsPlan);

app.synth();
terraform.synth();
