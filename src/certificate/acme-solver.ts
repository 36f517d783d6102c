import { Construct } from 'constructs';
import { azureDns, cloudDns, cloudflare, route53, Solver } from './dns01-providers';
import {
  AcmeDns01Options,
  AcmeSolverOptions,
  AzureDnsSolverOptions,
  CloudDnsSolverOptions,
  CloudflareSolverOptions,
  Http01GatewaySolverOptions,
  Route53SolverOptions,
} from '../certmanager/solver-options';
import { IDnsCredential } from '../credential/dns-credential';
import { refuseKeys } from '../credential/key-guard';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';
import { hostname, labels, preciseHostname } from '../value/scalar';

/** An ACME challenge solver: proves control of a name by a DNS record (DNS-01) or over HTTP (HTTP-01). */
export class AcmeSolver {
  /** DNS-01 with a record in Route 53. */
  public static route53(options: Route53SolverOptions): AcmeSolver {
    const what = 'AcmeSolver.route53';
    refuseKeys(what, options);
    const { credential } = options;
    return AcmeSolver.dns01(what, options, { route53: route53(what, options) }, credential);
  }

  /** DNS-01 with a record in Google Cloud DNS. */
  public static cloudDns(options: CloudDnsSolverOptions): AcmeSolver {
    const what = 'AcmeSolver.cloudDns';
    refuseKeys(what, options);
    const { credential } = options;
    return AcmeSolver.dns01(what, options, { cloudDNS: cloudDns(what, options) }, credential);
  }

  /** DNS-01 with a record in Azure DNS. */
  public static azureDns(options: AzureDnsSolverOptions): AcmeSolver {
    const what = 'AcmeSolver.azureDns';
    refuseKeys(what, options);
    return AcmeSolver.dns01(what, options, { azureDNS: azureDns(what, options) });
  }

  /** DNS-01 with a record in Cloudflare. */
  public static cloudflare(options: CloudflareSolverOptions): AcmeSolver {
    const what = 'AcmeSolver.cloudflare';
    refuseKeys(what, options);
    return AcmeSolver.dns01(what, options, { cloudflare: cloudflare(what, options) });
  }

  /** HTTP-01 through a Gateway with an HTTP listener on port 80. Cannot prove control of a wildcard. */
  public static http01Gateway(options: Http01GatewaySolverOptions): AcmeSolver {
    const what = 'AcmeSolver.http01Gateway';
    refuseKeys(what, options);
    const { dnsNames, parentRefs, routeLabels } = options;
    const wildcard = dnsNames?.find((name) => name.startsWith('*'));
    if (wildcard !== undefined) {
      refuse({
        what: `dnsNames of ${what}`,
        got: wildcard,
        expected: 'no wildcard, which HTTP-01 cannot prove',
        fix: 'use a DNS-01 solver for it, such as AcmeSolver.route53',
      });
    }
    const gatewayHTTPRoute = {
      parentRefs: parentRefs?.length ? parentRefs.map((parent) => parent._render()) : undefined,
      labels: routeLabels && labels(`routeLabels of ${what}`, routeLabels),
    };
    return new AcmeSolver(what, { selector: selector(what, options), http01: { gatewayHTTPRoute } });
  }

  /**
   * A solver in the form of the CRD (`acme.solvers[]`), for other providers and fields.
   *
   * @param solver for example `{ dns01: { ... }, selector: { ... } }`
   */
  public static custom(solver: { readonly [field: string]: unknown }): AcmeSolver {
    refuseKeys('AcmeSolver.custom', solver);
    const { dns01, http01 } = solver;
    exactlyOne('AcmeSolver.custom', { dns01, http01 }, 'split it into one solver for each challenge');
    return new AcmeSolver('AcmeSolver.custom', solver as Solver);
  }

  private static dns01(
    what: string,
    options: AcmeDns01Options,
    provider: NonNullable<Solver['dns01']>,
    credential?: IDnsCredential,
  ): AcmeSolver {
    const dns01 = { ...provider, cnameStrategy: options.cnameStrategy };
    return new AcmeSolver(what, { selector: selector(what, options), dns01 }, credential);
  }

  private constructor(
    private readonly what: string,
    private readonly solver: Solver,
    private readonly credential?: IDnsCredential,
  ) {}

  /** Whether it uses DNS-01, which wildcards require. */
  public get isDns01(): boolean {
    return this.solver.dns01 !== undefined;
  }

  /** Adds the credential to the namespace where the issuer reads it. @internal */
  public _bind(issuer: Construct, secretNamespace: string | undefined): void {
    const { credential } = this;
    if (credential !== undefined) {
      if (secretNamespace === undefined) {
        refuse(
          {
            what: `namespace of the Issuer of ${this.what}`,
            got: undefined,
            expected: 'a namespace, to which the credential is added',
            fix: 'set the namespace of the issuer or of its chart',
          },
          issuer,
        );
      }
      credential.requireIn(secretNamespace);
    }
  }

  /** The solver in the form of the CRD. @internal */
  public _render(): Solver {
    return this.solver;
  }
}

function selector(what: string, { dnsZones, dnsNames, matchLabels }: AcmeSolverOptions): Solver['selector'] {
  dnsZones?.forEach((zone, index) => preciseHostname(`dnsZones[${index}] of ${what}`, zone));
  dnsNames?.forEach((name, index) => hostname(`dnsNames[${index}] of ${what}`, name));
  labels(`matchLabels of ${what}`, matchLabels ?? {});
  const rendered = {
    dnsZones: dnsZones?.length ? [...dnsZones] : undefined,
    dnsNames: dnsNames?.length ? [...dnsNames] : undefined,
    matchLabels: matchLabels && Object.keys(matchLabels).length > 0 ? { ...matchLabels } : undefined,
  };
  return Object.values(rendered).some((value) => value !== undefined) ? rendered : undefined;
}
