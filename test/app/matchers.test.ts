import * as path from 'path';
import { HttpRequest, Traffic } from '../../src';
import '../../src/matchers';

const SHOP = path.join(__dirname, '../docs/shop');
const traffic = Traffic.fromFiles([path.join(SHOP, 'new'), path.join(SHOP, 'gateway.yaml')]);
const get = (url: string) => traffic.send(HttpRequest.get(url));

test('toReach', () => {
  expect(get('https://api.example.com/orders')).toReach('shop/orders-v1', 0.9);
  expect(get('https://api.example.com/orders')).toReach('orders-v2', 0.1);
  expect(get('https://api.example.com/orders')).not.toReach('orders-v2');
  expect(get('https://api.example.com/reports')).toReach('shop/reports:8080');
  expect(() => expect(get('https://api.example.com/reports')).toReach('web')).toThrow(
    /expected 100 % of the requests to reach web, got[\s\S]*shop\/reports:8080/,
  );
});

test('toBeDenied', () => {
  expect(get('https://api.example.com/orders/admin')).toBeDenied();
  expect(get('https://api.example.com/orders/admin')).toBeDenied(403);
  expect(get('https://api.example.com/orders/admin')).not.toBeDenied(401);
  expect(get('https://api.example.com/orders')).not.toBeDenied();
});

test('toRedirectTo', () => {
  expect(get('https://api.example.com/orders')).not.toRedirectTo('https://api.example.com/orders');
});
