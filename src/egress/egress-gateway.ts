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
  /** Which API configures it, and which data plane brings traffic there. */
  readonly mode: EgressMode;
  /**
   * Namespace of the gateway.
   *
   * @default - that of the InjectedGateway, else of the chart
   */
  readonly namespace?: string;
  /**
   * Who may call hosts that name no callers themselves.
   *
   * @default - everybody
   */
  readonly callers?: EgressCaller[];
  /**
   * Keep applications from going around the gateway.
   *
   * @default - they can
   */
  readonly lockDown?: EgressLockDown;
}

/**
 * The way out of a mesh: external hosts, and one gateway through which applications call them. Emits what the mode
 * needs for each host, from its ServiceEntry to the policy that says who may call it.
 */
export class EgressGateway extends Construct {
  /** Name of the Gateway. */
  public readonly gatewayName: string;
  /** Namespace of the gateway's pods: where Secrets with client certificates must be. */
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

  /** The hosts that can be called. */
  public get hosts(): EgressHost[] {
    return [...this.list];
  }

  /**
   * Lets applications call a host through the gateway.
   *
   * @param id names the objects of the host, for example `docs`
   * @param host the host, and how it is called
   * @param names other names for some of the objects
   */
  public addHost(id: string, host: EgressHost, names: EgressHostNames = {}): void {
    dnsLabel('id of host', id);
    this.refuseTwins(host);
    const callers = host._callers ?? this.callers;
    this.dataPlane.add({ scope: new Construct(this, id), id, host, names, callers });
    this.list.push(host);
    if (callers) this.warnOfDetours();
  }

  /** A wildcard that one server answers for has that server's name as well. */
  private refuseTwins(host: EgressHost): void {
    const namesOf = ({ hostname, _server }: EgressHost) => [hostname, _server ?? hostname];
    const known = this.list.flatMap(namesOf);
    const twin = namesOf(host).find((name) => known.includes(name));
    if (twin !== undefined) {
      const fix = 'leave one out; for HTTP and HTTPS of one host use EgressHost.web()';
      refuse({ what: 'hosts', got: `'${twin}' twice`, expected: 'each host once', fix }, this);
    }
  }

  /** With Istio's APIs the namespace of an InjectedGateway counts, wherever the chart's objects go. */
  private chartNamespace({ mode }: EgressGatewayProps): string | undefined {
    return mode._hasOwnNamespace ? undefined : Chart.of(this).namespace;
  }

  private warnOfDetours(): void {
    if (this.isLocked || this.hasWarned) return;
    this.hasWarned = true;
    Warnings._add(this, 'GW592', {
      what: 'callers',
      got: 'no lockDown',
      expected: 'one; who goes around the gateway is asked by nobody',
      fix: 'add lockDown: { namespaces: [...] }, or acknowledge it where a NetworkPolicy of yours does it',
    });
  }
}
