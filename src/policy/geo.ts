import { refuse, nearest } from '../value/problem';

/** Continents of Route 53 by code, with the names of the constants of `Geo`. */
const CONTINENTS: ReadonlyMap<string, string> = new Map([
  ['AF', 'AFRICA'],
  ['AN', 'ANTARCTICA'],
  ['AS', 'ASIA'],
  ['EU', 'EUROPE'],
  ['NA', 'NORTH_AMERICA'],
  ['OC', 'OCEANIA'],
  ['SA', 'SOUTH_AMERICA'],
]);

/** ISO 3166-1 alpha-2 codes that both Kuadrant's DNS controller and Route 53 accept. */
const COUNTRIES: ReadonlySet<string> = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ ' +
    'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR ' +
    'GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT ' +
    'JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM ' +
    'MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR ' +
    'PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH ' +
    'TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);

/** Valid country codes that one of the two refuses, and alternatives. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['UK', "the United Kingdom is Geo.country('GB')"],
  ['AX', "Kuadrant's DNS controller does not support AX (Åland); use Geo.country('FI') or Geo.EUROPE"],
  ['XK', "Kuadrant's DNS controller does not support XK (Kosovo); use Geo.EUROPE"],
  ['BV', 'Route 53 has no addresses for BV (Bouvet Island); use Geo.ANTARCTICA'],
  ['HM', 'Route 53 has no addresses for HM (Heard Island and McDonald Islands); use Geo.ANTARCTICA'],
  ['CX', 'Route 53 has no addresses for CX (Christmas Island); use Geo.ASIA or Geo.OCEANIA'],
  ['EH', 'Route 53 has no addresses for EH (Western Sahara); use Geo.AFRICA'],
]);

/**
 * Location of the clients that a cluster serves (`DNSPolicy.spec.loadBalancing.geo`).
 *
 * The codes are those that Route 53 and Kuadrant's DNS controller both accept;
 * they are written in upper case, because the code, with its case, is part of the identity of
 * a record.
 */
export class Geo {
  /** Clients in Africa, `GEO-AF`. */
  public static readonly AFRICA = Geo.continent('AF');
  /** Clients in Antarctica, `GEO-AN`. */
  public static readonly ANTARCTICA = Geo.continent('AN');
  /** Clients in Asia, `GEO-AS`. */
  public static readonly ASIA = Geo.continent('AS');
  /** Clients in Europe, `GEO-EU`. */
  public static readonly EUROPE = Geo.continent('EU');
  /** Clients in North America, `GEO-NA`. */
  public static readonly NORTH_AMERICA = Geo.continent('NA');
  /** Clients in Oceania, `GEO-OC`. */
  public static readonly OCEANIA = Geo.continent('OC');
  /** Clients in South America, `GEO-SA`. */
  public static readonly SOUTH_AMERICA = Geo.continent('SA');

  /**
   * A continent by its code, for programs that read the code from configuration.
   *
   * @param code AF, AN, AS, EU, NA, OC or SA, with or without the prefix `GEO-`
   */
  public static continent(code: string): Geo {
    const continent = code.toUpperCase().replace(/^GEO-/, '');
    if (!CONTINENTS.has(continent)) {
      refuse({
        what: 'continent of a geo',
        got: code,
        expected: `one of ${[...CONTINENTS.keys()].join(', ')}`,
        fix: COUNTRIES.has(continent) ? `a country is Geo.country('${continent}')` : fixFor(continent),
      });
    }
    return new Geo(`GEO-${continent}`, false);
  }

  /**
   * A country by its ISO 3166-1 alpha-2 code, for example `US`.
   *
   * `AF`, `AS`, `NA` and `SA` are the countries Afghanistan, American Samoa,
   * Namibia and Saudi Arabia; the continents are constants of this class.
   *
   * @param code two letters; converted to upper case
   */
  public static country(code: string): Geo {
    const country = code.toUpperCase();
    if (!COUNTRIES.has(country)) {
      refuse({
        what: 'country of a geo',
        got: code,
        expected: "an ISO 3166-1 alpha-2 code that Route 53 has addresses for, such as 'US'",
        fix: fixFor(country),
      });
    }
    return new Geo(country, false);
  }

  /**
   * A code of a DNS provider other than Route 53, used unchanged: a region of
   * Google Cloud (`europe-west1`), a geographic region of Azure Traffic Manager
   * (`GEO-ME`, `US-CA`).
   *
   * @param code at least two characters
   */
  public static custom(code: string): Geo {
    if (code.length < 2 || /\s/.test(code)) {
      refuse({
        what: 'geo',
        got: code,
        expected: "a code of the DNS provider, at least two characters and no spaces, such as 'europe-west1'",
        fix: code === '*' ? 'use defaultGeo: true for all other clients' : fixFor(code.toUpperCase()),
      });
    }
    return new Geo(code, true);
  }

  private constructor(
    /** Code in the DNSPolicy, for example `GEO-EU` or `US`. */
    public readonly code: string,
    /** Whether the code is for a provider other than Route 53 and used unchanged. */
    public readonly isCustom: boolean,
  ) {}

  /** Returns the code. */
  public toString(): string {
    return this.code;
  }
}

function fixFor(code: string): string {
  const bare = code.replace(/^GEO-/, '');
  const name =
    CONTINENTS.get(bare) ?? (code.length > 3 ? nearest(code.replace(/[\s-]+/g, '_'), CONTINENTS.values()) : undefined);
  const subdivision = /^([A-Z]{2})-[A-Z0-9]{1,3}$/.exec(code);
  if (REFUSED.has(code)) {
    return REFUSED.get(code)!;
  }
  if (code === '*') {
    return 'use defaultGeo: true for all other clients';
  }
  if (subdivision && COUNTRIES.has(subdivision[1])) {
    return `states and provinces are not supported; use Geo.country('${subdivision[1]}')`;
  }
  return name === undefined
    ? "look the code up in ISO 3166-1, or use Geo.custom for another DNS provider's code"
    : `use Geo.${name}`;
}
