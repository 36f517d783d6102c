import { FRONT } from './security';
import { normalizedPath } from '../../src/traffic/istio/normalize';
import { pathFits, serviceAccountFits, textFits } from '../../src/traffic/istio/security/text';

describe('texts of policies', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'A', false],
    ['*', '', false],
    ['*', 'x', true],
    ['*.com', 'a.com', true],
    ['*.com', 'com', false],
    ['a*', 'a', true],
    ['a*b', 'a*b', true],
    ['a*b', 'axb', false],
  ])('%s and %s: %s', (pattern, text, expected) => expect(textFits(pattern, text)).toBe(expected));

  test.each([
    ['/api/{*}/x', '/api/1/x', true],
    ['/api/{*}/x', '/api//x', false],
    ['/api/{*}/x', '/api/1/2/x', false],
    ['/api/{*}/x', '/api/a=b*c/x', true],
    ['/api/{*}/x', '/api/1/x/', false],
    ['/api/{**}', '/api/', true],
    ['/api/{**}', '/api/1/2', true],
    ['/api/{**}', '/api', false],
    ['/a.b/{*}', '/axb/1', false],
    ['/api/{*}/', '/api/1/', true],
    ['/api/{*}/', '/api/1', false],
  ])('template %s and path %s: %s', (pattern, path, expected) => expect(pathFits(pattern, path)).toBe(expected));

  test.each([
    ['front', 'shop', true],
    ['front', 'other', false],
    ['shop/front', 'other', true],
    ['shop/fron', 'shop', false],
  ])('service account %s of a policy in %s: %s', (pattern, own, expected) =>
    expect(serviceAccountFits(pattern, FRONT, own)).toBe(expected),
  );

  test.each([
    ['/a/../b', '/b'],
    ['/a/%2e%2E/b', '/b'],
    ['/a/.', '/a/'],
    ['/..', '/'],
    ['/a/b/..//c', '/a//c'],
    ['/a//b', '/a//b'],
    ['/%41%7e', '/A~'],
    ['/a%2Fb%5cc', '/a%2Fb%5cc'],
    ['/a\\b', '/a/b'],
    ['/a|b{c}^', '/a%7Cb%7Bc%7D%5E'],
    ['/a%zz', undefined],
    ['/é', undefined],
  ])('path %s is %s', (path, expected) => {
    expect(normalizedPath(path)).toBe(expected);
    if (expected !== undefined) expect(normalizedPath(expected)).toBe(expected);
  });
});
