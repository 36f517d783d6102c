import { API, backend, each, gateway, listener, object, route, rules } from '../together';

const ALPHA = 'external-dns.alpha.kubernetes.io/';
const STABLE = 'external-dns.kubernetes.io/';
const instance = (name: string, version: string, args: string, rest = '') =>
  object(
    'apps/v1',
    'Deployment',
    `dns/${name}`,
    `spec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: a, image: "registry.k8s.io/external-dns/external-dns${version}", args: [${args}]${rest} }] } } }`,
  );
const annotated = (yaml: string, ...annotations: string[]) =>
  yaml.replace(' }\nspec', `, annotations: { ${annotations.join(', ')} } }\nspec`);
const web = (...annotations: string[]) =>
  annotated(route('shop/web', `hostnames: [a.example.com], ${rules(`{ ${backend('web')} }`)}`), ...annotations);

describe('annotations on the wrong object', () => {
  const set = object(
    API,
    'ListenerSet',
    'edge/more',
    `spec: { parentRef: { name: public }, listeners: [${listener('more')}] }`,
  );
  each([
    [
      'a target on a route',
      web(`${ALPHA}target: lb.example.com`),
      [`warning GW605 HTTPRoute shop/web: metadata.annotations['${ALPHA}target']: got 'lb.example.com'`],
    ],
    ['a target on a Gateway', annotated(gateway(listener('http')), `${ALPHA}target: lb.example.com`), []],
    ['a target on a ListenerSet', annotated(set, `${ALPHA}target: lb.example.com`), []],
    [
      'a weight on a ListenerSet',
      annotated(set, `${ALPHA}aws-weight: "1"`),
      [`warning GW605 ListenerSet edge/more: metadata.annotations['${ALPHA}aws-weight']: got '1'`],
    ],
    ['an annotation of another project on a Gateway', annotated(gateway(listener('http')), 'example.com/ttl: "1"'), []],
  ]);
});

describe('prefix of annotations', () => {
  const ttl = (prefix: string) => web(`${prefix}ttl: "60"`);
  const told = (prefix: string) => [`warning GW608 HTTPRoute shop/web: metadata.annotations['${prefix}ttl']: got '60'`];
  each([
    ['of a later version', instance('a', ':v0.21.1', '--provider=aws') + ttl(STABLE), told(STABLE)],
    ['of an earlier version', instance('a', ':v0.22.0', '--provider=aws') + ttl(ALPHA), told(ALPHA)],
    ['of the version', instance('a', ':v0.21.1', '--provider=aws') + ttl(ALPHA), []],
    ['that is set', instance('a', ':v0.22.0', `"--annotation-prefix=${ALPHA}"`) + ttl(ALPHA), []],
    ['that is set as a word of its own', instance('a', ':v0.22.0', `--annotation-prefix, "${ALPHA}"`) + ttl(ALPHA), []],
    [
      'that the environment sets',
      instance('a', ':v0.22.0', '', `, env: [{ name: EXTERNAL_DNS_ANNOTATION_PREFIX, value: ${ALPHA} }]`) + ttl(ALPHA),
      [],
    ],
    ['of an unknown version', instance('a', '@sha256:12', '') + ttl(ALPHA), []],
    ['without external-dns', ttl(STABLE), []],
    ['of both versions', instance('a', ':v0.21.1', '') + web(`${ALPHA}ttl: "60"`, `${STABLE}ttl: "60"`), []],
    [
      'of one of two instances',
      instance('a', ':v0.21.1', '--txt-owner-id=a') + instance('b', ':v0.22.0', '--txt-owner-id=b') + ttl(ALPHA),
      [],
    ],
  ]);
});

describe('owner ids', () => {
  const two = (a: string, b = a) => instance('a', ':v0.21.1', a) + instance('b', ':v0.21.1', b);
  const told = (got: string) => [`warning GW609 Deployment dns/b: spec.template.spec.containers[0].args: got '${got}'`];
  const CLUSTERS = { areClusters: true };
  each([
    ['the same', two('--provider=aws, --txt-owner-id=eu'), told('--txt-owner-id=eu')],
    ['none', two('--provider=aws'), told('no --txt-owner-id, which means default')],
    ['one of each', two('--txt-owner-id=eu', '--txt-owner-id=us'), []],
    ['of two providers', two('--provider=aws', '--provider=google'), []],
    ['of two domains', two('--domain-filter=a.example.com', '--domain-filter=b.example.com'), []],
    [
      'of a domain and one below',
      two('--domain-filter=example.com', '--domain-filter=b.example.com'),
      told('no --txt-owner-id, which means default'),
    ],
    ['of public and private zones', two('--aws-zone-type=public', '--aws-zone-type=private'), []],
    ['with registries of their own', two('--txt-prefix=a-', '--txt-prefix=b-'), []],
    ['of other programs', two('--a').replaceAll('external-dns/external-dns:', 'external-dns/webhook:'), []],
    ['that remove nothing', two('--policy=upsert-only'), []],
    [
      'of two clusters',
      `# eu\n${instance('a', ':v0.21.1', '')}\n# us\n${instance('b', ':v0.21.1', '')}`,
      told('no --txt-owner-id, which means default'),
      CLUSTERS,
    ],
    ['of two directories', `# eu\n${instance('a', ':v0.21.1', '')}\n# us\n${instance('b', ':v0.21.1', '')}`, []],
  ]);
});
