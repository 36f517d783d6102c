import { OpenApiNode } from './open-api-node';
import { checkPath } from '../route/http-text';

/**
 * Selection of a server of the document. Its path is the prefix of
 * every path; operations and paths with separate servers use the first of those.
 */
export class Server {
  /**
   * A server by its position.
   *
   * @param index 0 for the first
   * @param variables values of its variables; variables that are left out have their default
   */
  public static at(index: number, variables: { readonly [name: string]: string } = {}): Server {
    return new Server(index, undefined, undefined, variables);
  }

  /**
   * A server by its URL as in the document, with variables in curly braces.
   *
   * @param url the URL
   * @param variables values of its variables; variables that are left out have their default
   */
  public static url(url: string, variables: { readonly [name: string]: string } = {}): Server {
    return new Server(undefined, url, undefined, variables);
  }

  /**
   * A path prefix of every path, in place of a server of the document.
   *
   * @param path for example `/v1`; `/` for none
   */
  public static basePath(path: string): Server {
    return new Server(undefined, undefined, checkPath('base path', path), {});
  }

  private constructor(
    private readonly index: number | undefined,
    private readonly serverUrl: string | undefined,
    private readonly path: string | undefined,
    private readonly variables: { readonly [name: string]: string },
  ) {}

  /** The selected server of the document. @internal */
  public _ofDocument(root: OpenApiNode): ServerAddress {
    const list = root.child('servers');
    const servers = list?.items() ?? [];
    if (this.path !== undefined) {
      return { basePath: withoutSlash(this.path) };
    }
    if (servers.length === 0 && this.serverUrl === undefined && (this.index ?? 0) === 0) {
      return { basePath: '' };
    }
    const chosen =
      this.serverUrl !== undefined
        ? servers.find((server) => server.child('url')?.value === this.serverUrl)
        : servers[this.index ?? 0];
    const known = servers.map((server) => String(server.child('url')?.value)).join(', ');
    return this.address(
      chosen ??
        (list ?? root).refuse({
          got: this.serverUrl ?? `server ${this.index}`,
          expected: known === '' ? 'no selection, because the document has no servers' : `one of ${known}`,
          fix: 'select one of these with Server, or use Server.basePath',
        }),
    );
  }

  /** The separate server of a path or operation; `undefined` for that of the document. @internal */
  public _ofOperation(operation: readonly OpenApiNode[]): ServerAddress | undefined {
    const own = this.path === undefined ? operation.flatMap((node) => node.child('servers') ?? []) : [];
    const first = own.map((list) => list.items().at(0)).find((server) => server !== undefined);
    return first && this.address(first);
  }

  private address(server: OpenApiNode): ServerAddress {
    const declared = server.child('variables');
    const template = server.child('url')?.text() ?? '/';
    const url = template.replace(/\{([^{}]*)\}/g, (_, name: string) => this.valueOf(name, server, declared));
    const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(url);
    return server.within(() => {
      const { hostname, pathname } = new URL(url, 'http://document/');
      return { basePath: withoutSlash(pathname), host: absolute ? hostname : undefined };
    });
  }

  private valueOf(name: string, server: OpenApiNode, declared: OpenApiNode | undefined): string {
    const variable = declared?.child(name);
    const value = Object.hasOwn(this.variables, name) ? this.variables[name] : variable?.child('default')?.value;
    if (value === undefined) {
      server.refuse({
        got: `variable '${name}' without a default`,
        expected: 'a value for each variable of the URL',
        fix: `set it: Server.at(0, { ${name}: '...' })`,
      });
    }
    const values = variable
      ?.child('enum')
      ?.items()
      .map((item) => String(item.value));
    if (values && !values.includes(String(value))) {
      variable!.refuse({ got: String(value), expected: values.join(', '), fix: 'choose one of these' });
    }
    return String(value);
  }
}

/**
 * Host and path prefix of a server.
 * @internal
 */
export interface ServerAddress {
  /** Prefix of every path; empty for none. */
  readonly basePath: string;
  /** Host; `undefined` for a relative URL. */
  readonly host?: string;
}

const withoutSlash = (path: string) => path.replace(/\/+$/, '');
