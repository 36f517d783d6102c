import { Duration } from 'cdk8s';
import { refuse } from '../value/problem';
import { duration, wholeNumber } from '../value/scalar';

/** cert-manager's, where a Certificate or a TLSPolicy has no duration. */
const DEFAULT_DURATION = Duration.days(90);

/** Fields that a Certificate and a TLSPolicy have in common. */
export interface CertificateLifetime {
  readonly duration?: Duration;
  readonly renewBefore?: Duration;
  readonly commonName?: string;
  readonly revisionHistoryLimit?: number;
}

/** Refuses what cert-manager's webhook would refuse of the common fields, and renders them. */
export function renderLifetime(what: string, props: CertificateLifetime) {
  const { duration: life, renewBefore, commonName, revisionHistoryLimit } = props;
  const whole = life ?? DEFAULT_DURATION;
  if (renewBefore && renewBefore.toMilliseconds() >= whole.toMilliseconds()) {
    refuse({
      what: `renewBefore of ${what}`,
      got: duration('renewBefore', renewBefore),
      expected: `less than the duration, ${duration('duration', whole)}${life ? '' : ' by default'}`,
      fix: 'renew later, for example at a third of the duration, or request a longer duration',
    });
  }
  if (commonName !== undefined && (commonName === '' || commonName.length > 64)) {
    refuse({
      what: `commonName of ${what}`,
      got: commonName,
      expected: '1 to 64 characters',
      fix: 'leave it out; clients read the host names from the subject alternative names',
    });
  }
  if (revisionHistoryLimit !== undefined) {
    const fix = 'leave it out, or keep at least one request';
    wholeNumber(`revisionHistoryLimit of ${what}`, revisionHistoryLimit, 1, 2_147_483_647, fix);
  }
  return {
    commonName,
    duration: life && duration(`duration of ${what}`, life, Duration.hours(1)),
    renewBefore: renewBefore && duration(`renewBefore of ${what}`, renewBefore, Duration.minutes(5)),
    revisionHistoryLimit,
  };
}
