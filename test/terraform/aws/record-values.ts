import { isIPv4, isIPv6 } from 'net';
import { isDomainName, normalizeName } from './route53';

export const recordTypes = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DS',
  'HTTPS',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'SOA',
  'SPF',
  'SRV',
  'SSHFP',
  'SVCB',
  'TLSA',
  'TXT',
];

/** What Route 53 says against a record's value; undefined where it takes it. */
export function valueProblem(type: string, value: string): string | undefined {
  const problem = checks[type]?.(value);
  return problem === undefined
    ? undefined
    : `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`;
}

const checks: Readonly<Record<string, (value: string) => string | undefined>> = {
  A: (value) => (isIPv4(value) ? undefined : 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)'),
  AAAA: (value) => (isIPv6(value) ? undefined : 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)'),
  CAA: (value) =>
    /^(\d{1,3}) [A-Za-z0-9]+ "[^"]*"$/.test(value) && Number(value.split(' ')[0]) <= 255
      ? undefined
      : 'CAARRDATAInvalid (CAA record must be: flags tag "value")',
  CNAME: domainName,
  NS: domainName,
  PTR: domainName,
  MX: (value) => fields(value, /^(\d{1,5}) (\S+)$/, "MXRRDATANotTwoFields (MX record doesn't have 2 fields)"),
  SRV: (value) =>
    fields(value, /^\d{1,5} \d{1,5} \d{1,5} (\S+)$/, "SRVRRDATANotFourFields (SRV record doesn't have 4 fields)"),
  DS: (value) =>
    fields(value, /^\d{1,5} \d{1,3} \d{1,3} [0-9A-Fa-f ]+$/, "DSRRDATANotFourFields (DS record doesn't have 4 fields)"),
  TXT: quotedStrings,
  SPF: quotedStrings,
};

function domainName(value: string): string | undefined {
  return /^[^\s"]+$/.test(value) && isDomainName(normalizeName(value))
    ? undefined
    : 'DomainNameInvalid (Value is not a valid domain name)';
}

function fields(value: string, pattern: RegExp, problem: string): string | undefined {
  return pattern.test(value) ? undefined : problem;
}

const maxString = 255;
const maxText = 4000;

/** Strings of at most 255 characters in quotation marks, 4,000 in all. */
function quotedStrings(value: string): string | undefined {
  if (!/^"(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*$/.test(value)) {
    return 'InvalidCharacterString (Value should be enclosed in quotation marks)';
  }
  const strings = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, content]) =>
    content.replaceAll(/\\([0-7]{3}|.)/g, 'x'),
  );
  if (strings.some((content) => content.length > maxString)) return 'CharacterStringTooLong (Value is too long)';
  return strings.join('').length > maxText ? 'TXTRDATATooLong (Value is longer than 4000 characters)' : undefined;
}
