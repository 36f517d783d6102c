import * as fc from 'fast-check';
import { Geo } from '../../src/policy/geo';

describe('Geo', () => {
  test.each([
    [Geo.AFRICA, 'GEO-AF'],
    [Geo.ANTARCTICA, 'GEO-AN'],
    [Geo.ASIA, 'GEO-AS'],
    [Geo.EUROPE, 'GEO-EU'],
    [Geo.NORTH_AMERICA, 'GEO-NA'],
    [Geo.OCEANIA, 'GEO-OC'],
    [Geo.SOUTH_AMERICA, 'GEO-SA'],
    [Geo.continent('EU'), 'GEO-EU'],
    [Geo.continent('geo-eu'), 'GEO-EU'],
    [Geo.country('US'), 'US'],
    [Geo.country('ie'), 'IE'],
    [Geo.country('GB'), 'GB'],
    // Bare, these are countries: Afghanistan, American Samoa, Namibia, Saudi Arabia.
    [Geo.country('AF'), 'AF'],
    [Geo.country('AS'), 'AS'],
    [Geo.country('NA'), 'NA'],
    [Geo.country('SA'), 'SA'],
    [Geo.custom('europe-west1'), 'europe-west1'],
    [Geo.custom('GEO-ME'), 'GEO-ME'],
  ])('%s is %s', (geo, code) => {
    expect(geo.code).toBe(code);
    expect(String(geo)).toBe(code);
  });

  test.each([
    'EU',
    'eu',
    'OC',
    'AN',
    'GEO-NA',
    'Europe',
    'north america',
    'UK',
    'AX',
    'XK',
    'BV',
    'CX',
    'EH',
    'HM',
    'US-CA',
    '*',
    'USA',
    'europe-west1',
    '',
  ])("refuses country '%s'", (code) => {
    expect(() => Geo.country(code)).toThrow(`country of a geo: got '${code}'`);
  });

  test.each(['US', 'europ', 'XX'])("refuses continent '%s'", (code) => {
    expect(() => Geo.continent(code)).toThrow(`continent of a geo: got '${code}'`);
  });

  test.each(['*', '', 'x', 'us east'])("refuses custom '%s'", (code) => {
    expect(() => Geo.custom(code)).toThrow(/^geo: got '.*', expected a code of the DNS provider, .*; fix: ./);
  });

  test('knows 244 countries, and takes nothing else of two letters', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const accepted = letters
      .flatMap((a) => letters.map((b) => a + b))
      .filter((code) => {
        try {
          return Geo.country(code).code === code;
        } catch {
          return false;
        }
      });
    expect(accepted).toHaveLength(244);
    for (const code of ['AX', 'XK', 'BV', 'CX', 'EH', 'HM', 'EU', 'UK']) {
      expect(accepted).not.toContain(code);
    }
  });

  test('gives upper-case codes or says what is wrong, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (text) => {
        try {
          expect(Geo.country(text).code).toMatch(/^[A-Z]{2}$/);
        } catch (error) {
          expect((error as Error).message).toMatch(/^country of a geo: got .*, expected .*; fix: .+/s);
        }
      }),
      { seed: 1 },
    );
  });
});
