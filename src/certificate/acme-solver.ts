import { Construct } from 'constructs';
import { warnOfAmbientCredentials } from './ambient-credentials';
import { azureDns, cloudDns, cloudflare, route53, Solver } from './dns01-providers';
import { AzureDnsSolverOptions, CloudDnsSolverOptions, CloudflareSolverOptions } from '../certmanager/dns01-options';
import { AcmeHttp01Options, Http01GatewaySolverOptions } from '../certmanager/http01-options';
import { Route53SolverOptions } from '../certmanager/route53-options';
import { AcmeDns01Options, AcmeSolverOptions } from '../certmanager/solver-options';
import { IDnsCredential } from '../credential/dns-credential';
import { refuseKeys } from '../credential/key-guard';
import { PodTemplate } from '../manifest/cert-manager';
import { Warnings } from '../resource/warning';
import { refuse } from '../value/problem';
import { duration, hostname, labels, preciseHostname } from '../value/scalar';

/** How an ACME issuer proves that it holds a name: by a record in DNS (DNS-01), or by a page (HTTP-01). */
export class AcmeSolver {
  /** DNS-01 with a record in Route 53. */
  public static route53(options: Route53SolverOptions): AcmeSolver {
    const provider = AcmeSolver.checked('AcmeSolver.route53', options, route53);
    const isStatic = provider?.accessKeyIDSecretRef !== undefined;
    return AcmeSolver.dns01(
      'AcmeSolver.route53',
      options,
      { route53: provider },
      {
        credential: options.credential,
        usesAmbientCredentials: !isStatic && provider?.auth === undefined,
        lacksRegion: isStatic && provider.region === undefined,
      },
    );
  }

  /** DNS-01 with a record in Google Cloud DNS. */
  public static cloudDns(options: CloudDnsSolverOptions): AcmeSolver {
    const provider = AcmeSolver.checked('AcmeSolver.cloudDns', options, cloudDns);
    return AcmeSolver.dns01(
      'AcmeSolver.cloudDns',
      options,
      { cloudDNS: provider },
      {
        credential: options.credential,
        usesAmbientCredentials: provider?.serviceAccountSecretRef === undefined,
      },
    );
  }

  /** DNS-01 with a record in Azure DNS. */
  public static azureDns(options: AzureDnsSolverOptions): AcmeSolver {
    const provider = AcmeSolver.checked('AcmeSolver.azureDns', options, azureDns);
    return AcmeSolver.dns01(
      'AcmeSolver.azureDns',
      options,
      { azureDNS: provider },
      {
        usesAmbientCredentials: provider?.clientSecretSecretRef === undefined,
      },
    );
  }

  /** DNS-01 with a record in Cloudflare. */
  public static cloudflare(options: CloudflareSolverOptions): AcmeSolver {
    const provider = AcmeSolver.checked('AcmeSolver.cloudflare', options, cloudflare);
    return AcmeSolver.dns01('AcmeSolver.cloudflare', options, { cloudflare: provider });
  }

  /** HTTP-01 through a Gateway, which needs an HTTP listener on port 80. Cannot prove a wildcard. */
  public static http01Gateway(options: Http01GatewaySolverOptions): AcmeSolver {
    const what = 'AcmeSolver.http01Gateway';
    const provider = AcmeSolver.checked(what, options, ({ parentRefs, routeLabels }) => ({
      parentRefs: parentRefs?.length ? parentRefs.map((parent) => parent._render()) : undefined,
      labels: routeLabels && labels(`routeLabels of ${what}`, routeLabels),
    }));
    return AcmeSolver.http01(what, options, { gatewayHTTPRoute: { ...provider, ...commonOfHttp01(options) } });
  }

  /**
   * A solver as the CRD has it, for a field or provider that is not here.
   *
   * @param solver for example `{ dns01: { ... }, selector: { ... } }`
   */
  public static custom(solver: { readonly [field: string]: unknown }): AcmeSolver {
    refuseKeys('AcmeSolver.custom', solver);
    const challenges = ['dns01', 'http01'].filter((name) => solver[name] !== undefined);
    if (challenges.length !== 1) {
      refuse({
        what: 'AcmeSolver.custom',
        got: challenges.length === 0 ? 'neither dns01 nor http01' : 'both dns01 and http01',
        expected: 'one of them',
        fix: 'make two solvers of two challenges',
      });
    }
    return new AcmeSolver('AcmeSolver.custom', solver as Solver, {});
  }

  private static checked<O extends object, P>(what: string, options: O, render: (options: O) => P): P {
    refuseKeys(what, options);
    return render(options);
  }

  private static dns01(
    what: string,
    options: AcmeDns01Options,
    provider: NonNullable<Solver['dns01']>,
    needs: SolverNeeds = {},
  ): AcmeSolver {
    const { cnameStrategy, nameservers } = options;
    nameservers?.forEach((server, index) => checkNameserver(`nameservers[${index}] of ${what}`, server));
    const dns01 = { ...provider, cnameStrategy, nameservers: nameservers && [...nameservers] };
    return new AcmeSolver(what, { ...common(what, options), dns01 }, needs);
  }

  private static http01(what: string, options: AcmeSolverOptions, http01: NonNullable<Solver['http01']>): AcmeSolver {
    const wildcard = options.dnsNames?.find((name) => name.startsWith('*'));
    if (wildcard !== undefined) {
      refuse({
        what: `dnsNames of ${what}`,
        got: wildcard,
        expected: 'no wildcard; HTTP-01 cannot prove one',
        fix: 'use a DNS-01 solver for it, such as AcmeSolver.route53',
      });
    }
    return new AcmeSolver(what, { ...common(what, options), http01 }, {});
  }

  private constructor(
    private readonly what: string,
    private readonly solver: Solver,
    private readonly needs: SolverNeeds,
  ) {}

  /** Whether it proves names by DNS records; only then a wildcard is possible. */
  public get isDns01(): boolean {
    return this.solver.dns01 !== undefined;
  }

  /** Puts the credential where the issuer reads it, and tells what is doubtful. @internal */
  public _bind(issuer: Construct, namespaced: boolean, secretNamespace: string | undefined): void {
    const { credential, usesAmbientCredentials, lacksRegion } = this.needs;
    if (credential !== undefined) {
      if (secretNamespace === undefined) {
        refuse(
          {
            what: `namespace of the Issuer of ${this.what}`,
            got: undefined,
            expected: 'a namespace, which gets the credential',
            fix: 'give the issuer or its chart a namespace',
          },
          issuer,
        );
      }
      credential.requireIn(secretNamespace);
    }
    if (usesAmbientCredentials && namespaced) {
      warnOfAmbientCredentials(issuer, this.what);
    }
    if (lacksRegion) {
      Warnings._add(issuer, 'GW112', {
        what: `region of ${this.what}`,
        got: undefined,
        expected: 'a region beside static keys, unless the cert-manager controller has AWS_REGION',
        fix: "give the region of the account's other resources, such as 'us-east-1'",
      });
    }
  }

  /** As a manifest has it. @internal */
  public _render(): Solver {
    return this.solver;
  }
}

/** What a solver needs of the cluster that it is used in. */
interface SolverNeeds {
  readonly credential?: IDnsCredential;
  readonly usesAmbientCredentials?: boolean;
  readonly lacksRegion?: boolean;
}

function common(what: string, options: AcmeSolverOptions): Solver {
  const { dnsZones, dnsNames, matchLabels, waitInsteadOfSelfCheck } = options;
  dnsZones?.forEach((zone, index) => preciseHostname(`dnsZones[${index}] of ${what}`, zone));
  dnsNames?.forEach((name, index) => hostname(`dnsNames[${index}] of ${what}`, name));
  labels(`matchLabels of ${what}`, matchLabels ?? {});
  const selector = {
    dnsZones: dnsZones?.length ? [...dnsZones] : undefined,
    dnsNames: dnsNames?.length ? [...dnsNames] : undefined,
    matchLabels: matchLabels && Object.keys(matchLabels).length > 0 ? { ...matchLabels } : undefined,
  };
  return {
    selector: Object.values(selector).some((value) => value !== undefined) ? selector : undefined,
    waitInsteadOfSelfCheck:
      waitInsteadOfSelfCheck && duration(`waitInsteadOfSelfCheck of ${what}`, waitInsteadOfSelfCheck),
  };
}

const commonOfHttp01 = ({ serviceType, podTemplate }: AcmeHttp01Options) => ({
  serviceType,
  podTemplate: podTemplate as PodTemplate | undefined,
});

function checkNameserver(what: string, value: string): void {
  if (!/^https:\/\/[^/\s]+(\/\S*)?$|^(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i.test(value)) {
    refuse({
      what,
      got: value,
      expected: "an address and a port such as '8.8.8.8:53', or https:// for DNS over HTTPS",
      fix: /^[\w.-]+$/.test(value) ? `write '${value}:53'` : 'see the nameservers field of cert-manager',
    });
  }
}
