import { refuse } from './problem';

/** Fields of which an object has one, by their names. */
type Fields = { readonly [name: string]: unknown };

/** Refuses none or several of fields of which only one could be read. */
export function exactlyOne(
  what: string,
  fields: Fields,
  fix: string,
  where?: { readonly node: { readonly path: string } },
): void {
  const names = Object.keys(fields);
  const given = namesGiven(fields);
  if (given.length !== 1) {
    const got = given.length === 0 ? `neither ${names.join(' nor ')}` : given.join(' and ');
    refuse({ what, got, expected: `exactly one of ${names.join(', ')}`, fix }, where);
  }
}

/** Refuses several of fields; `why` says what each would do to the others. */
export function atMostOne(what: string, fields: Fields, why: string): void {
  const given = namesGiven(fields);
  if (given.length > 1) {
    const expected = `one of ${Object.keys(fields).join(', ')}; ${why}`;
    refuse({ what, got: given.join(' and '), expected, fix: 'leave one out' });
  }
}

const namesGiven = (fields: Fields) => Object.keys(fields).filter((name) => fields[name] !== undefined);
