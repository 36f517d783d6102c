import { idOf } from '../aws/world';
import { Session } from '../provider/resource';
import { Values } from '../provider/schema';
import { text } from '../provider/wire';

/** The name of a resource: as configured, else made of its prefix. */
export function nameOf({ account }: Session, values: Values): string {
  const prefix = text(values.name_prefix) ?? 'terraform-';
  return text(values.name) ?? `${prefix}${idOf(account, `prefix ${prefix}`, 26, '0123456789')}`;
}
