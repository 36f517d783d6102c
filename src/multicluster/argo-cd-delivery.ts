import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ArgoCdDeliveryOptions, ArgoCdDestination } from './delivery-options';
import { DeliveryScope, DeliveryTarget } from './delivery-target';
import { Application, ApplicationSet, ApplicationSetSpec, ApplicationSpec } from '../manifest/argo';
import { nearest, refuse } from '../value/problem';
import { dnsLabel, httpUrl } from '../value/scalar';

/** Adds the Argo CD objects that apply each directory to its cluster. */
export function addArgoCd(
  scope: DeliveryScope,
  targets: readonly DeliveryTarget[],
  options: ArgoCdDeliveryOptions,
): void {
  const { destinations = {} } = options;
  const { owner } = scope;
  checkDestinations(owner, targets, destinations);
  const namespace = dnsLabel('namespace of Argo CD', options.namespace ?? 'argocd');
  const chart = scope.chart(owner.node.id);
  const destinationOf = ({ cluster }: DeliveryTarget) => destinations[cluster] ?? ArgoCdDestination.named(cluster);
  if (options.applicationSet ?? true) {
    const spec = applicationSet(owner, targets, destinationOf, options);
    const { apiVersion, kind } = ApplicationSet;
    new ApiObject(chart, 'clusters', { apiVersion, kind, metadata: { name: chart.node.id, namespace }, spec });
    return;
  }
  for (const target of targets) {
    const { apiVersion, kind } = Application;
    const { name, url } = destinationOf(target);
    const spec = application(target.path, { name, server: url }, options);
    const metadata = { name: target.name, namespace, ...comparison(options) };
    new ApiObject(chart, target.cluster, { apiVersion, kind, metadata, spec });
  }
}

const comparison = ({ serverSideDiff = true }: ArgoCdDeliveryOptions) =>
  serverSideDiff ? { annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' } } : {};

function application(
  path: string,
  destination: ApplicationSpec['destination'],
  options: ArgoCdDeliveryOptions,
): ApplicationSpec {
  const { automated = true, prune = true, selfHeal = true, syncOptions, ignoreDifferences } = options;
  return {
    project: options.project ?? 'default',
    source: {
      repoURL: options.repoUrl,
      targetRevision: options.targetRevision ?? 'HEAD',
      path,
      // The app may write a folder for each chart.
      directory: { recurse: true },
    },
    destination,
    syncPolicy:
      automated || syncOptions ? { automated: automated ? { prune, selfHeal } : undefined, syncOptions } : undefined,
    ignoreDifferences: ignoreDifferences?.map((difference) => ({ ...difference })),
  };
}

function applicationSet(
  owner: Construct,
  targets: readonly DeliveryTarget[],
  destinationOf: (target: DeliveryTarget) => ArgoCdDestination,
  options: ArgoCdDeliveryOptions,
): ApplicationSetSpec {
  const byUrl = targets.filter((target) => destinationOf(target).url !== undefined);
  if (byUrl.length > 0 && byUrl.length < targets.length) {
    const named = targets.find((target) => destinationOf(target).url === undefined)!;
    refuse(
      {
        what: 'destinations of an ApplicationSet',
        got: `cluster '${byUrl[0].cluster}' by server, cluster '${named.cluster}' by name`,
        expected: 'all by name or all by server; the template of an ApplicationSet supports one of them',
        fix: 'set applicationSet: false, or use one kind of destination for all clusters',
      },
      owner,
    );
  }
  const isByUrl = byUrl.length > 0;
  return {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [
      {
        list: {
          elements: targets.map((target) => {
            const { name, url } = destinationOf(target);
            return { cluster: target.cluster, application: target.name, path: target.path, destination: name ?? url };
          }),
        },
      },
    ],
    template: {
      metadata: { name: '{{.application}}', labels: { cluster: '{{.cluster}}' }, ...comparison(options) },
      spec: application('{{.path}}', isByUrl ? { server: '{{.destination}}' } : { name: '{{.destination}}' }, options),
    },
  };
}

function checkDestinations(
  owner: Construct,
  targets: readonly DeliveryTarget[],
  destinations: { readonly [cluster: string]: ArgoCdDestination },
): void {
  const clusters = new Set(targets.map(({ cluster }) => cluster));
  for (const [cluster, { url }] of Object.entries(destinations)) {
    if (!clusters.has(cluster)) {
      const near = nearest(cluster, clusters);
      refuse(
        {
          what: 'destinations of Argo CD',
          got: cluster,
          expected: `one of ${[...clusters].slice(0, 10).join(', ')}`,
          fix: near === undefined ? 'leave it out' : `did you mean '${near}'?`,
        },
        owner,
      );
    }
    if (url !== undefined) {
      httpUrl(`server of cluster '${cluster}'`, url);
    }
  }
}
