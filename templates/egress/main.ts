import { EgressHost, GatewayApp } from 'cdk8s-gateways';
import { Egress } from './gateway';

// Applications of the namespace shop reach these hosts, through one gateway, and nothing else outside.
const app = new GatewayApp();
new Egress(app, 'egress', {
  callers: 'shop',
  hosts: {
    api: EgressHost.tlsOrigination('api.example.com'),
    login: EgressHost.tlsOrigination('login.example.com'),
  },
});
app.synth();
