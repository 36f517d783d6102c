import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { OpenApiDocument } from './open-api-document';
import { backendPatches, parentPatches, RouteExtension, routeExtension } from './open-api-extension';
import { nameOf, UniqueNames } from './open-api-names';
import { OpenApiNode } from './open-api-node';
import { operationsOf } from './open-api-operation';
import { PathParameters } from './open-api-path';
import { authPolicies, rateLimitPolicies } from './open-api-policies';
import { Grouping, PlannedRule, routesOf, rulesOf } from './open-api-rules';
import { SecuritySchemes } from './open-api-scheme';
import { Scopes } from './open-api-security';
import { Server } from './open-api-server';
import { Authentication } from '../kuadrant/auth-authentication';
import { Authorization } from '../kuadrant/auth-authorization';
import { AuthPolicy } from '../policy/auth-policy';
import { PolicyTarget } from '../policy/policy-target';
import { RateLimitPolicy } from '../policy/rate-limit-policy';
import { CustomResourceProps } from '../resource/custom-resource';
import { Warnings } from '../resource/warning';
import { Backend } from '../route/backend';
import { HttpRoute } from '../route/http-route';
import { RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { nearest, refuse } from '../value/problem';

/**
 * Options of `OpenApiRoutes`. Name, namespace, labels, hosts and parents come
 * from `x-kuadrant.route` of the document if they are left out; labels of both
 * are merged.
 */
export interface OpenApiRoutesProps extends CustomResourceProps {
  /** OpenAPI document of the API. */
  readonly document: OpenApiDocument;
  /**
   * Gateways and listeners to attach the routes to.
   *
   * @default - `x-kuadrant.route.parentRefs`, which is then required
   */
  readonly parents?: RouteParent[];
  /**
   * Backends of operations without `x-kuadrant.backendRefs` on the operation or its path.
   *
   * @default - none; every operation must have `x-kuadrant.backendRefs`
   */
  readonly backends?: Backend[];
  /**
   * Hosts of the API.
   *
   * @default - `x-kuadrant.route.hostnames`, or else every host of the listeners; hosts of servers are used
   * only for operations with a different server than the document
   */
  readonly hostnames?: string[];
  /**
   * Server of the document, whose path is the prefix of all paths.
   *
   * @default - the first server
   */
  readonly server?: Server;
  /**
   * Matching of paths with parameters.
   *
   * @default PathParameters.REGEX
   */
  readonly pathParameters?: PathParameters;
  /**
   * Grouping of operations into rules.
   *
   * @default Grouping.OPERATION
   */
  readonly grouping?: Grouping;
  /**
   * Authentication of clients, by the name of the security scheme.
   *
   * @default - derived from the document: API keys and http basic by keys in Secrets with the label
   * `kuadrant.io/apikeys-by: <scheme>`, openIdConnect by its issuer; for others it is an error
   */
  readonly authentication?: { readonly [scheme: string]: Authentication };
  /**
   * Authorization that checks a security scheme that is required together with another, by
   * its name. Authentication checks only one of them.
   *
   * @default - tokens of a known issuer are verified; other schemes are an error
   */
  readonly authorization?: { readonly [scheme: string]: Authorization };
  /**
   * Location of the scopes that oauth2 and openIdConnect require.
   *
   * @default Scopes.claim('scope')
   */
  readonly scopes?: Scopes;
  /**
   * Whether Secrets with API keys are read in all namespaces, not only in that of Authorino.
   *
   * @default false
   */
  readonly apiKeysInAllNamespaces?: boolean;
  /**
   * Filters of the requests and responses of all operations.
   *
   * @default - none
   */
  readonly filters?: RouteFilter[];
  /**
   * Maximum time until the response to any operation is complete.
   *
   * @default - chosen by the implementation
   */
  readonly timeout?: Duration;
}

/**
 * HTTPRoutes, AuthPolicies and RateLimitPolicies of an API that an OpenAPI
 * document describes, including its extension `x-kuadrant`.
 *
 * Every operation becomes a match of method and path. Their precedence does
 * not depend on the order of rules or routes: a path
 * without parameters takes precedence over one with parameters, and a more specific path over a less specific one.
 */
export class OpenApiRoutes extends Construct {
  private readonly ownRoutes: HttpRoute[] = [];
  private readonly ownAuthPolicies: AuthPolicy[] = [];
  private readonly ownRateLimitPolicies: RateLimitPolicy[] = [];
  private readonly targets = new Map<string, PolicyTarget>();
  private readonly base: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: OpenApiRoutesProps,
  ) {
    super(scope, id);
    const root = props.document._root;
    const warnings = new Map<string, () => void>();
    const extension = routeExtension(root, (field, known) =>
      warnings.set(field.place, () => this.warnField(field, known)),
    );
    this.base = props.name ?? extension.name ?? id;
    const operations = operationsOf(root, {
      server: props.server ?? Server.at(0),
      pathParameters: props.pathParameters ?? PathParameters.REGEX,
      schemes: new SecuritySchemes(root, {
        authentication: props.authentication ?? {},
        authorization: props.authorization ?? {},
        apiKeysInAllNamespaces: props.apiKeysInAllNamespaces,
      }),
      scopes: props.scopes ?? Scopes.claim('scope'),
      unknownField: (field, known) => warnings.set(field.place, () => this.warnField(field, known)),
      uncheckedRoles: (requirement, roles) => warnings.set(requirement.place, () => this.warnRoles(requirement, roles)),
    });
    if (operations.length === 0) {
      const paths = root.child('paths') ?? root;
      paths.refuse({
        got: undefined,
        expected: 'at least one enabled operation',
        fix: 'add a path to the document',
      });
    }
    const hostnames = props.hostnames ?? extension.hostnames ?? [];
    const rules = rulesOf(operations, hostnames, props.grouping ?? Grouping.OPERATION);
    const names = new UniqueNames();
    const routes = routesOf(rules).map((own) => [this.addRoute(own, hostnames, extension, names), own] as const);
    for (const [route, own] of routes) {
      const metadata = { ...this.metadata(extension), namespace: route.namespace };
      const context = { scope: this, metadata, base: this.base, name: (name: string) => names.take(name) };
      this.ownAuthPolicies.push(...authPolicies(route, own, context));
      this.ownRateLimitPolicies.push(...rateLimitPolicies(route, own, context));
    }
    warnings.forEach((warn) => warn());
  }

  /** Routes: those of the document's server first, in the order of its operations. */
  public get routes(): HttpRoute[] {
    return [...this.ownRoutes];
  }

  /** Policies of authentication and authorization. */
  public get authPolicies(): AuthPolicy[] {
    return [...this.ownAuthPolicies];
  }

  /** Policies of rate limits. */
  public get rateLimitPolicies(): RateLimitPolicy[] {
    return [...this.ownRateLimitPolicies];
  }

  /**
   * The rule of an operation as a target of a separate policy. With
   * `Grouping.SHARED`, the rule may contain other operations too.
   *
   * @param operation operationId, or method and path as in the document: `GET /pets/{id}`
   */
  public target(operation: string): PolicyTarget {
    const found = this.targets.get(operation);
    if (found === undefined) {
      const meant = nearest(operation, this.targets.keys());
      return refuse(
        {
          what: 'operation',
          got: operation,
          expected: "an operationId of the document, or method and path such as 'GET /pets/{id}'",
          fix: meant ? `write '${meant}'` : 'correct it; disabled operations have no rule',
        },
        this,
      );
    }
    return found;
  }

  private metadata(extension: RouteExtension): Omit<CustomResourceProps, 'name'> {
    return {
      namespace: this.props.namespace ?? extension.namespace,
      labels: { ...extension.labels, ...this.props.labels },
      annotations: this.props.annotations,
    };
  }

  private addRoute(
    rules: readonly PlannedRule[],
    hostnames: readonly string[],
    extension: RouteExtension,
    names: UniqueNames,
  ): HttpRoute {
    const { host } = rules[0];
    const parents = this.props.parents ?? extension.parents?.map(({ parent }) => parent) ?? [];
    const name = names.take(host === '' ? this.base : `${this.base}-${nameOf(host)}`);
    const route = new HttpRoute(this, name, {
      ...this.metadata(extension),
      name,
      parents: parents.length > 0 ? parents : this.withoutParents(),
      hostnames: host === '' ? [...hostnames] : [host],
    });
    if (this.props.parents === undefined) {
      route.addJsonPatch(...parentPatches(extension.parents ?? []));
    }
    rules.forEach((rule, index) => this.addRule(route, rule, index));
    this.ownRoutes.push(route);
    return route;
  }

  private addRule(route: HttpRoute, { name, matches, operations }: PlannedRule, index: number): void {
    const [first] = operations;
    const backends = first.backends?.map(({ backend }) => backend) ?? this.props.backends;
    if (backends === undefined || backends.length === 0) {
      first.node.refuse({
        got: undefined,
        expected: 'backends: x-kuadrant.backendRefs of the operation or its path, or backends of OpenApiRoutes',
        fix: "set backends: [Backend.service('petstore', 8080)] of OpenApiRoutes",
      });
    }
    const { filters, timeout } = this.props;
    first.node.within(() => route.addRule({ name, matches, backends, filters, timeout }));
    route.addJsonPatch(...backendPatches(first.backends ?? [], index));
    for (const { operationId, method, path } of operations) {
      const target = PolicyTarget.rule(route, name);
      this.targets.set(`${method} ${path}`, target);
      if (operationId !== undefined) {
        this.targets.set(operationId, target);
      }
    }
  }

  private withoutParents(): never {
    return refuse(
      {
        what: 'parents',
        got: 'none',
        expected: 'parents of OpenApiRoutes, or x-kuadrant.route.parentRefs of the document',
        fix: 'set the parents of the routes, for example RouteParent.of(gateway)',
      },
      this,
    );
  }

  private warnField(field: OpenApiNode, known: readonly string[]): void {
    const meant = nearest(field.key, known);
    Warnings._add(this, 'GW351', {
      what: field.place,
      got: field.key,
      expected: `${known.join(', ')}; other fields are ignored`,
      fix: meant ? `write '${meant}'` : 'leave it out',
    });
  }

  private warnRoles(requirement: OpenApiNode, roles: readonly string[]): void {
    Warnings._add(this, 'GW350', {
      what: requirement.place,
      got: roles.join(', '),
      expected:
        'no roles for a scheme other than oauth2 and openIdConnect; requests do not contain such roles, so they are not checked',
      fix: 'leave them out, and add an Authorization to the policy in authPolicies',
    });
  }
}
