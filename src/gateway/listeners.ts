import { Listener, ListenerSpec, RouteNamespaces } from './listener';
import { Referrer } from '../route/reference-grant';
import { nearest, refuse } from '../value/problem';

/** Listeners of one Gateway or ListenerSet. Refuses conflicts and emits ReferenceGrants. */
export class Listeners {
  private readonly list: Listener[] = [];

  public constructor(
    private readonly owner: Referrer,
    private readonly ownerName: string,
  ) {}

  public get all(): Listener[] {
    return [...this.list];
  }

  public render(): ListenerSpec[] {
    return this.list.map((listener) => listener._render());
  }

  public add(listener: Listener): void {
    this.checkConflicts(listener);
    if (this.list.length === 64) {
      const fix = 'add the others by a ListenerSet';
      refuse({ what: 'listeners', got: 65, expected: 'at most 64', fix }, this.owner);
    }
    listener.certificates.forEach((certificate) => certificate._grantTo(this.owner));
    this.list.push(listener);
  }

  /** Sets the namespaces of the named listeners; without names, of those for which `isMeant` is true. */
  public open(namespaces: RouteNamespaces, names: readonly string[], isMeant = (_: Listener) => true): void {
    names.forEach((name) => this.checkKnown(name));
    this.list.forEach((listener, index) => {
      if (names.length === 0 ? isMeant(listener) : names.includes(listener.name)) {
        this.list[index] = listener.openTo(namespaces);
      }
    });
  }

  /** Makes a listener serve any host, where it does not serve the given one. */
  public widen(name: string, host: string | undefined): void {
    const index = this.list.findIndex((listener) => listener.name === name);
    if (index >= 0 && this.list[index].hostname !== host) {
      this.list[index] = this.list[index]._forAnyHost();
    }
  }

  private checkKnown(name: string): void {
    const known = this.list.map((listener) => listener.name);
    if (!known.includes(name)) {
      const meant = nearest(name, known);
      refuse(
        {
          what: 'listener to open',
          got: name,
          expected:
            known.length > 0 ? `one of ${known.join(', ')}` : `a listener of the ${this.ownerName}; it has none yet`,
          fix: meant === undefined ? 'add it first, or name another' : `did you mean '${meant}'?`,
        },
        this.owner,
      );
    }
  }

  private checkConflicts(listener: Listener): void {
    const other = this.list.find((known) => known.name === listener.name || conflict(known, listener));
    if (other === undefined) {
      return;
    }
    const what = `listener '${listener.name}'`;
    const isName = other.name === listener.name;
    const isTcp = [other, listener].some(({ protocol }) => protocol === 'TCP');
    if (!isName && isTcp && other.protocol !== listener.protocol) {
      refuse(
        {
          what,
          got: `the port of listener '${other.name}', whose protocol is ${other.protocol}`,
          expected: `a separate port for TCP; ${other.protocol} and ${listener.protocol} conflict on one port`,
          fix: 'use another port',
        },
        this.owner,
      );
    }
    refuse(
      {
        what,
        got: `the ${isName ? 'name' : 'port, protocol and hostname'} of listener '${other.name}'`,
        expected: 'listeners that differ in name, and in port and hostname; conflicting listeners do not serve',
        fix: isName ? 'use another name' : 'use another hostname or port',
      },
      this.owner,
    );
  }
}

const BY_HOST = ['HTTP', 'HTTPS', 'TLS'];

/** Tells whether two listeners conflict: a client's connection would match both. */
function conflict(a: Listener, b: Listener): boolean {
  if (a.port !== b.port) {
    return false;
  }
  const byHost = [a, b].filter(({ protocol }) => BY_HOST.includes(protocol)).length;
  const isTcp = [a, b].some(({ protocol }) => protocol === 'TCP');
  if (byHost === 1 && isTcp) {
    return true;
  }
  return a.hostname === b.hostname && (a.protocol === b.protocol || byHost === 2);
}
