import { differencesOf, ingress, migrated, rulesOf } from './support';

/*
 * What ingress2gateway warns of before a migration from ingress-nginx: each is shown by the proof, or is translated so that
 * requests fare alike.
 */

const HOST = 'shop.example.com';

test('expressions ignore case and are compared from the beginning: so do those of the route', () => {
  const result = migrated([
    ingress({ annotations: { 'use-regex': 'true' }, rules: { [HOST]: ['/[a-z]{3} any api:80'] } }),
  ]);
  expect(rulesOf(result, 'web')[0].matches).toEqual([
    { path: { type: 'RegularExpression', value: '(?i)/[a-z]{3}.*' } },
  ]);
  expect(result.proof.counts.get('upper-case')).toMatchObject({
    same: result.proof.counts.get('upper-case')!.requests,
  });
  expect(differencesOf(result.proof)).not.toHaveProperty('path');
});

test('use-regex of one Ingress makes expressions of all paths of the host', () => {
  const result = migrated([
    ingress({ name: 'a', annotations: { 'use-regex': 'true' }, rules: { [HOST]: ['/v[0-9]+ any api:80'] } }),
    ingress({ name: 'b', rules: { [HOST]: ['/Exact exact web:80'] } }),
  ]);
  expect(rulesOf(result, 'b')[0].matches).toEqual([{ path: { type: 'RegularExpression', value: '(?i)/Exact.*' } }]);
  expect(differencesOf(result.proof)).not.toHaveProperty('upper-case');
});

test('rewrite-target implies expressions; a rewrite of prefixes compares them by case', () => {
  const result = migrated([
    ingress({ name: 'a', annotations: { 'rewrite-target': '/$2' }, rules: { [HOST]: ['/app(/|$)(.*) any app:80'] } }),
    ingress({ name: 'b', rules: { [HOST]: ['/Plain exact web:80'] } }),
  ]);
  expect(rulesOf(result, 'a')[0].matches).toEqual([{ path: { type: 'PathPrefix', value: '/app' } }]);
  expect(rulesOf(result, 'b')[0].matches).toEqual([{ path: { type: 'RegularExpression', value: '(?i)/Plain.*' } }]);
  expect(differencesOf(result.proof)['upper-case']).toEqual([
    `GET http://${HOST}/APP/ANY: shop/app:80 -> 404; path: /ANY -> /APP/ANY`,
  ]);
});

test('nginx redirects to the path with a slash, where an Ingress has no other: so does a rule of the route', () => {
  const result = migrated([ingress({ rules: { [HOST]: ['/api/ prefix api:80'] } })]);
  expect(rulesOf(result, 'web')).toContainEqual({
    matches: [{ path: { type: 'Exact', value: '/api' } }],
    filters: [
      {
        type: 'RequestRedirect',
        requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/api/' }, statusCode: 301 },
      },
    ],
  });
  expect(differencesOf(result.proof)).not.toHaveProperty('path');
});

test('nginx compares URLs without repeated slashes, and hands them on as they are', () => {
  const { proof } = migrated([ingress({ rules: { [HOST]: ['/api prefix api:80', '/ prefix web:80'] } })]);
  expect(differencesOf(proof)).toEqual({
    'repeated-slash': [`GET http://${HOST}//api/any: shop/api:80 -> shop/web:80`],
    'dot-segment': [`GET http://${HOST}/./api/any: shop/api:80; path: /./api/any -> /api/any`],
    escape: [`GET http://${HOST}/%61pi/any: shop/api:80; path: /%61pi/any -> /api/any`],
  });
});
