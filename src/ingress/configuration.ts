import { ANNOTATIONS, Risk, RISKS } from './annotations';
import { integerOf, truthOf } from './grammar';
import { IngressOptions } from './options';
import { ConfigMap } from '../manifest/kubernetes';
import { findItem, Model } from '../model/model';

/** Keys of the controller's ConfigMap that change what becomes of requests, beside those that annotations fall back on. */
const DEFAULTS = {
  'add-headers': '',
  'allow-cross-namespace-resources': 'false',
  'allow-snippet-annotations': 'false',
  'annotation-value-word-blocklist': '',
  'annotations-risk-level': 'High',
  'block-cidrs': '',
  'block-referers': '',
  'block-user-agents': '',
  'compute-full-forwarded-for': 'false',
  'disable-proxy-intercept-errors': 'false',
  'enable-real-ip': 'false',
  'enable-underscores-in-headers': 'false',
  'forwarded-for-header': 'X-Forwarded-For',
  'generate-request-id': 'true',
  'global-allowed-response-headers': '',
  'global-auth-url': '',
  'global-auth-method': '',
  'global-auth-signin': '',
  'global-auth-signin-redirect-param': '',
  'global-auth-response-headers': '',
  'global-auth-request-redirect': '',
  'global-auth-snippet': '',
  hsts: 'true',
  'hsts-include-subdomains': 'true',
  'hsts-max-age': '31536000',
  'hsts-preload': 'false',
  'http-redirect-code': '308',
  'http-snippet': '',
  'ignore-invalid-headers': 'true',
  'limit-conn-status-code': '503',
  'limit-req-status-code': '503',
  'location-snippet': '',
  'main-snippet': '',
  'no-auth-locations': '/.well-known/acme-challenge',
  'no-tls-redirect-locations': '/.well-known/acme-challenge',
  'proxy-add-original-uri-header': 'false',
  'proxy-real-ip-cidr': '0.0.0.0/0',
  'proxy-set-headers': '',
  'relative-redirects': 'false',
  'retry-non-idempotent': 'false',
  'server-snippet': '',
  'ssl-reject-handshake': 'false',
  'use-forwarded-headers': 'false',
  'use-proxy-protocol': 'false',
} as const;

/** Keys that annotations fall back on, with their defaults. */
const FALLBACKS: ReadonlyMap<string, string> = new Map(
  ANNOTATIONS.flatMap(({ fallback = '' }) => {
    const [, key, value] = /^([a-z0-9-]+)=(.*)$/.exec(fallback) ?? [];
    return key === undefined ? [] : [[key, value]];
  }),
);

/** What the ConfigMap of the controller says. */
export interface Configuration {
  readonly riskLevel: Risk;
  /** Empty for a key that is neither set nor known. */
  text(key: string): string;
  truth(key: string): boolean;
  integer(key: string): number;
  /** Values that are separated by commas. */
  list(key: string): readonly string[];
}

export function configurationOf(model: Model, options: IngressOptions): Configuration {
  const set: Readonly<Record<string, string>> = { ...dataOf(model, options.configMap), ...options.config };
  const usual = (key: string) => (DEFAULTS as Readonly<Record<string, string>>)[key] ?? FALLBACKS.get(key) ?? '';
  const text = (key: string) => set[key] ?? usual(key);
  const level = text('annotations-risk-level').toLowerCase();
  return {
    text,
    truth: (key) => truthOf(text(key)) ?? truthOf(usual(key)) ?? false,
    integer: (key) => integerOf(text(key)) ?? integerOf(usual(key)) ?? 0,
    list: (key) =>
      text(key)
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    // Any other word is the lowest level.
    riskLevel: RISKS.find((risk) => risk.toLowerCase() === level) ?? 'Low',
  };
}

/** The texts of a ConfigMap, `namespace/name`; undefined where it is not in the model. */
export function dataOf(model: Model, name: string | undefined): Readonly<Record<string, string>> | undefined {
  const [namespace, own] = (name ?? '').split('/');
  return own === undefined ? undefined : (findItem(model, ConfigMap, namespace, own)?.body.data ?? undefined);
}
