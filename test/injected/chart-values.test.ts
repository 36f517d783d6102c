import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '../..');

/** The values of the official chart `gateway` of Istio: values.yaml, values.schema.json and what its templates read. */
const CHART_VALUES = [
  ...['name', 'revision', 'replicaCount', 'kind', 'rbac.enabled'],
  ...['create', 'annotations', 'name'].map((name) => `serviceAccount.${name}`),
  ...['podAnnotations', 'securityContext', 'containerSecurityContext', 'runAsRoot', 'unprivilegedPort'],
  ...[
    'type',
    'clusterIP',
    'selectorLabels',
    'ports',
    'annotations',
    'loadBalancerIP',
    'loadBalancerSourceRanges',
    'loadBalancerClass',
    'allocateLoadBalancerNodePorts',
    'externalTrafficPolicy',
    'internalTrafficPolicy',
    'healthCheckNodePort',
    'externalIPs',
    'ipFamilyPolicy',
    'ipFamilies',
  ].map((name) => `service.${name}`),
  'resources',
  ...[
    'enabled',
    'minReplicas',
    'maxReplicas',
    'targetCPUUtilizationPercentage',
    'targetMemoryUtilizationPercentage',
    'autoscaleBehavior',
  ].map((name) => `autoscaling.${name}`),
  ...['env', 'envVarFrom', 'strategy', 'minReadySeconds', 'readinessProbe', 'labels', 'annotations', 'nodeSelector'],
  ...['tolerations', 'topologySpreadConstraints', 'affinity', 'networkGateway', 'networkGatewayPorts'],
  ...['imagePullPolicy', 'imagePullSecrets'],
  ...['minAvailable', 'maxUnavailable', 'unhealthyPodEvictionPolicy'].map((name) => `podDisruptionBudget.${name}`),
  ...['dnsPolicy', 'dnsConfig', 'terminationGracePeriodSeconds', 'volumes', 'volumeMounts', 'initContainers'],
  ...['additionalContainers', 'priorityClassName', 'lifecycle', 'global.networkPolicy.enabled'],
];
/** Those that the chart takes for Helm and for other charts. */
const NOT_FOR_A_GATEWAY = [
  'enabled',
  'profile',
  'platform',
  'compatibilityVersion',
  'pilot',
  'defaultRevision',
  'ownerName',
  '_internal_defaults_do_not_set',
];

const page = fs.readFileSync(path.join(ROOT, 'docs/injected-gateway.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(.+)` +\| (.+?) +\| .+ \|$/gm)].map(([, value, here]) => ({
  value,
  props: [...here.matchAll(/`([^`]+)`/g)].map(([, name]) => name.replace(/^injected\./, '')),
}));

test('the table has every value of the chart, once', () => {
  expect(rows.map(({ value }) => value).sort()).toEqual([...CHART_VALUES].sort());
  NOT_FOR_A_GATEWAY.forEach((value) => expect(page).toContain(`\`${value}\``));
});

const api = apiOf(
  ...fs.readdirSync(path.join(ROOT, 'src/injected')).map((file) => `src/injected/${file}`),
  'src/gateway/capacity-spec.ts',
);

test.each(rows)('$value has $props', ({ props }) => {
  expect(props.length).toBeGreaterThan(0);
  props.forEach((prop) => {
    const [owner, member] = prop.includes('.') ? prop.split('.') : ['InjectedGatewayProps', prop];
    expect([...membersOf(owner)]).toContain(member);
  });
});

/** Members of a type and of those it extends; methods with parentheses. */
function membersOf(name: string): Set<string> {
  const type = api.get(name);
  return new Set([...(type?.members ?? []), ...(type?.parents ?? []).flatMap((parent) => [...membersOf(parent)])]);
}

interface Type {
  readonly members: string[];
  readonly parents: string[];
}

/** Public interfaces and classes of source files. */
function apiOf(...files: string[]): Map<string, Type> {
  const types = new Map<string, Type>();
  for (const file of files) {
    const source = ts.createSourceFile(file, fs.readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest);
    source.forEachChild((node) => {
      if ((ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) && node.name) {
        const members = [...node.members].flatMap((member: ts.ClassElement | ts.TypeElement) =>
          member.name && ts.isIdentifier(member.name)
            ? [ts.isMethodDeclaration(member) ? `${member.name.text}()` : member.name.text]
            : [],
        );
        const parents = (node.heritageClauses ?? []).flatMap(({ types: clause }) =>
          clause.flatMap(({ expression }) => (ts.isIdentifier(expression) ? [expression.text] : [])),
        );
        types.set(node.name.text, { members, parents });
      }
    });
  }
  return types;
}
