// telemetry.istio.io: written by tools/shapes.ts from the CRDs; change it there.
import { array, boolean, choice, kind, map, number, object, required, string, Infer, Spec } from './shape';

export const TargetRef = object({
  group: string({ max: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
  kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
  name: required(string({ min: 1, max: 253 })),
  namespace: string(),
});
export type TargetRef = Infer<typeof TargetRef>;

export const Environment = object({ defaultValue: string(), name: required(string({ min: 1 })) });
export type Environment = Infer<typeof Environment>;

export const Telemetry = kind(
  'telemetry.istio.io/v1',
  'Telemetry',
  'Namespaced',
  {
    spec: object({
      accessLogging: array(
        object({
          disabled: boolean({ nullable: true }),
          filter: object({ expression: string() }),
          match: object({ mode: choice('CLIENT_AND_SERVER', 'CLIENT', 'SERVER') }),
          providers: array(object({ name: required(string({ min: 1 })) })),
        }),
      ),
      metrics: array(
        object({
          overrides: array(
            object({
              disabled: boolean({ nullable: true }),
              match: object({
                customMetric: string({ min: 1 }),
                metric: choice(
                  'ALL_METRICS',
                  'REQUEST_COUNT',
                  'REQUEST_DURATION',
                  'REQUEST_SIZE',
                  'RESPONSE_SIZE',
                  'TCP_OPENED_CONNECTIONS',
                  'TCP_CLOSED_CONNECTIONS',
                  'TCP_SENT_BYTES',
                  'TCP_RECEIVED_BYTES',
                  'GRPC_REQUEST_MESSAGES',
                  'GRPC_RESPONSE_MESSAGES',
                ),
                mode: choice('CLIENT_AND_SERVER', 'CLIENT', 'SERVER'),
              }),
              tagOverrides: map(object({ operation: choice('UPSERT', 'REMOVE'), value: string() })),
            }),
          ),
          providers: array(object({ name: required(string({ min: 1 })) })),
          reportingInterval: string(),
        }),
      ),
      selector: object({ matchLabels: map(string({ max: 63 }), { max: 4096 }) }),
      targetRef: TargetRef,
      targetRefs: array(TargetRef, { max: 16 }),
      tracing: array(
        object({
          customTags: map(
            object({
              environment: Environment,
              formatter: object({ value: required(string({ min: 1 })) }),
              header: Environment,
              literal: object({ value: required(string({ min: 1 })) }),
            }),
          ),
          disableContextPropagation: boolean({ nullable: true }),
          disableSpanReporting: boolean({ nullable: true }),
          enableIstioTags: boolean({ nullable: true }),
          match: object({ mode: choice('CLIENT_AND_SERVER', 'CLIENT', 'SERVER') }),
          providers: array(object({ name: required(string({ min: 1 })) })),
          randomSamplingPercentage: number({ format: 'double', minimum: 0, maximum: 100, nullable: true }),
          useRequestIdForTraceSampling: boolean({ nullable: true }),
        }),
      ),
    }),
  },
  ['telemetry.istio.io/v1alpha1'],
);
export type TelemetrySpec = Spec<typeof Telemetry>;
