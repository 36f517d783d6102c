import { Namespace, Service } from '../../manifest/kubernetes';
import { Entry, itemsOf, Model } from '../../model/model';
import { workloadsOf } from '../../model/workloads';
import { isAddressOrRange } from '../../value/istio';
import { nearest } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/** Annotations with which Istio injects its proxy. */
export const istioAnnotationRules: readonly ModelRule[] = [
  { code: 'GW724', title: 'annotation that Istio does not have', severity: 'warning', find: unknownNames },
  { code: 'GW725', title: 'annotation of pods on another object', severity: 'warning', find: misplacedNames },
  { code: 'GW727', title: 'label of pods on their workload', severity: 'warning', find: misplacedLabels },
  { code: 'GW726', title: 'annotation that stops the injection of the proxy', find: wrongValues },
];

type Annotations = Readonly<Record<string, string>>;

/** Annotations of pods, by their domain; istio.io/api, annotation. */
const OF_PODS: Readonly<Record<string, readonly string[]>> = {
  'ambient.istio.io': ['bypass-inbound-capture', 'dns-capture', 'redirection'],
  'inject.istio.io': ['templates'],
  'prometheus.istio.io': ['merge-metrics'],
  'proxy.istio.io': ['config', 'overrides'],
  'readiness.status.sidecar.istio.io': ['applicationPorts', 'failureThreshold', 'initialDelaySeconds', 'periodSeconds'],
  'sidecar.istio.io': [
    ...['agentLogLevel', 'bootstrapOverride', 'componentLogLevel', 'discoveryAddress', 'extraStatTags', 'inject'],
    ...['interceptionMode', 'logLevel', 'nativeSidecar', 'proxyCPU', 'proxyCPULimit', 'proxyImage', 'proxyImageType'],
    ...['proxyMemory', 'proxyMemoryLimit', 'rewriteAppHTTPProbers', 'statsCompression', 'statsEvictionInterval'],
    ...['statsFlushInterval', 'statsHistogramBins', 'statsHistogramBuckets', 'statsInclusionPrefixes'],
    ...['statsInclusionRegexps', 'statsInclusionSuffixes', 'status', 'userVolume', 'userVolumeMount'],
  ],
  'status.sidecar.istio.io': ['port'],
  'traffic.sidecar.istio.io': [
    ...['excludeInboundPorts', 'excludeInterfaces', 'excludeOutboundIPRanges', 'excludeOutboundPorts'],
    ...['includeInboundPorts', 'includeOutboundIPRanges', 'includeOutboundPorts', 'kubevirtInterfaces'],
  ],
};

const DOMAINS = Object.keys(OF_PODS);
const NAMES = DOMAINS.flatMap((domain) => OF_PODS[domain].map((name) => `${domain}/${name}`));

const domainOf = (name: string) => name.slice(0, name.indexOf('/'));

/** A place with annotations that Istio may read. */
interface Annotated {
  readonly entry: Entry;
  readonly path: string;
  readonly annotations: Annotations;
}

const podsIn = (model: Model): Annotated[] =>
  workloadsOf(model).map(({ owner, annotations }) => ({
    entry: owner,
    path: `${owner.kind === 'Pod' ? '' : 'spec.template.'}metadata.annotations`,
    annotations,
  }));

/** Objects that are no pods, with the annotations of the pods that they make. */
const othersIn = (model: Model): (Annotated & { readonly ofPods: Annotations })[] => [
  ...workloadsOf(model).flatMap(({ owner, annotations }) =>
    owner.kind === 'Pod' ? [] : [{ ...metadataOf(owner), ofPods: annotations }],
  ),
  ...[...itemsOf(model, Namespace), ...itemsOf(model, Service)].map((item) => ({ ...metadataOf(item), ofPods: {} })),
];

const metadataOf = (entry: Entry): Annotated => ({
  entry,
  path: 'metadata.annotations',
  annotations: entry.annotations,
});

function unknownNames(model: Model, report: Report): void {
  for (const { entry, path, annotations } of [...podsIn(model), ...othersIn(model)]) {
    for (const name of Object.keys(annotations)) {
      if (NAMES.includes(name) || !isOfIstio(name)) continue;
      const meant = nearest(name, NAMES);
      report(entry, {
        what: `${path}['${name}']`,
        got: name,
        expected: 'an annotation that Istio reads',
        fix: meant ? `did you mean '${meant}'?` : 'correct the name, or remove it; it has no effect',
      });
    }
  }
}

/** A domain of these annotations, or one that is nearly one of them. */
const isOfIstio = (name: string) =>
  DOMAINS.includes(domainOf(name)) ||
  (domainOf(name).endsWith('istio.io') && !OTHERS.includes(domainOf(name)) && nearest(name, NAMES) !== undefined);

/** Domains of Istio with annotations of other objects. */
const OTHERS = ['istio.io', 'networking.istio.io', 'gateway.istio.io', 'topology.istio.io', 'traffic.istio.io'];

function misplacedNames(model: Model, report: Report): void {
  for (const { entry, path, annotations, ofPods } of othersIn(model)) {
    for (const name of Object.keys(annotations)) {
      if (!NAMES.includes(name) || ofPods[name] !== undefined) continue;
      const isMaker = entry.kind !== 'Namespace' && entry.kind !== 'Service';
      report(entry, {
        what: `${path}['${name}']`,
        got: `${name} on a ${entry.kind}`,
        expected: 'the annotation on pods',
        fix: isMaker
          ? 'move it to spec.template.metadata.annotations; it has no effect here'
          : 'move it to spec.template.metadata.annotations of the workloads; it has no effect here',
      });
    }
  }
}

/** Istio's webhook looks at the labels of pods. */
const LABELS_OF_PODS = ['sidecar.istio.io/inject', 'istio.io/rev'];

function misplacedLabels(model: Model, report: Report): void {
  for (const { owner, labels } of workloadsOf(model)) {
    if (owner.kind === 'Pod') continue;
    for (const name of LABELS_OF_PODS) {
      if (owner.labels[name] === undefined || labels[name] !== undefined) continue;
      report(owner, {
        what: `metadata.labels['${name}']`,
        got: owner.labels[name],
        expected: 'the label on pods, which the webhook of Istio looks at',
        fix: 'move it to spec.template.metadata.labels; it has no effect here',
      });
    }
  }
}

interface Grammar {
  readonly names: readonly string[];
  readonly expected: string;
  readonly accepts: (value: string) => boolean;
}

const isPort = (text: string) => /^\d+$/.test(text.trim()) && Number(text) <= 65535;
const isList = (text: string, accepts: (part: string) => boolean) =>
  text.trim() === '' || text.split(',').every((part) => accepts(part.trim()));

/** istio/istio, pkg/kube/inject/validate.go: a pod with another value is not created. */
const GRAMMARS: readonly Grammar[] = [
  {
    names: ['sidecar.istio.io/interceptionMode'],
    expected: 'REDIRECT, TPROXY or NONE',
    accepts: (value) => ['REDIRECT', 'TPROXY', 'NONE'].includes(value),
  },
  {
    names: ['initialDelaySeconds', 'periodSeconds', 'failureThreshold'].map(
      (name) => `readiness.status.sidecar.istio.io/${name}`,
    ),
    expected: 'a whole number',
    accepts: (value) => /^\d+$/.test(value),
  },
  {
    names: ['status.sidecar.istio.io/port'],
    expected: 'a port',
    accepts: isPort,
  },
  {
    names: ['includeInboundPorts', 'includeOutboundPorts'].map((name) => `traffic.sidecar.istio.io/${name}`),
    expected: "ports such as '8080,9090', or '*'",
    accepts: (value) => value === '*' || isList(value, isPort),
  },
  {
    names: ['excludeInboundPorts', 'excludeOutboundPorts'].map((name) => `traffic.sidecar.istio.io/${name}`),
    expected: "ports such as '8080,9090'",
    accepts: (value) => isList(value, isPort),
  },
  {
    names: ['includeOutboundIPRanges', 'excludeOutboundIPRanges'].map((name) => `traffic.sidecar.istio.io/${name}`),
    expected: "ranges such as '10.0.0.0/8,192.0.2.0/24'",
    accepts: (value) => value === '*' || isList(value, (part) => part.includes('/') && isAddressOrRange(part)),
  },
  {
    names: ['prometheus.istio.io/merge-metrics'],
    expected: 'true or false',
    accepts: (value) => /^(true|false|t|f|1|0)$/i.test(value),
  },
  {
    names: ['proxyCPU', 'proxyCPULimit', 'proxyMemory', 'proxyMemoryLimit'].map((name) => `sidecar.istio.io/${name}`),
    expected: "a quantity such as '100m' or '128Mi'",
    accepts: (value) => /^[+-]?(\d+(\.\d*)?|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/.test(value),
  },
];

function wrongValues(model: Model, report: Report): void {
  for (const { entry, path, annotations } of podsIn(model)) {
    for (const { names, expected, accepts } of GRAMMARS) {
      for (const name of names) {
        const value = annotations[name];
        // Something that is no text is told by another rule; templates are filled in later.
        if (typeof value !== 'string' || value.includes('{{') || accepts(value)) continue;
        report(entry, {
          what: `${path}['${name}']`,
          got: value,
          expected,
          fix: 'correct the value; the pods are not created otherwise',
        });
      }
    }
  }
}
