import * as fc from 'fast-check';
import { OracleOptions, OracleRequest } from './oracle';
import { Manifest } from '../../src/manifest/manifest';
import { Model } from '../../src/model/model';
import { changedHeaders } from '../../src/traffic/apply';
import { normalizedPath } from '../../src/traffic/istio/normalize';
import { Outcome, Verdict } from '../../src/traffic/outcome';
import { Request, requestOf } from '../../src/traffic/request';
import { authorizationPolicy, Names, RandomFields, requestAuthentication } from '../traffic/random-policies';

/** A request, for the oracle and for the prediction. */
export interface Asked {
  readonly request: OracleRequest;
  readonly fields: RandomFields;
  readonly port: number;
  readonly isTls: boolean;
  readonly ip?: string;
  /** Namespace and service account of a client in the mesh. */
  readonly client?: readonly [namespace: string, serviceAccount: string];
}

/** Objects that policies are put beside, and what is sent. */
export interface Scene {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly options: OracleOptions;
  readonly policies: fc.Arbitrary<readonly Manifest[]>;
  readonly requests: fc.Arbitrary<Asked>;
  /** What becomes of a request; more than one where that is not known. */
  readonly predict: (model: Model, asked: Asked) => readonly string[];
  /** Whether a prediction of 200 leaves out what the backend sees. */
  readonly showsStatus?: boolean;
}

export const object = (
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  spec: unknown,
  more = {},
): Manifest =>
  ({ apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }), ...more }, spec }) as Manifest;

export const service = (namespace: string, name: string, ports: readonly unknown[], selector?: unknown) =>
  object('v1', 'Service', namespace, name, { ports, ...(selector ? { selector } : {}) });

export const deployment = (
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  account?: string,
) =>
  object('apps/v1', 'Deployment', namespace, name, {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { ...(account ? { serviceAccountName: account } : {}), containers: [{ name: 'a', image: 'a' }] },
    },
  });

export const namespace = (name: string, labels = {}) => object('v1', 'Namespace', '', name, {}, { labels });

export const PROVIDERS = `extensionProviders:
${['idp', 'other'].map((name) => `- {name: ${name}, envoyExtAuthzHttp: {service: idp.auth.svc.cluster.local, port: 80}}`).join('\n')}
`;

export const IDP = service('auth', 'idp', [{ name: 'http', port: 80 }], { app: 'idp' });

export const SOURCES = {
  principals: ['cluster.local/ns/shop/sa/front', '*', 'cluster.local/ns/shop/*', '*/sa/default'],
  namespaces: ['shop', 'o*', '*'],
  serviceAccounts: ['shop/front', 'front', 'other/default'],
  trustDomains: ['cluster.local', '*', 'cluster*'],
  requestPrincipals: ['https://a.example.com/ann', '*', 'https://b.example.com/*', '*/bob'],
  ipBlocks: ['203.0.113.0/24', '203.0.113.9', '10.0.0.0/8', '0.0.0.0/0'],
  remoteIpBlocks: ['203.0.113.8/31', '198.51.100.7', '0.0.0.0/0', '2001:db8::/32'],
};

export const several = (names: Names, more: readonly fc.Arbitrary<Manifest>[] = []) =>
  fc
    .tuple(
      authorizationPolicy(names, 'p1'),
      fc.option(authorizationPolicy(names, 'p2'), { nil: undefined }),
      fc.option(authorizationPolicy(names, 'p3'), { nil: undefined }),
      fc.option(requestAuthentication(names, 'r1'), { nil: undefined }),
      fc.option(requestAuthentication(names, 'r2'), { nil: undefined, freq: 1 }),
      ...more.map((each) => fc.option(each, { nil: undefined })),
    )
    .map((list) => list.filter((each) => each !== undefined));

export const requestFor = ({ fields: { method, host, path, headers, jwt }, port, isTls, ip }: Asked): Request =>
  requestOf({
    url: `${isTls ? 'https' : 'http'}://${host}${path}`,
    method,
    headers,
    port,
    sni: isTls ? host.replace(/:\d+$/, '').toLowerCase() : undefined,
    client: { ip, jwt },
  })!;

/** The branches of a verdict, in the words of `seenOf`. */
export function told({ refused, passesIf, added, search }: Verdict, request: Request): string[] {
  const refusals = refused.map(({ status, error, reason }: Outcome) => error ?? `${status} ${reason}`);
  if (passesIf === undefined) return refusals;
  const headers = new Map(request.headers);
  if (request.client?.jwt) headers.set('authorization', 'Bearer');
  const upstream = changedHeaders(headers, added);
  const shown = ['x-role', 'x-sub', 'x-v', 'authorization'].flatMap((name) => {
    const value = upstream.get(name);
    return value === undefined ? [] : [`${name}=${name === 'authorization' ? value.split(' ')[0] : value}`];
  });
  return [...refusals, ['200', normalizedPath(request.path)! + (search ?? request.search), ...shown].join(' ')];
}
