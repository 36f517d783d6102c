import { readFileSync } from 'fs';
import { join } from 'path';
import { AU, EU, externalGateway, inCluster, US } from './support';
import { dns, GatewayDnsAccess, GatewayZone, MultiClusterDns, MultiClusterIssuer } from '../../src';
import { synthStack } from '../terraform/synth';

const identity = dns.WorkloadIdentity.podIdentity({ eksCluster: 'eks' });

test('pods with roles: no keys in the manifests, the controllers in the plan, and their ARNs as outputs', () => {
  const issuer = MultiClusterIssuer.acme({ ambientCredentials: true });
  const clusters = [EU, US, AU].map(({ name }) => ({ name }));
  const external = externalGateway(clusters, { issuer, keys: undefined, dns: MultiClusterDns.externalDns() });
  expect(external.clusters.flatMap(({ name }) => inCluster(external, name, 'ExternalSecret'))).toEqual([]);
  const ambientControllers = ['external-dns', 'cert-manager'];
  expect(external.dnsPlan.clusters).toMatchObject(
    clusters.map(({ name }) => ({ name, controllers: [], ambientControllers })),
  );

  const folder = synthStack((stack) => {
    const zone = new GatewayZone(stack, 'zone', { domain: external.domain });
    const roles = clusters.flatMap(({ name: cluster }) =>
      ambientControllers.map((controller) => ({ cluster, controller, identity })),
    );
    new GatewayDnsAccess(stack, 'access', { plan: external.dnsPlan, zone, roles });
  });
  const { output, resource } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as {
    readonly output: Record<string, { readonly value: string }>;
    readonly resource: Record<string, object>;
  };
  expect(Object.keys(resource)).not.toContain('aws_iam_user');
  const names = clusters.flatMap(({ name }) => ambientControllers.map((each) => `role_external_${name}_${each}`));
  expect(
    Object.keys(output)
      .filter((name) => name.startsWith('role_'))
      .sort(),
  ).toEqual(names.sort());
  names.forEach((name) => expect(output[name].value).toMatch(/^\$\{aws_iam_role\.[\w-]+\.arn\}$/));
});
