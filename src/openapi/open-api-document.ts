import * as fs from 'fs';
import * as path from 'path';
import { fileURLToPath, pathToFileURL } from 'url';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import * as jsonPointer from 'jsonpointer';
import { NodeSource, OpenApiNode } from './open-api-node';
import { refuse } from '../value/problem';

/** YAML 1.2 as OpenAPI requires it, with merge keys (`<<`), which many documents use. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

/**
 * An OpenAPI document, version 3.0 or 3.1, as YAML or JSON. References (`$ref`)
 * are resolved within the document and in local files; no document is fetched
 * from the network.
 */
export class OpenApiDocument {
  /**
   * A document in a file; `.json` is read as JSON, anything else as YAML.
   *
   * @param file path of the file, relative to the working directory
   */
  public static fromFile(file: string): OpenApiDocument {
    const absolute = path.resolve(file);
    return new OpenApiDocument(read(absolute, file), pathToFileURL(absolute), path.basename(file));
  }

  /**
   * A document as an object.
   *
   * @param document the parsed document; it is not changed
   * @param directory directory of files that the document refers to; without one, such a reference is refused
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any JSON object
  public static fromObject(document: any, directory?: string): OpenApiDocument {
    const base = directory === undefined ? undefined : pathToFileURL(path.join(path.resolve(directory), 'openapi'));
    return new OpenApiDocument(document, base, '');
  }

  /** The document. @internal */
  public readonly _root: OpenApiNode;

  private constructor(document: unknown, url: URL | undefined, label: string) {
    this._root = new OpenApiNode(document, new Source(document, url, label, new Map()));
    requireVersion(this._root);
  }

  /** Title of the API (`info.title`); empty without one. */
  public get title(): string {
    return this._root.child('info')?.child('title')?.text() ?? '';
  }
}

/** A file of a document, or a document given as an object. */
class Source implements NodeSource {
  public constructor(
    private readonly document: unknown,
    private readonly url: URL | undefined,
    public readonly label: string,
    /** Files read so far, by path, shared by all files of one document. */
    private readonly files: Map<string, Source>,
  ) {
    if (url) {
      files.set(url.href, this);
    }
  }

  public target(reference: string, from: OpenApiNode): OpenApiNode {
    const [file, fragment = ''] = reference.split('#', 2);
    const source = file === '' ? this : this.other(file, from);
    const pointer = decode(fragment, from);
    if (pointer !== '' && !pointer.startsWith('/')) {
      from.refuse({
        got: reference,
        expected: "a JSON pointer after '#', such as '#/components/parameters/limit'",
        fix: 'write the path to the value; anchors are not supported',
      });
    }
    const value: unknown = pointer === '' ? source.document : jsonPointer.get(source.document as object, pointer);
    if (typeof value !== 'object' || value === null) {
      from.refuse({
        got: reference,
        expected: `a value in ${source.label || 'the document'}; there is none at '${pointer}'`,
        fix: 'correct the reference, or add the value',
      });
    }
    const tokens = pointer.split('/').slice(1);
    return new OpenApiNode(
      value,
      source,
      tokens.map((token) => token.replace(/~1/g, '/').replace(/~0/g, '~')),
    );
  }

  private other(file: string, from: OpenApiNode): Source {
    if (this.url === undefined && !URL.canParse(file)) {
      from.refuse({
        got: file,
        expected: 'a reference within the document, because it was given as an object',
        fix: 'use OpenApiDocument.fromFile, or pass the directory to OpenApiDocument.fromObject',
      });
    }
    const url = new URL(file, this.url);
    if (url.protocol !== 'file:') {
      from.refuse({
        got: file,
        expected: 'a file; documents are not fetched from the network',
        fix: 'keep a local copy and refer to that',
      });
    }
    const absolute = fileURLToPath(url);
    const known = this.files.get(url.href);
    return (
      known ??
      new Source(
        from.within(() => read(absolute, file)),
        url,
        this.relative(absolute),
        this.files,
      )
    );
  }

  private relative(absolute: string): string {
    const first = this.files.keys().next().value;
    return first === undefined ? path.basename(absolute) : path.relative(path.dirname(fileURLToPath(first)), absolute);
  }
}

function decode(fragment: string, from: OpenApiNode): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return from.refuse({
      got: `#${fragment}`,
      expected: 'an escaped JSON pointer',
      fix: "write '%25' for a percent sign",
    });
  }
}

function read(absolute: string, name: string): unknown {
  let text: string;
  try {
    text = fs.readFileSync(absolute, 'utf8');
  } catch (error) {
    return refuse({
      what: 'OpenAPI document',
      got: name,
      expected: 'a file that can be read',
      fix: `correct the path; '${absolute}' gives ${(error as NodeJS.ErrnoException).code}`,
    });
  }
  try {
    return absolute.endsWith('.json') ? JSON.parse(text) : load(text, { schema: SCHEMA });
  } catch (error) {
    return refuse({
      what: `OpenAPI document '${name}'`,
      got: (error as Error).message.split('\n')[0],
      expected: absolute.endsWith('.json') ? 'JSON' : 'YAML',
      fix: 'correct it there',
    });
  }
}

function requireVersion(root: OpenApiNode): void {
  const expected = 'an OpenAPI document of version 3.0 or 3.1';
  const swagger = root.child('swagger');
  if (swagger) {
    root.refuse({
      got: `swagger: ${String(swagger.value)}`,
      expected,
      fix: 'convert it, for example with swagger2openapi, and commit the result',
    });
  }
  const version = root.child('openapi');
  if (version === undefined) {
    root.refuse({
      got: undefined,
      expected: `a field openapi, as in ${expected}`,
      fix: "begin the document with openapi: '3.1.0'",
    });
  }
  if (!/^3\.[01](\.|$)/.test(String(version!.value))) {
    version!.refuse({ got: version!.value, expected: '3.0 or 3.1', fix: 'write the API in one of these versions' });
  }
}
