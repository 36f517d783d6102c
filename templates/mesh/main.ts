import { GatewayApp } from 'cdk8s-gateways';
import { Shop } from './gateway';

// A shop in the mesh: the world reaches web through the gateway, web reaches orders, and nobody else reaches anything.
const app = new GatewayApp();
new Shop(app, 'shop', {
  host: 'shop.example.com',
  images: { web: 'registry.example.com/shop/web:1.0.0', orders: 'registry.example.com/shop/orders:1.0.0' },
});
app.synth();
