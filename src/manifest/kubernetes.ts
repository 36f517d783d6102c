// Kubernetes: written by tools/shapes.ts from its types; change it there.
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
} from './shape';

const AuditAnnotation = object({ key: required(string()), valueExpression: required(string()) });
const MatchCondition = object({ expression: required(string()), name: required(string()) });
const NamedRuleWithOperations = object({
  apiGroups: array(string()),
  apiVersions: array(string()),
  operations: array(string()),
  resourceNames: array(string()),
  resources: array(string()),
  scope: string(),
});
const LabelSelectorRequirement = object({
  key: required(string()),
  operator: required(choice('In', 'NotIn', 'Exists', 'DoesNotExist')),
  values: array(string()),
});
const LabelSelector = object({ matchExpressions: array(LabelSelectorRequirement), matchLabels: map(string()) });
const MatchResources = object({
  excludeResourceRules: array(NamedRuleWithOperations),
  matchPolicy: choice('Exact', 'Equivalent'),
  namespaceSelector: LabelSelector,
  objectSelector: LabelSelector,
  resourceRules: array(NamedRuleWithOperations),
});
const EmbeddedParamKind = object({ apiVersion: string(), kind: string() });
const Validation = object({
  expression: required(string()),
  message: string(),
  messageExpression: string(),
  reason: string(),
});
const Variable = object({ expression: required(string()), name: required(string()) });
const ValidatingAdmissionPolicySpec = object({
  auditAnnotations: array(AuditAnnotation),
  failurePolicy: choice('Ignore', 'Fail'),
  matchConditions: array(MatchCondition),
  matchConstraints: MatchResources,
  paramKind: EmbeddedParamKind,
  validations: array(Validation),
  variables: array(Variable),
});
const ParamRef = object({
  name: string(),
  namespace: string(),
  parameterNotFoundAction: string(),
  selector: LabelSelector,
});
const ValidatingAdmissionPolicyBindingSpec = object({
  matchResources: MatchResources,
  paramRef: ParamRef,
  policyName: required(string()),
  validationActions: required(array(choice('Deny', 'Warn', 'Audit'))),
});
const EmbeddedManagedFieldsEntry = object({
  apiVersion: string(),
  fieldsType: string(),
  fieldsV1: map(any()),
  manager: string(),
  operation: string(),
  subresource: string(),
  time: string({ format: 'date-time' }),
});
const EmbeddedOwnerReference = object({
  apiVersion: required(string()),
  blockOwnerDeletion: boolean(),
  controller: boolean(),
  kind: required(string()),
  name: required(string()),
  uid: required(string()),
});
const ObjectMeta = object({
  annotations: map(string()),
  creationTimestamp: string({ format: 'date-time' }),
  deletionGracePeriodSeconds: integer({ format: 'int64' }),
  deletionTimestamp: string({ format: 'date-time' }),
  finalizers: array(string()),
  generateName: string(),
  generation: integer({ format: 'int64' }),
  labels: map(string()),
  managedFields: array(EmbeddedManagedFieldsEntry),
  name: string(),
  namespace: string(),
  ownerReferences: array(EmbeddedOwnerReference),
  resourceVersion: string(),
  selfLink: string(),
  uid: string(),
});
const NodeSelectorRequirement = object({
  key: required(string()),
  operator: required(choice('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt')),
  values: array(string()),
});
const NodeSelectorTerm = object({
  matchExpressions: array(NodeSelectorRequirement),
  matchFields: array(NodeSelectorRequirement),
});
const PreferredSchedulingTerm = object({
  preference: required(NodeSelectorTerm),
  weight: required(integer({ format: 'int32' })),
});
const NodeSelector = object({ nodeSelectorTerms: required(array(NodeSelectorTerm)) });
const NodeAffinity = object({
  preferredDuringSchedulingIgnoredDuringExecution: array(PreferredSchedulingTerm),
  requiredDuringSchedulingIgnoredDuringExecution: NodeSelector,
});
const PodAffinityTerm = object({
  labelSelector: LabelSelector,
  matchLabelKeys: array(string()),
  mismatchLabelKeys: array(string()),
  namespaceSelector: LabelSelector,
  namespaces: array(string()),
  topologyKey: required(string()),
});
const WeightedPodAffinityTerm = object({
  podAffinityTerm: required(PodAffinityTerm),
  weight: required(integer({ format: 'int32' })),
});
const PodAffinity = object({
  preferredDuringSchedulingIgnoredDuringExecution: array(WeightedPodAffinityTerm),
  requiredDuringSchedulingIgnoredDuringExecution: array(PodAffinityTerm),
});
const PodAntiAffinity = object({
  preferredDuringSchedulingIgnoredDuringExecution: array(WeightedPodAffinityTerm),
  requiredDuringSchedulingIgnoredDuringExecution: array(PodAffinityTerm),
});
const Affinity = object({ nodeAffinity: NodeAffinity, podAffinity: PodAffinity, podAntiAffinity: PodAntiAffinity });
const ConfigMapKeySelector = object({ key: required(string()), name: string(), optional: boolean() });
const EmbeddedObjectFieldSelector = object({ apiVersion: string(), fieldPath: required(string()) });
const FileKeySelector = object({
  key: required(string()),
  optional: boolean(),
  path: required(string()),
  volumeName: required(string()),
});
const ResourceFieldSelector = object({ containerName: string(), divisor: any(), resource: required(string()) });
const SecretKeySelector = object({ key: required(string()), name: string(), optional: boolean() });
const EnvVarSource = object({
  configMapKeyRef: ConfigMapKeySelector,
  fieldRef: EmbeddedObjectFieldSelector,
  fileKeyRef: FileKeySelector,
  resourceFieldRef: ResourceFieldSelector,
  secretKeyRef: SecretKeySelector,
});
const EnvVar = object({ name: required(string()), value: string(), valueFrom: EnvVarSource });
const ConfigMapEnvSource = object({ name: string(), optional: boolean() });
const SecretEnvSource = object({ name: string(), optional: boolean() });
const EnvFromSource = object({ configMapRef: ConfigMapEnvSource, prefix: string(), secretRef: SecretEnvSource });
const ExecAction = object({ command: array(string()) });
const HTTPHeader = object({ name: required(string()), value: required(string()) });
const HTTPGetAction = object({
  host: string(),
  httpHeaders: array(HTTPHeader),
  path: string(),
  port: required(intOrString()),
  scheme: choice('HTTP', 'HTTPS'),
});
const SleepAction = object({ seconds: required(integer({ format: 'int64' })) });
const TCPSocketAction = object({ host: string(), port: required(intOrString()) });
const LifecycleHandler = object({
  exec: ExecAction,
  httpGet: HTTPGetAction,
  sleep: SleepAction,
  tcpSocket: TCPSocketAction,
});
const Lifecycle = object({
  postStart: LifecycleHandler,
  preStop: LifecycleHandler,
  stopSignal: choice(
    'SIGABRT',
    'SIGALRM',
    'SIGBUS',
    'SIGCHLD',
    'SIGCLD',
    'SIGCONT',
    'SIGFPE',
    'SIGHUP',
    'SIGILL',
    'SIGINT',
    'SIGIO',
    'SIGIOT',
    'SIGKILL',
    'SIGPIPE',
    'SIGPOLL',
    'SIGPROF',
    'SIGPWR',
    'SIGQUIT',
    'SIGSEGV',
    'SIGSTKFLT',
    'SIGSTOP',
    'SIGSYS',
    'SIGTERM',
    'SIGTRAP',
    'SIGTSTP',
    'SIGTTIN',
    'SIGTTOU',
    'SIGURG',
    'SIGUSR1',
    'SIGUSR2',
    'SIGVTALRM',
    'SIGWINCH',
    'SIGXCPU',
    'SIGXFSZ',
    'SIGRTMIN',
    'SIGRTMIN+1',
    'SIGRTMIN+2',
    'SIGRTMIN+3',
    'SIGRTMIN+4',
    'SIGRTMIN+5',
    'SIGRTMIN+6',
    'SIGRTMIN+7',
    'SIGRTMIN+8',
    'SIGRTMIN+9',
    'SIGRTMIN+10',
    'SIGRTMIN+11',
    'SIGRTMIN+12',
    'SIGRTMIN+13',
    'SIGRTMIN+14',
    'SIGRTMIN+15',
    'SIGRTMAX-14',
    'SIGRTMAX-13',
    'SIGRTMAX-12',
    'SIGRTMAX-11',
    'SIGRTMAX-10',
    'SIGRTMAX-9',
    'SIGRTMAX-8',
    'SIGRTMAX-7',
    'SIGRTMAX-6',
    'SIGRTMAX-5',
    'SIGRTMAX-4',
    'SIGRTMAX-3',
    'SIGRTMAX-2',
    'SIGRTMAX-1',
    'SIGRTMAX',
  ),
});
const GRPCAction = object({ port: required(integer({ format: 'int32' })), service: string() });
const Probe = object({
  exec: ExecAction,
  failureThreshold: integer({ format: 'int32' }),
  grpc: GRPCAction,
  httpGet: HTTPGetAction,
  initialDelaySeconds: integer({ format: 'int32' }),
  periodSeconds: integer({ format: 'int32' }),
  successThreshold: integer({ format: 'int32' }),
  tcpSocket: TCPSocketAction,
  terminationGracePeriodSeconds: integer({ format: 'int64' }),
  timeoutSeconds: integer({ format: 'int32' }),
});
const ContainerPort = object({
  containerPort: required(integer({ format: 'int32' })),
  hostIP: string(),
  hostPort: integer({ format: 'int32' }),
  name: string(),
  protocol: preset(choice('TCP', 'UDP', 'SCTP'), 'TCP'),
});
const ContainerResizePolicy = object({ resourceName: required(string()), restartPolicy: required(string()) });
const ResourceClaim = object({ name: required(string()), request: string() });
const ResourceRequirements = object({ claims: array(ResourceClaim), limits: map(any()), requests: map(any()) });
const ContainerRestartRuleOnExitCodes = object({
  operator: required(string()),
  values: array(integer({ format: 'int32' })),
});
const ContainerRestartRule = object({ action: required(string()), exitCodes: ContainerRestartRuleOnExitCodes });
const AppArmorProfile = object({
  localhostProfile: string(),
  type: required(choice('Unconfined', 'RuntimeDefault', 'Localhost')),
});
const Capabilities = object({ add: array(string()), drop: array(string()) });
const SELinuxOptions = object({ level: string(), role: string(), type: string(), user: string() });
const SeccompProfile = object({
  localhostProfile: string(),
  type: required(choice('Unconfined', 'RuntimeDefault', 'Localhost')),
});
const WindowsSecurityContextOptions = object({
  gmsaCredentialSpec: string(),
  gmsaCredentialSpecName: string(),
  hostProcess: boolean(),
  runAsUserName: string(),
});
const SecurityContext = object({
  allowPrivilegeEscalation: boolean(),
  appArmorProfile: AppArmorProfile,
  capabilities: Capabilities,
  privileged: boolean(),
  procMount: choice('Default', 'Unmasked'),
  readOnlyRootFilesystem: boolean(),
  runAsGroup: integer({ format: 'int64' }),
  runAsNonRoot: boolean(),
  runAsUser: integer({ format: 'int64' }),
  seLinuxOptions: SELinuxOptions,
  seccompProfile: SeccompProfile,
  windowsOptions: WindowsSecurityContextOptions,
});
const VolumeDevice = object({ devicePath: required(string()), name: required(string()) });
const VolumeMount = object({
  mountPath: required(string()),
  mountPropagation: choice('None', 'HostToContainer', 'Bidirectional'),
  name: required(string()),
  readOnly: boolean(),
  recursiveReadOnly: string(),
  subPath: string(),
  subPathExpr: string(),
});
const Container = object({
  args: array(string()),
  command: array(string()),
  env: array(EnvVar),
  envFrom: array(EnvFromSource),
  image: string(),
  imagePullPolicy: choice('Always', 'Never', 'IfNotPresent'),
  lifecycle: Lifecycle,
  livenessProbe: Probe,
  name: required(string()),
  ports: array(ContainerPort),
  readinessProbe: Probe,
  resizePolicy: array(ContainerResizePolicy),
  resources: ResourceRequirements,
  restartPolicy: string(),
  restartPolicyRules: array(ContainerRestartRule),
  securityContext: SecurityContext,
  startupProbe: Probe,
  stdin: boolean(),
  stdinOnce: boolean(),
  terminationMessagePath: string(),
  terminationMessagePolicy: choice('File', 'FallbackToLogsOnError'),
  tty: boolean(),
  volumeDevices: array(VolumeDevice),
  volumeMounts: array(VolumeMount),
  workingDir: string(),
});
const PodDNSConfigOption = object({ name: string(), value: string() });
const PodDNSConfig = object({
  nameservers: array(string()),
  options: array(PodDNSConfigOption),
  searches: array(string()),
});
const EphemeralContainer = object({
  args: array(string()),
  command: array(string()),
  env: array(EnvVar),
  envFrom: array(EnvFromSource),
  image: string(),
  imagePullPolicy: string(),
  lifecycle: Lifecycle,
  livenessProbe: Probe,
  name: required(string()),
  ports: array(ContainerPort),
  readinessProbe: Probe,
  resizePolicy: array(ContainerResizePolicy),
  resources: ResourceRequirements,
  restartPolicy: string(),
  restartPolicyRules: array(ContainerRestartRule),
  securityContext: SecurityContext,
  startupProbe: Probe,
  stdin: boolean(),
  stdinOnce: boolean(),
  targetContainerName: string(),
  terminationMessagePath: string(),
  terminationMessagePolicy: string(),
  tty: boolean(),
  volumeDevices: array(VolumeDevice),
  volumeMounts: array(VolumeMount),
  workingDir: string(),
});
const HostAlias = object({ hostnames: array(string()), ip: required(string()) });
const LocalObjectReference = object({ name: string() });
const PodOS = object({ name: required(choice('linux', 'windows')) });
const PodReadinessGate = object({ conditionType: required(string()) });
const PodResourceClaim = object({
  name: required(string()),
  resourceClaimName: string(),
  resourceClaimTemplateName: string(),
});
const PodSchedulingGate = object({ name: required(string()) });
const PodSchedulingGroup = object({ podGroupName: string() });
const Sysctl = object({ name: required(string()), value: required(string()) });
const PodSecurityContext = object({
  appArmorProfile: AppArmorProfile,
  fsGroup: integer({ format: 'int64' }),
  fsGroupChangePolicy: choice('OnRootMismatch', 'Always'),
  runAsGroup: integer({ format: 'int64' }),
  runAsNonRoot: boolean(),
  runAsUser: integer({ format: 'int64' }),
  seLinuxChangePolicy: string(),
  seLinuxOptions: SELinuxOptions,
  seccompProfile: SeccompProfile,
  supplementalGroups: array(integer({ format: 'int64' })),
  supplementalGroupsPolicy: choice('Merge', 'Strict'),
  sysctls: array(Sysctl),
  windowsOptions: WindowsSecurityContextOptions,
});
const Toleration = object({
  effect: choice('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  key: string(),
  operator: choice('Exists', 'Equal', 'Lt', 'Gt'),
  tolerationSeconds: integer({ format: 'int64' }),
  value: string(),
});
const TopologySpreadConstraint = object({
  labelSelector: LabelSelector,
  matchLabelKeys: array(string()),
  maxSkew: required(integer({ format: 'int32' })),
  minDomains: integer({ format: 'int32' }),
  nodeAffinityPolicy: choice('Ignore', 'Honor'),
  nodeTaintsPolicy: choice('Ignore', 'Honor'),
  topologyKey: required(string()),
  whenUnsatisfiable: required(choice('DoNotSchedule', 'ScheduleAnyway')),
});
const AWSElasticBlockStoreVolumeSource = object({
  fsType: string(),
  partition: integer({ format: 'int32' }),
  readOnly: boolean(),
  volumeID: required(string()),
});
const AzureDiskVolumeSource = object({
  cachingMode: choice('None', 'ReadOnly', 'ReadWrite'),
  diskName: required(string()),
  diskURI: required(string()),
  fsType: string(),
  kind: choice('Shared', 'Dedicated', 'Managed'),
  readOnly: boolean(),
});
const AzureFileVolumeSource = object({
  readOnly: boolean(),
  secretName: required(string()),
  shareName: required(string()),
});
const CephFSVolumeSource = object({
  monitors: required(array(string())),
  path: string(),
  readOnly: boolean(),
  secretFile: string(),
  secretRef: LocalObjectReference,
  user: string(),
});
const CinderVolumeSource = object({
  fsType: string(),
  readOnly: boolean(),
  secretRef: LocalObjectReference,
  volumeID: required(string()),
});
const KeyToPath = object({ key: required(string()), mode: integer({ format: 'int32' }), path: required(string()) });
const ConfigMapVolumeSource = object({
  defaultMode: integer({ format: 'int32' }),
  items: array(KeyToPath),
  name: string(),
  optional: boolean(),
});
const CSIVolumeSource = object({
  driver: required(string()),
  fsType: string(),
  nodePublishSecretRef: LocalObjectReference,
  readOnly: boolean(),
  volumeAttributes: map(string()),
});
const DownwardAPIVolumeFile = object({
  fieldRef: EmbeddedObjectFieldSelector,
  mode: integer({ format: 'int32' }),
  path: required(string()),
  resourceFieldRef: ResourceFieldSelector,
});
const DownwardAPIVolumeSource = object({
  defaultMode: integer({ format: 'int32' }),
  items: array(DownwardAPIVolumeFile),
});
const EmptyDirVolumeSource = object({ medium: string(), sizeLimit: any() });
const TypedLocalObjectReference = object({ apiGroup: string(), kind: required(string()), name: required(string()) });
const TypedObjectReference = object({
  apiGroup: string(),
  kind: required(string()),
  name: required(string()),
  namespace: string(),
});
const VolumeResourceRequirements = object({ limits: map(any()), requests: map(any()) });
const PersistentVolumeClaimSpec = object({
  accessModes: array(choice('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')),
  dataSource: TypedLocalObjectReference,
  dataSourceRef: TypedObjectReference,
  resources: VolumeResourceRequirements,
  selector: LabelSelector,
  storageClassName: string(),
  volumeAttributesClassName: string(),
  volumeMode: choice('Block', 'Filesystem'),
  volumeName: string(),
});
const PersistentVolumeClaimTemplate = object({ metadata: ObjectMeta, spec: required(PersistentVolumeClaimSpec) });
const EphemeralVolumeSource = object({ volumeClaimTemplate: PersistentVolumeClaimTemplate });
const FCVolumeSource = object({
  fsType: string(),
  lun: integer({ format: 'int32' }),
  readOnly: boolean(),
  targetWWNs: array(string()),
  wwids: array(string()),
});
const FlexVolumeSource = object({
  driver: required(string()),
  fsType: string(),
  options: map(string()),
  readOnly: boolean(),
  secretRef: LocalObjectReference,
});
const FlockerVolumeSource = object({ datasetName: string(), datasetUUID: string() });
const GCEPersistentDiskVolumeSource = object({
  fsType: string(),
  partition: integer({ format: 'int32' }),
  pdName: required(string()),
  readOnly: boolean(),
});
const GitRepoVolumeSource = object({ directory: string(), repository: required(string()), revision: string() });
const GlusterfsVolumeSource = object({ endpoints: required(string()), path: required(string()), readOnly: boolean() });
const HostPathVolumeSource = object({
  path: required(string()),
  type: choice('', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'),
});
const ImageVolumeSource = object({ pullPolicy: choice('Always', 'Never', 'IfNotPresent'), reference: string() });
const ISCSIVolumeSource = object({
  chapAuthDiscovery: boolean(),
  chapAuthSession: boolean(),
  fsType: string(),
  initiatorName: string(),
  iqn: required(string()),
  iscsiInterface: string(),
  lun: required(integer({ format: 'int32' })),
  portals: array(string()),
  readOnly: boolean(),
  secretRef: LocalObjectReference,
  targetPortal: required(string()),
});
const NFSVolumeSource = object({ path: required(string()), readOnly: boolean(), server: required(string()) });
const PersistentVolumeClaimVolumeSource = object({ claimName: required(string()), readOnly: boolean() });
const PhotonPersistentDiskVolumeSource = object({ fsType: string(), pdID: required(string()) });
const PortworxVolumeSource = object({ fsType: string(), readOnly: boolean(), volumeID: required(string()) });
const ClusterTrustBundleProjection = object({
  labelSelector: LabelSelector,
  name: string(),
  optional: boolean(),
  path: required(string()),
  signerName: string(),
});
const ConfigMapProjection = object({ items: array(KeyToPath), name: string(), optional: boolean() });
const DownwardAPIProjection = object({ items: array(DownwardAPIVolumeFile) });
const PodCertificateProjection = object({
  certificateChainPath: string(),
  credentialBundlePath: string(),
  keyPath: string(),
  keyType: required(string()),
  maxExpirationSeconds: integer({ format: 'int32' }),
  signerName: required(string()),
  userAnnotations: map(string()),
});
const SecretProjection = object({ items: array(KeyToPath), name: string(), optional: boolean() });
const ServiceAccountTokenProjection = object({
  audience: string(),
  expirationSeconds: integer({ format: 'int64' }),
  path: required(string()),
});
const VolumeProjection = object({
  clusterTrustBundle: ClusterTrustBundleProjection,
  configMap: ConfigMapProjection,
  downwardAPI: DownwardAPIProjection,
  podCertificate: PodCertificateProjection,
  secret: SecretProjection,
  serviceAccountToken: ServiceAccountTokenProjection,
});
const ProjectedVolumeSource = object({ defaultMode: integer({ format: 'int32' }), sources: array(VolumeProjection) });
const QuobyteVolumeSource = object({
  group: string(),
  readOnly: boolean(),
  registry: required(string()),
  tenant: string(),
  user: string(),
  volume: required(string()),
});
const RBDVolumeSource = object({
  fsType: string(),
  image: required(string()),
  keyring: string(),
  monitors: required(array(string())),
  pool: string(),
  readOnly: boolean(),
  secretRef: LocalObjectReference,
  user: string(),
});
const ScaleIOVolumeSource = object({
  fsType: string(),
  gateway: required(string()),
  protectionDomain: string(),
  readOnly: boolean(),
  secretRef: required(LocalObjectReference),
  sslEnabled: boolean(),
  storageMode: string(),
  storagePool: string(),
  system: required(string()),
  volumeName: string(),
});
const SecretVolumeSource = object({
  defaultMode: integer({ format: 'int32' }),
  items: array(KeyToPath),
  optional: boolean(),
  secretName: string(),
});
const StorageOSVolumeSource = object({
  fsType: string(),
  readOnly: boolean(),
  secretRef: LocalObjectReference,
  volumeName: string(),
  volumeNamespace: string(),
});
const VsphereVirtualDiskVolumeSource = object({
  fsType: string(),
  storagePolicyID: string(),
  storagePolicyName: string(),
  volumePath: required(string()),
});
const Volume = object({
  awsElasticBlockStore: AWSElasticBlockStoreVolumeSource,
  azureDisk: AzureDiskVolumeSource,
  azureFile: AzureFileVolumeSource,
  cephfs: CephFSVolumeSource,
  cinder: CinderVolumeSource,
  configMap: ConfigMapVolumeSource,
  csi: CSIVolumeSource,
  downwardAPI: DownwardAPIVolumeSource,
  emptyDir: EmptyDirVolumeSource,
  ephemeral: EphemeralVolumeSource,
  fc: FCVolumeSource,
  flexVolume: FlexVolumeSource,
  flocker: FlockerVolumeSource,
  gcePersistentDisk: GCEPersistentDiskVolumeSource,
  gitRepo: GitRepoVolumeSource,
  glusterfs: GlusterfsVolumeSource,
  hostPath: HostPathVolumeSource,
  image: ImageVolumeSource,
  iscsi: ISCSIVolumeSource,
  name: required(string()),
  nfs: NFSVolumeSource,
  persistentVolumeClaim: PersistentVolumeClaimVolumeSource,
  photonPersistentDisk: PhotonPersistentDiskVolumeSource,
  portworxVolume: PortworxVolumeSource,
  projected: ProjectedVolumeSource,
  quobyte: QuobyteVolumeSource,
  rbd: RBDVolumeSource,
  scaleIO: ScaleIOVolumeSource,
  secret: SecretVolumeSource,
  storageos: StorageOSVolumeSource,
  vsphereVolume: VsphereVirtualDiskVolumeSource,
});
const PodSpec = object({
  activeDeadlineSeconds: integer({ format: 'int64' }),
  affinity: Affinity,
  automountServiceAccountToken: boolean(),
  containers: required(array(Container)),
  dnsConfig: PodDNSConfig,
  dnsPolicy: choice('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'),
  enableServiceLinks: boolean(),
  ephemeralContainers: array(EphemeralContainer),
  hostAliases: array(HostAlias),
  hostIPC: boolean(),
  hostNetwork: boolean(),
  hostPID: boolean(),
  hostUsers: boolean(),
  hostname: string(),
  hostnameOverride: string(),
  imagePullSecrets: array(LocalObjectReference),
  initContainers: array(Container),
  nodeName: string(),
  nodeSelector: map(string()),
  os: PodOS,
  overhead: map(any()),
  preemptionPolicy: choice('PreemptLowerPriority', 'Never'),
  priority: integer({ format: 'int32' }),
  priorityClassName: string(),
  readinessGates: array(PodReadinessGate),
  resourceClaims: array(PodResourceClaim),
  resources: ResourceRequirements,
  restartPolicy: choice('Always', 'OnFailure', 'Never'),
  runtimeClassName: string(),
  schedulerName: string(),
  schedulingGates: array(PodSchedulingGate),
  schedulingGroup: PodSchedulingGroup,
  securityContext: PodSecurityContext,
  serviceAccount: string(),
  serviceAccountName: string(),
  setHostnameAsFQDN: boolean(),
  shareProcessNamespace: boolean(),
  subdomain: string(),
  terminationGracePeriodSeconds: integer({ format: 'int64' }),
  tolerations: array(Toleration),
  topologySpreadConstraints: array(TopologySpreadConstraint),
  volumes: array(Volume),
});
const PodTemplateSpec = object({ metadata: ObjectMeta, spec: PodSpec });
const RollingUpdateDaemonSet = object({ maxSurge: intOrString(), maxUnavailable: intOrString() });
const DaemonSetUpdateStrategy = object({
  rollingUpdate: RollingUpdateDaemonSet,
  type: choice('RollingUpdate', 'OnDelete'),
});
const DaemonSetSpec = object({
  minReadySeconds: integer({ format: 'int32' }),
  revisionHistoryLimit: integer({ format: 'int32' }),
  selector: required(LabelSelector),
  template: required(PodTemplateSpec),
  updateStrategy: DaemonSetUpdateStrategy,
});
const RollingUpdateDeployment = object({ maxSurge: intOrString(), maxUnavailable: intOrString() });
const DeploymentStrategy = object({
  rollingUpdate: RollingUpdateDeployment,
  type: choice('Recreate', 'RollingUpdate'),
});
const DeploymentSpec = object({
  minReadySeconds: integer({ format: 'int32' }),
  paused: boolean(),
  progressDeadlineSeconds: integer({ format: 'int32' }),
  replicas: integer({ format: 'int32' }),
  revisionHistoryLimit: integer({ format: 'int32' }),
  selector: required(LabelSelector),
  strategy: DeploymentStrategy,
  template: required(PodTemplateSpec),
});
const StatefulSetOrdinals = object({ start: integer({ format: 'int32' }) });
const StatefulSetPersistentVolumeClaimRetentionPolicy = object({ whenDeleted: string(), whenScaled: string() });
const RollingUpdateStatefulSetStrategy = object({
  maxUnavailable: intOrString(),
  partition: integer({ format: 'int32' }),
});
const StatefulSetUpdateStrategy = object({
  rollingUpdate: RollingUpdateStatefulSetStrategy,
  type: choice('RollingUpdate', 'OnDelete'),
});
const PersistentVolumeClaimCondition = object({
  lastProbeTime: string({ format: 'date-time' }),
  lastTransitionTime: string({ format: 'date-time' }),
  message: string(),
  reason: string(),
  status: required(string()),
  type: required(string()),
});
const ModifyVolumeStatus = object({
  status: required(choice('Pending', 'InProgress', 'Infeasible')),
  targetVolumeAttributesClassName: string(),
});
const PersistentVolumeClaimStatus = object({
  accessModes: array(choice('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')),
  allocatedResourceStatuses: map(string()),
  allocatedResources: map(any()),
  capacity: map(any()),
  conditions: array(PersistentVolumeClaimCondition),
  currentVolumeAttributesClassName: string(),
  modifyVolumeStatus: ModifyVolumeStatus,
  phase: choice('Pending', 'Bound', 'Lost'),
});
const EmbeddedPersistentVolumeClaim = object({
  apiVersion: string(),
  kind: choice('PersistentVolumeClaim'),
  metadata: ObjectMeta,
  spec: PersistentVolumeClaimSpec,
  status: PersistentVolumeClaimStatus,
});
const StatefulSetSpec = object({
  minReadySeconds: integer({ format: 'int32' }),
  ordinals: StatefulSetOrdinals,
  persistentVolumeClaimRetentionPolicy: StatefulSetPersistentVolumeClaimRetentionPolicy,
  podManagementPolicy: choice('OrderedReady', 'Parallel'),
  replicas: integer({ format: 'int32' }),
  revisionHistoryLimit: integer({ format: 'int32' }),
  selector: required(LabelSelector),
  serviceName: string(),
  template: required(PodTemplateSpec),
  updateStrategy: StatefulSetUpdateStrategy,
  volumeClaimTemplates: array(EmbeddedPersistentVolumeClaim),
});
const HPAScalingPolicy = object({
  periodSeconds: required(integer({ format: 'int32' })),
  type: required(choice('Pods', 'Percent')),
  value: required(integer({ format: 'int32' })),
});
const HPAScalingRules = object({
  policies: array(HPAScalingPolicy),
  selectPolicy: choice('Max', 'Min', 'Disabled'),
  stabilizationWindowSeconds: integer({ format: 'int32' }),
  tolerance: any(),
});
const HorizontalPodAutoscalerBehavior = object({ scaleDown: HPAScalingRules, scaleUp: HPAScalingRules });
const MetricTarget = object({
  averageUtilization: integer({ format: 'int32' }),
  averageValue: any(),
  type: required(choice('Utilization', 'Value', 'AverageValue')),
  value: any(),
});
const ContainerResourceMetricSource = object({
  container: required(string()),
  name: required(string()),
  target: required(MetricTarget),
});
const MetricIdentifier = object({ name: required(string()), selector: LabelSelector });
const ExternalMetricSource = object({ metric: required(MetricIdentifier), target: required(MetricTarget) });
const EmbeddedCrossVersionObjectReference = object({
  apiVersion: string(),
  kind: required(string()),
  name: required(string()),
});
const ObjectMetricSource = object({
  describedObject: required(EmbeddedCrossVersionObjectReference),
  metric: required(MetricIdentifier),
  target: required(MetricTarget),
});
const PodsMetricSource = object({ metric: required(MetricIdentifier), target: required(MetricTarget) });
const ResourceMetricSource = object({ name: required(string()), target: required(MetricTarget) });
const MetricSpec = object({
  containerResource: ContainerResourceMetricSource,
  external: ExternalMetricSource,
  object: ObjectMetricSource,
  pods: PodsMetricSource,
  resource: ResourceMetricSource,
  type: required(choice('Object', 'Pods', 'Resource', 'ContainerResource', 'External')),
});
const HorizontalPodAutoscalerSpec = object({
  behavior: HorizontalPodAutoscalerBehavior,
  maxReplicas: required(integer({ format: 'int32' })),
  metrics: array(MetricSpec),
  minReplicas: integer({ format: 'int32' }),
  scaleTargetRef: required(EmbeddedCrossVersionObjectReference),
});
const PodFailurePolicyOnExitCodesRequirement = object({
  containerName: string(),
  operator: required(choice('In', 'NotIn')),
  values: required(array(integer({ format: 'int32' }))),
});
const PodFailurePolicyOnPodConditionsPattern = object({ status: string(), type: required(string()) });
const PodFailurePolicyRule = object({
  action: required(choice('FailJob', 'FailIndex', 'Ignore', 'Count')),
  onExitCodes: PodFailurePolicyOnExitCodesRequirement,
  onPodConditions: array(PodFailurePolicyOnPodConditionsPattern),
});
const PodFailurePolicy = object({ rules: required(array(PodFailurePolicyRule)) });
const SuccessPolicyRule = object({ succeededCount: integer({ format: 'int32' }), succeededIndexes: string() });
const SuccessPolicy = object({ rules: required(array(SuccessPolicyRule)) });
const JobSpec = object({
  activeDeadlineSeconds: integer({ format: 'int64' }),
  backoffLimit: integer({ format: 'int32' }),
  backoffLimitPerIndex: integer({ format: 'int32' }),
  completionMode: choice('NonIndexed', 'Indexed'),
  completions: integer({ format: 'int32' }),
  managedBy: string(),
  manualSelector: boolean(),
  maxFailedIndexes: integer({ format: 'int32' }),
  parallelism: integer({ format: 'int32' }),
  podFailurePolicy: PodFailurePolicy,
  podReplacementPolicy: choice('TerminatingOrFailed', 'Failed'),
  selector: LabelSelector,
  successPolicy: SuccessPolicy,
  suspend: boolean(),
  template: required(PodTemplateSpec),
  ttlSecondsAfterFinished: integer({ format: 'int32' }),
});
const JobTemplateSpec = object({ metadata: ObjectMeta, spec: JobSpec });
const CronJobSpec = object({
  concurrencyPolicy: choice('Allow', 'Forbid', 'Replace'),
  failedJobsHistoryLimit: integer({ format: 'int32' }),
  jobTemplate: required(JobTemplateSpec),
  schedule: required(string()),
  startingDeadlineSeconds: integer({ format: 'int64' }),
  successfulJobsHistoryLimit: integer({ format: 'int32' }),
  suspend: boolean(),
  timeZone: string(),
});
const NamespaceSpec = object({ finalizers: array(string()) });
const ServicePort = object({
  appProtocol: string(),
  name: string(),
  nodePort: integer({ format: 'int32' }),
  port: required(integer({ format: 'int32' })),
  protocol: preset(choice('TCP', 'UDP', 'SCTP'), 'TCP'),
  targetPort: intOrString(),
});
const ClientIPConfig = object({ timeoutSeconds: integer({ format: 'int32' }) });
const SessionAffinityConfig = object({ clientIP: ClientIPConfig });
const ServiceSpec = object({
  allocateLoadBalancerNodePorts: boolean(),
  clusterIP: string(),
  clusterIPs: array(string()),
  externalIPs: array(string()),
  externalName: string(),
  externalTrafficPolicy: choice('Cluster', 'Local'),
  healthCheckNodePort: integer({ format: 'int32' }),
  internalTrafficPolicy: choice('Cluster', 'Local'),
  ipFamilies: array(choice('IPv4', 'IPv6')),
  ipFamilyPolicy: choice('SingleStack', 'PreferDualStack', 'RequireDualStack'),
  loadBalancerClass: string(),
  loadBalancerIP: string(),
  loadBalancerSourceRanges: array(string()),
  ports: array(ServicePort),
  publishNotReadyAddresses: boolean(),
  selector: map(string()),
  sessionAffinity: choice('ClientIP', 'None'),
  sessionAffinityConfig: SessionAffinityConfig,
  trafficDistribution: choice('PreferClose', 'PreferSameZone', 'PreferSameNode'),
  type: choice('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
});
const EmbeddedObjectReference = object({
  apiVersion: string(),
  fieldPath: string(),
  kind: string(),
  name: string(),
  namespace: string(),
  resourceVersion: string(),
  uid: string(),
});
const EndpointConditions = object({ ready: boolean(), serving: boolean(), terminating: boolean() });
const ForNode = object({ name: required(string()) });
const ForZone = object({ name: required(string()) });
const EndpointHints = object({ forNodes: array(ForNode), forZones: array(ForZone) });
const Endpoint = object({
  addresses: required(array(string())),
  conditions: EndpointConditions,
  deprecatedTopology: map(string()),
  hints: EndpointHints,
  hostname: string(),
  nodeName: string(),
  targetRef: EmbeddedObjectReference,
  zone: string(),
});
const EndpointPort = object({
  appProtocol: string(),
  name: string(),
  port: integer({ format: 'int32' }),
  protocol: choice('TCP', 'UDP', 'SCTP'),
});
const ServiceBackendPort = object({ name: string(), number: integer({ format: 'int32' }) });
const IngressServiceBackend = object({ name: required(string()), port: ServiceBackendPort });
const IngressBackend = object({ resource: TypedLocalObjectReference, service: IngressServiceBackend });
const HTTPIngressPath = object({
  backend: required(IngressBackend),
  path: string(),
  pathType: required(choice('Exact', 'Prefix', 'ImplementationSpecific')),
});
const HTTPIngressRuleValue = object({ paths: required(array(HTTPIngressPath)) });
const IngressRule = object({ host: string(), http: HTTPIngressRuleValue });
const IngressTLS = object({ hosts: array(string()), secretName: string() });
const IngressSpec = object({
  defaultBackend: IngressBackend,
  ingressClassName: string(),
  rules: array(IngressRule),
  tls: array(IngressTLS),
});
const NetworkPolicyPort = object({
  endPort: integer({ format: 'int32' }),
  port: intOrString(),
  protocol: choice('TCP', 'UDP', 'SCTP'),
});
const IPBlock = object({ cidr: required(string()), except: array(string()) });
const NetworkPolicyPeer = object({ ipBlock: IPBlock, namespaceSelector: LabelSelector, podSelector: LabelSelector });
const NetworkPolicyEgressRule = object({ ports: array(NetworkPolicyPort), to: array(NetworkPolicyPeer) });
const NetworkPolicyIngressRule = object({ from: array(NetworkPolicyPeer), ports: array(NetworkPolicyPort) });
const NetworkPolicySpec = object({
  egress: array(NetworkPolicyEgressRule),
  ingress: array(NetworkPolicyIngressRule),
  podSelector: LabelSelector,
  policyTypes: array(choice('Ingress', 'Egress')),
});
const PodDisruptionBudgetSpec = object({
  maxUnavailable: intOrString(),
  minAvailable: intOrString(),
  selector: LabelSelector,
  unhealthyPodEvictionPolicy: choice('IfHealthyBudget', 'AlwaysAllow'),
});
const AggregationRule = object({ clusterRoleSelectors: array(LabelSelector) });
const PolicyRule = object({
  apiGroups: array(string()),
  nonResourceURLs: array(string()),
  resourceNames: array(string()),
  resources: array(string()),
  verbs: required(array(string())),
});
const RoleRef = object({ apiGroup: string(), kind: required(string()), name: required(string()) });
const Subject = object({ apiGroup: string(), kind: required(string()), name: required(string()), namespace: string() });
export const ValidatingAdmissionPolicy = kind(
  'admissionregistration.k8s.io/v1',
  'ValidatingAdmissionPolicy',
  'Cluster',
  { spec: ValidatingAdmissionPolicySpec },
);
export const ValidatingAdmissionPolicyBinding = kind(
  'admissionregistration.k8s.io/v1',
  'ValidatingAdmissionPolicyBinding',
  'Cluster',
  { spec: required(ValidatingAdmissionPolicyBindingSpec) },
);
export const DaemonSet = kind('apps/v1', 'DaemonSet', 'Namespaced', { spec: DaemonSetSpec });
export const Deployment = kind('apps/v1', 'Deployment', 'Namespaced', { spec: DeploymentSpec });
export const StatefulSet = kind('apps/v1', 'StatefulSet', 'Namespaced', { spec: StatefulSetSpec });
export const HorizontalPodAutoscaler = kind('autoscaling/v2', 'HorizontalPodAutoscaler', 'Namespaced', {
  spec: required(HorizontalPodAutoscalerSpec),
});
export const CronJob = kind('batch/v1', 'CronJob', 'Namespaced', { spec: required(CronJobSpec) });
export const Job = kind('batch/v1', 'Job', 'Namespaced', { spec: JobSpec });
export const ConfigMap = kind('v1', 'ConfigMap', 'Namespaced', {
  binaryData: map(string({ format: 'byte' })),
  data: map(string()),
  immutable: boolean(),
});
export const Namespace = kind('v1', 'Namespace', 'Cluster', { spec: NamespaceSpec });
export const PersistentVolumeClaim = kind('v1', 'PersistentVolumeClaim', 'Namespaced', {
  spec: PersistentVolumeClaimSpec,
});
export const Pod = kind('v1', 'Pod', 'Namespaced', { spec: PodSpec });
export const Secret = kind('v1', 'Secret', 'Namespaced', {
  data: map(string({ format: 'byte' })),
  immutable: boolean(),
  stringData: map(string()),
  type: string(),
});
export const Service = kind('v1', 'Service', 'Namespaced', { spec: ServiceSpec });
export const ServiceAccount = kind('v1', 'ServiceAccount', 'Namespaced', {
  automountServiceAccountToken: boolean(),
  imagePullSecrets: array(LocalObjectReference),
  secrets: array(EmbeddedObjectReference),
});
export const EndpointSlice = kind('discovery.k8s.io/v1', 'EndpointSlice', 'Namespaced', {
  addressType: required(choice('IPv4', 'IPv6', 'FQDN')),
  endpoints: array(Endpoint),
  ports: array(EndpointPort),
});
export const Ingress = kind('networking.k8s.io/v1', 'Ingress', 'Namespaced', { spec: IngressSpec });
export const NetworkPolicy = kind('networking.k8s.io/v1', 'NetworkPolicy', 'Namespaced', { spec: NetworkPolicySpec });
export const PodDisruptionBudget = kind('policy/v1', 'PodDisruptionBudget', 'Namespaced', {
  spec: PodDisruptionBudgetSpec,
});
export const ClusterRole = kind('rbac.authorization.k8s.io/v1', 'ClusterRole', 'Cluster', {
  aggregationRule: AggregationRule,
  rules: array(PolicyRule),
});
export const ClusterRoleBinding = kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'Cluster', {
  roleRef: required(RoleRef),
  subjects: array(Subject),
});
export const Role = kind('rbac.authorization.k8s.io/v1', 'Role', 'Namespaced', { rules: array(PolicyRule) });
export const RoleBinding = kind('rbac.authorization.k8s.io/v1', 'RoleBinding', 'Namespaced', {
  roleRef: required(RoleRef),
  subjects: array(Subject),
});
