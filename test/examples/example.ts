import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { Manifest, nameOf } from '../../src/manifest/manifest';
import { filesIn, temporaryDirectory } from '../support/synth';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects of any kind, read by tests
export type Json = any;

const outputs = new Map<string, Record<string, string>>();

/** The files that an example writes. */
export function exampleFiles(name: string): Record<string, string> {
  let files = outputs.get(name);
  if (!files) {
    const outdir = temporaryDirectory();
    process.env.CDK8S_OUTDIR = outdir;
    process.env.CDKTF_OUTDIR ??= temporaryDirectory();
    try {
      jest.requireActual(`../../examples/${name}/main`);
    } finally {
      delete process.env.CDK8S_OUTDIR;
    }
    files = filesIn(outdir);
    outputs.set(name, files);
  }
  return files;
}

/** Its objects by `Kind namespace/name`: all of them, or those of one directory. */
export function exampleObjects(name: string, directory?: string): Map<string, Json> {
  const texts = Object.entries(exampleFiles(name))
    .filter(([file]) => directory === undefined || path.dirname(file) === directory)
    .map(([, text]) => text);
  return byName(texts.flatMap(readYaml));
}

/** Documents as Kubernetes' readers of YAML 1.1 see them. */
export const readYaml = (text: string): Manifest[] =>
  parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as Manifest);

export const byName = (objects: readonly Manifest[]): Map<string, Json> =>
  new Map(objects.map((object) => [nameOf(object), object]));
