import { AwsError } from './world';

/** Countries by continent: ISO 3166-1 without BV, CX, EH and HM, which Route 53 does not have, and with XK. */
const countries: Readonly<Record<string, string>> = {
  AF: 'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW',
  AN: 'AQ GS TF',
  AS: 'AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TW UZ VN YE',
  EU: 'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK',
  NA: 'AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI',
  OC: 'AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS',
  SA: 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
};

export const continentOf = (country: string): string | undefined =>
  Object.keys(countries).find((continent) => countries[continent].split(' ').includes(country));

/** Regions that a latency record or one of geoproximity may name. */
export const routedRegions: ReadonlySet<string> = new Set(
  (
    'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 ' +
    'eu-north-1 eu-south-1 eu-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ' +
    'ap-southeast-7 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-east-1 ap-east-2 ap-south-1 ap-south-2 sa-east-1 me-south-1 ' +
    'me-central-1 il-central-1 af-south-1 cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1'
  ).split(' '),
);

/** Zones of load balancers in the regions of the tests and examples: Application Load Balancers, then Network ones. */
const balancers: Readonly<Record<string, readonly [string, string]>> = {
  'us-east-1': ['Z35SXDOTRQ7X7K', 'Z26RNL4JYFTOTI'],
  'us-east-2': ['Z3AADJGX6KTTL2', 'ZLMOA37VPKANP'],
  'us-west-2': ['Z1H1FL5HABSF5', 'Z18D5FSROUN65G'],
  'eu-central-1': ['Z215JYRZR1TBD5', 'Z3F0SRJ5LGBH90'],
  'eu-west-1': ['Z32O12XQLNTSW2', 'Z2IFOLAFXWLO4F'],
  'eu-west-2': ['ZHURV8PSTC4K8', 'ZD4D7Y8KGAS4G'],
  'ap-southeast-2': ['Z1GM3OXH4ZPM65', 'ZCT6FZBF4DROD'],
};

export const cloudFrontZone = 'Z2FDTNDATAQYW2';

export function elbZoneId(region: string, type: string): string {
  const found = balancers[region];
  if (found === undefined) throw new AwsError('', '', '', `unsupported ELB Region: ${region}`);
  return found[type === 'application' ? 0 : 1];
}

/** Whether AWS, and not the account, owns the zone, and whether the name lies in it. */
export function awsAliasZone(zoneId: string, target: string): 'inside' | 'outside' | 'unknown' {
  const suffixes = new Map([[cloudFrontZone, '.cloudfront.net.']]);
  for (const [region, [application, network]] of Object.entries(balancers)) {
    suffixes.set(application, `.${region}.elb.amazonaws.com.`).set(network, `.elb.${region}.amazonaws.com.`);
  }
  const suffix = suffixes.get(zoneId);
  if (suffix === undefined) return 'unknown';
  return target.endsWith(suffix) ? 'inside' : 'outside';
}
