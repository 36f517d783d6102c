import { GatewayApp } from 'cdk8s-gateways';
import { Checkout } from './gateway';

// Version 2 of the checkout takes over, step by step: each step is a pull request that changes this number.
const app = new GatewayApp();
new Checkout(app, 'checkout', { domain: 'shop.example.com', step: 1 });
app.synth();
