import { atMostOne } from './alternatives';
import { PlaceRule, placeRule } from './place';
import { Request, Route, RouteSpec } from '../manifest/openshift-route';
import { matches } from '../value/regex';

type Tls = NonNullable<RouteSpec['tls']>;
type Action = Request['action'];

const ACTIONS = ['request', 'response'].map((side) => `spec.httpHeaders.actions.${side}[]`);

/** What a server refuses by the validation rules of the Routes of OpenShift. */
export const openshiftRouteRules: readonly PlaceRule<never>[] = [
  placeRule<RouteSpec>({
    code: 'GW540',
    title: 'Route that does not fit its TLS termination',
    places: [[Route, 'spec']],
    find({ tls, path: prefix = '', httpHeaders }, path, report) {
      if (tls?.termination !== 'passthrough') {
        return;
      }
      const fix =
        'the router sees no request of a connection that it passes through: leave it out, or end TLS at the router';
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
          // The value may be a private key.
          report({ what: `${path}.${name}`, got: 'one', expected, fix: 'leave it out, or change the termination' });
        }
      }
      if (termination === 'passthrough' && insecure === 'Allow') {
        report({
          what: `${path}.insecureEdgeTerminationPolicy`,
          got: insecure,
          expected: 'None or Redirect with termination passthrough',
          fix: 'redirect plain HTTP, or refuse it',
        });
      }
    },
  }),
  atMostOne({
    code: 'GW541',
    title: 'two certificates of a Route',
    places: [[Route, 'spec.tls']],
    names: ['certificate', 'externalCertificate'],
    fix: 'keep externalCertificate, which names a Secret, and leave the key out of the manifest',
  }),
  placeRule<RouteSpec>({
    code: 'GW542',
    title: 'wildcard Route without a host',
    places: [[Route, 'spec']],
    find({ host = '', wildcardPolicy }, path, report) {
      if (host === '' && wildcardPolicy === 'Subdomain') {
        const fix = 'name one host of the domain, as in www.apps.example.com for *.apps.example.com';
        report({ what: `${path}.host`, got: host, expected: 'a host with wildcardPolicy Subdomain', fix });
      }
    },
  }),
  placeRule<Action>({
    code: 'GW543',
    title: 'header that a Route may not change so',
    places: [[Route, ...ACTIONS.map((action) => `${action}.action`)]],
    find({ type, set }, path, report) {
      if (type === 'Set' && !set) {
        const fix = "write the value, or set type: 'Delete'";
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
    title: 'header that a Route may not change so',
    places: [[Route, ...ACTIONS.map((action) => `${action}.name`)]],
    find(got, what, report) {
      if (PROTECTED.includes(got.toLowerCase())) {
        const fix =
          got.toLowerCase() === 'strict-transport-security'
            ? 'set the annotation haproxy.router.openshift.io/hsts_header'
            : 'change it in the application';
        report({ what, got, expected: `a header other than ${PROTECTED.join(', ')}`, fix });
      }
    },
  }),
  ...(['request', 'response'] as const).map((side) =>
    placeRule<Action>({
      code: 'GW543',
      title: 'header that a Route may not change so',
      places: [[Route, `spec.httpHeaders.actions.${side}[].action`]],
      find({ type, set }, path, report) {
        if (type === 'Set' && set && !matches(valueOf(SAMPLES[side]), set.value)) {
          report({
            what: `${path}.set.value`,
            got: set.value,
            expected: `a text, or a format of HAProxy with %[${SAMPLES[side]}(name)] or %[ssl_c_der]`,
            fix: "write '%%' for a percent sign; lower and base64 are the converters",
          });
        }
      },
    }),
  ),
  placeRule<number | string>({
    code: 'GW544',
    title: 'port of a Route that is none',
    places: [[Route, 'spec.port.targetPort']],
    find(got, what, report) {
      if (got === 0 || got === '') {
        const fix = 'write it as in the Service, or leave port out where the Service has one only';
        report({ what, got, expected: 'the name or the number of a target port', fix });
      }
    },
  }),
];

/** Certificates that a termination has no use for. */
const UNUSED: Partial<
  Record<Tls['termination'], readonly ('caCertificate' | 'certificate' | 'destinationCACertificate' | 'key')[]>
> = {
  passthrough: ['certificate', 'key', 'caCertificate', 'destinationCACertificate'],
  edge: ['destinationCACertificate'],
};
const PROTECTED = ['strict-transport-security', 'proxy', 'cookie', 'set-cookie'];
const SAMPLES = { request: 'req.hdr', response: 'res.hdr' };

/** Text without control characters, `%%`, and samples with flags and converters. */
function valueOf(sample: string): string {
  const flags = '(\\{[-+]?[QXE](,[-+]?[QXE])*\\})?';
  const source = `(${sample.replace('.', '[.]')}\\([-0-9A-Za-z]+\\)|ssl_c_der)(,(lower|base64))*`;
  return `^([^%[:cntrl:]]|%%|%${flags}\\[${source}\\])+$`;
}
