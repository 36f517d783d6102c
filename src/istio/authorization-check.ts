import {
  AuthorizationCondition,
  AuthorizationOperation,
  AuthorizationPolicyRule,
  AuthorizationSource,
} from './authorization-rule';
import { subnet } from './istio-text';
import { refuse } from '../value/problem';
import { port } from '../value/scalar';

/** Refuses a rule that Istio's webhook refuses, and values that no request can have. */
export function checkAuthorizationRule({ from, to, when }: AuthorizationPolicyRule): void {
  for (const [field, entries] of Object.entries({ from, to, when })) {
    if (entries?.length === 0) {
      refuse({ what: field, got: 'an empty list', expected: 'at least one entry', fix: `leave '${field}' out` });
    }
  }
  from?.forEach(checkSource);
  to?.forEach(checkOperation);
  when?.forEach(checkCondition);
}

/** Refuses identities in a rule of the CUSTOM action, which runs before they are known. */
export function checkCustomRule({ from = [], when = [] }: AuthorizationPolicyRule): void {
  const identity = (name: string) =>
    refuse({
      what: `${name} in a rule of the CUSTOM action`,
      got: 'the identity of a peer or of a token',
      expected: 'addresses, operations and headers only',
      fix: 'check it in the provider, or add an ALLOW or DENY policy',
    });
  for (const source of from) {
    const field = IDENTITIES.find((one) => source[one] !== undefined);
    if (field) identity(field);
  }
  for (const { attribute } of when) {
    if (/^(source\.(namespace|serviceAccount|principal)$|request\.auth\.)/.test(attribute.name)) {
      identity(attribute.name);
    }
  }
}

/** Whether a rule has no condition on TCP attributes, so that DENY rejects every plain TCP connection. */
const ADDRESSES = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'] as const;
const ACCOUNTS = ['serviceAccounts', 'notServiceAccounts'] as const;
const PEERS = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const;
const TOKENS = ['requestPrincipals', 'notRequestPrincipals'] as const;
const IDENTITIES = [...PEERS, ...ACCOUNTS, ...TOKENS] as const;

function checkSource(source: AuthorizationSource): void {
  checkLists('source', source);
  ADDRESSES.forEach((field) => source[field]?.forEach((value) => subnet(field, value)));
  ACCOUNTS.forEach((field) => checkServiceAccounts(field, source[field]));
  [...PEERS, ...TOKENS].forEach((field) => source[field]?.forEach((value) => pattern(field, value)));
}

function checkOperation(operation: AuthorizationOperation): void {
  checkLists('operation', operation);
  const { hosts = [], notHosts = [], ports = [], notPorts = [], methods = [], notMethods = [] } = operation;
  [...hosts, ...notHosts].forEach((host) => pattern('host', host));
  [...ports, ...notPorts].forEach((number) => port('port of operation', number));
  for (const method of [...methods, ...notMethods]) {
    pattern('method', method);
    if (/[a-z]/.test(method)) {
      const expected = 'a method in upper case; otherwise no request matches';
      refuse({ what: 'method', got: method, expected, fix: `write '${method.toUpperCase()}'` });
    }
  }
  [...(operation.paths ?? []), ...(operation.notPaths ?? [])].forEach(checkPath);
}

const TEMPLATE = /\{\*{1,2}\}/;

function checkPath(path: string): void {
  const wrong = (expected: string, fix: string) => refuse({ what: 'path', got: path, expected, fix });
  if (!/^[/*]/.test(path)) {
    wrong("a path that begins with '/', or with '*' for any prefix", `write '/${path}'`);
  }
  const segments = path.replace(/^\/+|\/+$/g, '').split('/');
  const isTemplate = TEMPLATE.test(path);
  segments.forEach((segment, index) => {
    if (segment === '{*}' || segment === '{**}') {
      if (segments.slice(0, index).includes('{**}')) {
        wrong('{**} after every other template', 'it matches the rest of the path; end the path there');
      }
    } else if (/[{}]/.test(segment)) {
      wrong('braces around * or ** only, and alone between two slashes', "for example '/shop/{*}/cart/{**}'");
    } else if (isTemplate && !/^[A-Za-z0-9\-._~%!$&'()+,;:@=]+$/.test(segment)) {
      wrong('text without wildcards between templates', "write {*} for a segment, for example '/shop/{*}/cart'");
    }
  });
}

function checkCondition({ attribute: { name }, values, notValues }: AuthorizationCondition): void {
  const all = [...(values ?? []), ...(notValues ?? [])];
  if (all.length === 0) {
    const fix = "for any value that is not empty, values: ['*']";
    refuse({ what: `condition on ${name}`, got: 'no value', expected: 'values or notValues', fix });
  }
  for (const value of all) {
    if (/\.ip$/.test(name)) {
      subnet(name, value);
    } else if (name === 'destination.port') {
      port(`${name} '${value}'`, /^\d+$/.test(value) ? Number(value) : NaN);
    } else if (name === 'source.serviceAccount') {
      checkServiceAccounts(name, [value]);
    } else {
      text(name, value);
    }
  }
}

function checkServiceAccounts(what: string, accounts: readonly string[] = []): void {
  for (const account of accounts) {
    if (!/^([^/*]+\/)?[^/*]+$/.test(account) || account.length > 320) {
      refuse({
        what,
        got: account,
        expected: "'<namespace>/<service account>' or '<service account>', without wildcards, at most 320 characters",
        fix: "for example 'shop/cart'; for all of a namespace use namespaces",
      });
    }
  }
}

/** Checks a pattern: exact, `prefix*`, `*suffix` or `*`; elsewhere, Istio reads `*` literally. */
function pattern(what: string, value: string): void {
  text(what, value);
  if (/^.+\*.+$/.test(value) || /^\*.*\*$/.test(value)) {
    const expected = 'at most one *, at the beginning or the end';
    refuse({ what, got: value, expected, fix: "for example 'shop-*' or '*-shop'" });
  }
}

function text(what: string, value: string): void {
  if (value === '') {
    refuse({ what, got: value, expected: 'a non-empty text', fix: "leave it out, or use '*' for any non-empty value" });
  }
}

function checkLists(what: string, fields: AuthorizationSource | AuthorizationOperation): void {
  const lists = Object.entries(fields).filter(([, list]) => list !== undefined) as [string, unknown[]][];
  if (lists.length === 0) {
    const fix = what === 'source' ? "leave 'from' out to match any source" : "leave 'to' out to match any operation";
    refuse({ what, got: 'no field', expected: 'at least one', fix });
  }
  const empty = lists.find(([, list]) => list.length === 0);
  if (empty) {
    refuse({ what: empty[0], got: 'an empty list', expected: 'at least one entry', fix: `leave '${empty[0]}' out` });
  }
}
