import { Client } from '../../traffic/request';

/** What a request is there to tell apart; the code by which a difference is acknowledged. */
export const TRAITS = {
  path: 'paths as Ingresses have them',
  text: 'a path that goes on within an element',
  'upper-case': 'a path in upper case',
  'repeated-slash': 'a path with two slashes in a row',
  'dot-segment': 'a path with a dot as an element',
  escape: 'a path with a letter as %61',
  query: 'a query',
  'no-path': 'a path that no Ingress has',
  refusal: 'what a client hears that is refused',
  'redirect-slash': 'a redirect of a path with a slash at its end',
  canary: 'headers and cookies of a canary',
  condition: 'methods, headers and queries that rules ask for',
  cors: 'a page of another origin',
  access: 'a user with a password',
  client: 'an address of the client',
  method: 'another method',
  host: 'another name of the host',
} as const;
export type Trait = keyof typeof TRAITS;

/** What requests carry beside their paths. */
export interface Variant {
  readonly trait: Trait;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly client?: Client;
}
