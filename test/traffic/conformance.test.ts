import { isDeepStrictEqual } from 'util';
import { Expected, modelsOfSuite, Pods, readSuite, SuiteCase } from './suite';
import { Service } from '../../src/manifest/kubernetes';
import { Backend } from '../../src/model/backends';
import { findItem, Model } from '../../src/model/model';
import { workloadsBehind } from '../../src/model/workloads';
import { sendFromPod } from '../../src/traffic/istio/mesh';
import { Outcome, Reply } from '../../src/traffic/outcome';
import { Profile, PROFILES } from '../../src/traffic/profile';
import { Behaviour, requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf, World } from '../../src/traffic/send';
import { gatewayDuration } from '../../src/value/duration';

/*
 * Every request of the Gateway API's conformance suite, and what the suite asserts of it: an oracle that we did not
 * write. Cases that are left out stand here with the reason.
 */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [
    /^BackendTLSPolicy#18|^BackendTLSPolicySANValidation#(7|11|15)|^BackendTLSPolicyGRPCRoute#(8|12)/,
    'the certificate that the backend shows is in no manifest; it is taken to be what the policy demands',
  ],
  [/^MeshFrontend#2/, 'the request goes to the address of a pod, which is in no manifest'],
  [/^MeshGRPCRouteRequestHeaderModifier#(1|2|4)/, 'the data lack headers that the suite sends'],
];

const KINDS = ['http', 'https', 'grpc', 'tls', 'tcp', 'udp', 'mesh-http', 'mesh-grpc'];

describe.each(['1.6.0', 'head'])('Gateway API conformance suite %s', (release) => {
  const suite = readSuite(release);
  const modelOfCase = modelsOfSuite(suite);
  const worlds = new Map<Model, World>();
  const worldOfCase = (each: SuiteCase) => {
    const model = modelOfCase(each);
    if (!worlds.has(model)) worlds.set(model, worldOf(model));
    return worlds.get(model)!;
  };
  const cases = suite.cases.filter(({ id, kind }) => kind && !LEFT_OUT.some(([pattern]) => pattern.test(id)));

  test.each(cases.filter(({ kind }) => KINDS.includes(kind!)).map((each) => [each.id, each] as const))(
    '%s',
    (_, each) => {
      const world = worldOfCase(each);
      expect(seen(world, replyTo(world, each), each.expected)).toEqual(wanted(each.expected));
    },
  );
});

test('of each pattern of cases that are left out there are cases', () => {
  const ids = ['1.6.0', 'head'].flatMap((release) => readSuite(release).cases.map(({ id }) => id));
  for (const [pattern] of LEFT_OUT) expect(ids.some((id) => pattern.test(id))).toBe(true);
  expect(ids.filter((id) => LEFT_OUT.some(([pattern]) => pattern.test(id)))).toHaveLength(15);
});

/**
 * Tests of the suite with cases that an implementation answers otherwise, as its profile predicts. `oracle conform` tells
 * the same of Istio and, but for meshes, of Envoy Gateway (docs/traffic.md).
 */
const IN_BOTH = [
  'HTTPRouteBackendRequestRedirect',
  'HTTPRouteBackendURLRewrite',
  'HTTPRouteHTTPSListenerDetectMisdirectedRequests',
  'HTTPRouteRetryConnectionError',
  'HTTPRouteRetryWithTimeouts',
];
const OTHERWISE: readonly (readonly [Exclude<Profile['name'], 'spec'>, readonly string[]])[] = [
  [
    'istio',
    [
      ...IN_BOTH,
      'MeshFrontendHostname',
      'UDPRouteParentRefAttachAllListeners',
      'UDPRouteParentRefPortAndSectionName',
      'UDPRouteReferenceGrant',
      'UDPRouteWeightedRouting',
    ],
  ],
  ['envoy-gateway', IN_BOTH],
];

test.each(OTHERWISE)('what %s does otherwise', (name, tests) => {
  const differing = ['1.6.0', 'head'].flatMap((release) => {
    const suite = readSuite(release);
    const modelOfCase = modelsOfSuite(suite);
    const worlds = new Map<Model, World>();
    const worldOfCase = (each: SuiteCase) => {
      const model = modelOfCase(each);
      if (!worlds.has(model)) worlds.set(model, worldOf(model, PROFILES[name]));
      return worlds.get(model)!;
    };
    return suite.cases
      .filter(({ id, kind }) => KINDS.includes(kind!) && !LEFT_OUT.some(([pattern]) => pattern.test(id)))
      .filter(({ id }) => name === 'istio' || !id.startsWith('Mesh'))
      .filter((each) => !isAsWanted(worldOfCase(each), each))
      .map(({ id }) => id.replace(/#.*/, ''));
  });
  expect([...new Set(differing)].sort()).toEqual(tests);
});

function isAsWanted(world: World, each: SuiteCase): boolean {
  const reply = replyTo(world, each);
  // Without a redirect or a backend there is nothing to take apart.
  if (each.expected.redirect && !reply.outcomes[0].headers.has('location')) return false;
  if (each.expected.distribution && !reply.outcomes.every(({ backend }) => backend)) return false;
  return isSame(seen(world, reply, each.expected), wanted(each.expected));
}

/** Alike but for what is undefined. */
const isSame = (a: unknown, b: unknown) =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));

function replyTo(world: World, each: SuiteCase): Reply {
  const { kind, request, gateway, backend } = each;
  if (each.client !== undefined) return replyToPod(world, each);
  const { scheme, host, path = '', method, headers, sni, clientCertSecret } = request;
  const isCall = kind === 'grpc';
  const authority = host ?? sni ?? '192.0.2.1';
  const isTls = scheme === 'https' || (scheme !== 'grpc' && sni !== undefined);
  const url = `${isCall ? 'http' : isTls && scheme !== 'https' ? 'tls' : scheme}://${authority}${path}`;
  return sendToGateway(
    world,
    gateway!,
    requestOf({
      url,
      method: isCall ? undefined : method,
      headers,
      sni,
      port: gateway!.port,
      protocol: isCall ? 'grpc' : undefined,
      client: clientCertSecret && { certificate: `${clientCertSecret.namespace}/${clientCertSecret.name}` },
      backend: backend && behaviourOf(backend),
    })!,
  );
}

/** `namespace/label=value,label=value` sends to a name, with or without a port. */
function replyToPod(world: World, { kind, client, request }: SuiteCase): Reply {
  const { host, path, method, headers, destination } = request;
  const [namespace, selector] = client!.split('/');
  const labels = Object.fromEntries(selector.split(',').map((each) => each.split('=') as [string, string]));
  const [name, port = '80'] = destination!.split(':');
  const isCall = kind === 'mesh-grpc';
  return sendFromPod(
    world,
    { namespace, labels, serviceAccount: 'default' },
    requestOf({
      url: `http://${host}${path}`,
      method: isCall ? undefined : method,
      headers,
      port: Number(port),
      protocol: isCall ? 'grpc' : undefined,
    })!,
    name,
  );
}

const behaviourOf = ({ delay, fail, headers }: NonNullable<SuiteCase['backend']>): Behaviour => ({
  delay: delay === undefined ? undefined : gatewayDuration(delay),
  headers,
  fail: fail && { ...fail, delay: fail.delay === undefined ? undefined : gatewayDuration(fail.delay) },
});

/** What the suite asserts, in the form of `seen`. */
function wanted(expected: Expected): unknown {
  return {
    ...expected,
    // The suite says what the backend of a call should see, and does not compare it; some of it is wrong.
    upstreamRequest:
      expected.grpcStatus === undefined && expected.upstreamRequest
        ? { ...expected.upstreamRequest, protocol: undefined }
        : undefined,
    responseHeaderOneOf: undefined,
    error: expected.error === undefined ? undefined : 'no response',
  };
}

/** Of a reply, what the suite asserts. */
function seen({ model }: World, { outcomes }: Reply, expected: Expected): unknown {
  const statuses = [...new Set(outcomes.map(({ status }) => status))];
  const result: Record<string, unknown> = {};
  const [first] = outcomes;
  if (expected.status) {
    result.status = statuses.length === 1 && expected.status.includes(statuses[0]!) ? expected.status : statuses;
  }
  if (expected.notStatus) {
    result.notStatus = expected.notStatus.filter((status) => !statuses.includes(status));
  }
  if (expected.grpcStatus !== undefined) result.grpcStatus = first.grpcStatus;
  if (expected.error) result.error = outcomes.every(({ error }) => error) ? 'no response' : statuses;
  if (expected.reachesABackend) result.reachesABackend = outcomes.every(({ backend, error }) => backend && !error);
  if (expected.backendSeesTLS) result.backendSeesTLS = first.tls !== undefined;
  if (expected.backendSeesSNI) result.backendSeesSNI = first.tls?.sni;
  if (expected.backend !== undefined) result.backend = podsOf(model, outcomes, expected.backend);
  if (expected.upstreamRequest && expected.grpcStatus === undefined) {
    result.upstreamRequest = upstreamOf(first, expected.upstreamRequest);
  }
  if (expected.redirect) result.redirect = redirectOf(first, expected.redirect);
  if (expected.responseHeaders) {
    result.responseHeaders = Object.fromEntries(
      Object.keys(expected.responseHeaders).map((name) => [name, first.headers.get(name.toLowerCase())]),
    );
  }
  if (expected.responseAbsentHeaders) {
    result.responseAbsentHeaders = expected.responseAbsentHeaders.filter(
      (name) => !first.headers.has(name.toLowerCase()),
    );
  }
  for (const [name, values] of Object.entries(expected.responseHeaderOneOf ?? {})) {
    expect(values.map(plain)).toContain(plain(first.headers.get(name) ?? ''));
  }
  if (expected.mirroredTo) {
    result.mirroredTo = first.mirrors.map(({ backend, share }, index) => ({
      ...podsBehind(model, backend),
      ...(expected.mirroredTo![index]?.percent === undefined ? {} : { percent: share * 100 }),
    }));
  }
  if (expected.distribution) {
    const shares = outcomes.map(({ backend, share }) => [podsBehind(model, backend!).name, share]);
    result.distribution = {
      ...expected.distribution,
      weights: { ...zeros(expected.distribution.weights), ...Object.fromEntries(shares) },
    };
  }
  return result;
}

const plain = (text: string) => text.replace(/\s/g, '').toLowerCase();
const zeros = (weights: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.keys(weights).map((name) => [name, 0]));

function podsOf(model: Model, outcomes: readonly Outcome[], asserted: Pods | null): Pods | null {
  const [first] = outcomes;
  if (!first.backend || first.error || (first.status !== undefined && !first.upstream)) return null;
  const pods = podsBehind(model, first.backend!);
  return {
    namespace: asserted?.namespace === null ? null : pods.namespace,
    name: asserted?.name === null ? null : pods.name,
  };
}

/** By the Deployment whose pods the Service selects. */
function podsBehind(model: Model, { namespace, name }: Backend): Pods {
  const service = findItem(model, Service, namespace, name);
  const [workload] = service ? workloadsBehind(model, service) : [];
  return { namespace, name: workload?.owner.name ?? name };
}

function upstreamOf({ upstream, tls }: Outcome, asserted: NonNullable<Expected['upstreamRequest']>) {
  const known: Record<string, unknown> = {
    path: upstream?.path,
    method: upstream?.method,
    host: upstream?.host,
    sni: tls?.sni,
  };
  return {
    ...Object.fromEntries(Object.keys(asserted).map((name) => [name, known[name]])),
    ...(asserted.headers
      ? {
          headers: Object.fromEntries(
            Object.keys(asserted.headers).map((name) => [name, upstream?.headers.get(name.toLowerCase())]),
          ),
        }
      : {}),
    ...(asserted.absentHeaders
      ? { absentHeaders: asserted.absentHeaders.filter((name) => !upstream?.headers.has(name.toLowerCase())) }
      : {}),
  };
}

function redirectOf({ headers }: Outcome, asserted: NonNullable<Expected['redirect']>) {
  const url = new URL(headers.get('location')!);
  const known: Record<string, string> = {
    scheme: url.protocol.slice(0, -1),
    host: url.hostname,
    port: url.port,
    path: url.pathname,
  };
  return Object.fromEntries(Object.keys(asserted).map((name) => [name, known[name]]));
}
