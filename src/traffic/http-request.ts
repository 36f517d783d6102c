import { countryCode } from './dns/countries';
import { Behaviour, Client, Request, RequestFields, requestFrom } from './request';

/** A request to send through `Traffic`. Immutable: each method returns a changed copy. */
export class HttpRequest {
  /** A GET request to a URL such as `https://api.example.com/orders?id=1`. Throws for a text that is no such URL. */
  public static get(url: string): HttpRequest {
    return HttpRequest.of('GET', url);
  }

  /** A POST request. Throws for a text that is no URL. */
  public static post(url: string): HttpRequest {
    return HttpRequest.of('POST', url);
  }

  /** A request with any method. Throws for a text that is no URL. */
  public static of(method: string, url: string): HttpRequest {
    return new HttpRequest({ method, url });
  }

  /** A gRPC call to a method, such as `https://grpc.example.com/shop.Orders/List`. Throws for a text that is no URL. */
  public static grpc(url: string): HttpRequest {
    return new HttpRequest({ method: 'POST', url, protocol: 'grpc' });
  }

  private readonly fields: Fields;

  private constructor(fields: Fields) {
    this.fields = fields;
    this._request();
  }

  /** With a header, in place of one of the same name. */
  public withHeader(name: string, value: string): HttpRequest {
    return this.with({ headers: { ...this.fields.headers, [name]: value } });
  }

  /** To another port than that of the URL. */
  public withPort(port: number): HttpRequest {
    return this.with({ port });
  }

  /** With another name in the TLS handshake than the host of the URL. */
  public withServerName(name: string): HttpRequest {
    return this.with({ sni: name });
  }

  /** With a valid JSON Web Token of these claims; `iss` names who signed it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows no unknown: claims are any JSON
  public withJwt(claims: Readonly<Record<string, any>>): HttpRequest {
    return this.withClient({ jwt: claims });
  }

  /** With the API key of a Secret, such as `kuadrant-system/bob-key`. */
  public withApiKey(secret: string): HttpRequest {
    return this.withClient({ apiKey: secret });
  }

  /** With the client certificate of a Secret, such as `clients/bob`. */
  public withClientCertificate(secret: string): HttpRequest {
    return this.withClient({ certificate: secret });
  }

  /** From a client of this address. */
  public fromIp(address: string): HttpRequest {
    return this.withClient({ ip: address });
  }

  /** From a client in a country, such as `DE` (ISO 3166-1 alpha-2). Throws for a text that is no such code. */
  public fromCountry(code: string): HttpRequest {
    return this.withClient({ country: countryCode('country', code) });
  }

  /**
   * From a pod of the mesh with these labels.
   *
   * The service account is `default`.
   */
  public fromPod(namespace: string, labels: Readonly<Record<string, string>>): HttpRequest {
    return this.withClient({ pod: { namespace, labels, serviceAccount: 'default' } });
  }

  /** Through a Gateway, such as `api-gateway/external`, where several have a listener for the host. */
  public via(gateway: string): HttpRequest {
    return this.with({ via: gateway });
  }

  /** To backends that take so many milliseconds. */
  public whereBackendTakes(milliseconds: number): HttpRequest {
    return this.withBackend({ delay: milliseconds });
  }

  /** To backends that respond with a status to the first tries, and then with 200. */
  public whereBackendFails(times: number, status: number): HttpRequest {
    return this.withBackend({ fail: { times, status } });
  }

  /** The method and the URL. */
  public toString(): string {
    return `${this.fields.method} ${this.fields.url}`;
  }

  /** @internal */
  public get _via(): string | undefined {
    return this.fields.via;
  }

  /** @internal */
  public _request(): Request {
    return requestFrom(this.fields);
  }

  private with(fields: Partial<Fields>): HttpRequest {
    return new HttpRequest({ ...this.fields, ...fields });
  }

  private withClient(client: Client): HttpRequest {
    return this.with({ client: { ...this.fields.client, ...client } });
  }

  private withBackend(backend: Behaviour): HttpRequest {
    return this.with({ backend: { ...this.fields.backend, ...backend } });
  }
}

interface Fields extends RequestFields {
  readonly method: string;
  readonly via?: string;
}
