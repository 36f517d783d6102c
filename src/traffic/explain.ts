import { Reply, Step } from './outcome';
import { HeaderChange, PathChange, Rule } from './rule';
import { shownMatch } from '../model/conditions';
import { pathOf } from '../model/model';

/** The decisions on the way of a request, in their order. */
export function stepsOf({ steps, rule }: Reply): Step[] {
  return rule ? [...steps, ...ruleSteps(rule)] : [...steps];
}

/** How a rule was chosen, and what it does. */
export function ruleSteps(rule: Rule): Step[] {
  const { entry } = rule.place;
  const at = { entry, path: rule.rule };
  const changes = effectsOf(rule);
  return [
    {
      what: 'route',
      place: at,
      text: `${entry.kind} ${pathOf(entry)}, ${rule.name === undefined ? rule.rule.replace(/^spec\./, '') : `rule ${rule.name}`}`,
    },
    { what: 'match', place: rule.place, text: shownMatch(rule.condition) },
    ...(changes.length > 0 ? [{ what: 'does', place: at, text: changes.join('; ') }] : []),
  ];
}

/** What a rule does beside choosing a backend, in words. */
function effectsOf({ request, response, rewrite, redirect, mirrors, cors, timeout, retry }: Rule): string[] {
  const change = redirect ?? rewrite;
  return [
    ...request.map((each) => `request header ${shownChange(each)}`),
    ...response.map((each) => `response header ${shownChange(each)}`),
    ...(redirect ? [`redirect ${redirect.status}`] : []),
    ...(change?.host === undefined ? [] : [`host becomes ${change.host}`]),
    ...(change?.path ? [`path: ${shownPath(change.path)}`] : []),
    ...mirrors.map(({ backend, share }) => `${percent(share)} mirrored to ${pathOf(backend)}`),
    ...(cors ? [`CORS for ${cors.allowOrigins.map(({ value }) => value).join(', ')}`] : []),
    ...(timeout ? [`timeout ${timeout} ms`] : []),
    ...(retry ? [`up to ${retry.attempts} retries`] : []),
  ];
}

const shownChange = ({ type, name, value }: HeaderChange) =>
  type === 'remove' ? `remove ${name}` : `${type} ${name}: ${value}`;

function shownPath(change: PathChange): string {
  switch (change.type) {
    case 'full':
      return `becomes ${change.value}`;
    case 'regex':
      return `${change.pattern} is replaced by ${change.value}`;
    default:
      return `${change.prefix} is replaced by ${change.value}`;
  }
}

/** A share as people write it: `33.3 %`. */
export const percent = (share: number) => `${Number((share * 100).toFixed(share * 100 < 1 ? 3 : 1))} %`;
