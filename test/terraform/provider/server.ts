import { setTimeout as delay } from 'timers/promises';
import { Server, ServerCredentials, UntypedServiceImplementation } from '@grpc/grpc-js';
import { schemaOf } from './bindings';
import { healthService, Method, providerService } from './messages';
import { DataType, known, plan, ResourceType, settle } from './resource';
import { BlockSchema, Values } from './schema';
import { Aws, AwsError, Session, sessionFor } from '../aws/world';
import { dataTypes, resourceTypes } from '../resources';
import { DynamicValue, schemaMessage, valuesOf, wireOf } from './wire';

export interface ProviderServer {
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  stop(): Promise<void>;
}

/**
 * Serves the AWS provider over an in-memory AWS, in this process.
 *
 * One server takes every configuration of the provider (aliases): each has a connection of its own.
 */
export async function serveProvider(aws: Aws, bindings?: string): Promise<ProviderServer> {
  const unlimited = -1;
  const server = new Server({
    'grpc.max_receive_message_length': unlimited,
    'grpc.max_send_message_length': unlimited,
  });
  server.addService(providerService, handlers(new Provider(aws, bindings)));
  server.addService(healthService, { Check: unary(() => ({ status: 1 })) });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const address = { Network: 'tcp', String: `127.0.0.1:${port}` };
  const plugin = { Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
  return {
    // Without a host it is the binary's own registry, of Terraform or of OpenTofu.
    reattach: JSON.stringify({ 'hashicorp/aws': plugin }),
    stop: async () => server.forceShutdown(),
  };
}

/** A request of any method: the fields that methods share. */
interface Request {
  readonly type_name: string;
  readonly config?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly current_state?: DynamicValue;
  readonly raw_state?: { readonly json?: Uint8Array };
}

/** Read once for all servers of the process. */
const schemas = new Map<string, BlockSchema>();

class Provider {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly aws: Aws,
    private readonly bindings: string | undefined,
  ) {}

  GetSchema(): object {
    const messagesOf = (kind: 'resource' | 'data', types: Record<string, ResourceType | DataType>) =>
      Object.fromEntries(
        Object.entries(types).map(([name, type]) => [
          name,
          schemaMessage(this.schema(kind, name), 'create' in type ? type.sensitive : []),
        ]),
      );
    return {
      provider: schemaMessage(this.schema('provider', '')),
      resource_schemas: messagesOf('resource', resourceTypes),
      data_source_schemas: messagesOf('data', dataTypes),
      server_capabilities: { get_provider_schema_optional: true },
    };
  }

  PrepareProviderConfig({ config }: Request): object {
    return { prepared_config: config };
  }

  Configure({ config }: Request, peer: string): object {
    this.sessions.set(peer, sessionFor(this.aws, valuesOf(this.schema('provider', ''), config) ?? {}));
    return {};
  }

  ValidateResourceTypeConfig(): object {
    return {};
  }

  ValidateDataSourceConfig(): object {
    return {};
  }

  UpgradeResourceState({ type_name: name, raw_state: raw }: Request): object {
    const schema = this.schema('resource', name);
    return { upgraded_state: wireOf(schema, valuesOf(schema, { json: raw?.json })) };
  }

  ReadResource({ type_name: name, current_state: current }: Request, peer: string): object {
    const [schema, type] = [this.schema('resource', name), resourceTypes[name]];
    const state = valuesOf(schema, current);
    const actual = state && type.read(this.session(peer, state), state);
    return { new_state: wireOf(schema, state && actual && settle(state, actual)) };
  }

  PlanResourceChange(request: Request, peer: string): object {
    const [schema, type] = [this.schema('resource', request.type_name), resourceTypes[request.type_name]];
    const proposed = valuesOf(schema, request.proposed_new_state);
    const { planned, replaced } = plan(
      type,
      schema,
      this.session(peer, proposed),
      valuesOf(schema, request.prior_state),
      proposed,
      valuesOf(schema, request.config),
    );
    return {
      planned_state: wireOf(schema, planned),
      requires_replace: replaced.map((name) => ({ steps: [{ attribute_name: name }] })),
      legacy_type_system: true,
    };
  }

  async ApplyResourceChange(request: Request, peer: string): Promise<object> {
    const [schema, type] = [this.schema('resource', request.type_name), resourceTypes[request.type_name]];
    const [prior, planned] = [valuesOf(schema, request.prior_state), valuesOf(schema, request.planned_state)];
    if (type.isSlow === true && prior === undefined) await delay(50);
    try {
      const state = apply(type, this.session(peer, planned ?? prior), prior, planned);
      return { new_state: wireOf(schema, state), legacy_type_system: true };
    } catch (error) {
      const doing = prior === undefined ? 'creating' : planned === undefined ? 'deleting' : 'updating';
      return {
        new_state: wireOf(schema, prior),
        ...failed(error, `${doing} ${type.label}: `),
        legacy_type_system: true,
      };
    }
  }

  ReadDataSource({ type_name: name, config }: Request, peer: string): object {
    const schema = this.schema('data', name);
    const values = valuesOf(schema, config) ?? {};
    const hasRegion = schema.attributes.some((attribute) => attribute.name === 'region') && values.region === null;
    const session = this.session(peer, values);
    try {
      const read = dataTypes[name].read(session, values);
      return { state: wireOf(schema, { ...values, ...(hasRegion ? { region: session.region } : {}), ...read }) };
    } catch (error) {
      return failed(error, `reading ${dataTypes[name].label}: `);
    }
  }

  private schema(kind: 'provider' | 'resource' | 'data', name: string): BlockSchema {
    const key = `${this.bindings} ${kind} ${name}`;
    const found = schemas.get(key) ?? schemaOf(kind, name, this.bindings);
    schemas.set(key, found);
    return found;
  }

  /** The session of a connection; a resource's own `region` argument overrides the provider's. */
  private session(peer: string, values: Values | undefined): Session {
    const session = this.sessions.get(peer);
    if (session === undefined) throw new Error('the provider is used before it is configured');
    return typeof values?.region === 'string' ? { ...session, region: values.region } : session;
  }
}

function apply(
  type: ResourceType,
  session: Session,
  prior: Values | undefined,
  planned: Values | undefined,
): Values | undefined {
  if (planned === undefined) {
    if (prior !== undefined) type.delete(session, prior);
    return undefined;
  }
  const given = known(planned) as Values;
  const made = prior === undefined ? type.create(session, given) : type.update?.(session, given);
  const actual = type.read(session, { ...given, ...made });
  if (actual === undefined) throw new Error(`the ${type.label} is gone right after it was written`);
  return settle(planned, { ...made, ...actual });
}

/** Diagnostics of what a method threw: Terraform prints those best. */
function failed(error: unknown, doing = ''): object {
  const severity = 1; // an error
  const text =
    error instanceof AwsError
      ? error.message
      : `the provider of the tests failed: ${String((error as Error).stack ?? error)}`;
  return { diagnostics: [{ severity, summary: `${doing}${text}` }] };
}

function handlers(provider: Provider): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.keys(providerService).map((name) => [
      name,
      unary(async (request, peer) => {
        try {
          return provider[name as Method](request, peer);
        } catch (error) {
          return failed(error);
        }
      }),
    ]),
  );
}

function unary(
  answer: (request: Request, peer: string) => object | Promise<object>,
): UntypedServiceImplementation[string] {
  return (call: { request: Request; getPeer(): string }, reply: (error: null, message: object) => void) =>
    void Promise.resolve(answer(call.request, call.getPeer())).then((message) => reply(null, message));
}
