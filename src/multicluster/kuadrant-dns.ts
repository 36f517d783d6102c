import { IConstruct } from 'constructs';
import { ClusterContext } from './cluster-context';
import { DelegationOptions, KuadrantDnsOptions } from './multi-cluster-dns-options';
import { Controllers, DnsStrategy, NO_CONTROLLERS } from './multi-cluster-dns-strategy';
import { MultiClusterKeys } from './multi-cluster-keys';
import { DnsMode, DnsPlanCluster, keysName, kubeconfigName } from '../dns/dns-plan';
import { GatewayDns } from '../gateway/secured-gateway-options';
import { once } from '../resource/once';
import { nearest, refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** The DNS operator reads static keys only. */
const KUADRANT: Controllers = { keyed: ['kuadrant'], ambient: [] };

/** Strategy with a DNSPolicy and keys in every cluster. */
export function everyCluster(options: KuadrantDnsOptions): DnsStrategy {
  return {
    ...kuadrant(options),
    controllersOf: () => KUADRANT,
    gatewayDns: (context) => ({
      ...policy(context, options),
      credential: keysOf(context)._credential(context.chart, 'kuadrant-credentials', dnsKey(context), {
        secretName: secretName(context),
        provider: options.provider,
      }),
    }),
  };
}

/** Strategy with a DNSPolicy in every cluster and keys in the primary clusters. */
export function delegated(options: DelegationOptions): DnsStrategy {
  const operatorNamespace = dnsLabel('operatorNamespace', options.operatorNamespace ?? 'kuadrant-system');
  const isPrimary = (cluster: string) => options.primaries.includes(cluster);
  const common = kuadrant(options);
  return {
    ...common,
    controllersOf: (cluster) => (isPrimary(cluster) ? KUADRANT : NO_CONTROLLERS),
    check: (clusters, where) => {
      common.check(clusters, where);
      checkPrimaries(options.primaries, clusters, where);
    },
    gatewayDns: (context) => {
      if (isPrimary(context.planned.name)) {
        addDefaultProvider(context, options);
        addKubeconfigs(context, operatorNamespace);
      }
      return { ...policy(context, options), delegate: true };
    },
  };
}

const kuadrant = ({ healthCheck }: KuadrantDnsOptions) => ({
  mode: DnsMode.CONTROLLER,
  refusesApex: true,
  healthCheck,
  check: refuseWeightAlone,
  routeAnnotations: () => ({}),
});

const policy = ({ planned }: ClusterContext, { healthCheck, excludeAddresses }: KuadrantDnsOptions): GatewayDns => ({
  geo: planned.geo,
  defaultGeo: planned.geo && planned.isDefaultGeo,
  weight: planned.weight,
  healthCheck,
  excludeAddresses,
});

const dnsKey = ({ plan, planned }: ClusterContext) => keysName(plan, planned.name, 'kuadrant');
const secretName = ({ gateway }: ClusterContext) => `${gateway}-kuadrant-credentials`;

function keysOf({ keys, chart }: ClusterContext): MultiClusterKeys {
  return (
    keys ??
    refuse(
      {
        what: 'keys',
        got: undefined,
        expected: "where the keys are kept by which Kuadrant's DNS operator writes records; it takes static keys only",
        fix: "set keys, such as MultiClusterKeys.awsSecretsManager({ store: SecretStore.cluster('aws') })",
      },
      chart.node.scope,
    )
  );
}

function refuseWeightAlone(clusters: readonly DnsPlanCluster[], where: IConstruct): void {
  const alone = clusters.find(({ geo, weight }) => geo === undefined && weight !== undefined);
  if (alone) {
    refuse(
      {
        what: `weight of cluster '${alone.name}'`,
        got: `${alone.weight} without a geo`,
        expected: 'a geo together with the weight; a DNSPolicy balances by weight within a geo only',
        fix: 'set a geo in every cluster; to balance by weight only, the same one: geo: Geo.EUROPE, defaultGeo: true',
      },
      where,
    );
  }
}

function checkPrimaries(primaries: readonly string[], clusters: readonly DnsPlanCluster[], where: IConstruct): void {
  const names = new Set(clusters.map(({ name }) => name));
  const known = [...names].slice(0, 10).join(', ');
  const unknown = primaries.find((name) => !names.has(name));
  if (primaries.length === 0 || unknown !== undefined || new Set(primaries).size < primaries.length) {
    const near = unknown === undefined ? undefined : nearest(unknown, names);
    refuse(
      {
        what: 'primaries of the delegation',
        got: primaries.length === 0 ? 'none' : primaries.join(', '),
        expected: 'names of one or more clusters, each once',
        fix: near === undefined ? `use some of ${known}` : `did you mean '${near}'?`,
      },
      where,
    );
  }
}

/** The operator looks up the only Secret with the label in the namespace of the policy. */
function addDefaultProvider(context: ClusterContext, { provider }: DelegationOptions): void {
  const { chart, namespace } = context;
  const owner = once(chart, `default provider ${namespace}`, () => chart);
  if (owner !== chart) {
    refuse(
      {
        what: 'namespace of a delegated gateway',
        got: `'${namespace}', in which gateway '${owner.node.id}' has the Secret of the default provider`,
        expected: 'at most one gateway with delegation in a namespace; the DNS operator refuses two such Secrets',
        fix: 'put this gateway into a separate namespace',
      },
      chart.node.scope,
    );
  }
  keysOf(context)._credential(chart, 'kuadrant-credentials', dnsKey(context), {
    secretName: secretName(context),
    provider,
    defaultProvider: true,
    namespaces: [namespace],
  });
}

function addKubeconfigs(context: ClusterContext, namespace: string): void {
  const { chart, plan, planned } = context;
  const peers = plan.clusters.filter(({ name }) => name !== planned.name);
  peers.forEach(({ name }) =>
    once(chart, `kubeconfig ${namespace} ${name}`, () =>
      keysOf(context)._kubeconfig(chart, `kubeconfig-${name}`, kubeconfigName(plan, name), namespace),
    ),
  );
}
