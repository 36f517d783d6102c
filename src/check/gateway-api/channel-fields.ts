import { GatewayApiChannel } from '../channel';
import { faulty } from '../object/structure';
import { Rule } from '../rule';

/** Rules for fields and values that only one channel of the Gateway API accepts. */
export const channelRules: readonly Rule[] = [
  {
    code: 'GW301',
    severity: ({ channel }) => inStandard(channel),
    title: 'field of the experimental channel',
    find: (objects) => faulty(objects, 'experimental'),
  },
  {
    code: 'GW302',
    severity: ({ channel }) =>
      channel === GatewayApiChannel.STANDARD ? undefined : channel === undefined ? 'warning' : 'error',
    title: 'value that the experimental channel does not accept',
    find: (objects) => faulty(objects, 'experimentalBound'),
  },
];

/** Severity of a field or value that only the experimental channel accepts. */
export const inStandard = (channel: GatewayApiChannel | undefined) =>
  channel === GatewayApiChannel.EXPERIMENTAL ? undefined : channel === undefined ? 'warning' : 'error';
