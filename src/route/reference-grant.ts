import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ReferenceGrant as ReferenceGrantKind, ReferenceGrantSpec } from '../manifest/gateway-api';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { once } from '../resource/once';
import { refuse } from '../value/problem';
import { dnsLabel, objectReference } from '../value/scalar';

/** Objects that may refer to others (`spec.from[]`). */
export interface ReferenceGrantFrom {
  /**
   * API group; empty for the core group.
   *
   * @default gateway.networking.k8s.io
   */
  readonly group?: string;
  /** For example `HTTPRoute`. */
  readonly kind: string;
  /** Their namespace. */
  readonly namespace: string;
}

/** Objects that may be referred to (`spec.to[]`), in the grant's namespace. */
export interface ReferenceGrantTo {
  /**
   * API group.
   *
   * @default - the core group
   */
  readonly group?: string;
  /** For example `Service`. */
  readonly kind: string;
  /**
   * The one object of the kind.
   *
   * @default - every object of the kind
   */
  readonly name?: string;
}

/** Options of a `ReferenceGrant`. */
export interface ReferenceGrantProps extends CustomResourceProps {
  /** Who refers, at most 16 (`spec.from`). */
  readonly from: ReferenceGrantFrom[];
  /** What may be referred to, at most 16 (`spec.to`); more by `addTo`. */
  readonly to: ReferenceGrantTo[];
}

/** The entries that a list of a grant may have. */
const LIMIT = 16;
const GROUP = 'gateway.networking.k8s.io';

/**
 * Lets objects of other namespaces refer to objects of the grant's namespace
 * (gateway.networking.k8s.io/v1 ReferenceGrant). Routes, mirrors and listeners
 * of this library that need one emit it themselves.
 */
export class ReferenceGrant extends CustomResource {
  private readonly from: readonly ReferenceGrantFrom[];
  private readonly to: ReferenceGrantTo[] = [];

  public constructor(scope: Construct, id: string, props: ReferenceGrantProps) {
    super(scope, id, props);
    for (const what of ['from', 'to'] as const) {
      const count = props[what].length;
      if (count === 0 || count > LIMIT) {
        const fix = count === 0 ? 'name who refers to what' : 'use a second grant';
        refuse({ what, got: `${count} entries`, expected: `1 to ${LIMIT}`, fix }, this);
      }
    }
    props.from.forEach(({ group = GROUP, kind, namespace }) => {
      objectReference('from', group, kind);
      dnsLabel('namespace of from', namespace);
    });
    this.from = [...props.from];
    props.to.forEach((to) => this.addTo(to));
  }

  /** What may be referred to. */
  public get targets(): ReferenceGrantTo[] {
    return [...this.to];
  }

  /** Lets one more object, or all of a kind, be referred to. */
  public addTo(to: ReferenceGrantTo): void {
    objectReference('to', to.group ?? '', to.kind, to.name);
    if (this.to.length === LIMIT) {
      refuse(
        { what: 'to', got: `${LIMIT + 1} entries`, expected: `at most ${LIMIT}`, fix: 'use a second grant' },
        this,
      );
    }
    this.to.push(to);
  }

  /** @internal */
  protected _kind() {
    return ReferenceGrantKind;
  }

  /** @internal */
  protected _spec(): ReferenceGrantSpec {
    return {
      from: this.from.map(({ group, kind, namespace }) => ({
        group: group ?? GROUP,
        kind,
        namespace,
      })),
      to: this.to.map(({ group, kind, name }) => ({ group: group ?? '', kind, name })),
    };
  }
}

/** An object in another namespace. */
export interface ForeignObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Who refers to it. */
export interface Referrer extends Construct {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * Emits what a reference into another namespace needs: for each kind and
 * namespace that refers, one grant in the target's namespace that names each
 * target, so that nobody is let in who was not asked for.
 */
export function grantReference(referrer: Referrer, { group, kind, name, namespace }: ForeignObject): void {
  if (namespace === undefined || namespace === referrer.namespace) {
    return;
  }
  if (referrer.namespace === undefined) {
    refuse(
      {
        what: `namespace of ${referrer.kind} '${referrer.name}'`,
        got: undefined,
        expected: `a namespace, because it refers to ${kind} '${name}' in namespace '${namespace}'`,
        fix: 'name it, here or for the chart; the ReferenceGrant must name it too',
      },
      referrer,
    );
  }
  const from = { kind: referrer.kind, namespace: referrer.namespace! };
  // Neither a kind nor a namespace has a dot, so that no two names built this way are the same.
  const key = `${from.kind.toLowerCase()}-${from.namespace}`;
  const grants = once(referrer, `ReferenceGrants ${namespace} ${key}`, (): ReferenceGrant[] => []);
  const isSame = (to: ReferenceGrantTo) => to.kind === kind && to.name === name && (to.group ?? '') === group;
  if (grants.some((grant) => grant.targets.some(isSame))) {
    return;
  }
  const last = grants.at(-1);
  if (last && last.targets.length < LIMIT) {
    last.addTo({ group, kind, name });
    return;
  }
  const suffix = grants.length > 0 ? `.${grants.length + 1}` : '';
  grants.push(
    new ReferenceGrant(Chart.of(referrer), `grant.${namespace}.${key}${suffix}`, {
      name: `from-${key}${suffix}`,
      namespace,
      from: [from],
      to: [{ group, kind, name }],
    }),
  );
}
