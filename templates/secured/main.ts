import { GatewayApp, Geo } from 'cdk8s-gateways';
import { ExternalGateway } from './gateway';

// One gateway for everything below demo.example.com. It lets in the clients of the toystore, and nobody else.
const app = new GatewayApp();
new ExternalGateway(app, 'external', {
  domain: 'demo.example.com',
  geo: Geo.EUROPE,
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  email: 'platform@example.com',
  tokenIssuer: 'https://login.example.com/realms/toystore',
});
app.synth();
