import { secretData } from './read-auth';
import { IngressWorld, Server } from './servers';
import { isIssuedBy } from '../model/certificates';
import { answer } from '../traffic/apply';
import { Outcome, Verdict } from '../traffic/outcome';
import { Request } from '../traffic/request';

/** What the certificate of a client decides, over HTTPS alone; undefined where the host asks for none. */
export function clientCertificateVerdict(
  { model }: IngressWorld,
  { clientCertificate }: Server,
  request: Request,
): Verdict | undefined {
  if (!clientCertificate) return undefined;
  const { settings, place } = clientCertificate;
  const { secret, verifies, matchCommonName, errorPage } = settings;
  const step = { what: 'client certificate', place, text: `of an authority of Secret ${secret} (${verifies})` };
  const verdict = (refused: readonly Outcome[], passesIf: string | undefined): Verdict => ({
    refused,
    passesIf,
    added: [],
    steps: [step],
  });
  const unnamed = answer(403, `the name in the certificate is not ${matchCommonName}`);
  if (!request.isTls) {
    return verdict(matchCommonName === undefined ? [] : [unnamed], matchCommonName === undefined ? '' : undefined);
  }
  const shown = request.client?.certificate;
  const refusal: Outcome = errorPage?.startsWith('http')
    ? { ...answer(302, 'no valid client certificate'), headers: new Map([['location', errorPage]]) }
    : answer(400, 'no valid client certificate');
  const [certificate, authorities] = [
    shown && secretData(model, shown)?.['tls.crt'],
    secretData(model, secret)?.['ca.crt'],
  ];
  const isValid =
    shown === undefined ? false : certificate && authorities ? isIssuedBy(certificate, authorities) : undefined;
  const needs = verifies === 'on' || (verifies === 'optional' && shown !== undefined);
  const conditions: string[] = [];
  const refused: Outcome[] = [];
  if (needs && isValid === false) return verdict([refusal], undefined);
  if (needs && isValid === undefined) {
    const valid = `the certificate of Secret ${shown} is from an authority of Secret ${secret}`;
    conditions.push(valid);
    refused.push({ ...refusal, condition: `not (${valid})` });
  }
  if (matchCommonName !== undefined) {
    if (shown === undefined) return verdict([unnamed], undefined);
    const named = `the name in the certificate of Secret ${shown} matches ${matchCommonName}`;
    refused.push({ ...unnamed, condition: [...conditions, `not (${named})`].join(', and ') });
    conditions.push(named);
  }
  return verdict(refused, conditions.join(', and '));
}
