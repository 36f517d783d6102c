import { Construct } from 'constructs';
import { AlertProvider, AlertProviderSpec, CanarySpec } from '../manifest/flagger';
import { refuse } from '../manifest/problem';
import { dnsSubdomain, httpUrl } from '../manifest/scalar';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { Warnings } from '../resource/warning';

/** Where alerts go (`spec.type`). */
export class FlaggerAlertType {
  /** Slack. */
  public static readonly SLACK = new FlaggerAlertType('slack');
  /** Microsoft Teams. */
  public static readonly MS_TEAMS = new FlaggerAlertType('msteams');
  /** Discord. */
  public static readonly DISCORD = new FlaggerAlertType('discord');
  /** Rocket.Chat. */
  public static readonly ROCKET = new FlaggerAlertType('rocket');
  /** Google Chat. */
  public static readonly GOOGLE_CHAT = new FlaggerAlertType('gchat');

  private constructor(
    /** The name, as the API writes it. */
    public readonly name: string,
  ) {}
}

/** Options of a `FlaggerAlertProvider`. */
export interface FlaggerAlertProviderProps extends CustomResourceProps {
  /** Where alerts go (`spec.type`). */
  readonly type: FlaggerAlertType;
  /**
   * Secret with the `address` of the webhook, and for Slack the `token` of a bot, in the provider's namespace
   * (`spec.secretRef`).
   *
   * @default - `address` says; one of the two must be given
   */
  readonly secretName?: string;
  /**
   * Address of the webhook, in the open: whoever reads it can write to the channel, which is a warning (GW429)
   * (`spec.address`).
   *
   * @default - the secret says
   */
  readonly address?: string;
  /**
   * Channel (`spec.channel`).
   *
   * @default - general
   */
  readonly channel?: string;
  /**
   * Who the alerts are from (`spec.username`).
   *
   * @default - flagger
   */
  readonly username?: string;
  /**
   * Proxy on the way there (`spec.proxy`).
   *
   * @default - none
   */
  readonly proxy?: string;
}

/** A channel for alerts (flagger.app/v1beta1 AlertProvider). */
export class FlaggerAlertProvider extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly providerProps: FlaggerAlertProviderProps,
  ) {
    super(scope, id, providerProps);
    const { secretName, address, proxy } = providerProps;
    if ((secretName === undefined) === (address === undefined)) {
      const got = address === undefined ? 'none' : 'an address and a secret';
      const fix = address === undefined ? "for example secretName: 'slack'" : 'leave address out';
      refuse({ what: 'address of the webhook', got, expected: 'secretName or address', fix }, this);
    }
    if (secretName !== undefined) {
      dnsSubdomain('secretName', secretName);
    }
    if (proxy !== undefined) {
      httpUrl('proxy', proxy);
    }
    if (address !== undefined) {
      httpUrl('address', address);
      Warnings._add(this, 'GW429', {
        what: `address of AlertProvider '${this.name}'`,
        got: 'in the manifest',
        expected: 'in a Secret; whoever knows it can write to the channel',
        fix: 'use secretName',
      });
    }
  }

  /** @internal */
  protected _kind() {
    return AlertProvider;
  }

  /** @internal */
  protected _spec(): AlertProviderSpec {
    const { type, address, channel, username, proxy, secretName } = this.providerProps;
    return {
      type: type.name as AlertProviderSpec['type'],
      address,
      channel,
      username,
      proxy,
      secretRef: secretName === undefined ? undefined : { name: secretName },
    };
  }
}

/** Of what somebody is told (`analysis.alerts[].severity`). */
export class FlaggerAlertSeverity {
  /** Every new version, promotion, question and failure. */
  public static readonly INFO = new FlaggerAlertSeverity('info');
  /** Questions and failures. */
  public static readonly WARN = new FlaggerAlertSeverity('warn');
  /** Failures. */
  public static readonly ERROR = new FlaggerAlertSeverity('error');

  private constructor(
    /** The name, as the API writes it. */
    public readonly name: string,
  ) {}
}

/** Tells a channel how a canary fares, in place of Flagger's own channel (`analysis.alerts[]`). */
export interface FlaggerAlert {
  /** An AlertProvider (`providerRef`), in the Canary's namespace or another. */
  readonly provider: INamedResource;
  /**
   * Name of the alert (`name`).
   *
   * @default - the provider's
   */
  readonly name?: string;
  /**
   * Of what somebody is told (`severity`).
   *
   * @default FlaggerAlertSeverity.INFO
   */
  readonly severity?: FlaggerAlertSeverity;
}

type AlertSpec = NonNullable<CanarySpec['analysis']['alerts']>[number];

/** `analysis.alerts[]`. */
export function renderAlert({ provider, name, severity }: FlaggerAlert, canary: INamedResource): AlertSpec {
  return {
    name: name ?? provider.name,
    // Without one, Flagger sends nothing.
    severity: (severity ?? FlaggerAlertSeverity.INFO).name as AlertSpec['severity'],
    providerRef: {
      name: provider.name,
      namespace: provider.namespace === canary.namespace ? undefined : provider.namespace,
    },
  };
}
