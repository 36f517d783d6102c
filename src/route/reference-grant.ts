import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ReferenceGrant as ReferenceGrantKind, ReferenceGrantSpec } from '../manifest/gateway-api';
import { GATEWAY_API } from '../manifest/manifest';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { once } from '../resource/once';
import { refuse } from '../value/problem';
import { dnsLabel, objectReference } from '../value/scalar';

/** Objects that may refer to targets of the grant (`spec.from[]`). */
export interface ReferenceGrantFrom {
  /**
   * API group; empty for the core group.
   *
   * @default gateway.networking.k8s.io
   */
  readonly group?: string;
  /** Kind of the objects, for example `HTTPRoute`. */
  readonly kind: string;
  /** Namespace of the objects. */
  readonly namespace: string;
}

/** Objects in the grant's namespace that may be referred to (`spec.to[]`). */
export interface ReferenceGrantTo {
  /**
   * API group.
   *
   * @default - the core group
   */
  readonly group?: string;
  /** Kind of the objects, for example `Service`. */
  readonly kind: string;
  /**
   * Name of a single object.
   *
   * @default - every object of the kind
   */
  readonly name?: string;
}

/** Options of a `ReferenceGrant`. */
export interface ReferenceGrantProps extends CustomResourceProps {
  /** Objects that may refer to the targets, 1 to 16 (`spec.from`). */
  readonly from: ReferenceGrantFrom[];
  /** Targets that may be referred to, 1 to 16 (`spec.to`); `addTo` adds more. */
  readonly to: ReferenceGrantTo[];
}

/** Maximum number of entries in `from` and `to`. */
const LIMIT = 16;

/**
 * Allows objects in other namespaces to refer to objects in the grant's namespace
 * (gateway.networking.k8s.io/v1 ReferenceGrant). Routes, mirrors and listeners
 * of this library emit the grants that they need.
 */
export class ReferenceGrant extends CustomResource {
  private readonly from: readonly ReferenceGrantFrom[];
  private readonly to: ReferenceGrantTo[] = [];

  public constructor(scope: Construct, id: string, props: ReferenceGrantProps) {
    super(scope, id, props);
    for (const what of ['from', 'to'] as const) {
      const count = props[what].length;
      if (count === 0 || count > LIMIT) {
        const fix = count === 0 ? 'add an entry' : 'use a second grant';
        refuse({ what, got: `${count} entries`, expected: `1 to ${LIMIT}`, fix }, this);
      }
    }
    props.from.forEach(({ group = GATEWAY_API, kind, namespace }) => {
      objectReference('from', group, kind);
      dnsLabel('namespace of from', namespace);
    });
    this.from = [...props.from];
    props.to.forEach((to) => this.addTo(to));
  }

  /** Targets of the grant. */
  public get targets(): ReferenceGrantTo[] {
    return [...this.to];
  }

  /** Adds a target: one object, or all objects of a kind. */
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
        group: group ?? GATEWAY_API,
        kind,
        namespace,
      })),
      to: this.to.map(({ group, kind, name }) => ({ group: group ?? '', kind, name })),
    };
  }
}

/** A reference to an object in another namespace. */
export interface ForeignObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** The referring object. */
export interface Referrer extends Construct {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * Emits the ReferenceGrant for a reference to another namespace: for each kind and
 * namespace of referring objects, one grant in the target's namespace that names each
 * target, so that it allows no more than necessary.
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
        fix: 'set namespace here or on the chart; the ReferenceGrant must contain it',
      },
      referrer,
    );
  }
  const from = { kind: referrer.kind, namespace: referrer.namespace! };
  // Neither a kind nor a namespace contains a dot, so the names are unique.
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
