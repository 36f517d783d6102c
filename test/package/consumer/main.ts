import { GatewayApp } from 'cdk8s-gateways';
import { addGateway } from './gateway';
import { addWorkloads } from './workloads';

const app = new GatewayApp();
addGateway(app);
addWorkloads(app);
app.synth();
