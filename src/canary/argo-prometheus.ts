import { Duration } from 'cdk8s';
import { wholeSeconds } from './argo-text';
import { AnalysisTemplateSpec } from '../manifest/argo';
import { refuse } from '../manifest/problem';
import { dnsSubdomain, httpUrl } from '../manifest/scalar';
import { headerValue } from '../route/header-modifications';
import { httpToken } from '../route/http-text';

type Metric = NonNullable<AnalysisTemplateSpec['metrics']>[number];
type PrometheusSpec = NonNullable<Metric['provider']['prometheus']>;
export type TemplateArgs = NonNullable<AnalysisTemplateSpec['args']>;

/** A key of a Secret in the namespace of the Rollout. */
export interface ArgoSecretKey {
  /** Name of the Secret. */
  readonly name: string;
  /** Key in its data. */
  readonly key: string;
}

/** Client credentials of OAuth 2 (`authentication.oauth2`). */
export interface ArgoOAuth2 {
  /** Where tokens are given out (`tokenUrl`). */
  readonly tokenUrl: string;
  /** Who asks (`clientId`). */
  readonly clientId: string;
  /** The client's secret (`clientSecret`). */
  readonly clientSecret: ArgoSecretKey;
  /**
   * What the token is to be good for (`scopes`).
   *
   * @default - what the server gives by itself
   */
  readonly scopes?: string[];
}

/** Who signs requests to Amazon Managed Service for Prometheus (`authentication.sigv4`). */
export interface ArgoSigV4 {
  /**
   * Region (`region`).
   *
   * @default - that of the controller
   */
  readonly region?: string;
  /**
   * Profile of the credentials (`profile`).
   *
   * @default - the default one
   */
  readonly profile?: string;
  /**
   * ARN of a role to take (`roleArn`).
   *
   * @default - none
   */
  readonly roleArn?: string;
}

/** A part of a provider, and the arguments that bring the secrets in. */
interface Part {
  readonly spec: Pick<PrometheusSpec, 'authentication' | 'headers'>;
  readonly args: TemplateArgs;
}

/** How the controller authenticates itself to Prometheus (`authentication`, `headers`). Secrets stay in Secrets. */
export class ArgoPrometheusAuthentication {
  /** By user and password. */
  public static basic(username: string, password: ArgoSecretKey): ArgoPrometheusAuthentication {
    const { reference, args } = secretArg('prometheus-password', password);
    return new ArgoPrometheusAuthentication({
      spec: { authentication: { basicAuth: { username, password: reference } } },
      args,
    });
  }

  /** By a token in the header `Authorization`. */
  public static bearer(token: ArgoSecretKey): ArgoPrometheusAuthentication {
    const { reference, args } = secretArg('prometheus-token', token);
    return new ArgoPrometheusAuthentication({
      spec: { headers: [{ key: 'Authorization', value: `Bearer ${reference}` }] },
      args,
    });
  }

  /** By client credentials of OAuth 2. */
  public static oauth2(options: ArgoOAuth2): ArgoPrometheusAuthentication {
    const { tokenUrl, clientId, scopes } = options;
    const { reference, args } = secretArg('prometheus-client-secret', options.clientSecret);
    return new ArgoPrometheusAuthentication({
      spec: {
        authentication: {
          oauth2: {
            tokenUrl: httpUrl('tokenUrl of Prometheus', tokenUrl),
            clientId,
            clientSecret: reference,
            scopes: scopes && [...scopes],
          },
        },
      },
      args,
    });
  }

  /** By AWS Signature Version 4. */
  public static sigV4(options: ArgoSigV4): ArgoPrometheusAuthentication {
    const { region, profile, roleArn } = options;
    return new ArgoPrometheusAuthentication({
      spec: { authentication: { sigv4: { region, profile, roleArn } } },
      args: [],
    });
  }

  private constructor(private readonly part: Part) {}

  /** @internal */
  public _render(): Part {
    return this.part;
  }
}

/** Prometheus as the controller reaches it (`provider.prometheus`). */
export interface ArgoPrometheus {
  /**
   * Its address, such as `http://prometheus.monitoring:9090` (`address`).
   *
   * @default - what the variable ARGO_ROLLOUTS_PROMETHEUS_ADDRESS of the controller says
   */
  readonly address?: string;
  /**
   * How the controller authenticates itself.
   *
   * @default - not at all
   */
  readonly authentication?: ArgoPrometheusAuthentication;
  /**
   * Headers of each query, such as `X-Scope-OrgID` (`headers`). No secrets.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: string };
  /**
   * Do not check the server's certificate (`insecure`).
   *
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * How long a query may take, in whole seconds (`timeout`).
   *
   * @default - 30 seconds
   */
  readonly timeout?: Duration;
}

/** The provider of a metric, and what its template needs beside. */
export function renderPrometheus(query: string, options: ArgoPrometheus = {}) {
  const { address, authentication, headers = {}, insecure, timeout } = options;
  const { spec, args } = authentication?._render() ?? { spec: {}, args: [] };
  if (spec.authentication?.sigv4 && !address?.includes('aps-workspaces')) {
    refuse({
      what: 'address of Prometheus',
      got: address,
      expected: "an address with 'aps-workspaces'; the controller signs requests to no other",
      fix: 'name the address of the workspace, or leave sigV4 out',
    });
  }
  const list = [
    ...Object.entries(headers).map(([name, value]) => ({
      key: httpToken('name of header', name),
      value: headerValue(name, value),
    })),
    ...(spec.headers ?? []),
  ];
  const prometheus: PrometheusSpec = {
    address: address === undefined ? undefined : httpUrl('address of Prometheus', address),
    query,
    authentication: spec.authentication,
    headers: list.length > 0 ? list : undefined,
    insecure,
    timeout: timeout && wholeSeconds('timeout of Prometheus', timeout, 1),
  };
  return { prometheus, args };
}

function secretArg(name: string, { name: secret, key }: ArgoSecretKey) {
  dnsSubdomain('name of Secret', secret);
  const args: TemplateArgs = [{ name, valueFrom: { secretKeyRef: { name: secret, key } } }];
  return { reference: `{{args.${name}}}`, args };
}
