/** A page has no values of Secrets, and so no certificates to read. */
export class X509Certificate {
  public constructor() {
    throw new Error('certificates are not read in a page');
  }
}
