import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { resourcesOf } from './gateway-workload';
import { InjectedGatewayProps } from './injected-gateway-props';
import { GatewayLoadBalancer } from './load-balancer';
import { Warnings } from '../resource/warning';

/** Effective settings of a gateway that may cause warnings. */
export interface Doubtful {
  readonly props: InjectedGatewayProps;
  readonly namespace: string;
  readonly loadBalancer: GatewayLoadBalancer | undefined;
  readonly serviceAnnotations: Readonly<Record<string, string>>;
  readonly expectsProxyProtocol: boolean;
  /** Time from SIGTERM until the drain and the deregistration at the load balancer are complete. */
  readonly windDown: Duration | undefined;
  readonly gracePeriod: Duration | undefined;
}

/** Adds warnings about valid but probably unintended settings. */
export function warnOfDoubts(scope: Construct, gateway: Doubtful): void {
  proxyProtocol(scope, gateway);
  resources(scope, gateway);
  termination(scope, gateway);
}

function proxyProtocol(scope: Construct, gateway: Doubtful): void {
  const { loadBalancer, expectsProxyProtocol: expected, serviceAnnotations } = gateway;
  const sent = loadBalancer?._sendsProxyProtocol(serviceAnnotations);
  if (sent !== undefined && sent !== expected) {
    Warnings._add(scope, 'GW571', {
      what: 'PROXY protocol',
      got: sent ? 'a load balancer that sends it' : 'a load balancer that does not send it',
      expected: sent
        ? 'a gateway that expects it; otherwise it reads the header as a malformed request'
        : 'a gateway that does not expect it; otherwise it closes every connection',
      fix: sent
        ? 'set proxyProtocol on the load balancer and leave proxyConfig.proxyProtocol and the annotation out'
        : 'set proxyProtocol on the load balancer, or leave it out of proxyConfig',
    });
  }
}

function resources(scope: Construct, { props }: Doubtful): void {
  const { limits = {} } = resourcesOf(props) ?? {};
  if (limits.cpu === undefined && props.proxyConfig?.concurrency === undefined) {
    Warnings._add(scope, 'GW575', {
      what: 'resources of the gateway',
      got: 'no CPU limit',
      expected: 'a limit or proxyConfig.concurrency; otherwise Envoy runs one worker thread per core of the node',
      fix: 'set proxyConfig: { concurrency: 2 }, or a limit',
    });
  }
}

function termination(scope: Construct, { windDown, gracePeriod }: Doubtful): void {
  if (windDown && gracePeriod && gracePeriod.toSeconds() <= windDown.toSeconds()) {
    Warnings._add(scope, 'GW574', {
      what: 'terminationGracePeriod',
      got: `${gracePeriod.toSeconds()} seconds`,
      expected: `more than ${windDown.toSeconds()} seconds: the drain and the deregistration at the load balancer`,
      fix: 'increase it, or leave it out',
    });
  }
}
