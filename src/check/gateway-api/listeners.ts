import { isIPv6 } from 'net';
import { Gateway, GatewaySpec, Listener, ListenerSet } from '../../manifest/gateway-api';
import { matches } from '../../value/regex';
import { Place, PlaceRule, placeRule } from '../place';

type Addresses = NonNullable<GatewaySpec['addresses']>;

const HOSTNAME = '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const KEY =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$';

const LISTENERS: readonly Place[] = [
  [Gateway, 'spec.listeners[]'],
  [ListenerSet, 'spec.listeners[]'],
];

/** Rules for addresses and listeners of Gateways and ListenerSets. */
export const listenerRules: readonly PlaceRule<never>[] = [
  placeRule<Addresses[number]>({
    code: 'GW310',
    title: 'address that does not fit its type',
    places: [[Gateway, 'spec.addresses[]']],
    find({ type = 'IPAddress', value }, path, report) {
      if (value !== undefined && type === 'IPAddress' && !isAddress(value)) {
        const expected = 'an address such as 192.0.2.1 or 2001:db8::1';
        report({ what: `${path}.value`, got: value, expected, fix: "correct it, or set type: 'Hostname' for a name" });
      }
      if (value !== undefined && type === 'Hostname' && !matches(HOSTNAME, value)) {
        const expected = "a host name such as 'api.example.com' or '*.example.com'";
        report({
          what: `${path}.value`,
          got: value,
          expected,
          fix: 'write a name in lower case, without scheme and port',
        });
      }
    },
  }),
  placeRule<Readonly<Record<string, string>>>({
    code: 'GW312',
    title: 'key of a label or an annotation of the infrastructure',
    places: [[Gateway, 'spec.infrastructure.labels', 'spec.infrastructure.annotations']],
    find(entries, path, report) {
      for (const key of Object.keys(entries)) {
        if (!matches(KEY, key) || key.split('/')[0].length > 252) {
          report({
            what: `${path}['${key}']`,
            got: key,
            expected: "a key such as 'team' or 'example.com/team', with a name of at most 63 characters",
            fix: 'use letters, digits, hyphens, underscores and dots, and at most one slash after a domain',
          });
        }
      }
    },
  }),
  placeRule<Listener>({
    code: 'GW313',
    title: 'TLS that does not fit the protocol',
    places: LISTENERS,
    find({ protocol, tls }, path, report) {
      const what = `${path}.tls`;
      if (tls && ['HTTP', 'TCP', 'UDP'].includes(protocol)) {
        const fix =
          protocol === 'HTTP' ? "set protocol: 'HTTPS', or leave tls out" : 'leave it out, or change the protocol';
        report({ what, got: tls, expected: `no tls with protocol ${protocol}`, fix });
      }
      if (tls?.mode === 'Passthrough' && protocol === 'HTTPS') {
        const fix = "set protocol: 'TLS' for passthrough, or leave the mode out";
        report({ what: `${what}.mode`, got: tls.mode, expected: 'Terminate with protocol HTTPS', fix });
      }
      if (!tls && protocol === 'TLS') {
        const fix = 'set mode to Terminate, with a certificate, or to Passthrough';
        report({ what, got: tls, expected: 'tls with protocol TLS', fix });
      }
    },
  }),
  placeRule<Listener>({
    code: 'GW314',
    title: 'host name of a listener that cannot see it',
    places: LISTENERS,
    find({ protocol, hostname }, path, report) {
      if (hostname !== undefined && (protocol === 'TCP' || protocol === 'UDP')) {
        const expected = `no host name with protocol ${protocol}`;
        report({ what: `${path}.hostname`, got: hostname, expected, fix: 'leave it out, or use TLS, HTTPS or HTTP' });
      }
    },
  }),
  placeRule<readonly Listener[]>({
    code: 'GW315',
    title: 'listeners that cannot be told apart',
    places: [
      [Gateway, 'spec.listeners'],
      [ListenerSet, 'spec.listeners'],
    ],
    find(listeners, path, report) {
      const seen = new Map<string, number>();
      listeners.forEach(({ port, protocol, hostname = 'any host' }, index) => {
        const key = `${protocol} on port ${port} for ${hostname}`;
        const first = seen.get(key);
        if (first !== undefined) {
          const fix = `${path}[${first}] has the same; change the host name or the port, or remove one`;
          report({ what: `${path}[${index}]`, got: key, expected: 'another port, protocol or host name', fix });
        } else {
          seen.set(key, index);
        }
      });
    },
  }),
  placeRule<NonNullable<Listener['tls']>>({
    code: 'GW316',
    title: 'terminated TLS without a certificate',
    places: [
      [Gateway, 'spec.listeners[].tls'],
      [ListenerSet, 'spec.listeners[].tls'],
    ],
    find({ mode = 'Terminate', certificateRefs = [], options = {} }, path, report) {
      if (mode === 'Terminate' && certificateRefs.length === 0 && Object.keys(options).length === 0) {
        report({
          what: `${path}.certificateRefs`,
          got: undefined,
          expected: 'certificateRefs or options with mode Terminate',
          fix: 'refer to a Secret with a certificate, or set mode: Passthrough',
        });
      }
    },
  }),
  placeRule<Addresses>({
    code: 'GW317',
    title: 'the same address twice',
    places: [[Gateway, 'spec.addresses']],
    find(addresses, path, report) {
      const named = addresses.map(({ type = 'IPAddress', value }) =>
        value !== undefined && ['IPAddress', 'Hostname'].includes(type) ? `${type} ${value}` : undefined,
      );
      named.forEach((name, index) => {
        const first = named.indexOf(name);
        if (name !== undefined && first < index) {
          const fix = `${path}[${first}] is the same; remove one`;
          report({ what: `${path}[${index}]`, got: name, expected: 'unique addresses', fix });
        }
      });
    },
  }),
];

/** Accepts what the API server accepts: leading zeros in an IPv4 address, but no zone. */
function isAddress(text: string): boolean {
  if (text.includes(':')) {
    return isIPv6(text) && !text.includes('%');
  }
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,20}$/.test(part) && Number(part) <= 255);
}
