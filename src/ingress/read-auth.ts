import { AnnotationReader } from './annotation-reader';
import { Configuration, dataOf } from './configuration';
import { BasicAuthSettings, ClientCertificateSettings, ExternalAuthSettings } from './settings';
import { Secret } from '../manifest/kubernetes';
import { find, findItem, isDeclared, Model } from '../model/model';

/** Passwords. Without a Secret that can be read, the paths are denied. */
export function readBasicAuth(
  model: Model,
  reader: AnnotationReader,
  configuration: Configuration,
): BasicAuthSettings | undefined {
  const type = reader.given('auth-type');
  if (type === undefined) return undefined;
  const secretType = reader.text('auth-secret-type');
  const named = reader.given('auth-secret');
  const realm = reader.given('auth-realm');
  if (named === undefined) {
    reader.note('auth-secret', 'the name of a Secret', 'denied');
    return undefined;
  }
  const secret = ownName(reader, 'auth-secret', named, configuration);
  if (secret === undefined) return undefined;
  if (!exists(model, 'Secret', secret)) {
    reader.note('auth-secret', 'a Secret that is there', 'denied');
    return undefined;
  }
  if (secretType === 'auth-file' && secretData(model, secret) && secretData(model, secret)!.auth === undefined) {
    reader.note('auth-secret', 'a Secret with the key auth', 'denied');
    return undefined;
  }
  return {
    type: type.includes('digest') ? 'digest' : 'basic',
    secret,
    secretType: secretType.includes('auth-map') ? 'auth-map' : 'auth-file',
    realm,
  };
}

/** An authentication server. A URL that is none denies the paths. */
export function readExternalAuth(
  model: Model,
  reader: AnnotationReader,
  configuration: Configuration,
): ExternalAuthSettings | undefined {
  const url = reader.given('auth-url');
  if (url === undefined) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?]+/i.test(url) || /^[^/]*\/\/[^/]*\.\./.test(url)) {
    reader.note('auth-url', 'a URL with scheme and host', 'denied');
    return undefined;
  }
  const requestHeaders = reader.given('auth-proxy-set-headers');
  if (requestHeaders !== undefined) {
    const name = ownName(reader, 'auth-proxy-set-headers', requestHeaders, configuration);
    if (name !== undefined && model.isWhole && dataOf(model, name) === undefined) {
      reader.note('auth-proxy-set-headers', 'a ConfigMap that is there', 'denied');
    }
  }
  reader.given('auth-always-set-cookie');
  return {
    url,
    method: reader.given('auth-method'),
    signIn: reader.given('auth-signin'),
    signInParameter: reader.text('auth-signin-redirect-param'),
    responseHeaders: (reader.given('auth-response-headers') ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    requestRedirect: reader.given('auth-request-redirect'),
    requestHeaders,
    cacheKey: reader.given('auth-cache-key'),
    cacheDuration: reader.text('auth-cache-duration'),
  };
}

/** Certificates of clients, or of the controller for backends; both are in a Secret of the Ingress's namespace. */
export function readClientCertificate(
  model: Model,
  reader: AnnotationReader,
  configuration: Configuration,
  annotation: 'auth-tls-secret' | 'proxy-ssl-secret',
): ClientCertificateSettings | undefined {
  const named = reader.given(annotation);
  if (named === undefined) return undefined;
  if (!/^[^/]+\/[^/]+$/.test(named)) {
    reader.note(annotation, 'namespace/name of a Secret', 'denied');
    return undefined;
  }
  const secret = ownName(reader, annotation, named, configuration);
  if (secret === undefined) return undefined;
  if (!exists(model, 'Secret', secret)) {
    reader.note(annotation, 'a Secret that is there', 'denied');
    return undefined;
  }
  if (annotation === 'proxy-ssl-secret') return { secret, verifies: 'on', depth: 1, passesOn: false };
  return {
    secret,
    verifies: reader.text('auth-tls-verify-client') as ClientCertificateSettings['verifies'],
    depth: reader.integer('auth-tls-verify-depth') || 1,
    errorPage: reader.given('auth-tls-error-page'),
    passesOn: reader.truth('auth-tls-pass-certificate-to-upstream'),
    matchCommonName: reader.given('auth-tls-match-cn'),
  };
}

/** Texts of a Secret; undefined where it is not in the model, or its texts are elsewhere. */
export function secretData(model: Model, secret: string): Readonly<Record<string, string>> | undefined {
  const [namespace, name] = secret.split('/');
  const body = findItem(model, Secret, namespace, name)?.body;
  if (!body || (body.data === undefined && body.stringData === undefined)) return undefined;
  const decoded = Object.entries(body.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString('utf8'),
  ]);
  return { ...Object.fromEntries(decoded), ...body.stringData };
}

/** A name with its namespace; that of the Ingress where it has none. Another namespace denies the paths. */
function ownName(
  reader: AnnotationReader,
  annotation: string,
  named: string,
  configuration: Configuration,
): string | undefined {
  const { namespace } = reader.ingress;
  const name = named.includes('/') ? named : `${namespace}/${named}`;
  if (name.split('/')[0] === namespace || configuration.truth('allow-cross-namespace-resources')) return name;
  reader.note(annotation, `an object of namespace ${namespace} (allow-cross-namespace-resources)`, 'denied');
  return undefined;
}

/** What is not in the model exists, unless the model is whole. */
export function exists(model: Model, kind: string, path: string): boolean {
  const [namespace, name] = path.split('/');
  const object = { group: '', kind, namespace, name };
  return !model.isWhole || find(model, object) !== undefined || isDeclared(model, object);
}
