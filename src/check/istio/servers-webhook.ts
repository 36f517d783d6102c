import {
  Gateway,
  GatewaySpec,
  Mirror,
  Port,
  PortLevelSettingTls,
  DestinationRule,
  ServiceEntry,
  Sidecar,
  SidecarSpec,
  Tls,
  VirtualService,
} from '../../manifest/istio-networking';
import { isAddress, isAddressOrRange, isHttp, isIstioLabel, isProtocol, isSocket, isTls } from '../../value/istio';
import { Problem } from '../../value/problem';
import { Place, PlaceRule, placeRule, placesOf } from '../place';

type Server = NonNullable<GatewaySpec['servers']>[number];
type Ingress = NonNullable<SidecarSpec['ingress']>[number];
type Egress = NonNullable<SidecarSpec['egress']>[number];
type Report = (problem: Problem) => void;

const SERVER = { code: 'GW632', title: 'TLS settings of a server that do not fit together' } as const;
const ADDRESS = { code: 'GW636', title: 'address that Istio cannot use' } as const;
const PORTS: readonly Place[] = [
  [Gateway, 'spec.servers[].port'],
  [Sidecar, 'spec.ingress[].port', 'spec.egress[].port'],
];
const SOCKET = 'unix://';

/** What Istio's webhook refuses: TLS, ports and addresses of listeners and of connections. */
export const istioServerRules: readonly PlaceRule<never>[] = [
  placeRule<Server>({
    ...SERVER,
    places: [[Gateway, 'spec.servers[]']],
    find({ port: { protocol }, tls }, path, report) {
      if (!isProtocol(protocol)) return;
      if (isTls(protocol) && !tls) {
        const fix = `set tls, for example { mode: 'SIMPLE', credentialName: 'web-tls' }`;
        report({ what: `${path}.tls`, got: undefined, expected: `tls with protocol ${protocol}`, fix });
      } else if (!isTls(protocol) && tls && !(isHttp(protocol) && isRedirectOnly(tls))) {
        const fix = isHttp(protocol) ? 'set protocol: HTTPS, or keep only httpsRedirect' : 'set protocol: TLS';
        report({ what: `${path}.tls`, got: tls, expected: `no TLS settings with protocol ${protocol}`, fix });
      }
    },
  }),
  placeRule<Tls>({
    ...SERVER,
    places: [placesOf(Gateway, Tls), placesOf(Sidecar, Tls)],
    find: checkServerTls,
  }),
  placeRule<PortLevelSettingTls>({
    code: 'GW633',
    title: 'TLS settings of a client that do not fit together',
    places: [placesOf(DestinationRule, PortLevelSettingTls)],
    find: checkClientTls,
  }),
  placeRule<Ingress>({
    ...SERVER,
    places: [[Sidecar, 'spec.ingress[]']],
    find({ port: { protocol = '' }, tls }, path, report) {
      if (tls && !isTls(protocol)) {
        const expected = 'protocol HTTPS or TLS with tls';
        report({ what: `${path}.port.protocol`, got: protocol, expected, fix: 'set it, or leave tls out' });
      }
    },
  }),
  placeRule<Tls>({
    code: 'GW631',
    title: 'setting that Istio does not support here',
    places: [[Sidecar, 'spec.ingress[].tls']],
    find(tls, path, report) {
      const lists = ['subjectAltNames', 'credentialNames', 'tlsCertificates'] as const;
      const given = [
        ...lists.filter((name) => (tls[name] ?? []).length > 0),
        ...(['httpsRedirect', 'credentialName'] as const).filter((name) => tls[name]),
        ...(tls.mode === 'ISTIO_MUTUAL' || tls.mode === 'AUTO_PASSTHROUGH' ? (['mode'] as const) : []),
      ];
      for (const name of given) {
        const fix = 'use mode SIMPLE or MUTUAL, with files that are mounted into the proxy';
        report({ what: `${path}.${name}`, got: tls[name], expected: `not in ingress of a Sidecar`, fix });
      }
    },
  }),
  placeRule<Port>({
    code: 'GW631',
    title: 'setting that Istio does not support here',
    places: PORTS,
    find({ targetPort: got = 0 }, path, report) {
      if (got > 0) {
        const fix = 'leave it out; targetPort belongs to the Service of the gateway';
        report({ what: `${path}.targetPort`, got, expected: 'no targetPort', fix });
      }
    },
  }),
  placeRule<GatewaySpec>({
    code: 'GW634',
    title: 'port name that Istio does not accept',
    places: [[Gateway, 'spec']],
    find({ servers = [] }, path, report) {
      const names = servers.map(({ port }) => port.name);
      names.forEach((got, index) => {
        const what = `${path}.servers[${index}].port.name`;
        const first = names.indexOf(got);
        if (got === '') {
          report({ what, got, expected: 'a name', fix: 'name the port' });
        } else if (first < index) {
          const fix = `${path}.servers[${first}] has the same name; change one, also where the numbers are the same`;
          report({ what, got, expected: 'a unique name', fix });
        }
      });
    },
  }),
  placeRule<string>({
    code: 'GW634',
    title: 'port name that Istio does not accept',
    places: [
      [ServiceEntry, 'spec.ports[].name'],
      [Sidecar, 'spec.ingress[].port.name', 'spec.egress[].port.name'],
    ],
    find(got, what, report) {
      if (!isIstioLabel(got) && (got !== '' || what.startsWith('spec.ports'))) {
        const fix = 'for example http or https-api';
        report({ what, got, expected: 'at most 63 letters, digits and hyphens', fix });
      }
    },
  }),
  placeRule<SidecarSpec>({
    code: 'GW635',
    title: 'listeners of a Sidecar that exclude each other',
    places: [[Sidecar, 'spec']],
    find({ ingress = [], egress = [] }, path, report) {
      unique(
        ingress.map(({ port }) => port.number),
        `${path}.ingress`,
        report,
      );
      unique(
        egress.map(({ bind, port }) => (port ? port.number || bind : undefined)),
        `${path}.egress`,
        report,
      );
      egress.forEach(({ port }, index) => {
        if (!port && index < egress.length - 1) {
          const fix = 'move it to the end: a listener without a port is for all other ports';
          report({ what: `${path}.egress[${index}]`, got: 'no port', expected: 'a port, unless it is the last', fix });
        }
      });
    },
  }),
  placeRule<Server>({
    ...ADDRESS,
    places: [[Gateway, 'spec.servers[]']],
    find({ bind = '', port: { number } }, path, report) {
      checkBind(bind, number, path, report);
    },
  }),
  placeRule<Egress>({
    ...ADDRESS,
    places: [[Sidecar, 'spec.egress[]']],
    find({ bind = '', port, captureMode }, path, report) {
      if (!port) return;
      checkBind(bind, port.number ?? 0, path, report);
      if (!port.number && captureMode === 'IPTABLES') {
        const fix = 'leave captureMode out; only connections to ports can be captured';
        const what = `${path}.captureMode`;
        report({ what, got: captureMode, expected: 'NONE with a Unix domain socket', fix });
      }
    },
  }),
  placeRule<Server | Egress>({
    code: 'GW503',
    title: 'port out of range',
    places: [
      [Gateway, 'spec.servers[]'],
      [Sidecar, 'spec.egress[]'],
    ],
    find({ bind = '', port }, path, report) {
      if (port && !port.number && !bind.startsWith(SOCKET)) {
        const fix = `set the port, or bind: '${SOCKET}/run/web.sock'`;
        report({ what: `${path}.port.number`, got: port.number, expected: 'a port from 1 to 65535', fix });
      }
    },
  }),
  placeRule<NonNullable<Mirror['port']>>({
    code: 'GW503',
    title: 'port out of range',
    places: [
      placesOf(VirtualService, Mirror, 'port'),
      placesOf(Sidecar, Mirror, 'port'),
      [Sidecar, 'spec.ingress[].port'],
    ],
    find({ number: got }, path, report) {
      if (got === undefined) {
        const fix = 'set the number of the port; a destination with only one port needs no port';
        report({ what: `${path}.number`, got, expected: 'a port from 1 to 65535', fix });
      }
    },
  }),
  placeRule<NonNullable<SidecarSpec['outboundTrafficPolicy']>>({
    code: 'GW631',
    title: 'setting that Istio does not support here',
    places: [[Sidecar, 'spec.outboundTrafficPolicy']],
    find({ egressProxy, mode = 'REGISTRY_ONLY' }, path, report) {
      if (egressProxy && mode !== 'ALLOW_ANY') {
        const fix = "set mode: 'ALLOW_ANY'; the proxy is for hosts that are not in the registry";
        report({ what: `${path}.egressProxy`, got: egressProxy, expected: `not with mode ${mode}`, fix });
      }
    },
  }),
  placeRule<Ingress>({
    ...ADDRESS,
    places: [[Sidecar, 'spec.ingress[]']],
    find({ bind = '', defaultEndpoint = '' }, path, report) {
      if (bind !== '' && !isAddress(bind)) {
        report({ what: `${path}.bind`, got: bind, expected: 'an IP address', fix: 'write it without a port' });
      }
      if (defaultEndpoint !== '' && !isLocal(defaultEndpoint)) {
        const expected = `'127.0.0.1:8080', '0.0.0.0:8080', ':8080' or '${SOCKET}/run/web.sock'`;
        const fix = 'use the address and port where the application of the pod listens';
        report({ what: `${path}.defaultEndpoint`, got: defaultEndpoint, expected, fix });
      }
    },
  }),
  placeRule<string>({
    ...ADDRESS,
    places: [
      [ServiceEntry, 'spec.addresses[]'],
      [VirtualService, 'spec.tls[].match[].destinationSubnets[]', 'spec.tcp[].match[].destinationSubnets[]'],
    ],
    find(got, what, report) {
      if (!isAddressOrRange(got)) {
        report({
          what,
          got,
          expected: "an IP address or a range such as '10.0.0.0/8'",
          fix: 'put host names into hosts',
        });
      }
    },
  }),
];

/** `httpsRedirect` needs no mode and no certificate. */
const isRedirectOnly = ({ mode = 'PASSTHROUGH', caCertificates, privateKey, serverCertificate }: Tls) =>
  mode.endsWith('PASSTHROUGH') && !caCertificates && !privateKey && !serverCertificate;

function checkServerTls(tls: Tls, path: string, report: Report): void {
  const { mode = 'PASSTHROUGH', serverCertificate, privateKey, caCertificates, caCrl, credentialName } = tls;
  const { credentialNames = [], tlsCertificates = [] } = tls;
  const secret = credentialName || credentialNames[0];
  if (mode === 'ISTIO_MUTUAL') {
    const given = SOURCES.find((name) => tls[name] !== undefined && tls[name] !== '');
    if (given) {
      const fix = 'leave it out: the proxy uses its own certificate';
      report({ what: `${path}.${given}`, got: tls[given], expected: 'no certificate with mode ISTIO_MUTUAL', fix });
    }
    return;
  }
  if (serverCertificate && privateKey && (secret || tlsCertificates.length > 0)) {
    const fix = 'keep credentialName for a Secret, serverCertificate and privateKey for files of the proxy';
    const got = 'serverCertificate and privateKey beside another certificate';
    report({ what: path, got, expected: 'one source of the certificate', fix });
  }
  if (mode.endsWith('PASSTHROUGH') || secret) return;
  if (mode.endsWith('MUTUAL') && !caCertificates) {
    const fix = 'set credentialName of a Secret with ca.crt, or caCertificates';
    const expected = `certificate authorities of clients with mode ${mode}`;
    report({ what: `${path}.caCertificates`, got: caCertificates, expected, fix });
  }
  const pairs: readonly (readonly [string, Pick<Tls, 'serverCertificate' | 'privateKey'>])[] =
    tlsCertificates.length > 0
      ? tlsCertificates.map((pair, index) => [`${path}.tlsCertificates[${index}]`, pair] as const)
      : [[path, { serverCertificate, privateKey }]];
  for (const [where, pair] of pairs) {
    const name = pair.serverCertificate ? (pair.privateKey ? undefined : 'privateKey') : 'serverCertificate';
    if (name) {
      const fix = 'set credentialName, the name of a Secret with the certificate and its key';
      report({ what: `${where}.${name}`, got: pair[name], expected: `a certificate with mode ${mode}`, fix });
    }
  }
  if (caCrl && mode === 'SIMPLE') {
    const fix = 'leave it out, or set mode: MUTUAL; SIMPLE does not look at certificates of clients';
    report({ what: `${path}.caCrl`, got: caCrl, expected: 'no revocation list with mode SIMPLE', fix });
  }
}

const SOURCES = [
  ...(['serverCertificate', 'privateKey', 'caCertificates'] as const),
  ...(['tlsCertificates', 'credentialName', 'credentialNames'] as const),
];

function checkClientTls(tls: PortLevelSettingTls, path: string, report: Report): void {
  const { mode, credentialName, caCertificates, subjectAltNames = [], insecureSkipVerify } = tls;
  const isOriginated = mode === 'SIMPLE' || mode === 'MUTUAL';
  if (!isOriginated) return;
  if (insecureSkipVerify && (caCertificates || subjectAltNames.length > 0 || (mode === 'SIMPLE' && credentialName))) {
    const name = caCertificates ? 'caCertificates' : subjectAltNames.length > 0 ? 'subjectAltNames' : 'credentialName';
    const fix = 'leave insecureSkipVerify out, so that the certificate of the server is verified';
    report({ what: `${path}.${name}`, got: tls[name], expected: 'not with insecureSkipVerify', fix });
  }
  if (credentialName) {
    const file = (['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const).find((name) => tls[name]);
    if (file) {
      const fix = 'keep credentialName for a Secret, the others for files of the proxy';
      report({ what: `${path}.${file}`, got: tls[file], expected: 'not with credentialName', fix });
    }
  } else if (mode === 'MUTUAL') {
    for (const name of ['clientCertificate', 'privateKey'] as const) {
      if (!tls[name]) {
        const fix = 'set credentialName, or clientCertificate and privateKey; ISTIO_MUTUAL needs neither';
        report({ what: `${path}.${name}`, got: tls[name], expected: `${name} with mode MUTUAL`, fix });
      }
    }
  }
}

function unique(keys: readonly (string | number | undefined)[], path: string, report: Report): void {
  keys.forEach((got, index) => {
    const first = keys.indexOf(got);
    if (got !== undefined && first < index) {
      const what = typeof got === 'number' ? `${path}[${index}].port.number` : `${path}[${index}].bind`;
      report({
        what,
        got,
        expected: 'one listener per port or socket',
        fix: `${path}[${first}] has the same; change or remove one`,
      });
    }
  });
}

/** An address, or a socket, which has no port. */
function checkBind(bind: string, port: number, path: string, report: Report): void {
  const what = `${path}.bind`;
  if (!bind.startsWith(SOCKET)) {
    if (bind !== '' && !isAddress(bind)) {
      report({
        what,
        got: bind,
        expected: `an IP address, or ${SOCKET} and a path`,
        fix: 'leave it out for all addresses',
      });
    }
  } else if (!isSocket(bind.slice(SOCKET.length))) {
    report({
      what,
      got: bind,
      expected: `${SOCKET}/ and a path, or ${SOCKET}@ and a name`,
      fix: 'write the whole path',
    });
  } else if (port !== 0) {
    const fix = `set the number to 0, or use an IP address in bind`;
    report({ what: `${path}.port.number`, got: port, expected: '0 with a Unix domain socket', fix });
  }
}

function isLocal(endpoint: string): boolean {
  if (endpoint.startsWith(SOCKET)) return isSocket(endpoint.slice(SOCKET.length));
  const [, host, port] = /^(.*):(\d+)$/.exec(endpoint) ?? [];
  return ['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'].includes(host) && Number(port) >= 1 && Number(port) <= 65535;
}
