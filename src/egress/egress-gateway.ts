import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { DataPlane } from './data-plane';
import { checkCallers, EgressCaller } from './egress-caller';
import { EgressHost } from './egress-host';
import { EgressLockDown, lockDown } from './egress-lock-down';
import { EgressMode } from './egress-mode';
import { EgressHostNames } from './egress-names';
import { Warnings } from '../resource/warning';
import { refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** Options of an `EgressGateway`. */
export interface EgressGatewayProps {
  /** API that configures the gateway, and data plane that sends traffic to it. */
  readonly mode: EgressMode;
  /**
   * Namespace of the gateway.
   *
   * @default - the namespace of the InjectedGateway, else of the chart
   */
  readonly namespace?: string;
  /**
   * Workloads that may call hosts without their own `callers`.
   *
   * @default - all workloads
   */
  readonly callers?: EgressCaller[];
  /**
   * Prevents applications from bypassing the gateway.
   *
   * @default - applications can bypass it
   */
  readonly lockDown?: EgressLockDown;
}

/**
 * An egress gateway of a mesh, through which applications call external hosts. Emits all objects that a host needs in
 * the mode, from the ServiceEntry to the AuthorizationPolicy.
 */
export class EgressGateway extends Construct {
  /** Name of the Gateway. */
  public readonly gatewayName: string;
  /** Namespace of the gateway's pods, in which Secrets with client certificates must be. */
  public readonly namespace: string;
  private readonly dataPlane: DataPlane;
  private readonly callers?: readonly EgressCaller[];
  private readonly isLocked: boolean;
  private readonly list: EgressHost[] = [];
  private hasWarned = false;

  public constructor(scope: Construct, id: string, props: EgressGatewayProps) {
    super(scope, id);
    this.dataPlane = props.mode._dataPlane({
      scope: this,
      name: dnsLabel('id of EgressGateway', id),
      namespace: props.namespace ?? this.chartNamespace(props),
    });
    this.gatewayName = this.dataPlane.gatewayName;
    this.namespace = this.dataPlane.namespace;
    this.callers = checkCallers(props.callers);
    this.isLocked = props.lockDown !== undefined;
    if (props.lockDown) lockDown(this, id, this.dataPlane, props.lockDown);
    this.node.addValidation({
      validate: () => (this.list.length > 0 ? [] : ['hosts: got none, expected at least one; fix: addHost()']),
    });
  }

  /** External hosts that applications can call. */
  public get hosts(): EgressHost[] {
    return [...this.list];
  }

  /**
   * Adds an external host that applications can call through the gateway.
   *
   * @param id base of the names of the host's objects, for example `docs`
   * @param host the external host and its protocol
   * @param names names of objects, if the default does not fit
   */
  public addHost(id: string, host: EgressHost, names: EgressHostNames = {}): void {
    dnsLabel('id of host', id);
    this.refuseDuplicate(host);
    const callers = host._callers ?? this.callers;
    this.dataPlane.add({ scope: new Construct(this, id), id, host, names, callers });
    this.list.push(host);
    if (callers) this.warnOfBypass();
  }

  /** Refuses a duplicate host. A wildcard with a server also occupies the name of that server. */
  private refuseDuplicate(host: EgressHost): void {
    const namesOf = ({ hostname, _server }: EgressHost) => [hostname, _server ?? hostname];
    const known = this.list.flatMap(namesOf);
    const duplicate = namesOf(host).find((name) => known.includes(name));
    if (duplicate !== undefined) {
      const fix = 'leave one out; for HTTP and HTTPS of one host use EgressHost.web()';
      refuse({ what: 'hosts', got: `'${duplicate}' twice`, expected: 'unique hosts', fix }, this);
    }
  }

  /** With the Istio APIs the namespace is that of the InjectedGateway, not of the chart. */
  private chartNamespace({ mode }: EgressGatewayProps): string | undefined {
    return mode._hasOwnNamespace ? undefined : Chart.of(this).namespace;
  }

  private warnOfBypass(): void {
    if (this.isLocked || this.hasWarned) return;
    this.hasWarned = true;
    Warnings._add(this, 'GW592', {
      what: 'callers',
      got: 'no lockDown',
      expected: 'lockDown; a workload that bypasses the gateway is not subject to callers',
      fix: 'add lockDown: { namespaces: [...] }, or acknowledge this if another NetworkPolicy prevents it',
    });
  }
}
