import { Action } from './actions';
import { pathOf } from '../../model/model';
import { EffectivePolicy, PolicyItem, WHEN } from '../../model/policies';
import { Step } from '../outcome';

/** The policies in effect, each with those of its rules that are, and those that others override. */
export function policySteps(actions: readonly Action[]): Step[] {
  const effective = [...new Set(actions.map(({ policy }) => policy))];
  return effective.flatMap((policy) => [
    ...policy.sources.map((source) => step(source, rulesFrom(policy, source))),
    ...policy.overridden.map((source) =>
      step(source, `nothing in effect beside ${policy.sources.map((each) => pathOf(each)).join(', ')}`),
    ),
  ]);
}

const step = (source: PolicyItem, text: string): Step => ({
  what: 'policy',
  place: { entry: source, path: source.place },
  text: `${source.kind} ${pathOf(source)}: ${text}`,
});

function rulesFrom({ rules }: EffectivePolicy, source: PolicyItem): string {
  const own = [...rules].filter(([, rule]) => rule.source === source).map(([key]) => shownKey(key, source));
  return own.join(', ');
}

function shownKey(key: string, { kind }: PolicyItem): string {
  if (key === WHEN) return 'when';
  return kind === 'AuthPolicy' ? key.replace('#', ' ').trim() : `limit ${key}`;
}
