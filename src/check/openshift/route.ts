import { Request, Route, RouteSpec } from '../../manifest/openshift-route';
import { matches } from '../../value/regex';
import { atMostOne } from '../object/alternatives';
import { PlaceRule, placeRule } from '../place';

type Tls = NonNullable<RouteSpec['tls']>;
type Action = Request['action'];

const ACTIONS = ['request', 'response'].map((side) => `spec.httpHeaders.actions.${side}[]`);

/** Validation rules of the OpenShift Route. */
export const openshiftRouteRules: readonly PlaceRule<never>[] = [
  placeRule<RouteSpec>({
    code: 'GW540',
    title: 'Route that does not fit its TLS termination',
    places: [[Route, 'spec']],
    find({ tls, path: prefix = '', httpHeaders }, path, report) {
      if (tls?.termination !== 'passthrough') {
        return;
      }
      const fix = 'leave it out, or terminate TLS at the router; with passthrough the router does not see requests';
      if (prefix !== '') {
        report({ what: `${path}.path`, got: prefix, expected: 'no path with termination passthrough', fix });
      }
      if (httpHeaders) {
        const expected = 'no httpHeaders with termination passthrough';
        report({ what: `${path}.httpHeaders`, got: httpHeaders, expected, fix });
      }
    },
  }),
  placeRule<Tls>({
    code: 'GW540',
    title: 'Route that does not fit its TLS termination',
    places: [[Route, 'spec.tls']],
    find(tls, path, report) {
      const { termination, insecureEdgeTerminationPolicy: insecure } = tls;
      for (const name of UNUSED[termination] ?? []) {
        if (tls[name]) {
          const expected = `no ${name} with termination ${termination}`;
          // The value is not shown: it may be a private key.
          report({ what: `${path}.${name}`, got: 'one', expected, fix: 'leave it out, or change the termination' });
        }
      }
      if (termination === 'passthrough' && insecure === 'Allow') {
        report({
          what: `${path}.insecureEdgeTerminationPolicy`,
          got: insecure,
          expected: 'None or Redirect with termination passthrough',
          fix: 'set Redirect to redirect plain HTTP, or None to refuse it',
        });
      }
    },
  }),
  atMostOne({
    code: 'GW541',
    title: 'two certificates of a Route',
    places: [[Route, 'spec.tls']],
    names: ['certificate', 'externalCertificate'],
    fix: 'keep externalCertificate, which refers to a Secret; the key is then not in the manifest',
  }),
  placeRule<RouteSpec>({
    code: 'GW542',
    title: 'wildcard Route without a host',
    places: [[Route, 'spec']],
    find({ host = '', wildcardPolicy }, path, report) {
      if (host === '' && wildcardPolicy === 'Subdomain') {
        const fix = 'set one host of the domain, such as www.apps.example.com for *.apps.example.com';
        report({ what: `${path}.host`, got: host, expected: 'a host with wildcardPolicy Subdomain', fix });
      }
    },
  }),
  placeRule<Action>({
    code: 'GW543',
    title: 'header that a Route cannot change in this way',
    places: [[Route, ...ACTIONS.map((action) => `${action}.action`)]],
    find({ type, set }, path, report) {
      if (type === 'Set' && !set) {
        const fix = "set the value, or type: 'Delete'";
        report({ what: `${path}.set`, got: set, expected: 'set with type Set', fix });
      }
      if (type === 'Delete' && set) {
        report({
          what: `${path}.set`,
          got: set,
          expected: 'no set with type Delete',
          fix: "leave it out, or set type: 'Set'",
        });
      }
    },
  }),
  placeRule<string>({
    code: 'GW543',
    title: 'header that a Route cannot change in this way',
    places: [[Route, ...ACTIONS.map((action) => `${action}.name`)]],
    find(got, what, report) {
      if (PROTECTED.includes(got.toLowerCase())) {
        const fix =
          got.toLowerCase() === 'strict-transport-security'
            ? 'set the annotation haproxy.router.openshift.io/hsts_header'
            : 'change the header in the application';
        report({ what, got, expected: `a header other than ${PROTECTED.join(', ')}`, fix });
      }
    },
  }),
  ...(['request', 'response'] as const).map((side) =>
    placeRule<Action>({
      code: 'GW543',
      title: 'header that a Route cannot change in this way',
      places: [[Route, `spec.httpHeaders.actions.${side}[].action`]],
      find({ type, set }, path, report) {
        if (type === 'Set' && set && !matches(valueOf(SAMPLES[side]), set.value)) {
          report({
            what: `${path}.set.value`,
            got: set.value,
            expected: `a text, or a HAProxy format with %[${SAMPLES[side]}(name)] or %[ssl_c_der]`,
            fix: "write '%%' for a percent sign; the converters are lower and base64",
          });
        }
      },
    }),
  ),
  placeRule<number | string>({
    code: 'GW544',
    title: 'port of a Route out of range',
    places: [[Route, 'spec.port.targetPort']],
    find(got, what, report) {
      if (got === 0 || got === '') {
        const fix = 'use a port of the Service, or leave port out if the Service has only one';
        report({ what, got, expected: 'name or number of a target port', fix });
      }
    },
  }),
];

/** Certificate fields that a termination does not use. */
const UNUSED: Partial<
  Record<Tls['termination'], readonly ('caCertificate' | 'certificate' | 'destinationCACertificate' | 'key')[]>
> = {
  passthrough: ['certificate', 'key', 'caCertificate', 'destinationCACertificate'],
  edge: ['destinationCACertificate'],
};
const PROTECTED = ['strict-transport-security', 'proxy', 'cookie', 'set-cookie'];
const SAMPLES = { request: 'req.hdr', response: 'res.hdr' };

/** A text without control characters, with `%%` and samples that may have flags and converters. */
function valueOf(sample: string): string {
  const flags = '(\\{[-+]?[QXE](,[-+]?[QXE])*\\})?';
  const source = `(${sample.replace('.', '[.]')}\\([-0-9A-Za-z]+\\)|ssl_c_der)(,(lower|base64))*`;
  return `^([^%[:cntrl:]]|%%|%${flags}\\[${source}\\])+$`;
}
