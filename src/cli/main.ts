import { Command } from 'commander';
import { checkFiles, CheckOptions, Outcome } from './check';
import { diff, DiffOptions } from './diff';
import { explain } from './explain';
import { graph, GraphOptions } from './graph';
import { init, TEMPLATE_NAMES } from './init';
import { migrate, MigrateOptions } from './migrate';
import { progressOn } from './progress';
import { status, StatusOptions } from './status';
import { test, TestOptions } from './test';
import { trace, TraceOptions } from './trace';
import { INGRESS_PROFILES } from '../ingress/options';

/** The command line `cdk8s-gateways`. Exit status: 0 without errors, 1 with errors, 2 for wrong usage. */
export function main(argv: readonly string[]): void {
  const program = new Command('cdk8s-gateways')
    .description('Gateways as code: check manifests before they are applied.')
    .version(version())
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  program
    .command('check')
    .description('find errors in manifests, written by hand or by any tool')
    .argument('<path...>', 'YAML or JSON files, or folders of them; - reads standard input')
    .option('--channel <channel>', 'installed channel of the Gateway API: standard or experimental')
    .option('--gateway-api-version <release>', 'installed release of the Gateway API, such as 1.4')
    .option('--whole', 'the input is all that the cluster has: what it refers to and does not hold is missing')
    .option('--no-whole', 'the input is not all, whatever the configuration says')
    .option('--clusters', 'each directory is one cluster')
    .option('--no-clusters', 'all directories are one cluster, whatever the configuration says')
    .option('--strict', 'unknown fields are errors, as for an API server with strict validation')
    .option('--fail-on <severity>', 'exit with 1 on errors only (error, the default) or on warnings too (warning)')
    .option('--notes', 'list notes, about what is not in the input, and not only their number')
    .option('--namespace <name>', 'namespace of objects that name none')
    .option('--config <file>', 'facts about the cluster, acknowledged warnings, objects that exist elsewhere')
    .option('--format <format>', 'text, json, sarif, junit or github')
    .option('--json', 'the same as --format json')
    .action((paths: string[], options: CheckOptions) =>
      finish(() => {
        const progress = hasProgress() ? progressOn((text) => process.stderr.write(text)) : undefined;
        try {
          return checkFiles(paths, { ...options, version: version(), hasColor: hasColor() }, progress);
        } finally {
          progress?.end();
        }
      }),
    );
  program
    .command('trace')
    .description('what happens to a request under manifests')
    .argument('<path>', 'file or folder with the manifests of one cluster or step, or of all clusters with --clusters')
    .argument('<method>', 'such as GET')
    .argument('<url>', 'such as https://api.example.com/orders')
    .option('-H, --header <header...>', "such as 'version: v2'")
    .option('-f, --file <path...>', 'more files or folders, such as those of the gateway')
    .option('--via <gateway>', 'the Gateway that gets it, where several have a listener for the host')
    .option('--clusters', 'each directory of the path is a cluster; DNS leads clients to them')
    .option('--country <code>', 'where the client is, such as DE; with --clusters')
    .option('--unhealthy <cluster...>', 'clusters whose health checks fail; with --clusters')
    .option('--port <number>', 'another port than that of the URL')
    .option('--sni <name>', 'another name in the TLS handshake than the host of the URL')
    .option('--profile <name>', 'who serves the manifests: istio (the default), spec or envoy-gateway')
    .option('--whole', 'the input is all that the cluster has: what it refers to and does not hold is missing')
    .option('--namespace <name>', 'namespace of objects that name none')
    .option('--json', 'as JSON')
    .action((target: string, method: string, url: string, options: TraceOptions) =>
      finish(() => trace(target, method, url, options)),
    );
  program
    .command('test')
    .description('whether requests fare under manifests as tables expect')
    .argument('<path>', 'file or folder with the manifests of one cluster or step')
    .argument('<table...>', 'YAML files of requests and expectations, such as routes.test.yaml')
    .option('-f, --file <path...>', 'more files or folders of manifests, such as those of the gateway')
    .option('--fail-under <percent>', 'fail where requests reach less of the listeners, routes, rules and matches')
    .option('--profile <name>', 'who serves the manifests: istio (the default), spec or envoy-gateway')
    .option('--whole', 'the input is all that the cluster has: what it refers to and does not hold is missing')
    .option('--namespace <name>', 'namespace of objects that name none')
    .option('--format <format>', 'text, json or junit')
    .option('--json', 'the same as --format json')
    .action((target: string, tables: string[], options: TestOptions) => finish(() => test(target, tables, options)));
  program
    .command('diff')
    .description('which requests change their fate between two sets of manifests')
    .argument('<old>', 'file or folder with the manifests of one cluster or step')
    .argument('<new>', 'the same as it will be')
    .option('-f, --file <path...>', 'more files or folders, which are the same on both sides')
    .option('--profile <name>', 'who serves the manifests: istio (the default), spec or envoy-gateway')
    .option('--whole', 'the input is all that the cluster has: what it refers to and does not hold is missing')
    .option('--namespace <name>', 'namespace of objects that name none')
    .option('--format <format>', 'text, markdown or json')
    .option('--json', 'the same as --format json')
    .option('--exit-code', 'exit with 1 where something changes')
    .action((before: string, after: string, options: DiffOptions) => finish(() => diff(before, after, options)));
  program
    .command('status')
    .description('what a cluster says of objects, compared with what is predicted, and what to do')
    .argument(
      '[path...]',
      'files or folders with the manifests of one cluster or step; without them, what the cluster has',
    )
    .option('--live <file...>', 'what kubectl get -o json wrote, - for standard input; without it, kubectl is run')
    .option('--context <name>', 'context for kubectl')
    .option('--kubeconfig <file>', 'configuration for kubectl')
    .option('--kubectl <program>', 'program to run, such as oc (kubectl)')
    .option('--profile <name>', 'who serves the manifests: istio, spec or envoy-gateway (that of the controllers)')
    .option('--whole', 'the input is all that the cluster has: what it refers to and does not hold is missing')
    .option('--namespace <name>', 'namespace of objects that name none; without manifests, the one to look at')
    .option('--config <file>', 'facts about the cluster, objects that exist elsewhere')
    .option('--format <format>', 'text or json')
    .option('--json', 'the same as --format json')
    .action((paths: string[], options: StatusOptions) => finish(() => status(paths, options)));
  program
    .command('migrate')
    .description('from Ingresses to the Gateway API, with proof')
    .argument('<path...>', 'files or folders with the Ingresses of a cluster; Services, Secrets and ConfigMaps help')
    .option(
      '--from <controller>',
      `whose Ingresses they are: ${INGRESS_PROFILES.join(', ')} (by their class, else ingress-nginx)`,
    )
    .option('-o, --out <folder>', 'where to write the manifests')
    .option('--prove', 'send requests to both sides, and exit with 1 where one fares differently')
    .option('--typescript', 'write a program of this library in place of manifests')
    .option('--cut-over', 'write a program for the DNS records too, which move clients step by step')
    .option('--cut-over-from <target>', 'where the controller is reached: addresses, or the name of its load balancer')
    .option('--cut-over-to <target>', 'where the Gateway is reached')
    .option('--zone <domain...>', 'hosted zones of the hosts (the last two labels of each)')
    .option('--gateway <name>', 'name of the Gateway (external)')
    .option('--namespace <name>', 'namespace of the Gateway, and of objects that name none (gateways)')
    .option('--class <name>', 'gatewayClassName of the Gateway (istio)')
    .option('--ingress-class <name...>', 'IngressClasses of the controller, where none is in the input (nginx)')
    .option('--config-map <name>', 'ConfigMap of the controller, namespace/name')
    .option('--default-ssl-certificate <secret>', 'certificate of hosts without one, namespace/name')
    .option(
      '--default-backend-service <service>',
      'Service of the controller for what no Ingress takes, namespace/name',
    )
    .option('--profile <name>', 'who serves the Gateway in the proof: istio (the default), spec or envoy-gateway')
    .option('--whole', 'the input is all that the cluster has: what it refers to and does not hold is missing')
    .option('--config <file>', 'acknowledged annotations and differences, objects that exist elsewhere')
    .option('--format <format>', 'text, markdown or json')
    .option('--json', 'the same as --format json')
    .action((paths: string[], options: MigrateOptions) => finish(() => migrate(paths, options)));
  program
    .command('init')
    .description('write an application repository: program, tests, workflow')
    .argument('[directory]', 'where to; files that are there are kept', '.')
    .option('--template <name>', `one of ${TEMPLATE_NAMES.join(', ')}`, 'secured')
    .action((directory: string, { template }: { template: string }) =>
      finish(() => init(directory, { template, version: version() })),
    );
  program
    .command('graph')
    .description('draw what serves requests: one page, an image, or a graph for other tools')
    .argument('<path...>', 'YAML or JSON files, or folders of them')
    .option('-o, --output <file>', 'file to write, such as topology.html, .svg, .mmd, .dot or .json')
    .option('--format <format>', 'html, svg, mermaid, dot or json, whatever the name of the file says')
    .option('--title <text>', 'title of the page')
    .option('--whole', 'the input is all that the cluster has: what it refers to and does not hold is missing')
    .option('--clusters', 'each directory is one cluster')
    .option('--namespace <name>', 'namespace of objects that name none')
    .option('--config <file>', 'facts about the cluster, acknowledged warnings, objects that exist elsewhere')
    .action((paths: string[], options: GraphOptions) => finish(() => graph(paths, options)));
  program
    .command('explain')
    .description('print what a code means')
    .argument('<code>', 'such as GW378')
    .action((code: string) => finish(() => explain(code)));
  program.parse(['node', 'cdk8s-gateways', ...argv]);
}

function finish(run: () => Outcome): void {
  try {
    const { stdout, stderr, status: code } = run();
    // A reader that has seen enough, such as head, closes the pipe.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? code : 2));
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = code;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}

/** A log keeps every text that a terminal would show over the one before. */
const hasProgress = () => Boolean(process.stderr.isTTY) && !process.env.CI;

const hasColor = () => Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;

// eslint-disable-next-line @typescript-eslint/no-require-imports -- package.json lies outside src
const version = () => (require('../../package.json') as { version: string }).version;
