import * as path from 'path';
import { Chart } from 'cdk8s';
import {
  Backend,
  Gateway,
  GatewayApp,
  OpenApiDocument,
  OpenApiRoutes,
  RateLimitPolicy,
  Rate,
  RouteParent,
  kuadrant,
  openapi,
} from 'cdk8s-gateways';

const documentOf = (file: string) => OpenApiDocument.fromFile(path.join(__dirname, 'documents', file));
const external = RouteParent.of(Gateway.fromGatewayName('external', 'api-gateway'));
const app = new GatewayApp();

// OpenAPI 3.0, and everything else in the document too, by x-kuadrant.
new OpenApiRoutes(new Chart(app, 'toystore'), 'toystore', { document: documentOf('toystore.yaml') });

// OpenAPI 3.1 in several files; the program says where it runs.
const travel = new OpenApiRoutes(new Chart(app, 'travel', { namespace: 'travel' }), 'travel', {
  document: documentOf('travel/openapi.yaml'),
  parents: [external],
  hostnames: ['eu.travel.example.com'],
  backends: [Backend.service('travel', 8080)],
  server: openapi.Server.at(0, { release: 'v8' }),
});
// An operation is a rule, so that it can have policies that the document does not know.
new RateLimitPolicy(travel, 'logins', {
  target: travel.target('session.create'),
  // The address of the client alone; source.address has the port of the connection too.
  limits: { 'per-client': { rates: [Rate.perMinute(5)], counters: ['source.remote_address'] } },
});

// A large API: three hundred operations in a few rules.
new OpenApiRoutes(new Chart(app, 'harbour', { namespace: 'harbour' }), 'harbour', {
  document: documentOf('harbour-cloud.yaml'),
  parents: [external],
  hostnames: ['api.harbour.example'],
  backends: [Backend.service('control-plane', 8443)],
  pathParameters: openapi.PathParameters.REGEX,
  grouping: openapi.Grouping.SHARED,
  authentication: { token: kuadrant.Authentication.jwt({ issuerUrl: 'https://login.harbour.example' }) },
});

app.synth();
