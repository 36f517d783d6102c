import * as path from 'path';
import { Backend, DnsOutputs, GatewayApp } from 'cdk8s-gateways';
import { App } from 'cdktf';
import { dnsStack } from './dns';
import { controlledGateway, staticGateway } from './gateways';

// What Terraform knew after its first apply: `terraform output -json > dns.json`.
const zoneId = (domain: string) => DnsOutputs.fromFile(path.join(__dirname, 'dns.json'), { domain }).zoneId;

// Manifests, a directory for each cluster.
const app = new GatewayApp();
const external = controlledGateway(app, zoneId('demo.example.com'));
external.addHttpRoute('test', {
  hostnames: ['test.demo.example.com'],
  labels: { service: 'toystore' },
  backends: [Backend.service('toystore', 80)],
});
const partners = staticGateway(app, zoneId('partners.example.com'));
partners.addHttpRoute('orders', {
  hostnames: ['orders.partners.example.com'],
  backends: [Backend.service('orders', 80)],
});

// Zones, keys and records, from the same definition.
const terraform = new App();
dnsStack(terraform, external.dnsPlan, partners.dnsPlan);

app.synth();
terraform.synth();
