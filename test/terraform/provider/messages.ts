import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import * as protobuf from 'protobufjs';

/**
 * The messages of Terraform's plugin protocol, version 5, that a provider of resources and data sources exchanges, and
 * of the services that the plugin library expects beside it. One line a message: field name, number, type.
 */
const messages: Readonly<Record<string, string>> = {
  DynamicValue: 'msgpack 1 bytes, json 2 bytes',
  Step: 'attribute_name 1 string',
  AttributePath: 'steps 1 Step[]',
  Diagnostic: 'severity 1 int32, summary 2 string',
  RawState: 'json 1 bytes',
  Attribute: 'name 1 string, type 2 bytes, required 4 bool, optional 5 bool, computed 6 bool, sensitive 7 bool',
  NestedBlock: 'type_name 1 string, block 2 Block, nesting 3 int32, min_items 4 int64, max_items 5 int64',
  Block: 'version 1 int64, attributes 2 Attribute[], block_types 3 NestedBlock[]',
  Schema: 'version 1 int64, block 2 Block',
  Capabilities: 'get_provider_schema_optional 2 bool',
  Nothing: '',
  SchemaResponse:
    'provider 1 Schema, resource_schemas 2 map<Schema>, data_source_schemas 3 map<Schema>, diagnostics 4 Diagnostic[], server_capabilities 6 Capabilities',
  PrepareRequest: 'config 1 DynamicValue',
  PrepareResponse: 'prepared_config 1 DynamicValue, diagnostics 2 Diagnostic[]',
  ConfigureRequest: 'config 2 DynamicValue',
  Diagnostics: 'diagnostics 1 Diagnostic[]',
  ValidateRequest: 'type_name 1 string, config 2 DynamicValue',
  UpgradeRequest: 'type_name 1 string, raw_state 3 RawState',
  UpgradeResponse: 'upgraded_state 1 DynamicValue, diagnostics 2 Diagnostic[]',
  ReadRequest: 'type_name 1 string, current_state 2 DynamicValue',
  ReadResponse: 'new_state 1 DynamicValue, diagnostics 2 Diagnostic[]',
  PlanRequest:
    'type_name 1 string, prior_state 2 DynamicValue, proposed_new_state 3 DynamicValue, config 4 DynamicValue',
  PlanResponse:
    'planned_state 1 DynamicValue, requires_replace 2 AttributePath[], diagnostics 4 Diagnostic[], legacy_type_system 5 bool',
  ApplyRequest: 'type_name 1 string, prior_state 2 DynamicValue, planned_state 3 DynamicValue',
  ApplyResponse: 'new_state 1 DynamicValue, diagnostics 3 Diagnostic[], legacy_type_system 4 bool',
  DataRequest: 'type_name 1 string, config 2 DynamicValue',
  DataResponse: 'state 1 DynamicValue, diagnostics 2 Diagnostic[]',
  HealthResponse: 'status 1 int32',
};

/** Method of the provider service: what it takes and gives. */
const methods = {
  GetSchema: ['Nothing', 'SchemaResponse'],
  PrepareProviderConfig: ['PrepareRequest', 'PrepareResponse'],
  ValidateResourceTypeConfig: ['ValidateRequest', 'Diagnostics'],
  ValidateDataSourceConfig: ['ValidateRequest', 'Diagnostics'],
  UpgradeResourceState: ['UpgradeRequest', 'UpgradeResponse'],
  Configure: ['ConfigureRequest', 'Diagnostics'],
  ReadResource: ['ReadRequest', 'ReadResponse'],
  PlanResourceChange: ['PlanRequest', 'PlanResponse'],
  ApplyResourceChange: ['ApplyRequest', 'ApplyResponse'],
  ReadDataSource: ['DataRequest', 'DataResponse'],
} as const;

export type Method = keyof typeof methods;

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(messages).map(([name, fields]) => [name, { fields: fieldsOf(fields) }])),
});

export const providerService: ServiceDefinition = Object.fromEntries(
  Object.entries(methods).map(([name, [request, response]]) => [
    name,
    method('tfplugin5.Provider', name, request, response),
  ]),
);

/** The plugin library asks for the health of the service called "plugin" before it uses the connection. */
export const healthService: ServiceDefinition = {
  Check: method('grpc.health.v1.Health', 'Check', 'Nothing', 'HealthResponse'),
};

function fieldsOf(text: string): Record<string, protobuf.IField | protobuf.IMapField> {
  if (text === '') return {};
  const fields = text.split(', ').map((field) => {
    const [, name, id, type] = /^(\w+) (\d+) (.+)$/.exec(field)!;
    const mapped = /^map<(\w+)>$/.exec(type);
    if (mapped !== null) return [name, { keyType: 'string', type: mapped[1], id: Number(id) }] as const;
    const repeated = type.endsWith('[]') ? { rule: 'repeated' } : {};
    return [name, { ...repeated, type: type.replace('[]', ''), id: Number(id) }] as const;
  });
  return Object.fromEntries(fields);
}

function method(service: string, name: string, request: string, response: string): MethodDefinition<object, object> {
  const [input, output] = [root.lookupType(request), root.lookupType(response)];
  const encode = (type: protobuf.Type) => (message: object) =>
    Buffer.from(type.encode(type.fromObject(message)).finish());
  const decode = (type: protobuf.Type) => (bytes: Buffer) => type.toObject(type.decode(bytes), { longs: Number });
  return {
    path: `/${service}/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: encode(input),
    requestDeserialize: decode(input),
    responseSerialize: encode(output),
    responseDeserialize: decode(output),
  };
}
