import { ReferenceGrant } from '../../manifest/gateway-api';
import { Secret, Service } from '../../manifest/kubernetes';
import { GATEWAY_API } from '../../manifest/manifest';
import { maker, mayBeMade } from '../../model/generated';
import { isGranted } from '../../model/grants';
import { ingressServices } from '../../model/ingresses';
import { entriesOf, find, findItem, isDeclared, itemsOf, Model, ObjectName, pathOf } from '../../model/model';
import { Reference, referencesOf } from '../../model/references';
import { backendsOf, routesOf } from '../../model/routes';
import { nearest } from '../../value/problem';
import { ModelRule, ofAbsence, Report } from '../model-rule';

/** What one object says of another. */
export const referenceRules: readonly ModelRule[] = [
  { code: 'GW030', title: 'object that does not exist', find: missingObjects },
  { code: 'GW376', title: 'reference to another namespace without a grant', severity: 'warning', find: missingGrants },
  { code: 'GW378', title: 'port that the Service does not have', find: missingPorts },
  {
    code: 'GW379',
    title: 'grant in the namespace of those that refer',
    severity: 'warning',
    find: grantsOnTheWrongSide,
  },
  { code: 'GW380', title: 'Secret without a certificate', find: secretsWithoutCertificate },
];

/** Kinds that people write themselves; what others name, such as GatewayClasses, comes with an installation. */
const JUDGED: readonly string[] = [
  '/Service',
  '/Secret',
  '/ConfigMap',
  `${GATEWAY_API}/Gateway`,
  `${GATEWAY_API}/ListenerSet`,
  `${GATEWAY_API}/HTTPRoute`,
  `${GATEWAY_API}/GRPCRoute`,
  'cert-manager.io/Issuer',
  'cert-manager.io/ClusterIssuer',
  'apps/Deployment',
  'autoscaling/HorizontalPodAutoscaler',
  'argoproj.io/Rollout',
];

function missingObjects(model: Model, report: Report): void {
  const told = new Set<string>();
  for (const { from, path, to } of referencesOf(model)) {
    if (!JUDGED.includes(`${to.group}/${to.kind}`) || exists(model, to)) continue;
    // An object may name another in many places.
    const pair = `${from.kind} ${pathOf(from)} ${to.kind} ${pathOf(to)}`;
    if (told.has(pair)) continue;
    told.add(pair);
    const meant = nearest(to.name, namesBeside(model, to));
    report(
      from,
      {
        what: path,
        got: `${to.kind} ${pathOf(to)}`,
        expected: `a ${to.kind} of the input`,
        fix: meant
          ? `did you mean '${meant}'?`
          : 'add it, correct the name or the namespace, or declare that it exists elsewhere',
      },
      ofAbsence(model),
    );
  }
}

const exists = (model: Model, to: ObjectName) =>
  find(model, to) !== undefined ||
  isDeclared(model, to) ||
  ((to.kind === 'Secret' || to.kind === 'Service') &&
    (maker(model, to.kind, to.namespace, to.name) !== undefined || mayBeMade(model, to.kind, to.namespace)));

const namesBeside = (model: Model, { group, kind, namespace }: ObjectName) =>
  entriesOf(model, group, kind).flatMap((entry) => (entry.namespace === namespace ? [entry.name] : []));

/** Where the target is in the input, its grants should be too. */
function missingGrants(model: Model, report: Report): void {
  for (const { from, path, to, needsGrant } of referencesOf(model)) {
    if (!needsGrant || isGranted(model, from, to)) continue;
    const isBeside = find(model, to) !== undefined;
    // The grants of what exists elsewhere exist there too.
    if (!model.isWhole && !isBeside && isDeclared(model, to)) continue;
    report(
      from,
      {
        what: `${path}.namespace`,
        got: `${to.kind} ${pathOf(to)}, named from namespace ${from.namespace || '(none)'}`,
        expected: `a ReferenceGrant in namespace ${to.namespace} from ${from.kind} of ${from.namespace || '(none)'} to ${to.kind}`,
        fix: 'add the grant beside the target; without it the reference is not resolved (RefNotPermitted)',
      },
      isBeside && !model.isWhole ? 'warning' : ofAbsence(model),
    );
  }
}

function missingPorts(model: Model, report: Report): void {
  missingIngressPorts(model, report);
  for (const route of routesOf(model)) {
    for (const { path, ref } of backendsOf(route)) {
      if ((ref.group ?? '') !== '' || (ref.kind ?? 'Service') !== 'Service' || ref.port === undefined) continue;
      const service = findItem(model, Service, ref.namespace ?? route.namespace, ref.name);
      const ports = service?.body.spec?.ports ?? [];
      if (!service || ports.length === 0 || ports.some(({ port }) => port === ref.port)) continue;
      // No Service has it, which GW003 tells.
      if (ref.port < 1 || ref.port > 65_535) continue;
      const isTarget = ports.find(({ targetPort }) => targetPort === ref.port);
      report(route, {
        what: `${path}.port`,
        got: ref.port,
        expected: `a port of Service ${pathOf(service)}: ${ports.map(({ port, name }) => (name ? `${port} (${name})` : port)).join(', ')}`,
        fix: isTarget
          ? `use ${isTarget.port}: ${ref.port} is its targetPort, the port of the pods`
          : `use ${ports[0].port}, or add the port to the Service`,
      });
    }
  }
}

/** An Ingress names a port by number or by name; some controllers take the port of the pods too. */
function missingIngressPorts(model: Model, report: Report): void {
  for (const {
    from,
    path,
    service: { name, port },
  } of ingressServices(model)) {
    const wanted = port?.number ?? port?.name;
    const service = findItem(model, Service, from.namespace, name);
    const ports = service?.body.spec?.ports ?? [];
    if (!service || wanted === undefined || ports.length === 0) continue;
    if (ports.some((each) => [each.port, each.name, each.targetPort].includes(wanted))) continue;
    report(from, {
      what: `${path}.port.${port?.number === undefined ? 'name' : 'number'}`,
      got: wanted,
      expected: `a port of Service ${pathOf(service)}: ${ports.map((each) => (each.name ? `${each.port} (${each.name})` : each.port)).join(', ')}`,
      fix: `use ${ports[0].port}, or add the port to the Service; the path responds with 503 otherwise`,
    });
  }
}

/** A grant is for those who are named, and stands with those who name nobody: in the namespace of the target. */
function grantsOnTheWrongSide(model: Model, report: Report): void {
  const denied = referencesOf(model).filter(({ from, to, needsGrant }) => needsGrant && !isGranted(model, from, to));
  for (const grant of itemsOf(model, ReferenceGrant)) {
    const { from, to } = grant.body.spec;
    if (!from.every(({ namespace }) => namespace === grant.namespace)) continue;
    const meant = denied.find((reference) => fits(reference, grant.namespace, to));
    report(grant, {
      what: 'metadata.namespace',
      got: `${grant.namespace}, the namespace that spec.from names`,
      expected: 'the namespace of what is referred to',
      fix: meant
        ? `move it to namespace ${meant.to.namespace}, where ${meant.to.kind} ${meant.to.name} is`
        : 'move it to the namespace of the target; a reference within a namespace needs no grant',
    });
  }
}

const fits = (
  reference: Reference,
  namespace: string,
  to: readonly { readonly group: string; readonly kind: string }[],
) =>
  reference.from.namespace === namespace &&
  to.some(({ group, kind }) => group === reference.to.group && kind === reference.to.kind);

/** Gateway API v1, GatewayTLSConfig.certificateRefs: a Secret of type kubernetes.io/tls. */
function secretsWithoutCertificate(model: Model, report: Report): void {
  for (const { from, path, to } of referencesOf(model)) {
    if (to.kind !== 'Secret' || !path.includes('.tls.certificateRefs[')) continue;
    const secret = findItem(model, Secret, to.namespace, to.name);
    if (!secret) continue;
    const keys = Object.keys({ ...secret.body.data, ...secret.body.stringData });
    const missing = ['tls.crt', 'tls.key'].filter((key) => !keys.includes(key));
    // A Secret without data is filled by somebody else.
    if (keys.length === 0 || missing.length === 0) continue;
    report(from, {
      what: path,
      got: `Secret ${pathOf(secret)} with ${keys.join(', ')}`,
      expected: 'a Secret of type kubernetes.io/tls with tls.crt and tls.key',
      fix: `name a Secret that has a certificate, or add ${missing.join(' and ')}; the listener is not programmed (InvalidCertificateRef)`,
    });
  }
}
