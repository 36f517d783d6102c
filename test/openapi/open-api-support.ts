import { Chart } from 'cdk8s';
import { Backend, Gateway, RouteParent } from '../../src';
import { OpenApiDocument } from '../../src/openapi/open-api-document';
import { OpenApiRoutes, OpenApiRoutesProps } from '../../src/openapi/open-api-routes';
import { newChart, objectsOf } from '../support/synth';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects and documents of any shape
export type Json = any;

export const parents = [RouteParent.of(Gateway.fromGatewayName('external', 'gateways'))];
export const backends = [Backend.service('petstore', 8080)];

/** A document around paths. */
export const documentOf = (paths: Json, more: Json = {}): Json => ({
  openapi: '3.1.0',
  info: { title: 'Petstore', version: '1' },
  paths,
  ...more,
});

/** Routes of a document given as an object. */
export function api(document: Json, props: Partial<OpenApiRoutesProps> = {}, chart: Chart = newChart()) {
  const routes = new OpenApiRoutes(chart, 'petstore', {
    parents,
    backends,
    ...props,
    document: props.document ?? OpenApiDocument.fromObject(document),
  });
  return { routes, chart, of: (kind: string) => objectsOf(chart).filter((object) => object.kind === kind) as Json[] };
}

/** `GET Exact /pets` of every match, by the name of its rule. */
export function matches(document: Json, props: Partial<OpenApiRoutesProps> = {}): Record<string, string[]> {
  return Object.fromEntries(
    api(document, props)
      .of('HTTPRoute')
      .flatMap(({ spec }) => spec.rules)
      .map(({ name, matches: list }: Json) => [
        name,
        list.map(({ method, path }: Json) => `${method} ${path.type} ${path.value}`),
      ]),
  );
}

/** What ranks a path's kind and length, the highest number first; an implementation's age and name are left out. */
export const RANKS: Record<string, string[]> = {
  Istio: ['RegularExpression', 'PathPrefix', 'Exact'],
  "Kuadrant's filter": ['PathPrefix', 'RegularExpression', 'Exact'],
};

/**
 * The rules that win a request at an implementation; more than one where only
 * the age or name of routes, or the order of rules, could decide.
 */
export function winners(routes: Json[], implementation: string, method: string, path: string): string[] {
  const kinds = RANKS[implementation];
  const fitting = routes
    .flatMap(({ spec }) => spec.rules)
    .flatMap((rule: Json) => rule.matches.map((match: Json) => ({ rule: rule.name, ...match })))
    .filter((match: Json) => match.method === method && fits(match.path, path))
    .map((match: Json) => ({
      rule: match.rule,
      rank: kinds.indexOf(match.path.type) * 10_000 + match.path.value.length,
    }));
  const best = Math.max(...fitting.map(({ rank }: Json) => rank));
  return [...new Set<string>(fitting.filter(({ rank }: Json) => rank === best).map(({ rule }: Json) => rule))];
}

function fits({ type, value }: { type: string; value: string }, path: string): boolean {
  switch (type) {
    case 'Exact':
      return path === value;
    case 'PathPrefix':
      return path === value || path.startsWith(value.endsWith('/') ? value : `${value}/`);
    default:
      // Not anchored, as the filter evaluates it; Envoy's router asks for the whole path.
      return new RegExp(value).test(path);
  }
}
