// argoproj.io: written by tools/shapes.ts from the CRDs; change it there.
import {
  any,
  array,
  boolean,
  choice,
  integer,
  intOrString,
  kind,
  map,
  object,
  preset,
  required,
  string,
  Infer,
  Spec,
} from './shape';

export const MatchExpression = object({
  key: required(string()),
  operator: required(string()),
  values: array(string()),
});
export type MatchExpression = Infer<typeof MatchExpression>;

export const ActiveMetadata = object({ annotations: map(string()), labels: map(string()) });
export type ActiveMetadata = Infer<typeof ActiveMetadata>;

export const AntiAffinity = object({
  preferredDuringSchedulingIgnoredDuringExecution: object({ weight: required(integer({ format: 'int32' })) }),
  requiredDuringSchedulingIgnoredDuringExecution: object({}),
});
export type AntiAffinity = Infer<typeof AntiAffinity>;

export const Arg = object({
  name: required(string()),
  value: string(),
  valueFrom: object({ fieldRef: object({ fieldPath: required(string()) }), podTemplateHashValue: string() }),
});
export type Arg = Infer<typeof Arg>;

export const MeasurementRetention = object({
  limit: required(integer({ format: 'int32' })),
  metricName: required(string()),
});
export type MeasurementRetention = Infer<typeof MeasurementRetention>;

export const Template = object({ clusterScope: boolean(), templateName: string() });
export type Template = Infer<typeof Template>;

export const PostPromotionAnalysis = object({
  analysisRunMetadata: ActiveMetadata,
  args: array(Arg),
  dryRun: array(object({ metricName: required(string()) })),
  measurementRetention: array(MeasurementRetention),
  templates: array(Template),
});
export type PostPromotionAnalysis = Infer<typeof PostPromotionAnalysis>;

export const Selector = object({ matchExpressions: array(MatchExpression), matchLabels: map(string()) });
export type Selector = Infer<typeof Selector>;

export const HeaderValue = object({ exact: string(), prefix: string(), regex: string() });
export type HeaderValue = Infer<typeof HeaderValue>;

export const VirtualService = object({
  name: required(string()),
  routes: array(string()),
  tcpRoutes: array(object({ port: integer({ format: 'int64' }) })),
  tlsRoutes: array(object({ port: integer({ format: 'int64' }), sniHosts: array(string()) })),
});
export type VirtualService = Infer<typeof VirtualService>;

export const Preference = object({ matchExpressions: array(MatchExpression), matchFields: array(MatchExpression) });
export type Preference = Infer<typeof Preference>;

export const PodAffinityTerm = object({
  labelSelector: Selector,
  matchLabelKeys: array(string()),
  mismatchLabelKeys: array(string()),
  namespaceSelector: Selector,
  namespaces: array(string()),
  topologyKey: required(string()),
});
export type PodAffinityTerm = Infer<typeof PodAffinityTerm>;

export const PodAffinity = object({
  preferredDuringSchedulingIgnoredDuringExecution: array(
    object({ podAffinityTerm: required(PodAffinityTerm), weight: required(integer({ format: 'int32' })) }),
  ),
  requiredDuringSchedulingIgnoredDuringExecution: array(PodAffinityTerm),
});
export type PodAffinity = Infer<typeof PodAffinity>;

export const ConfigMapKeyRef = object({ key: required(string()), name: string({ default: '' }), optional: boolean() });
export type ConfigMapKeyRef = Infer<typeof ConfigMapKeyRef>;

export const Env = object({
  name: required(string()),
  value: string(),
  valueFrom: object({
    configMapKeyRef: ConfigMapKeyRef,
    fieldRef: object({ apiVersion: string(), fieldPath: required(string()) }),
    fileKeyRef: object({
      key: required(string()),
      optional: boolean({ default: false }),
      path: required(string()),
      volumeName: required(string()),
    }),
    resourceFieldRef: object({
      containerName: string(),
      divisor: intOrString({
        pattern:
          '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
      }),
      resource: required(string()),
    }),
    secretKeyRef: ConfigMapKeyRef,
  }),
});
export type Env = Infer<typeof Env>;

export const ConfigMapRef = object({ name: string({ default: '' }), optional: boolean() });
export type ConfigMapRef = Infer<typeof ConfigMapRef>;

export const EnvFrom = object({ configMapRef: ConfigMapRef, prefix: string(), secretRef: ConfigMapRef });
export type EnvFrom = Infer<typeof EnvFrom>;

export const HttpHeader = object({ name: required(string()), value: required(string()) });
export type HttpHeader = Infer<typeof HttpHeader>;

export const HttpGet = object({
  host: string(),
  httpHeaders: array(HttpHeader),
  path: string(),
  port: required(intOrString()),
  scheme: string(),
});
export type HttpGet = Infer<typeof HttpGet>;

export const TcpSocket = object({ host: string(), port: required(intOrString()) });
export type TcpSocket = Infer<typeof TcpSocket>;

export const PostStart = object({
  exec: object({ command: array(string()) }),
  httpGet: HttpGet,
  sleep: object({ seconds: required(integer({ format: 'int64' })) }),
  tcpSocket: TcpSocket,
});
export type PostStart = Infer<typeof PostStart>;

export const Lifecycle = object({ postStart: PostStart, preStop: PostStart, stopSignal: string() });
export type Lifecycle = Infer<typeof Lifecycle>;

export const LivenessProbe = object({
  exec: object({ command: array(string()) }),
  failureThreshold: integer({ format: 'int32' }),
  grpc: object({ port: required(integer({ format: 'int32' })), service: string({ default: '' }) }),
  httpGet: HttpGet,
  initialDelaySeconds: integer({ format: 'int32' }),
  periodSeconds: integer({ format: 'int32' }),
  successThreshold: integer({ format: 'int32' }),
  tcpSocket: TcpSocket,
  terminationGracePeriodSeconds: integer({ format: 'int64' }),
  timeoutSeconds: integer({ format: 'int32' }),
});
export type LivenessProbe = Infer<typeof LivenessProbe>;

export const Port = object({
  containerPort: required(integer({ format: 'int32' })),
  hostIP: string(),
  hostPort: integer({ format: 'int32' }),
  name: string(),
  protocol: string({ default: 'TCP' }),
});
export type Port = Infer<typeof Port>;

export const ResizePolicy = object({ resourceName: required(string()), restartPolicy: required(string()) });
export type ResizePolicy = Infer<typeof ResizePolicy>;

export const Claim = object({ name: required(string()), request: string() });
export type Claim = Infer<typeof Claim>;

export const Resources = object({ claims: array(Claim, { keys: ['name'] }), limits: any(), requests: any() });
export type Resources = Infer<typeof Resources>;

export const RestartPolicyRule = object({
  action: required(string()),
  exitCodes: object({ operator: required(string()), values: array(integer({ format: 'int32' }), { set: true }) }),
});
export type RestartPolicyRule = Infer<typeof RestartPolicyRule>;

export const AppArmorProfile = object({ localhostProfile: string(), type: required(string()) });
export type AppArmorProfile = Infer<typeof AppArmorProfile>;

export const SeLinuxOptions = object({ level: string(), role: string(), type: string(), user: string() });
export type SeLinuxOptions = Infer<typeof SeLinuxOptions>;

export const WindowsOptions = object({
  gmsaCredentialSpec: string(),
  gmsaCredentialSpecName: string(),
  hostProcess: boolean(),
  runAsUserName: string(),
});
export type WindowsOptions = Infer<typeof WindowsOptions>;

export const SecurityContext = object({
  allowPrivilegeEscalation: boolean(),
  appArmorProfile: AppArmorProfile,
  capabilities: object({ add: array(string()), drop: array(string()) }),
  privileged: boolean(),
  procMount: string(),
  readOnlyRootFilesystem: boolean(),
  runAsGroup: integer({ format: 'int64' }),
  runAsNonRoot: boolean(),
  runAsUser: integer({ format: 'int64' }),
  seLinuxOptions: SeLinuxOptions,
  seccompProfile: AppArmorProfile,
  windowsOptions: WindowsOptions,
});
export type SecurityContext = Infer<typeof SecurityContext>;

export const VolumeDevice = object({ devicePath: required(string()), name: required(string()) });
export type VolumeDevice = Infer<typeof VolumeDevice>;

export const VolumeMount = object({
  mountPath: required(string()),
  mountPropagation: string(),
  name: required(string()),
  readOnly: boolean(),
  recursiveReadOnly: string(),
  subPath: string(),
  subPathExpr: string(),
});
export type VolumeMount = Infer<typeof VolumeMount>;

export const Container = object({
  args: array(string()),
  command: array(string()),
  env: array(Env, { keys: ['name'] }),
  envFrom: array(EnvFrom),
  image: string(),
  imagePullPolicy: string(),
  lifecycle: Lifecycle,
  livenessProbe: LivenessProbe,
  name: required(string()),
  ports: array(Port, { keys: ['containerPort', 'protocol'] }),
  readinessProbe: LivenessProbe,
  resizePolicy: array(ResizePolicy),
  resources: Resources,
  restartPolicy: string(),
  restartPolicyRules: array(RestartPolicyRule),
  securityContext: SecurityContext,
  startupProbe: LivenessProbe,
  stdin: boolean(),
  stdinOnce: boolean(),
  terminationMessagePath: string(),
  terminationMessagePolicy: string(),
  tty: boolean(),
  volumeDevices: array(VolumeDevice, { keys: ['devicePath'] }),
  volumeMounts: array(VolumeMount, { keys: ['mountPath'] }),
  workingDir: string(),
});
export type Container = Infer<typeof Container>;

export const Option = object({ name: string(), value: string() });
export type Option = Infer<typeof Option>;

export const SpecTemplate = object({
  metadata: ActiveMetadata,
  spec: object({
    activeDeadlineSeconds: integer({ format: 'int64' }),
    affinity: object({
      nodeAffinity: object({
        preferredDuringSchedulingIgnoredDuringExecution: array(
          object({ preference: required(Preference), weight: required(integer({ format: 'int32' })) }),
        ),
        requiredDuringSchedulingIgnoredDuringExecution: object({ nodeSelectorTerms: required(array(Preference)) }),
      }),
      podAffinity: PodAffinity,
      podAntiAffinity: PodAffinity,
    }),
    automountServiceAccountToken: boolean(),
    containers: required(array(Container, { keys: ['name'] })),
    dnsConfig: object({ nameservers: array(string()), options: array(Option), searches: array(string()) }),
    dnsPolicy: string(),
    enableServiceLinks: boolean(),
    ephemeralContainers: array(
      object({
        args: array(string()),
        command: array(string()),
        env: array(Env, { keys: ['name'] }),
        envFrom: array(EnvFrom),
        image: string(),
        imagePullPolicy: string(),
        lifecycle: Lifecycle,
        livenessProbe: LivenessProbe,
        name: required(string()),
        ports: array(Port, { keys: ['containerPort', 'protocol'] }),
        readinessProbe: LivenessProbe,
        resizePolicy: array(ResizePolicy),
        resources: Resources,
        restartPolicy: string(),
        restartPolicyRules: array(RestartPolicyRule),
        securityContext: SecurityContext,
        startupProbe: LivenessProbe,
        stdin: boolean(),
        stdinOnce: boolean(),
        targetContainerName: string(),
        terminationMessagePath: string(),
        terminationMessagePolicy: string(),
        tty: boolean(),
        volumeDevices: array(VolumeDevice, { keys: ['devicePath'] }),
        volumeMounts: array(VolumeMount, { keys: ['mountPath'] }),
        workingDir: string(),
      }),
      { keys: ['name'] },
    ),
    hostAliases: array(object({ hostnames: array(string()), ip: required(string()) }), { keys: ['ip'] }),
    hostIPC: boolean(),
    hostNetwork: boolean(),
    hostPID: boolean(),
    hostUsers: boolean(),
    hostname: string(),
    hostnameOverride: string(),
    imagePullSecrets: array(object({ name: string({ default: '' }) }), { keys: ['name'] }),
    initContainers: array(Container, { keys: ['name'] }),
    nodeName: string(),
    nodeSelector: map(string()),
    os: object({ name: required(string()) }),
    overhead: map(
      intOrString({
        pattern:
          '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
      }),
    ),
    preemptionPolicy: string(),
    priority: integer({ format: 'int32' }),
    priorityClassName: string(),
    readinessGates: array(object({ conditionType: required(string()) })),
    resourceClaims: array(
      object({ name: required(string()), resourceClaimName: string(), resourceClaimTemplateName: string() }),
      { keys: ['name'] },
    ),
    resources: object({
      claims: array(Claim, { keys: ['name'] }),
      limits: map(
        intOrString({
          pattern:
            '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
        }),
      ),
      requests: map(
        intOrString({
          pattern:
            '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
        }),
      ),
    }),
    restartPolicy: string(),
    runtimeClassName: string(),
    schedulerName: string(),
    schedulingGates: array(object({ name: required(string()) }), { keys: ['name'] }),
    securityContext: object({
      appArmorProfile: AppArmorProfile,
      fsGroup: integer({ format: 'int64' }),
      fsGroupChangePolicy: string(),
      runAsGroup: integer({ format: 'int64' }),
      runAsNonRoot: boolean(),
      runAsUser: integer({ format: 'int64' }),
      seLinuxChangePolicy: string(),
      seLinuxOptions: SeLinuxOptions,
      seccompProfile: AppArmorProfile,
      supplementalGroups: array(integer({ format: 'int64' })),
      supplementalGroupsPolicy: string(),
      sysctls: array(HttpHeader),
      windowsOptions: WindowsOptions,
    }),
    serviceAccount: string(),
    serviceAccountName: string(),
    setHostnameAsFQDN: boolean(),
    shareProcessNamespace: boolean(),
    subdomain: string(),
    terminationGracePeriodSeconds: integer({ format: 'int64' }),
    tolerations: array(
      object({
        effect: string(),
        key: string(),
        operator: string(),
        tolerationSeconds: integer({ format: 'int64' }),
        value: string(),
      }),
    ),
    topologySpreadConstraints: array(
      object({
        labelSelector: Selector,
        matchLabelKeys: array(string()),
        maxSkew: required(integer({ format: 'int32' })),
        minDomains: integer({ format: 'int32' }),
        nodeAffinityPolicy: string(),
        nodeTaintsPolicy: string(),
        topologyKey: required(string()),
        whenUnsatisfiable: required(string()),
      }),
      { keys: ['topologyKey', 'whenUnsatisfiable'] },
    ),
    volumes: any(),
  }),
});
export type SpecTemplate = Infer<typeof SpecTemplate>;

export const Graphite = object({ address: string(), query: string() });
export type Graphite = Infer<typeof Graphite>;

export const ControlScope = object({
  end: string(),
  region: required(string()),
  scope: required(string()),
  start: string(),
  step: required(integer({ format: 'int64' })),
});
export type ControlScope = Infer<typeof ControlScope>;

export const Authentication = object({
  oauth2: object({ clientId: string(), clientSecret: string(), scopes: array(string()), tokenUrl: string() }),
  sigv4: object({ profile: string(), region: string(), roleArn: string() }),
});
export type Authentication = Infer<typeof Authentication>;

export const Header = object({ key: required(string()), value: required(string()) });
export type Header = Infer<typeof Header>;

export const Retry = object({
  backoff: object({ duration: string(), factor: integer({ format: 'int64' }), maxDuration: string() }),
  limit: integer({ format: 'int64' }),
  refresh: boolean(),
});
export type Retry = Infer<typeof Retry>;

export const ExtVars = object({ code: boolean(), name: required(string()), value: required(string()) });
export type ExtVars = Infer<typeof ExtVars>;

export const Directory = object({
  exclude: string(),
  include: string(),
  jsonnet: object({ extVars: array(ExtVars), libs: array(string()), tlas: array(ExtVars) }),
  recurse: boolean(),
});
export type Directory = Infer<typeof Directory>;

export const Helm = object({
  apiVersions: array(string()),
  fileParameters: array(object({ name: string(), path: string() })),
  ignoreMissingValueFiles: boolean(),
  kubeVersion: string(),
  namespace: string(),
  parameters: array(object({ forceString: boolean(), name: string(), value: string() })),
  passCredentials: boolean(),
  releaseName: string(),
  skipCrds: boolean(),
  skipSchemaValidation: boolean(),
  skipTests: boolean(),
  valueFiles: array(string()),
  values: string(),
  valuesObject: map(any()),
  version: string(),
});
export type Helm = Infer<typeof Helm>;

export const Kustomize = object({
  apiVersions: array(string()),
  commonAnnotations: map(string()),
  commonAnnotationsEnvsubst: boolean(),
  commonLabels: map(string()),
  components: array(string()),
  forceCommonAnnotations: boolean(),
  forceCommonLabels: boolean(),
  ignoreMissingComponents: boolean(),
  images: array(string()),
  kubeVersion: string(),
  labelIncludeTemplates: boolean(),
  labelWithoutSelector: boolean(),
  namePrefix: string(),
  nameSuffix: string(),
  namespace: string(),
  patches: array(
    object({
      options: map(boolean()),
      patch: string(),
      path: string(),
      target: object({
        annotationSelector: string(),
        group: string(),
        kind: string(),
        labelSelector: string(),
        name: string(),
        namespace: string(),
        version: string(),
      }),
    }),
  ),
  replicas: array(object({ count: required(intOrString()), name: required(string()) })),
  version: string(),
});
export type Kustomize = Infer<typeof Kustomize>;

export const Plugin = object({
  env: array(HttpHeader),
  name: string(),
  parameters: array(object({ array: array(string()), map: map(string()), name: string(), string: string() })),
});
export type Plugin = Infer<typeof Plugin>;

export const Source = object({
  chart: string(),
  directory: Directory,
  helm: Helm,
  kustomize: Kustomize,
  name: string(),
  path: string(),
  plugin: Plugin,
  ref: string(),
  repoURL: required(string()),
  tagPrefix: string(),
  targetRevision: string(),
});
export type Source = Infer<typeof Source>;

export const ApplicationSpec = object({
  destination: required(object({ name: string(), namespace: string(), server: string() })),
  ignoreDifferences: array(
    object({
      group: string(),
      jqPathExpressions: array(string()),
      jsonPointers: array(string()),
      kind: required(string()),
      managedFieldsManagers: array(string()),
      name: string(),
      namespace: string(),
    }),
  ),
  info: array(HttpHeader),
  project: required(string()),
  revisionHistoryLimit: integer({ format: 'int64' }),
  source: Source,
  sourceHydrator: object({
    drySource: required(
      object({
        directory: Directory,
        helm: Helm,
        kustomize: Kustomize,
        path: required(string()),
        plugin: Plugin,
        repoURL: required(string()),
        targetRevision: required(string()),
      }),
    ),
    hydrateTo: object({ targetBranch: required(string()) }),
    syncSource: required(
      object({
        path: required(string({ min: 1, pattern: '^.{2,}|[^./]$' })),
        repoURL: string(),
        targetBranch: required(string()),
      }),
    ),
  }),
  sources: array(Source),
  syncPolicy: object({
    automated: object({ allowEmpty: boolean(), enabled: boolean(), prune: boolean(), selfHeal: boolean() }),
    managedNamespaceMetadata: ActiveMetadata,
    retry: Retry,
    syncOptions: array(string()),
  }),
});
export type ApplicationSpec = Infer<typeof ApplicationSpec>;

export const ClusterDecisionResourceTemplate = object({
  metadata: required(
    object({
      annotations: map(string()),
      finalizers: array(string()),
      labels: map(string()),
      name: string(),
      namespace: string(),
    }),
  ),
  spec: required(ApplicationSpec),
});
export type ClusterDecisionResourceTemplate = Infer<typeof ClusterDecisionResourceTemplate>;

export const ClusterDecisionResource = object({
  configMapRef: required(string()),
  labelSelector: Selector,
  name: string(),
  requeueAfterSeconds: integer({ format: 'int64' }),
  template: ClusterDecisionResourceTemplate,
  values: map(string()),
});
export type ClusterDecisionResource = Infer<typeof ClusterDecisionResource>;

export const Clusters = object({
  flatList: boolean(),
  selector: Selector,
  template: ClusterDecisionResourceTemplate,
  values: map(string()),
});
export type Clusters = Infer<typeof Clusters>;

export const GitDirectory = object({ exclude: boolean(), path: required(string()) });
export type GitDirectory = Infer<typeof GitDirectory>;

export const Git = object({
  directories: array(GitDirectory),
  files: array(GitDirectory),
  pathParamPrefix: string(),
  repoURL: required(string()),
  requeueAfterSeconds: integer({ format: 'int64' }),
  revision: required(string()),
  template: ClusterDecisionResourceTemplate,
  values: map(string()),
});
export type Git = Infer<typeof Git>;

export const List = object({
  elements: array(any()),
  elementsYaml: string(),
  template: ClusterDecisionResourceTemplate,
});
export type List = Infer<typeof List>;

export const GeneratorPlugin = object({
  configMapRef: required(object({ name: required(string()) })),
  input: object({ parameters: map(any()) }),
  requeueAfterSeconds: integer({ format: 'int64' }),
  template: ClusterDecisionResourceTemplate,
  values: map(string()),
});
export type GeneratorPlugin = Infer<typeof GeneratorPlugin>;

export const TokenRef = object({ key: required(string()), secretName: required(string()) });
export type TokenRef = Infer<typeof TokenRef>;

export const BasicAuth = object({ passwordRef: required(TokenRef), username: required(string()) });
export type BasicAuth = Infer<typeof BasicAuth>;

export const CaRef = object({ configMapName: required(string()), key: required(string()) });
export type CaRef = Infer<typeof CaRef>;

export const PullRequest = object({
  azuredevops: object({
    api: string(),
    labels: array(string()),
    organization: required(string()),
    project: required(string()),
    repo: required(string()),
    tokenRef: TokenRef,
  }),
  bitbucket: object({
    api: string(),
    basicAuth: BasicAuth,
    bearerToken: object({ tokenRef: required(TokenRef) }),
    owner: required(string()),
    repo: required(string()),
  }),
  bitbucketServer: object({
    api: required(string()),
    basicAuth: BasicAuth,
    bearerToken: object({ tokenRef: required(TokenRef) }),
    caRef: CaRef,
    insecure: boolean(),
    project: required(string()),
    repo: required(string()),
  }),
  continueOnRepoNotFoundError: boolean(),
  filters: array(object({ branchMatch: string(), targetBranchMatch: string(), titleMatch: string() })),
  gitea: object({
    api: required(string()),
    insecure: boolean(),
    labels: array(string()),
    owner: required(string()),
    repo: required(string()),
    tokenRef: TokenRef,
  }),
  github: object({
    api: string(),
    appSecretName: string(),
    labels: array(string()),
    owner: required(string()),
    repo: required(string()),
    tokenRef: TokenRef,
  }),
  gitlab: object({
    api: string(),
    caRef: CaRef,
    insecure: boolean(),
    labels: array(string()),
    project: required(string()),
    pullRequestState: string(),
    tokenRef: TokenRef,
  }),
  requeueAfterSeconds: integer({ format: 'int64' }),
  template: ClusterDecisionResourceTemplate,
  values: map(string()),
});
export type PullRequest = Infer<typeof PullRequest>;

export const ScmProvider = object({
  awsCodeCommit: object({
    allBranches: boolean(),
    region: string(),
    role: string(),
    tagFilters: array(object({ key: required(string()), value: string() })),
  }),
  azureDevOps: object({
    accessTokenRef: required(TokenRef),
    allBranches: boolean(),
    api: string(),
    organization: required(string()),
    teamProject: required(string()),
  }),
  bitbucket: object({
    allBranches: boolean(),
    appPasswordRef: required(TokenRef),
    owner: required(string()),
    user: required(string()),
  }),
  bitbucketServer: object({
    allBranches: boolean(),
    api: required(string()),
    basicAuth: BasicAuth,
    bearerToken: object({ tokenRef: required(TokenRef) }),
    caRef: CaRef,
    insecure: boolean(),
    project: required(string()),
  }),
  cloneProtocol: string(),
  filters: array(
    object({
      branchMatch: string(),
      labelMatch: string(),
      pathsDoNotExist: array(string()),
      pathsExist: array(string()),
      repositoryMatch: string(),
    }),
  ),
  gitea: object({
    allBranches: boolean(),
    api: required(string()),
    excludeArchivedRepos: boolean(),
    insecure: boolean(),
    owner: required(string()),
    tokenRef: TokenRef,
  }),
  github: object({
    allBranches: boolean(),
    api: string(),
    appSecretName: string(),
    excludeArchivedRepos: boolean(),
    organization: required(string()),
    tokenRef: TokenRef,
  }),
  gitlab: object({
    allBranches: boolean(),
    api: string(),
    caRef: CaRef,
    group: required(string()),
    includeArchivedRepos: boolean(),
    includeSharedProjects: boolean(),
    includeSubgroups: boolean(),
    insecure: boolean(),
    tokenRef: TokenRef,
    topic: string(),
  }),
  requeueAfterSeconds: integer({ format: 'int64' }),
  template: ClusterDecisionResourceTemplate,
  values: map(string()),
});
export type ScmProvider = Infer<typeof ScmProvider>;

export const Generator = object({
  clusterDecisionResource: ClusterDecisionResource,
  clusters: Clusters,
  git: Git,
  list: List,
  matrix: any(),
  merge: any(),
  plugin: GeneratorPlugin,
  pullRequest: PullRequest,
  scmProvider: ScmProvider,
  selector: Selector,
});
export type Generator = Infer<typeof Generator>;

export const Rollout = kind('argoproj.io/v1alpha1', 'Rollout', 'Namespaced', {
  spec: required(
    object({
      analysis: object({
        successfulRunHistoryLimit: integer({ format: 'int32' }),
        unsuccessfulRunHistoryLimit: integer({ format: 'int32' }),
      }),
      minReadySeconds: integer({ format: 'int32' }),
      paused: boolean(),
      progressDeadlineAbort: boolean(),
      progressDeadlineSeconds: integer({ format: 'int32' }),
      replicas: integer({ format: 'int32' }),
      restartAt: string({ format: 'date-time' }),
      revisionHistoryLimit: integer({ format: 'int32' }),
      rollbackWindow: object({ revisions: integer({ format: 'int32' }) }),
      selector: object({ matchExpressions: array(MatchExpression), matchLabels: map(string()) }),
      strategy: object({
        blueGreen: object({
          abortScaleDownDelaySeconds: integer({ format: 'int32' }),
          activeMetadata: ActiveMetadata,
          activeService: required(string()),
          antiAffinity: AntiAffinity,
          autoPromotionEnabled: boolean(),
          autoPromotionSeconds: integer({ format: 'int32' }),
          maxUnavailable: intOrString(),
          postPromotionAnalysis: PostPromotionAnalysis,
          prePromotionAnalysis: PostPromotionAnalysis,
          previewMetadata: ActiveMetadata,
          previewReplicaCount: integer({ format: 'int32' }),
          previewService: string(),
          scaleDownDelayRevisionLimit: integer({ format: 'int32' }),
          scaleDownDelaySeconds: integer({ format: 'int32' }),
        }),
        canary: object({
          abortScaleDownDelaySeconds: integer({ format: 'int32' }),
          analysis: object({
            analysisRunMetadata: ActiveMetadata,
            args: array(Arg),
            dryRun: array(object({ metricName: required(string()) })),
            measurementRetention: array(MeasurementRetention),
            startingStep: integer({ format: 'int32' }),
            templates: array(Template),
          }),
          antiAffinity: AntiAffinity,
          canaryMetadata: ActiveMetadata,
          canaryService: string(),
          dynamicStableScale: boolean(),
          maxSurge: intOrString(),
          maxUnavailable: intOrString(),
          minPodsPerReplicaSet: integer({ format: 'int32' }),
          pingPong: object({ pingService: required(string()), pongService: required(string()) }),
          replicaProgressThreshold: object({ type: required(string()), value: required(integer({ format: 'int32' })) }),
          scaleDownDelayRevisionLimit: integer({ format: 'int32' }),
          scaleDownDelaySeconds: integer({ format: 'int32' }),
          stableMetadata: ActiveMetadata,
          stableService: string(),
          steps: array(
            object({
              analysis: PostPromotionAnalysis,
              experiment: object({
                analyses: array(
                  object({
                    args: array(Arg),
                    clusterScope: boolean(),
                    name: required(string()),
                    requiredForCompletion: boolean(),
                    templateName: required(string()),
                  }),
                ),
                analysisRunMetadata: ActiveMetadata,
                dryRun: array(object({ metricName: required(string()) })),
                duration: string(),
                scaleDownDelaySeconds: integer({ format: 'int32' }),
                templates: required(
                  array(
                    object({
                      metadata: ActiveMetadata,
                      name: required(string()),
                      replicas: integer({ format: 'int32' }),
                      selector: Selector,
                      service: object({ name: string() }),
                      specRef: required(string()),
                      weight: integer({ format: 'int32' }),
                    }),
                  ),
                ),
              }),
              pause: object({ duration: intOrString() }),
              plugin: object({ config: map(any()), name: required(string()) }),
              setCanaryScale: object({
                matchTrafficWeight: boolean(),
                replicas: integer({ format: 'int32' }),
                weight: integer({ format: 'int32' }),
              }),
              setHeaderRoute: object({
                match: array(object({ headerName: required(string()), headerValue: required(HeaderValue) })),
                name: string(),
              }),
              setMirrorRoute: object({
                match: array(object({ headers: map(HeaderValue), method: HeaderValue, path: HeaderValue })),
                name: required(string()),
                percentage: integer({ format: 'int32' }),
              }),
              setWeight: integer({ format: 'int32' }),
            }),
          ),
          trafficRouting: object({
            alb: object({
              annotationPrefix: string(),
              ingress: string(),
              ingresses: array(string()),
              rootService: string(),
              servicePort: required(integer({ format: 'int32' })),
              stickinessConfig: object({
                durationSeconds: required(integer({ format: 'int64' })),
                enabled: required(boolean()),
              }),
            }),
            ambassador: object({ mappings: required(array(string())) }),
            apisix: object({ route: object({ name: required(string()), rules: array(string()) }) }),
            appMesh: object({
              virtualNodeGroup: object({
                canaryVirtualNodeRef: required(object({ name: required(string()) })),
                stableVirtualNodeRef: required(object({ name: required(string()) })),
              }),
              virtualService: object({ name: required(string()), routes: array(string()) }),
            }),
            istio: object({
              destinationRule: object({
                additionalSubsetNames: array(string()),
                canarySubsetName: required(string()),
                name: required(string()),
                stableSubsetName: required(string()),
              }),
              virtualService: VirtualService,
              virtualServices: array(VirtualService),
            }),
            managedRoutes: array(object({ name: required(string()) })),
            maxTrafficWeight: integer({ format: 'int32' }),
            nginx: object({
              additionalIngressAnnotations: map(string()),
              annotationPrefix: string(),
              canaryIngressAnnotations: map(string()),
              stableIngress: string(),
              stableIngresses: array(string()),
            }),
            plugins: map(any()),
            smi: object({ rootService: string(), trafficSplitName: string() }),
            traefik: object({ weightedTraefikServiceName: required(string()) }),
          }),
        }),
      }),
      template: SpecTemplate,
      workloadRef: object({ apiVersion: string(), kind: string(), name: string(), scaleDown: string() }),
    }),
  ),
});
export type RolloutSpec = Spec<typeof Rollout>;

export const AnalysisTemplate = kind('argoproj.io/v1alpha1', 'AnalysisTemplate', 'Namespaced', {
  spec: required(
    object({
      args: array(
        object({
          name: required(string()),
          value: string(),
          valueFrom: object({
            fieldRef: object({ fieldPath: required(string()) }),
            secretKeyRef: object({ key: required(string()), name: required(string()) }),
          }),
        }),
      ),
      dryRun: array(object({ metricName: required(string()) })),
      measurementRetention: array(MeasurementRetention),
      metrics: array(
        object({
          consecutiveErrorLimit: intOrString(),
          consecutiveSuccessLimit: intOrString(),
          count: intOrString(),
          failureCondition: string(),
          failureLimit: intOrString(),
          inconclusiveLimit: intOrString(),
          initialDelay: string(),
          interval: string(),
          name: required(string()),
          provider: required(
            object({
              cloudWatch: object({
                interval: string(),
                metricDataQueries: required(
                  array(
                    object({
                      expression: string(),
                      id: string(),
                      label: string(),
                      metricStat: object({
                        metric: object({ dimensions: array(Option), metricName: string(), namespace: string() }),
                        period: intOrString(),
                        stat: string(),
                        unit: string(),
                      }),
                      period: intOrString(),
                      returnData: boolean(),
                    }),
                  ),
                ),
              }),
              datadog: object({
                aggregator: choice('avg', 'min', 'max', 'sum', 'last', 'percentile', 'mean', 'l2norm', 'area'),
                apiVersion: preset(choice('v1', 'v2'), 'v1'),
                formula: string(),
                interval: string({ default: '5m' }),
                queries: map(string()),
                query: string(),
                secretRef: object({ name: string(), namespaced: boolean() }),
              }),
              graphite: Graphite,
              influxdb: object({ profile: string(), query: string() }),
              job: object({
                metadata: ActiveMetadata,
                spec: required(
                  object({
                    activeDeadlineSeconds: integer({ format: 'int64' }),
                    backoffLimit: integer({ format: 'int32' }),
                    backoffLimitPerIndex: integer({ format: 'int32' }),
                    completionMode: string(),
                    completions: integer({ format: 'int32' }),
                    managedBy: string(),
                    manualSelector: boolean(),
                    maxFailedIndexes: integer({ format: 'int32' }),
                    parallelism: integer({ format: 'int32' }),
                    podFailurePolicy: object({
                      rules: required(
                        array(
                          object({
                            action: required(string()),
                            onExitCodes: object({
                              containerName: string(),
                              operator: required(string()),
                              values: required(array(integer({ format: 'int32' }), { set: true })),
                            }),
                            onPodConditions: array(object({ status: required(string()), type: required(string()) })),
                          }),
                        ),
                      ),
                    }),
                    podReplacementPolicy: string(),
                    selector: Selector,
                    successPolicy: object({
                      rules: required(
                        array(object({ succeededCount: integer({ format: 'int32' }), succeededIndexes: string() })),
                      ),
                    }),
                    suspend: boolean(),
                    template: required(SpecTemplate),
                    ttlSecondsAfterFinished: integer({ format: 'int32' }),
                  }),
                ),
              }),
              kayenta: object({
                address: required(string()),
                application: required(string()),
                canaryConfigName: required(string()),
                configurationAccountName: required(string()),
                lookback: boolean(),
                metricsAccountName: required(string()),
                scopes: required(
                  array(
                    object({
                      controlScope: required(ControlScope),
                      experimentScope: required(ControlScope),
                      name: required(string()),
                    }),
                  ),
                ),
                storageAccountName: required(string()),
                threshold: required(
                  object({
                    marginal: required(integer({ format: 'int64' })),
                    pass: required(integer({ format: 'int64' })),
                  }),
                ),
              }),
              newRelic: object({ profile: string(), query: required(string()), timeout: integer({ format: 'int64' }) }),
              plugin: map(any()),
              prometheus: object({
                address: string(),
                authentication: Authentication,
                headers: array(Header),
                insecure: boolean(),
                query: string(),
                rangeQuery: object({ end: string(), start: string(), step: string() }),
                timeout: integer({ format: 'int64' }),
              }),
              skywalking: object({ address: string(), interval: string(), query: string() }),
              wavefront: Graphite,
              web: object({
                authentication: Authentication,
                body: string(),
                headers: array(Header),
                insecure: boolean(),
                jsonBody: map(any()),
                jsonPath: string(),
                method: string(),
                timeoutSeconds: integer({ format: 'int64' }),
                url: required(string()),
              }),
            }),
          ),
          successCondition: string(),
        }),
      ),
      templates: array(Template),
    }),
  ),
});
export type AnalysisTemplateSpec = Spec<typeof AnalysisTemplate>;

export const Application = kind('argoproj.io/v1alpha1', 'Application', 'Namespaced', {
  operation: object({
    info: array(HttpHeader),
    initiatedBy: object({ automated: boolean(), username: string() }),
    retry: Retry,
    sync: object({
      autoHealAttemptsCount: integer({ format: 'int64' }),
      dryRun: boolean(),
      manifests: array(string()),
      prune: boolean(),
      resources: array(
        object({ group: string(), kind: required(string()), name: required(string()), namespace: string() }),
      ),
      revision: string(),
      revisions: array(string()),
      source: Source,
      sources: array(Source),
      syncOptions: array(string()),
      syncStrategy: object({ apply: object({ force: boolean() }), hook: object({ force: boolean() }) }),
    }),
  }),
  spec: required(ApplicationSpec),
});

export const ApplicationSet = kind('argoproj.io/v1alpha1', 'ApplicationSet', 'Namespaced', {
  spec: required(
    object({
      applyNestedSelectors: boolean(),
      generators: required(
        array(
          object({
            clusterDecisionResource: ClusterDecisionResource,
            clusters: Clusters,
            git: Git,
            list: List,
            matrix: object({ generators: required(array(Generator)), template: ClusterDecisionResourceTemplate }),
            merge: object({
              generators: required(array(Generator)),
              mergeKeys: required(array(string())),
              template: ClusterDecisionResourceTemplate,
            }),
            plugin: GeneratorPlugin,
            pullRequest: PullRequest,
            scmProvider: ScmProvider,
            selector: Selector,
          }),
        ),
      ),
      goTemplate: boolean(),
      goTemplateOptions: array(string()),
      ignoreApplicationDifferences: array(
        object({ jqPathExpressions: array(string()), jsonPointers: array(string()), name: string() }),
      ),
      preservedFields: object({ annotations: array(string()), labels: array(string()) }),
      strategy: object({
        deletionOrder: string(),
        rollingSync: object({
          steps: array(
            object({
              matchExpressions: array(object({ key: string(), operator: string(), values: array(string()) })),
              maxUpdate: intOrString(),
            }),
          ),
        }),
        type: string(),
      }),
      syncPolicy: object({
        applicationsSync: choice('create-only', 'create-update', 'create-delete', 'sync'),
        preserveResourcesOnDeletion: boolean(),
      }),
      template: required(ClusterDecisionResourceTemplate),
      templatePatch: string(),
    }),
  ),
});
export type ApplicationSetSpec = Spec<typeof ApplicationSet>;
