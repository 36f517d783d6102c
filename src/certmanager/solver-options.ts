import { Duration } from 'cdk8s';

/** For which names a solver is used, and how its challenges are checked. */
export interface AcmeSolverOptions {
  /**
   * Zones whose names it solves (`selector.dnsZones`); the longest match wins.
   *
   * @default - every zone
   */
  readonly dnsZones?: string[];
  /**
   * Names that it solves, exactly as certificates have them (`selector.dnsNames`); wins over zones.
   *
   * @default - every name
   */
  readonly dnsNames?: string[];
  /**
   * Labels of the Certificates that it solves for (`selector.matchLabels`).
   *
   * @default - every Certificate
   */
  readonly matchLabels?: { readonly [key: string]: string };
  /**
   * Waits this long before the server is asked to validate, in place of
   * cert-manager's own check (`waitInsteadOfSelfCheck`, cert-manager 1.21). For
   * networks where cert-manager sees other DNS or routes than the server.
   *
   * @default - cert-manager checks by itself
   */
  readonly waitInsteadOfSelfCheck?: Duration;
}

/** What cert-manager does with a CNAME in place of the challenge record (`cnameStrategy`). */
export enum AcmeCnameStrategy {
  /** Nothing. */
  NONE = 'None',
  /** Writes the record where the CNAME leads: a zone of its own for challenges. */
  FOLLOW = 'Follow',
}

/** What every DNS-01 solver takes. */
export interface AcmeDns01Options extends AcmeSolverOptions {
  /**
   * What happens with a CNAME in place of the challenge record (`cnameStrategy`).
   *
   * @default AcmeCnameStrategy.NONE
   */
  readonly cnameStrategy?: AcmeCnameStrategy;
  /**
   * Servers that are asked whether the record is there (`nameservers`,
   * cert-manager 1.21): `8.8.8.8:53`, or `https://` for DNS over HTTPS.
   *
   * @default - those of the cert-manager controller
   */
  readonly nameservers?: string[];
}
