import { Duration } from 'cdk8s';
import { flaggerTime } from './flagger-text';
import { refuse } from '../manifest/problem';
import { httpUrl, preciseHostname, wholeNumber } from '../manifest/scalar';
import { httpToken } from '../route/http-text';

/** What a load is sent to where nobody says. */
export interface FlaggerSite {
  /** Name of the Service that has the pods of the canary. */
  readonly canaryService: string;
  readonly namespace: string | undefined;
  readonly port: number;
  readonly interval: Duration;
}

/** What every load has. */
export interface FlaggerLoadOptions {
  /**
   * How long each run lasts, whole seconds.
   *
   * @default - the interval of the analysis
   */
  readonly duration?: Duration;
  /**
   * Requests a second: of each worker of `hey`, of all together of `ghz`.
   *
   * @default 10
   */
  readonly rate?: number;
  /**
   * Requests at a time.
   *
   * @default 2
   */
  readonly workers?: number;
  /**
   * Write the output of the command to the log of the load tester.
   *
   * @default false
   */
  readonly logOutput?: boolean;
}

/** Requests by HTTP. */
export interface FlaggerHeyOptions extends FlaggerLoadOptions {
  /**
   * Where they go. To be counted at the gateway, its address with `host`.
   *
   * @default - `http://<name>-canary.<namespace>:<port>/`
   */
  readonly url?: string;
  /**
   * Host that they ask for.
   *
   * @default - that of the address
   */
  readonly host?: string;
  /**
   * Method.
   *
   * @default GET
   */
  readonly method?: string;
  /**
   * Headers, such as that of a pin.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: string };
  /**
   * Body.
   *
   * @default - none
   */
  readonly body?: string;
  /**
   * Speak HTTP/2.
   *
   * @default false
   */
  readonly http2?: boolean;
}

/** Calls by gRPC. */
export interface FlaggerGhzOptions extends FlaggerLoadOptions {
  /**
   * Host and port.
   *
   * @default - `<name>-canary.<namespace>:<port>`
   */
  readonly address?: string;
  /**
   * Method, such as `grpc.health.v1.Health/Check`.
   *
   * @default - what reflection tells
   */
  readonly call?: string;
  /**
   * Path of the proto file in the load tester, such as `/tmp/ghz/health.proto`.
   *
   * @default - reflection
   */
  readonly proto?: string;
  /**
   * Metadata of the call, such as that of a pin.
   *
   * @default - none
   */
  readonly metadata?: { readonly [name: string]: string };
  /**
   * Data of the call, JSON.
   *
   * @default - none
   */
  readonly data?: string;
  /**
   * Speak TLS.
   *
   * @default false
   */
  readonly tls?: boolean;
}

type Part = string | undefined | false;

/** What a load tester of Flagger runs (`metadata` of a webhook). */
export class FlaggerLoad {
  /** Requests by HTTP, with `hey`. */
  public static hey(options: FlaggerHeyOptions = {}): FlaggerLoad {
    const { url, host, method, headers = {}, body, http2 } = options;
    if (url !== undefined) {
      httpUrl('url of load', url);
    }
    if (host !== undefined) {
      preciseHostname('host of load', host);
    }
    Object.keys(headers).forEach((name) => httpToken('header of load', name));
    return new FlaggerLoad(options, (site) => [
      'hey',
      ...volume(options, '-q', site),
      method && `-m ${quote(method)}`,
      ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
      host && `-host ${host}`,
      body !== undefined && `-d ${quote(body)}`,
      http2 && '-h2',
      quote(url ?? `http://${canaryAddress(site, 'url')}/`),
    ]);
  }

  /** Calls by gRPC, with `ghz`. */
  public static ghz(options: FlaggerGhzOptions = {}): FlaggerLoad {
    const { address, call, proto, metadata, data, tls } = options;
    return new FlaggerLoad(options, (site) => [
      'ghz',
      ...volume(options, '-r', site),
      !tls && '--insecure',
      proto && `--proto=${quote(proto)}`,
      call && `--call=${quote(call)}`,
      metadata && `-m ${quote(JSON.stringify(metadata))}`,
      data !== undefined && `-d ${quote(data)}`,
      quote(address ?? canaryAddress(site, 'address')),
    ]);
  }

  /** Any command of the load tester; it runs in a shell. */
  public static command(command: string): FlaggerLoad {
    if (command.trim() === '') {
      refuse({ what: 'command of load', got: command, expected: 'a command', fix: "for example 'wrk -d 1m ...'" });
    }
    return new FlaggerLoad({}, () => [command]);
  }

  private constructor(
    private readonly options: FlaggerLoadOptions,
    private readonly parts: (site: FlaggerSite) => Part[],
  ) {
    const { rate, workers, duration } = options;
    const positive = (what: string, value: number | undefined) =>
      value === undefined || wholeNumber(what, value, 1, 1_000_000, 'checks need some requests');
    positive('rate of load', rate);
    positive('workers of load', workers);
    if (duration) {
      flaggerTime('duration of load', duration);
    }
  }

  /** @internal */
  public _metadata(site: FlaggerSite): { [key: string]: string } {
    const cmd = this.parts(site).filter(Boolean).join(' ');
    return { type: 'cmd', cmd, ...(this.options.logOutput && { logCmdOutput: 'true' }) };
  }
}

const volume = ({ duration, rate = 10, workers = 2 }: FlaggerLoadOptions, rateFlag: string, site: FlaggerSite) => [
  `-z ${flaggerTime('duration of load', duration ?? site.interval)}`,
  `${rateFlag} ${rate}`,
  `-c ${workers}`,
];

function canaryAddress({ canaryService, namespace, port }: FlaggerSite, prop: string): string {
  if (namespace === undefined) {
    const expected = 'a namespace, so that the load tester finds the canary';
    refuse({ what: 'namespace of Canary', got: undefined, expected, fix: `name it, or name the ${prop} of the load` });
  }
  return `${canaryService}.${namespace}:${port}`;
}

/** A word of a shell, to the letter. */
const quote = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`);
