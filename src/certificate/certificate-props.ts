import { Duration } from 'cdk8s';
import { IIssuer } from './issuer';
import { KeyUsage as CertificateKeyUsage, PrivateKey as CertificatePrivateKey } from '../certmanager/certificate-key';
import { CustomResourceProps } from '../resource/custom-resource';

/** Options of a `Certificate`. */
export interface CertificateProps extends CustomResourceProps {
  /** Issuer that signs it (`issuerRef`). */
  readonly issuer: IIssuer;
  /**
   * Secret that holds the key and the certificate (`secretName`).
   *
   * @default - the name of the Certificate
   */
  readonly secretName?: string;
  /**
   * Host names, with or without a leading `*.` (`dnsNames`).
   *
   * @default - none; some name is needed
   */
  readonly dnsNames?: string[];
  /**
   * IP addresses (`ipAddresses`).
   *
   * @default - none
   */
  readonly ipAddresses?: string[];
  /**
   * URIs, for example of SPIFFE (`uris`).
   *
   * @default - none
   */
  readonly uris?: string[];
  /**
   * Common name (`commonName`), at most 64 characters. Clients read host names from `dnsNames`.
   *
   * @default - none
   */
  readonly commonName?: string;
  /**
   * Requested lifetime (`duration`), at least an hour. An issuer may decide otherwise.
   *
   * @default - cert-manager's, 90 days
   */
  readonly duration?: Duration;
  /**
   * Time before expiry at which it is renewed (`renewBefore`), at least five
   * minutes and shorter than `duration`.
   *
   * @default - cert-manager's, a third of the lifetime
   */
  readonly renewBefore?: Duration;
  /**
   * Algorithm, size and rotation of the private key (`privateKey`).
   *
   * @default - cert-manager's, RSA of 2048 bits
   */
  readonly privateKey?: CertificatePrivateKey;
  /**
   * Permitted uses of the key (`usages`).
   *
   * @default - digital signature and key encipherment
   */
  readonly usages?: CertificateKeyUsage[];
  /**
   * Whether the certificate may sign others (`isCA`).
   *
   * @default false
   */
  readonly isCa?: boolean;
  /**
   * Labels of the Secret (`secretTemplate.labels`).
   *
   * @default - none
   */
  readonly secretLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the Secret (`secretTemplate.annotations`).
   *
   * @default - none
   */
  readonly secretAnnotations?: { readonly [key: string]: string };
  /**
   * Number of old certificate requests that are kept (`revisionHistoryLimit`), at least 1.
   *
   * @default - cert-manager's, 1
   */
  readonly revisionHistoryLimit?: number;
}
