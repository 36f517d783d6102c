import { Doubt, doubt, some } from './doubt';
import { Facts } from './facts';
import {
  headerFits,
  namespaceFits,
  pathFits,
  principalFits,
  serviceAccountFits,
  textFits,
  trustDomainFits,
} from './text';
import { Claims } from './token';
import { isAddressIn } from '../../../value/address';

/** What a condition looks at. */
export interface Seen {
  readonly facts: Facts;
  /** Of the token that was accepted. */
  readonly claims?: Claims;
  /** Namespace of the policy. */
  readonly namespace: string;
}

/** A property of a request that policies compare with values. */
export interface Attribute {
  /** Whether only HTTP has it. */
  readonly isHttp: boolean;
  readonly fits: (value: string, seen: Seen) => Doubt;
}

type Principals = (pattern: string, name: string, namespace: string) => boolean;

const principal = (what: string, fits: Principals): Attribute => ({
  isHttp: false,
  fits: (value, { facts: { principals }, namespace }) =>
    principals === undefined
      ? doubt(`the ${what} of the client is ${value}`, `the ${what} of the client is not ${value}`)
      : principals.some((name) => fits(value, name, namespace)),
});

const address = (what: string, of: (facts: Facts) => string | undefined): Attribute => ({
  isHttp: false,
  fits: (value, { facts }) => {
    const ip = of(facts);
    return ip === undefined ? doubt(`${what} is in ${value}`, `${what} is not in ${value}`) : isAddressIn(ip, value);
  },
});

const http = (fits: (value: string, facts: NonNullable<Facts['http']>) => Doubt): Attribute => ({
  isHttp: true,
  fits: (value, { facts }) => facts.http !== undefined && fits(value, facts.http),
});

const claim = (fits: (value: string, claims: Claims) => boolean): Attribute => ({
  isHttp: true,
  fits: (value, { claims }) => claims !== undefined && fits(value, claims),
});

const requestPrincipal = claim((value, { iss, sub }) => {
  if (typeof iss !== 'string' || typeof sub !== 'string') return false;
  if (value === '*') return iss !== '' && sub !== '';
  const slash = value.lastIndexOf('/');
  const [issuer, subject] = slash < 0 ? [value, ''] : [value.slice(0, slash), value.slice(slash + 1)];
  if (value.startsWith('*')) {
    return slash < 0 ? iss !== '' && sub.endsWith(value.slice(1)) : textFits(issuer, iss) && subject === sub;
  }
  if (value.endsWith('*')) {
    return slash < 0 ? iss.startsWith(value.slice(0, -1)) && sub !== '' : issuer === iss && textFits(subject, sub);
  }
  return issuer === iss && subject === sub;
});

/** A claim is a text or a list of texts. */
const claimFits = (path: readonly string[]): Attribute =>
  claim((value, claims) => {
    const found = path.reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? (at as Claims)[name] : undefined),
      claims,
    );
    return (Array.isArray(found) ? found : [found]).some((each) => typeof each === 'string' && textFits(value, each));
  });

/** Headers that proxies set; what is in them is not known, but for the client's own part. */
const SET_BY_PROXIES = ['x-request-id', 'x-forwarded-client-cert', 'x-envoy-external-address', 'x-envoy-attempt-count'];

const header = (name: string): Attribute =>
  http((value, { method, authority, path, search, scheme, headers }) => {
    const own: Readonly<Record<string, string>> = {
      host: authority,
      ':authority': authority,
      ':method': method,
      ':path': path + search,
      ':scheme': scheme,
      'x-forwarded-proto': scheme,
    };
    if (SET_BY_PROXIES.includes(name)) {
      const of = `the header ${name}, which proxies set,`;
      return doubt(`${of} is ${value}`, `${of} is not ${value}`);
    }
    return headerFits(value, own[name] ?? headers.get(name));
  });

const OTHER: Attribute = {
  isHttp: false,
  fits: (value) => doubt(`metadata of Envoy is ${value}`, `metadata of Envoy is not ${value}`),
};

const SOURCE_PRINCIPAL = principal('principal', principalFits);
const SOURCE_NAMESPACE = principal('namespace', namespaceFits);
const SERVICE_ACCOUNT = principal('service account', serviceAccountFits);
const TRUST_DOMAIN = principal('trust domain', trustDomainFits);
const IP = address('the address of the connection', ({ ip }) => ip);
const REMOTE_IP = address('the address of the client', ({ remoteIp }) => remoteIp);
const PORT: Attribute = { isHttp: false, fits: (value, { facts }) => Number(value) === facts.port };

/** By the names of the fields of a source. */
export const SOURCE = {
  principals: SOURCE_PRINCIPAL,
  requestPrincipals: requestPrincipal,
  namespaces: SOURCE_NAMESPACE,
  serviceAccounts: SERVICE_ACCOUNT,
  trustDomains: TRUST_DOMAIN,
  ipBlocks: IP,
  remoteIpBlocks: REMOTE_IP,
} as const;

/** By the names of the fields of an operation. */
export const OPERATION = {
  hosts: http((value, { authority }) => headerFits(value, authority, true)),
  ports: PORT,
  methods: http((value, { method }) => headerFits(value, method)),
  paths: http((value, { path }) => pathFits(value, path)),
} as const;

const BY_KEY: Readonly<Record<string, Attribute>> = {
  'source.ip': IP,
  'remote.ip': REMOTE_IP,
  'source.namespace': SOURCE_NAMESPACE,
  'source.principal': SOURCE_PRINCIPAL,
  'source.serviceAccount': SERVICE_ACCOUNT,
  'source.trustDomain': TRUST_DOMAIN,
  'request.auth.principal': requestPrincipal,
  'request.auth.audiences': claimFits(['aud']),
  'request.auth.presenter': claimFits(['azp']),
  'destination.ip': address('the address of the pod', () => undefined),
  'destination.port': PORT,
  'connection.sni': { isHttp: false, fits: (value, { facts }) => textFits(value, facts.sni) },
};

/** What a condition of `when` looks at; undefined for a key that Istio does not know. */
export function attributeOf(key: string): Attribute | undefined {
  if (Object.hasOwn(BY_KEY, key)) return BY_KEY[key];
  const [, name] = /^request\.headers\[(.*)\]$/.exec(key) ?? [];
  if (name !== undefined) return header(name.toLowerCase());
  const [, claims] = /^request\.auth\.claims\[(.*)\]$/.exec(key) ?? [];
  if (claims !== undefined) return claimFits(/^[^[\]]*(\]\[[^[\]]*)*$/.test(claims) ? claims.split('][') : [claims]);
  return key.startsWith('experimental.envoy.filters.') ? OTHER : undefined;
}

/** Whether one of the values fits. */
export const fitsOne = ({ fits }: Attribute, values: readonly string[], seen: Seen): Doubt =>
  some(values.map((value) => fits(value, seen)));
