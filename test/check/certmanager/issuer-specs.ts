import { manifest, told } from '../told';

export const BUNDLE = Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n').toString('base64');
export const REF = { name: 'valid', key: 'validkey' };
export const CLOUD_DNS = { cloudDNS: { serviceAccountSecretRef: REF, project: 'valid' } };
export const APP_ROLE = { roleId: 'role-id', secretRef: { name: 'secret', key: 'key' }, path: 'path' };
export const TPP = { url: 'https://tpp.example.com/vedsdk', credentialsRef: { name: 'tpp' } };
export const CLOUD = { apiTokenSecretRef: REF };
export const NGTS = { tsgID: '123456789', credentialsRef: { name: 'ngts-secret' } };

export const acme = (rest: object) => ({
  acme: { email: 'valid-email', server: 'valid-server', privateKeySecretRef: REF, ...rest },
});
const solver = (rest: object) => acme({ solvers: [rest] });
export const http01 = (rest: object) => solver({ http01: rest });
export const dns01 = (rest: object) => solver({ dns01: rest });
export const azure = (rest: object) =>
  dns01({ azureDNS: { subscriptionID: 'test', resourceGroupName: 'test', ...rest } });
export const rfc2136 = (rest: object) => dns01({ rfc2136: { nameserver: '127.0.0.1', ...rest } });
export const vault = (rest: object) => ({
  vault: { auth: { tokenSecretRef: REF }, server: 'something', path: 'a/b/c', ...rest },
});
export const vaultAuth = (auth: object) => vault({ auth });
export const venafi = (rest: object) => ({ venafi: { zone: 'a\\b\\c', ...rest } });

/** Specs of issuers, and what is told; without problems the issuer is right. */
export const each = (table: readonly (readonly [name: string, spec: object, ...problems: string[]])[]) =>
  test.each(table.map(([name, spec, ...problems]) => [name, spec, problems] as const))('%s', (_, spec, problems) => {
    for (const kind of ['Issuer', 'ClusterIssuer']) {
      // What is doubtful beside it: issuer-doubts.test.ts.
      const found = told(manifest(kind, spec, 'cert-manager.io/v1')).filter((problem) => !/^GW11[1-3] /.test(problem));
      expect(found).toEqual(problems);
    }
  });
