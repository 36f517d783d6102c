import { Istio, IstioCNI, IstioSpec } from '../../manifest/sail';
import { atMostOne } from '../object/alternatives';
import { PlaceRule, placeRule } from '../place';

const MESH = 'spec.values.meshConfig';
const PROVIDERS = `${MESH}.extensionProviders[]`;

/** Validation rules of the Sail operator's CRDs. */
export const sailRules: readonly PlaceRule<never>[] = [
  ...[
    { paths: ['spec.values.global.meshNetworks{}.endpoints[]'], names: ['fromCidr', 'fromRegistry'] },
    { paths: ['spec.values.global.meshNetworks{}.gateways[]'], names: ['registryServiceName', 'address'] },
    { paths: [`${MESH}.caCertificates[]`], names: ['pem', 'spiffeBundleUrl'] },
    { paths: [`${MESH}.defaultConfig`], names: ['serviceCluster', 'tracingServiceName'] },
    { paths: [`${MESH}.defaultConfig.privateKeyProvider`], names: ['cryptomb', 'qat'] },
    {
      paths: [`${MESH}.defaultConfig.tracing`],
      names: ['zipkin', 'lightstep', 'datadog', 'stackdriver', 'openCensusAgent'],
    },
    { paths: [`${MESH}.defaultConfig.tracing.customTags{}`], names: ['literal', 'environment', 'header'] },
    {
      paths: [PROVIDERS],
      names: [
        ...['envoyExtAuthzHttp', 'envoyExtAuthzGrpc', 'zipkin', 'lightstep', 'datadog', 'stackdriver', 'opencensus'],
        ...['skywalking', 'opentelemetry', 'prometheus', 'envoyFileAccessLog', 'envoyHttpAls', 'envoyTcpAls'],
        ...['envoyOtelAls', 'sds'],
      ],
    },
    { paths: [`${PROVIDERS}.envoyFileAccessLog.logFormat`], names: ['text', 'labels'] },
    {
      paths: [
        `${PROVIDERS}.opentelemetry.dynatraceSampler.httpService.http.headers[]`,
        `${PROVIDERS}.opentelemetry.grpc.initialMetadata[]`,
        `${PROVIDERS}.opentelemetry.http.headers[]`,
        `${PROVIDERS}.zipkin.headers[]`,
      ],
      names: ['value', 'envName'],
    },
  ].map(({ paths, names }) =>
    atMostOne({
      code: 'GW550',
      title: 'more than one of several exclusive fields of the mesh configuration',
      places: [[Istio, ...paths]],
      names,
      fix: 'keep one; in a list, write an entry for each',
    }),
  ),
  placeRule<IstioSpec>({
    code: 'GW551',
    title: 'two namespaces of one control plane',
    places: [[Istio, 'spec']],
    find({ namespace = 'istio-system', values }, path, report) {
      const other = values?.global?.istioNamespace;
      if (other !== undefined && other !== namespace) {
        report({
          what: `${path}.values.global.istioNamespace`,
          got: other,
          expected: `${namespace}, as in ${path}.namespace`,
          fix: 'leave it out',
        });
      }
    },
  }),
  placeRule<string>({
    code: 'GW552',
    title: 'IstioCNI with another name than default',
    places: [[IstioCNI, 'metadata.name']],
    find(got, what, report) {
      if (got !== 'default') {
        report({ what, got, expected: 'default', fix: "name it 'default'; a cluster has only one" });
      }
    },
  }),
];
