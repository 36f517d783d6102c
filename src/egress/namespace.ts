import { Construct } from 'constructs';
import { sharedNamespace } from '../resource/namespace';
import { refuse } from '../value/problem';

/** Emits the Namespace of a gateway with labels; once, if several gateways share it. */
export function addNamespace(scope: Construct, name: string, wanted: Readonly<Record<string, string>>): void {
  const { metadata } = sharedNamespace(scope, name);
  for (const [key, value] of Object.entries(wanted)) {
    const present = metadata.getLabel(key);
    if (present !== undefined && present !== value) {
      const got = `${key}=${present} of another gateway`;
      const fix = 'use another namespace; a namespace has one waypoint and one control plane';
      refuse({ what: `label of Namespace '${name}'`, got, expected: `${key}=${value}`, fix }, scope);
    }
    metadata.addLabel(key, value);
  }
}
