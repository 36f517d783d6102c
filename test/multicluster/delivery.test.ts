import { Duration } from 'cdk8s';
import { appOf, EU, externalGateway, US, written } from './support';
import { ClusterDelivery, MultiClusterGateway, multicluster } from '../../src';
import { Manifest } from '../../src/manifest/manifest';
import { parseManifests } from '../../src/manifest/parse';

const repoUrl = 'https://git.example.com/gateways.git';
const argoCd = (options: Partial<multicluster.ArgoCdDeliveryOptions> = {}) =>
  ClusterDelivery.argoCd({ repoUrl, ...options });
const flux = (options: Partial<multicluster.FluxDeliveryOptions> = {}) =>
  ClusterDelivery.flux({ source: multicluster.FluxSource.gitRepository('gateways'), ...options });

/** Manifests by file, of what delivers. */
function delivered(delivery: ClusterDelivery, external: MultiClusterGateway = externalGateway([EU, US])) {
  external.deliverWith(delivery);
  const files = Object.entries(written(external)).filter(([file]) => !/^(eu|us)\//.test(file));
  return Object.fromEntries(files.map(([file, text]) => [file, manifestsIn(text)]));
}
const manifestsIn = (text: string): Manifest[] => parseManifests(text).objects.map(({ manifest }) => manifest);
const only = (files: Record<string, Manifest[]>) => Object.values(files).flat();

describe('Argo CD', () => {
  const annotations = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };

  test('an ApplicationSet in a directory of its own points every cluster at its directory', () => {
    const files = delivered(argoCd());
    expect(Object.keys(files)).toEqual(['management/external.k8s.yaml']);
    const [set] = only(files);
    expect(set).toMatchObject({ kind: 'ApplicationSet', metadata: { name: 'external', namespace: 'argocd' } });
    expect(set.spec).toEqual({
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          list: {
            elements: [
              { cluster: 'eu', application: 'external-eu', path: 'dist/eu', destination: 'eu' },
              { cluster: 'us', application: 'external-us', path: 'dist/us', destination: 'us' },
            ],
          },
        },
      ],
      template: {
        metadata: { name: '{{.application}}', labels: { cluster: '{{.cluster}}' }, annotations },
        spec: {
          project: 'default',
          source: { repoURL: repoUrl, targetRevision: 'HEAD', path: '{{.path}}', directory: { recurse: true } },
          destination: { name: '{{.destination}}' },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
      },
    });
  });

  test('by server', () => {
    const destinations = {
      eu: multicluster.ArgoCdDestination.server('https://eu.example.com:6443'),
      us: multicluster.ArgoCdDestination.server('https://kubernetes.default.svc'),
    };
    const [set] = only(delivered(argoCd({ destinations })));
    expect(set.spec).toMatchObject({
      generators: [{ list: { elements: [{ destination: 'https://eu.example.com:6443' }, { cluster: 'us' }] } }],
      template: { spec: { destination: { server: '{{.destination}}' } } },
    });
  });

  test('an Application for each cluster, with everything that can be said', () => {
    const applications = only(
      delivered(
        argoCd({
          applicationSet: false,
          path: './deploy/',
          directory: 'argo',
          namespace: 'gitops',
          targetRevision: 'v1',
          project: 'gateways',
          destinations: { us: multicluster.ArgoCdDestination.server('https://us.example.com') },
          prune: false,
          selfHeal: false,
          syncOptions: ['ServerSideApply=true'],
          ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'a', jsonPointers: ['/spec/replicas'] }],
        }),
      ),
    );
    expect(applications.map(({ metadata }) => metadata)).toEqual([
      { name: 'external-eu', namespace: 'gitops', annotations },
      { name: 'external-us', namespace: 'gitops', annotations },
    ]);
    expect(applications[1].spec).toEqual({
      project: 'gateways',
      source: { repoURL: repoUrl, targetRevision: 'v1', path: 'deploy/us', directory: { recurse: true } },
      destination: { server: 'https://us.example.com' },
      syncPolicy: { automated: { prune: false, selfHeal: false }, syncOptions: ['ServerSideApply=true'] },
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'a', jsonPointers: ['/spec/replicas'] }],
    });
    expect(applications[0].spec).toMatchObject({ destination: { name: 'eu' } });
  });

  test('by hand, from the root of the repository', () => {
    const options = { applicationSet: false, automated: false, path: '.', serverSideDiff: false };
    const [application] = only(delivered(argoCd(options)));
    expect(application.metadata).not.toHaveProperty('annotations');
    expect(application.spec).toMatchObject({ source: { path: 'eu' } });
    expect(application.spec).not.toHaveProperty('syncPolicy');
  });
});

describe('Flux', () => {
  test('a Kustomization for each cluster, by its kubeconfig', () => {
    const files = delivered(flux());
    expect(Object.keys(files)).toEqual(['management/external.k8s.yaml']);
    expect(only(files)[0]).toEqual({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'external-eu', namespace: 'flux-system' },
      spec: {
        interval: '10m',
        path: './dist/eu',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'gateways' },
        kubeConfig: { secretRef: { name: 'eu-kubeconfig' } },
      },
    });
  });

  test('everything that can be said', () => {
    const [, us] = only(
      delivered(
        flux({
          source: multicluster.FluxSource.ociRepository('gateways', 'sources'),
          namespace: 'edge',
          kubeconfigSecretName: 'kubeconfig-of-{cluster}',
          interval: Duration.minutes(5),
          retryInterval: Duration.minutes(1),
          timeout: Duration.minutes(3),
          prune: false,
          wait: true,
          serviceAccountName: 'deployer',
        }),
      ),
    );
    expect(us.metadata).toEqual({ name: 'external-us', namespace: 'edge' });
    expect(us.spec).toEqual({
      interval: '5m',
      retryInterval: '1m',
      timeout: '3m',
      path: './dist/us',
      prune: false,
      wait: true,
      serviceAccountName: 'deployer',
      sourceRef: { kind: 'OCIRepository', name: 'gateways', namespace: 'sources' },
      kubeConfig: { secretRef: { name: 'kubeconfig-of-us' } },
    });
  });

  test('where each cluster runs Flux: a file for each, without a kubeconfig', () => {
    const files = delivered(flux({ source: multicluster.FluxSource.bucket('gateways'), fluxInEachCluster: true }));
    expect(Object.keys(files)).toEqual(['management/eu.k8s.yaml', 'management/us.k8s.yaml']);
    expect(files['management/us.k8s.yaml']).toHaveLength(1);
    expect(files['management/us.k8s.yaml'][0].spec).not.toHaveProperty('kubeConfig');
    expect(files['management/us.k8s.yaml'][0].spec).toMatchObject({ sourceRef: { kind: 'Bucket' }, path: './dist/us' });
  });
});

describe('refused', () => {
  const destinations = { eu: multicluster.ArgoCdDestination.server('https://eu.example.com') };
  test.each<[string, () => ClusterDelivery, string]>([
    ['servers beside names in an ApplicationSet', () => argoCd({ destinations }), "got cluster 'eu' by server"],
    ['a destination of no cluster', () => argoCd({ destinations: { ue: destinations.eu } }), 'destinations of Argo CD'],
    [
      'a server that is no URL',
      () => argoCd({ destinations: { eu: multicluster.ArgoCdDestination.server('eu') } }),
      "server of cluster 'eu'",
    ],
    ['the directory of a cluster', () => argoCd({ directory: 'eu' }), "got 'eu', which is the directory of a cluster"],
    ['a path out of the repository', () => flux({ path: '../dist' }), "path of the delivery: got '../dist'"],
    ['an interval of nothing', () => flux({ interval: Duration.millis(1) }), 'interval of Flux'],
  ])('%s', (_, delivery, message) => {
    expect(() => externalGateway([EU, US]).deliverWith(delivery())).toThrow(message);
  });

  test('two deliveries of one directory', () => {
    const external = externalGateway([EU, US]);
    const other = externalGateway([{ ...US, defaultGeo: true }], {}, appOf(external), 'shop');
    external.deliverWith(argoCd());
    expect(() => external.deliverWith(flux())).toThrow("whose directory 'external' delivers already");
    expect(() => other.deliverWith(argoCd())).toThrow("got cluster 'us', whose directory 'external' delivers already");
  });
});
