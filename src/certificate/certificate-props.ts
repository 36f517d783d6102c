import { Duration } from 'cdk8s';
import { CertificatePrivateKey, CertificateSignatureAlgorithm } from './certificate-key';
import {
  CertificateJksKeystore,
  CertificateKeyUsage,
  CertificateNameConstraints,
  CertificateOtherName,
  CertificateOutputFormat,
  CertificatePkcs12Keystore,
  CertificateRenewal,
  CertificateSubject,
} from './certificate-parts';
import { IIssuer } from './issuer';
import { CustomResourceProps } from '../resource/custom-resource';

/** A certificate, whom it is for, and the Secret that it is kept in. */
export interface CertificateProps extends CustomResourceProps {
  /** Who signs it (`issuerRef`). */
  readonly issuer: IIssuer;
  /**
   * Secret that key and certificate are kept in (`secretName`).
   *
   * @default - the name of the Certificate
   */
  readonly secretName?: string;
  /**
   * Host names (`dnsNames`), with or without a leading `*.`.
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
   * E-mail addresses (`emailAddresses`).
   *
   * @default - none
   */
  readonly emailAddresses?: string[];
  /**
   * Names of other kinds (`otherNames`); needs cert-manager's feature gate OtherNames.
   *
   * @default - none
   */
  readonly otherNames?: CertificateOtherName[];
  /**
   * Common name (`commonName`), at most 64 characters. Clients read host names from `dnsNames`.
   *
   * @default - none
   */
  readonly commonName?: string;
  /**
   * Subject beside the common name (`subject`).
   *
   * @default - none
   */
  readonly subject?: CertificateSubject;
  /**
   * All of the subject as one text in the order that it is wanted, such as
   * `CN=api,O=Example` (`literalSubject`); excludes `subject` and `commonName`.
   *
   * @default - none
   */
  readonly literalSubject?: string;
  /**
   * How long the certificate is asked for (`duration`), at least an hour. An issuer may decide otherwise.
   *
   * @default - cert-manager's, 90 days
   */
  readonly duration?: Duration;
  /**
   * How long before its end it is renewed (`renewBefore`), at least five
   * minutes and shorter than `duration`.
   *
   * @default - cert-manager's, a third of the certificate's life
   */
  readonly renewBefore?: Duration;
  /**
   * Which part of its life, in percent, remains when it is renewed
   * (`renewBeforePercentage`), 1 to 99 and at least five minutes; excludes `renewBefore`.
   *
   * @default - cert-manager's, a third of the certificate's life
   */
  readonly renewBeforePercentage?: number;
  /**
   * Whether and when it is renewed (`renewal`).
   *
   * @default - before its end, at any time
   */
  readonly renewal?: CertificateRenewal;
  /**
   * Algorithm, size and rotation of the private key (`privateKey`).
   *
   * @default - cert-manager's, RSA of 2048 bits
   */
  readonly privateKey?: CertificatePrivateKey;
  /**
   * How the certificate is signed (`signatureAlgorithm`).
   *
   * @default - what fits the private key
   */
  readonly signatureAlgorithm?: CertificateSignatureAlgorithm;
  /**
   * What the key may be used for (`usages`).
   *
   * @default - digital signature and key encipherment
   */
  readonly usages?: CertificateKeyUsage[];
  /**
   * Whether the request names the usages (`encodeUsagesInRequest`).
   *
   * @default true
   */
  readonly encodeUsagesInRequest?: boolean;
  /**
   * Whether the certificate may sign others (`isCA`).
   *
   * @default false
   */
  readonly isCa?: boolean;
  /**
   * What it may sign (`nameConstraints`); needs `isCa`.
   *
   * @default - everything
   */
  readonly nameConstraints?: CertificateNameConstraints;
  /**
   * Further forms of key and certificate in the Secret (`additionalOutputFormats`).
   *
   * @default - none
   */
  readonly additionalOutputFormats?: CertificateOutputFormat[];
  /**
   * A Java keystore in the Secret (`keystores.jks`).
   *
   * @default - none
   */
  readonly jksKeystore?: CertificateJksKeystore;
  /**
   * A PKCS#12 file in the Secret (`keystores.pkcs12`).
   *
   * @default - none
   */
  readonly pkcs12Keystore?: CertificatePkcs12Keystore;
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
   * How many old certificate requests are kept (`revisionHistoryLimit`), at least 1.
   *
   * @default - cert-manager's, 1
   */
  readonly revisionHistoryLimit?: number;
}
