import * as fs from 'fs';
import * as path from 'path';
import { Outcome } from './check';
import { choice } from './choice';
import { Acknowledgement, acknowledgementOf, readConfiguration } from './config';
import { MIGRATION_FORMATS, MigrationReport } from './migrate-report';
import { check } from '../check/check';
import { Diagnostic, format as formatDiagnostic } from '../check/diagnostic';
import { INGRESS_PROFILES, IngressOptions } from '../ingress/options';
import { detectedProfile } from '../ingress/profiles/profiles';
import { GatewayClass } from '../manifest/gateway-api';
import { Ingress } from '../manifest/kubernetes';
import { Manifest } from '../manifest/manifest';
import { replaceFiles, writtenFiles } from '../manifest/output';
import { readManifests } from '../manifest/sources';
import { printYaml } from '../manifest/yaml';
import { GatewayTarget } from '../migration/context';
import { convertIngresses, Migration } from '../migration/convert';
import { cutOverProgram, CutOverTargets } from '../migration/cut-over';
import { located, proveMigration, worldInUse } from '../migration/migrate';
import { Note } from '../migration/notes';
import { needsControllerName, programOf } from '../migration/program';
import { ProofDifference } from '../migration/prove/prove';
import { shownRequest } from '../migration/prove/show';
import { findItem, itemsOf, Model, modelsOf, pathOf } from '../model/model';
import { Profile, PROFILES } from '../traffic/profile';
import { groupBy } from '../value/group-by';
import { refuse } from '../value/problem';

export interface MigrateOptions {
  /** Folder to write to. */
  readonly out?: string;
  /** Whose Ingresses they are; by default that of their class. */
  readonly from?: string;
  /** Name of the Gateway. */
  readonly gateway?: string;
  /** Namespace of the Gateway, and of objects that name none. */
  readonly namespace?: string;
  readonly class?: string;
  readonly ingressClass?: readonly string[];
  readonly configMap?: string;
  readonly defaultSslCertificate?: string;
  readonly defaultBackendService?: string;
  readonly prove?: boolean;
  readonly typescript?: boolean;
  /** A program for the DNS records that move clients step by step is written too. */
  readonly cutOver?: boolean;
  /** Where the controller of the Ingresses is reached. */
  readonly cutOverFrom?: string;
  /** Where the Gateway is reached. */
  readonly cutOverTo?: string;
  readonly zone?: readonly string[];
  readonly profile?: string;
  readonly whole?: boolean;
  readonly config?: string;
  /** One of `text`, `markdown`, `json`. */
  readonly format?: string;
  readonly json?: boolean;
}

/** Turns Ingresses into objects of the Gateway API, tells what becomes of each annotation, and proves it by requests. */
export function migrate(paths: readonly string[], options: MigrateOptions = {}): Outcome {
  const print = MIGRATION_FORMATS[choice('--format', options.json ? 'json' : (options.format ?? 'text'), FORMATS)];
  const profile = PROFILES[choice('--profile', options.profile ?? 'istio', Object.keys(PROFILES) as Profile['name'][])];
  const configuration = readConfiguration(options.config);
  const gateway = gatewayOf(options);
  const objects = readManifests(paths, false);
  const modelOptions = {
    isWhole: options.whole ?? configuration.whole,
    namespace: gateway.namespace,
    exists: configuration.exists,
  };
  const models = modelsOf(objects, modelOptions);
  const ingresses = models.flatMap((each) => itemsOf(each, Ingress));
  if (models.length !== 1 || ingresses.length === 0) {
    refuse({
      what: 'path',
      got: paths.join(', '),
      expected: 'Ingresses of one cluster',
      fix: ingresses.length === 0 ? 'there are none; correct the path' : 'choose one folder: an object is in several',
    });
  }
  const [model] = models;
  const controller =
    options.from === undefined ? detectedProfile(model) : choice('--from', options.from, INGRESS_PROFILES);
  const world = worldInUse(model, { ...controllerOf(options), profile: controller });
  const migration = convertIngresses(world, gateway);
  const errors = errorsOf(migration);
  if (errors.length > 0) {
    return { stdout: '', stderr: `nothing was written\n\n${errors.map(formatDiagnostic).join('\n')}\n`, status: 1 };
  }
  const files = new Map([
    ...(options.typescript
      ? programOf(migration.manifests, controllerNameOf(model, gateway))
      : filesOf(migration.manifests, gateway)),
    ...(options.cutOver ? cutOverProgram(world.servers, gateway, targetsOf(options)) : []),
  ]);
  const written = options.out === undefined ? [] : write(options.out, files);
  const proof = options.prove
    ? proveMigration(objects, world, migration.manifests, { gateway, profile, model: modelOptions })
    : undefined;
  const used = new Set<Acknowledgement>();
  const isKnown = (code: string, texts: readonly string[]) => {
    const found = acknowledgementOf(configuration.acknowledge, code, texts);
    if (found) used.add(found);
    return found !== undefined;
  };
  const report: MigrationReport = {
    controller,
    ingresses: ingresses.length,
    manifests: migration.manifests,
    notes: migration.notes.map((note) => ({
      ...note,
      isAcknowledged: isKnown(codeOf(note), [`Ingress ${pathOf(note.place.entry)}`]),
    })),
    proof: proof && {
      ...proof,
      differences: proof.differences.map((each) => ({
        ...each,
        isAcknowledged: isKnown(each.trait, requestsOf(each)),
      })),
    },
    written,
  };
  const unused = configuration.acknowledge.filter((each) => !used.has(each));
  const isOpen =
    report.notes.some(({ fate, isAcknowledged }) => fate === 'refused' && !isAcknowledged) ||
    (report.proof?.differences.some(({ isAcknowledged }) => !isAcknowledged) ?? false);
  return {
    stdout: print(report),
    stderr: unused
      .map(
        ({ code, object }) =>
          `warning: ${options.config} acknowledges ${code}${object ? ` of ${object}` : ''}, which is not told; remove it\n`,
      )
      .join(''),
    status: isOpen ? 1 : 0,
  };
}

const FORMATS = Object.keys(MIGRATION_FORMATS);

/** Name of the annotation without its prefix, or the path of the field. */
const codeOf = ({ what }: Note) => what.split(':')[0];

const requestsOf = ({ requests }: ProofDifference) => requests.map(shownRequest);

const gatewayOf = (options: MigrateOptions): GatewayTarget => ({
  name: options.gateway ?? 'external',
  namespace: options.namespace ?? 'gateways',
  className: options.class ?? 'istio',
});

const controllerOf = (options: MigrateOptions): IngressOptions => ({
  ingressClasses: options.ingressClass,
  configMap: options.configMap,
  defaultSslCertificate: options.defaultSslCertificate,
  defaultBackendService: options.defaultBackendService,
});

function targetsOf({ cutOverFrom: from, cutOverTo: to, zone = [] }: MigrateOptions): CutOverTargets {
  if (from === undefined || to === undefined) {
    return refuse({
      what: from === undefined ? '--cut-over-from' : '--cut-over-to',
      got: undefined,
      expected: `where the ${from === undefined ? 'controller' : 'Gateway'} is reached: addresses, or the name of its load balancer`,
      fix: 'give it beside --cut-over',
    });
  }
  return { from, to, zones: zone };
}

/** That of the GatewayClass; a program of a class that the library does not know has to name it. */
function controllerNameOf(model: Model, { className }: GatewayTarget): string | undefined {
  const found = findItem(model, GatewayClass, '', className)?.body.spec?.controllerName;
  if (found !== undefined || !needsControllerName(className)) return found;
  return refuse({
    what: '--class',
    got: className,
    expected: 'a class whose controller is known',
    fix: 'add the GatewayClass to the input (kubectl get gatewayclass -o yaml), or leave out --typescript',
  });
}

/** The output is judged as any manifests are. */
const errorsOf = ({ manifests }: Migration): Diagnostic[] =>
  check(located(manifests), {}).filter(({ severity }) => severity === 'error');

/** All files or none; nothing of somebody else's. */
function write(out: string, files: ReadonlyMap<string, string>): string[] {
  const own = writtenFiles(out);
  const foreign = [...files.keys()].find((file) => !own.has(file) && fs.existsSync(path.join(out, file)));
  if (foreign !== undefined) {
    refuse({
      what: '-o',
      got: path.join(out, foreign),
      expected: 'no file of that name, or one that migrate wrote',
      fix: 'choose another folder, or move the file away',
    });
  }
  replaceFiles(out, files);
  return [...files.keys()].map((file) => path.join(out, file));
}

/** A file for the namespace of the Gateway, and one for each of the Ingresses. */
function filesOf(manifests: readonly Manifest[], gateway: GatewayTarget): Map<string, string> {
  const namespaces = groupBy(manifests, ({ metadata }) => metadata.namespace ?? gateway.namespace);
  return new Map([...namespaces].map(([namespace, members]) => [`${namespace}.yaml`, printYaml(members)]));
}
