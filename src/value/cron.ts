import { goDuration } from './duration';

/** What to change in a schedule that Go's cron library cannot read; undefined where it can. */
export function cronProblem(text: string): string | undefined {
  const schedule = text.replace(/^(CRON_)?TZ=\S* +/, '').trim();
  if (schedule.startsWith('@')) {
    const isKnown = NAMES.includes(schedule) || goDuration(/^@every (.*)$/.exec(schedule)?.[1] ?? '') !== undefined;
    return isKnown ? undefined : `use one of ${NAMES.join(', ')}, or five fields`;
  }
  const fields = schedule.split(/\s+/);
  if (fields.length !== FIELDS.length) return `write five fields, as in '0 3 * * 6'`;
  const wrong = FIELDS.findIndex((field, index) => !fields[index].split(',').every((part) => isRange(part, field)));
  return wrong < 0 ? undefined : `correct the ${FIELDS[wrong].name}: ${FIELDS[wrong].from} to ${FIELDS[wrong].to}`;
}

const NAMES = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names of values, from the lowest. */
  readonly words?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  {
    name: 'month',
    from: 1,
    to: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of the week', from: 0, to: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** `*`, `5`, `1-5` or `mon-fri`, with or without a step, as in `0-30/10`; an empty part of a list is left out. */
function isRange(part: string, field: Field): boolean {
  if (part === '') return true;
  const [, low, high, step] = /^([*?]|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  if (low === undefined || (step !== undefined && Number(step) === 0)) return false;
  if (low === '*' || low === '?') return true;
  const [start, end] = [numberOf(low, field), numberOf(high ?? low, field)];
  return start >= field.from && end <= field.to && start <= end;
}

function numberOf(text: string, { from, words = [] }: Field): number {
  const word = words.indexOf(text.toLowerCase());
  return word >= 0 ? from + word : /^\d+$/.test(text) ? Number(text) : NaN;
}
