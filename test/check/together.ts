import { check } from '../../src/check/check';
import { CheckOptions } from '../../src/check/rule';
import { parseManifests } from '../../src/manifest/parse';
import { describe as describeProblem } from '../../src/value/problem';
import { brief } from '../support/brief';

/**
 * Codes, objects, places and what was got, of objects that are applied together. `#` begins a directory. Without notes:
 * a test has the objects that it is about, and names others.
 */
const told = (yaml: string, options?: CheckOptions) =>
  allTold(yaml, options).filter((each) => !each.startsWith('note'));

/** The same with notes. */
export function allTold(yaml: string, options: CheckOptions = {}): string[] {
  const located = yaml.split(/^# (\w+)\n/m).flatMap((text, index, parts) =>
    index % 2 === 1
      ? []
      : parseManifests(text).objects.map(({ line, manifest }) => ({
          where: `file:${line}`,
          group: parts[index - 1] ?? '',
          manifest,
        })),
  );
  return check(located, options).map(
    ({ code, severity, object, problem }) => `${severity} ${code} ${object}: ${brief(describeProblem(problem))}`,
  );
}

export const WHOLE = { isWhole: true };
/** The newest version of the Gateway API's kinds. */
export const API = 'gateway.networking.k8s.io/v1';
/** An object of a kind; the name is `namespace/name`. */
export const object = (apiVersion: string, kind: string, name: string, rest: string) => {
  const [namespace, id] = name.includes('/') ? name.split('/') : [undefined, name];
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${id}${namespace ? `, namespace: ${namespace}` : ''} }\n${rest}\n`;
};
export const gateway = (...listeners: string[]) =>
  object(API, 'Gateway', 'edge/public', `spec: { gatewayClassName: istio, listeners: [${listeners.join(', ')}] }`);
export const listener = (name: string, rest = '') =>
  `{ name: ${name}, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } }${rest} }`;
export const https = (name: string, hostname: string, secret = `${name}-tls`) =>
  `{ name: ${name}, port: 443, protocol: HTTPS, hostname: "${hostname}", tls: { certificateRefs: [{ name: ${secret}, kind: Secret }] }, allowedRoutes: { namespaces: { from: All } } }`;
export const route = (name: string, rest: string, parent = 'name: public, namespace: edge', kind = 'HTTPRoute') =>
  object(API, kind, name, `spec: { parentRefs: [{ ${parent} }], ${rest} }`);
export const rules = (...list: string[]) => `rules: [${list.join(', ')}]`;
export const backend = (name: string, port = 80, rest = '') => `backendRefs: [{ name: ${name}, port: ${port}${rest} }]`;
export const TO_HTTPS = 'filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }]';
export const service = (name: string, ...ports: number[]) =>
  object(
    'v1',
    'Service',
    name,
    `spec: { selector: { app: a }, ports: [${ports.map((port) => `{ port: ${port}, targetPort: 8080 }`).join(', ')}] }`,
  );
export const grant = (name: string, from: string) =>
  object(
    API,
    'ReferenceGrant',
    name,
    `spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${from} }], to: [{ group: "", kind: Service }] }`,
  );

export const OF_GATEWAY = 'kind: Gateway, name: public';
/** A policy of Kuadrant for `kind: Gateway, name: public`, or another target. */
export const policy = (kind: string, name: string, target: string, rest = '') =>
  object(
    `kuadrant.io/${kind === 'TokenRateLimitPolicy' ? 'v1alpha1' : 'v1'}`,
    kind,
    name,
    `spec: { targetRef: { group: gateway.networking.k8s.io, ${target} }${rest ? `, ${rest}` : ''} }`,
  );

/** A table of inputs: what fires a rule, and near misses that do not. */
export const each = (
  table: readonly (readonly [name: string, yaml: string, told: string[], options?: CheckOptions])[],
) =>
  test.each(table.map(([name, yaml, expected, options]) => ({ name, yaml, expected, options })))(
    '$name',
    ({ yaml, expected, options }) => expect(told(yaml, options)).toEqual(expected),
  );
