import { IngressOptions } from '../../src/ingress/options';
import { ingressWorldOf, sendToIngress } from '../../src/ingress/send';
import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { Outcome, Reply } from '../../src/traffic/outcome';
import { RequestFields, requestOf } from '../../src/traffic/request';

/** The only model of a text. */
export function modelOf(text: string, isWhole = false) {
  const { objects, faults } = parseManifests(text);
  if (faults.length > 0) throw new Error(faults[0].message);
  const located = objects.map(({ manifest, line, locate }) => ({
    where: `test.yaml:${line}`,
    manifest,
    source: { file: 'test.yaml', locate },
  }));
  return modelsOf(located, { isWhole })[0] ?? modelsOf([], {})[0];
}

/** An Ingress of namespace `shop` in short: annotations without the prefix, `host path (type) -> service`. */
export function ingress(
  name: string,
  rules: readonly string[],
  annotations: Readonly<Record<string, string>> = {},
  spec: Readonly<Record<string, unknown>> = {},
): string {
  const marked = Object.entries(annotations).map(([key, value]) => [
    key.includes('/') ? key : `nginx.ingress.kubernetes.io/${key}`,
    value,
  ]);
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations: Object.fromEntries(marked) as Record<string, string> },
    spec: { ingressClassName: 'nginx', rules: rules.map(ruleOf), ...spec },
  });
}

/** `example.com/api` is a Prefix, `=` before it Exact, `~` ImplementationSpecific; `web` has port 80. */
function ruleOf(text: string) {
  const [, mark, host, path, service] = /^([=~]?)([^/\s]*)(\S*)\s*->\s*(\S+)$/.exec(text)!;
  const pathType = { '': 'Prefix', '=': 'Exact', '~': 'ImplementationSpecific' }[mark];
  const backend = { service: { name: service, port: { number: 80 } } };
  return { ...(host === '' || host === '_' ? {} : { host }), http: { paths: [{ path, pathType, backend }] } };
}

export function send(
  objects: readonly string[],
  request: string | RequestFields,
  options: IngressOptions = {},
  isWhole = false,
): Reply {
  const world = ingressWorldOf(modelOf(objects.join('\n---\n'), isWhole), options);
  const fields = typeof request === 'string' ? fieldsOf(request) : request;
  return sendToIngress(world, requestOf(fields)!);
}

/** `POST https://example.com/a X-Color: blue; X-More: 1`. */
function fieldsOf(text: string): RequestFields {
  const [, method = 'GET', url, headers] = /^(?:([A-Z]+)\s+)?(\S+)(?:\s+(.+))?$/.exec(text)!;
  const pairs = (headers ?? '').split(/;\s*(?=[\w-]+:)/).flatMap((each) => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(each) ?? [];
    return name === undefined ? [] : [[name, value]];
  });
  return { method, url, headers: Object.fromEntries(pairs) as Record<string, string> };
}

/** `web /path`, or `404`, `308 https://...`; a share or a condition stands before it. */
export const brief = ({ outcomes }: Reply): string => outcomes.map(briefOutcome).join(' | ');

function briefOutcome({ share, condition, status, error, backend, upstream, headers }: Outcome): string {
  const location = headers.get('location');
  const result = upstream
    ? `${status === 200 ? '' : `${status} `}${backend!.name} ${upstream.path}`
    : [status ?? error ?? 'unknown', ...(location === undefined ? [] : [location])].join(' ');
  return `${share === 1 ? '' : `${Number((share * 100).toFixed(2))}% `}${result}${condition === undefined ? '' : ` if ${condition}`}`;
}
