import { isIP } from 'net';
import { commonNameOf, literalSubjectRule } from './literal-subject';
import { Certificate, CertificateSpec } from '../../manifest/cert-manager';
import { cronProblem } from '../../value/cron';
import { goDuration, NANOSECONDS } from '../../value/duration';
import { SUBDOMAIN } from '../../value/scalar';
import { KEY, VALUE } from '../object/metadata';
import { Place, PlaceRule, placeRule } from '../place';

type Part<K extends keyof CertificateSpec> = NonNullable<CertificateSpec[K]>;

const at = (...paths: readonly string[]): Place[] => [[Certificate, ...paths]];

/** Rules for Certificates that the webhook of cert-manager refuses, though their CRD accepts them. */
export const certificateWebhookRules: readonly PlaceRule<never>[] = [
  placeRule<CertificateSpec>({
    code: 'GW650',
    title: 'Certificate without a name',
    places: at('spec'),
    find(spec, what, report) {
      const { dnsNames, uris, emailAddresses, ipAddresses, otherNames } = spec;
      const hasName = [dnsNames, uris, emailAddresses, ipAddresses, otherNames].some((names) => names?.length);
      if (!hasName && !commonNameOf(spec)) {
        const expected = 'a commonName, or one of dnsNames, uris, emailAddresses, ipAddresses and otherNames';
        report({ what, got: undefined, expected, fix: 'list the names of the server in dnsNames' });
      }
    },
  }),
  placeRule<string>({
    code: 'GW651',
    title: 'Secret of a Certificate with an invalid name',
    places: at('spec.secretName'),
    find(got, what, report) {
      // An empty one is told by GW664.
      if (got !== '' && (!SUBDOMAIN.test(got) || got.length > 253)) {
        const expected = 'lower-case letters, digits, hyphens and dots, at most 253 characters';
        report({ what, got, expected, fix: 'rename the Secret' });
      }
    },
  }),
  placeRule<CertificateSpec['issuerRef']>({
    code: 'GW652',
    title: 'issuer of a kind that cert-manager does not have',
    places: at('spec.issuerRef'),
    find({ group, kind }, path, report) {
      if ((group || 'cert-manager.io') === 'cert-manager.io' && kind && kind !== 'Issuer' && kind !== 'ClusterIssuer') {
        report({
          what: `${path}.kind`,
          got: kind,
          expected: 'Issuer or ClusterIssuer',
          fix: 'correct the kind; for an issuer of another project set its group too',
        });
      }
    },
  }),
  literalSubjectRule,
  placeRule<CertificateSpec>({
    code: 'GW654',
    title: 'common name that is too long',
    places: at('spec'),
    find(spec, path, report) {
      const name = commonNameOf(spec) ?? '';
      if (Buffer.byteLength(name) > 64) {
        report({
          what: `${path}.${spec.commonName ? 'commonName' : 'literalSubject'}`,
          got: `${name} (${Buffer.byteLength(name)} bytes)`,
          expected: 'a common name of at most 64 bytes',
          fix: 'list the name in dnsNames, and leave the common name out',
        });
      }
    },
  }),
  ...[
    {
      paths: ['spec.ipAddresses[]'],
      isValid: isAddress,
      expected: 'an IP address',
      fix: 'write an address without a port or a prefix; a name belongs in dnsNames',
    },
    {
      paths: ['spec.emailAddresses[]'],
      isValid: isEmail,
      expected: 'an email address and nothing else',
      fix: "write it as in 'alice@example.com'",
    },
    {
      paths: ['spec.nameConstraints.permitted.ipRanges[]', 'spec.nameConstraints.excluded.ipRanges[]'],
      isValid: isRange,
      expected: 'a range of IP addresses in CIDR notation',
      fix: "add the length of the prefix, as in '10.0.0.0/8'",
    },
  ].map(({ paths, isValid, expected, fix }) =>
    placeRule<string>({
      code: 'GW655',
      title: 'address or name that is not valid',
      places: at(...paths),
      find(got, what, report) {
        if (!isValid(got)) report({ what, got, expected, fix });
      },
    }),
  ),
  placeRule<Part<'otherNames'>[number]>({
    code: 'GW655',
    title: 'address or name that is not valid',
    places: at('spec.otherNames[]'),
    find({ oid, utf8Value }, path, report) {
      if (!/^[-+]?\d+(\.[-+]?\d+)*$/.test(oid ?? '')) {
        const fix = 'write numbers between dots, the type of the name';
        report({
          what: `${path}.oid`,
          got: oid,
          expected: "an object identifier, such as '1.3.6.1.4.1.311.20.2.3'",
          fix,
        });
      }
      if (!utf8Value) {
        report({ what: `${path}.utf8Value`, got: utf8Value, expected: 'a text', fix: 'write the name' });
      }
    },
  }),
  placeRule<CertificateSpec>({
    code: 'GW656',
    title: 'size or signature that does not fit the private key',
    places: at('spec'),
    find: keyMismatches,
  }),
  placeRule<CertificateSpec>({
    code: 'GW657',
    title: 'lifetime or renewal that a Certificate cannot have',
    places: at('spec'),
    find: lifetimes,
  }),
  placeRule<Part<'secretTemplate'>>({
    code: 'GW658',
    title: 'label or annotation that the Secret of a Certificate cannot have',
    places: at('spec.secretTemplate'),
    find: templateProblems,
  }),
  placeRule<NonNullable<Part<'keystores'>['jks']>>({
    code: 'GW659',
    title: 'keystore without exactly one password',
    places: at('spec.keystores.jks', 'spec.keystores.pkcs12'),
    find({ password, passwordSecretRef }, what, report) {
      const expected = 'one of password and passwordSecretRef';
      const fix = 'refer to a Secret with passwordSecretRef, and leave password out';
      if (password === '') {
        report({ what: `${what}.password`, got: password, expected: 'a text', fix });
      }
      if (password !== undefined && passwordSecretRef?.name) {
        report({ what, got: 'password and passwordSecretRef', expected, fix });
      } else if (password === undefined && !passwordSecretRef?.name) {
        report({ what, got: undefined, expected, fix });
      }
    },
  }),
  placeRule<CertificateSpec>({
    code: 'GW660',
    title: 'name constraints without effect',
    places: at('spec'),
    find({ nameConstraints, isCA }, path, report) {
      if (!nameConstraints) return;
      if (!isCA) {
        const fix = 'set isCA: true, or leave nameConstraints out; only the certificate of a CA has constraints';
        report({ what: `${path}.isCA`, got: isCA, expected: 'true beside nameConstraints', fix });
      }
      if (!nameConstraints.permitted && !nameConstraints.excluded) {
        const fix = 'set one of them, or leave nameConstraints out';
        report({ what: `${path}.nameConstraints`, got: undefined, expected: 'permitted or excluded', fix });
      }
    },
  }),
  placeRule<Part<'renewal'>>({
    code: 'GW661',
    title: 'renewal windows that cannot be read',
    places: at('spec.renewal'),
    find({ policy, windows = [] }, path, report) {
      if (policy === undefined) {
        const fix = 'set policy: RenewBefore';
        report({ what: `${path}.policy`, got: policy, expected: 'RenewBefore or Disabled', fix });
      }
      if (policy === 'Disabled') {
        if (windows.length > 0) {
          const fix = 'leave the windows out, or set policy: RenewBefore';
          report({ what: `${path}.windows`, got: windows, expected: 'no windows with policy Disabled', fix });
        }
        return;
      }
      windows.forEach(({ cron }, index) => {
        const problem = cronProblem(cron);
        if (problem !== undefined) {
          const expected = 'a schedule: minute, hour, day of the month, month and day of the week';
          report({ what: `${path}.windows[${index}].cron`, got: cron, expected, fix: problem });
        }
      });
    },
  }),
  placeRule<CertificateSpec>({
    code: 'GW662',
    title: 'history or output format of a Certificate that is not valid',
    places: at('spec'),
    find({ revisionHistoryLimit, additionalOutputFormats = [] }, path, report) {
      if (revisionHistoryLimit !== undefined && revisionHistoryLimit < 1) {
        const fix = 'raise it, or leave it out for the default';
        report({ what: `${path}.revisionHistoryLimit`, got: revisionHistoryLimit, expected: 'at least 1', fix });
      }
      additionalOutputFormats.forEach(({ type }, index) => {
        if (additionalOutputFormats.findIndex((other) => other.type === type) < index) {
          const what = `${path}.additionalOutputFormats[${index}].type`;
          report({ what, got: type, expected: 'each format once', fix: 'remove the second' });
        }
      });
    },
  }),
];

type Find<T> = PlaceRule<T>['find'];
type Report = Parameters<Find<unknown>>[2];

function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/** A quoted local part is left to cert-manager. */
function isEmail(text: string): boolean {
  return (
    /^"/.test(text) || /^[^\s"(),:;<>@[\\\]]+@([^\s"(),:;<>@[\\\].]+(\.[^\s"(),:;<>@[\\\].]+)*|\[.*\])$/.test(text)
  );
}

function isRange(text: string): boolean {
  const [, address, length] = /^(.*)\/(\d+)$/.exec(text) ?? [];
  return address !== undefined && isAddress(address) && Number(length) <= (isIP(address) === 4 ? 32 : 128);
}

const SIGNATURES: Readonly<Record<string, RegExp>> = { RSA: /WithRSA$/, ECDSA: /^ECDSAWith/, Ed25519: /^PureEd25519$/ };

function keyMismatches({ privateKey, signatureAlgorithm }: CertificateSpec, path: string, report: Report): void {
  const { algorithm = 'RSA', size = 0 } = privateKey ?? {};
  const what = `${path}.privateKey.size`;
  if (algorithm === 'RSA' && size > 0 && (size < 2048 || size > 8192)) {
    report({ what, got: size, expected: '2048 to 8192 for an RSA key', fix: 'use 2048, 3072 or 4096' });
  }
  if (algorithm === 'ECDSA' && size > 0 && ![256, 384, 521].includes(size)) {
    report({ what, got: size, expected: '256, 384 or 521 for an ECDSA key', fix: 'use 256' });
  }
  if (signatureAlgorithm && !(SIGNATURES[algorithm]?.test(signatureAlgorithm) ?? true)) {
    report({
      what: `${path}.signatureAlgorithm`,
      got: signatureAlgorithm,
      expected: `a signature of an ${algorithm} key`,
      fix: 'change it or privateKey.algorithm, whose default is RSA, or leave it out',
    });
  }
}

const HOUR = NANOSECONDS.h;

/** Durations are texts for the CRD; the webhook reads them as Go does. */
function lifetimes(spec: CertificateSpec, path: string, report: Report): void {
  const { renewBeforePercentage: percentage } = spec;
  const [duration, renewBefore] = (['duration', 'renewBefore'] as const).map((name) => {
    const got = spec[name];
    const time = got === undefined ? undefined : goDuration(got);
    if (got !== undefined && time === undefined) {
      const fix = 'use the units h, m and s; a day has 24h';
      report({ what: `${path}.${name}`, got, expected: "a duration such as '2160h'", fix });
    }
    return time;
  });
  if (duration !== undefined && duration < HOUR) {
    report({ what: `${path}.duration`, got: spec.duration, expected: 'at least 1h', fix: 'raise it' });
  }
  if (spec.renewBefore !== undefined && percentage !== undefined) {
    report({
      what: path,
      got: 'renewBefore and renewBeforePercentage',
      expected: 'one of renewBefore and renewBeforePercentage',
      fix: 'leave one of them out',
    });
  }
  if (spec.duration !== undefined && duration === undefined) return;
  const lifetime = duration ?? 90 * 24 * HOUR;
  if (renewBefore !== undefined && (renewBefore < HOUR / 12 || renewBefore >= lifetime)) {
    report({
      what: `${path}.renewBefore`,
      got: spec.renewBefore,
      expected: `at least 5m, and less than the duration, ${spec.duration ?? '2160h by default'}`,
      fix: 'choose about a third of the duration, or leave it out for that',
    });
  }
  const rest = percentage === undefined ? undefined : (lifetime * (100 - percentage)) / 100;
  if (rest !== undefined && (rest < HOUR / 12 || rest >= lifetime)) {
    report({
      what: `${path}.renewBeforePercentage`,
      got: percentage,
      expected: 'more than 0 and less than 100, and at least 5m of the duration',
      fix: 'choose about 33, or leave it out for that',
    });
  }
}

/** Together, the annotations of an object have at most so many bytes. */
const ANNOTATIONS = 256 * 1024;

function templateProblems(
  { labels = {}, annotations = {} }: Part<'secretTemplate'>,
  path: string,
  report: Report,
): void {
  const isKey = (key: string) => KEY.test(key) && key.split('/')[0].length <= 253;
  for (const [key, value] of Object.entries(labels)) {
    const what = `${path}.labels['${key}']`;
    if (!isKey(key)) {
      const fix = 'use letters, digits, hyphens, underscores and dots, and at most one slash behind a domain';
      report({ what, got: key, expected: "a key such as 'team' or 'example.com/team'", fix });
    } else if (!VALUE.test(value)) {
      const expected = 'at most 63 letters, digits, hyphens, underscores and dots, a letter or digit first and last';
      report({ what, got: value, expected, fix: 'shorten or change it, or make it an annotation' });
    }
  }
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    const what = `${path}.annotations['${key}']`;
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
    if (key.startsWith('cert-manager.io/') && key !== 'cert-manager.io/allow-direct-injection') {
      const expected = 'no annotation of cert-manager.io but allow-direct-injection';
      report({ what, got: key, expected, fix: 'leave it out; cert-manager writes its own' });
    } else if (!isKey(key.toLowerCase())) {
      const fix = 'use letters, digits, hyphens, underscores and dots, and at most one slash behind a domain';
      report({ what, got: key, expected: "a key such as 'team' or 'example.com/team'", fix });
    }
  }
  if (size > ANNOTATIONS) {
    const expected = `at most ${ANNOTATIONS} bytes`;
    report({ what: `${path}.annotations`, got: `${size} bytes`, expected, fix: 'shorten them' });
  }
}
