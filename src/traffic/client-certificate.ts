import { Reply } from './outcome';
import { Request } from './request';
import { conditional } from './verdict';
import { secretText } from '../model/authorities';
import { isIssuedBy } from '../model/certificates';
import { ClientValidation, clientValidationOf } from '../model/gateway-tls';
import { ListenerOf } from '../model/listeners';
import { Model, pathOf } from '../model/model';

/** The reply to a client that the listener takes; a failed handshake for others. */
export function withValidClient(model: Model, on: ListenerOf, request: Request, reply: () => Reply): Reply {
  const validation = clientValidationOf(model, on);
  if (!validation || validation.isOptional) return reply();
  const certificate = request.client?.certificate;
  if (certificate === undefined) return handshakeFails('the client shows no certificate');
  const isValid = isTrusted(model, validation, certificate);
  if (isValid === true) return reply();
  const authorities = validation.authorities.map((each) => `${each.kind} ${pathOf(each)}`).join(' or ');
  if (isValid === false) return handshakeFails(`certificate ${certificate} is not from ${authorities}`);
  const taken = reply();
  const refused = handshakeFails('the client shows a certificate of another authority');
  return {
    ...taken,
    outcomes: [
      ...taken.outcomes.map((outcome) => conditional(outcome, `certificate ${certificate} is from ${authorities}`)),
      ...refused.outcomes.map((outcome) =>
        conditional(outcome, `certificate ${certificate} is not from ${authorities}`),
      ),
    ],
  };
}

/** Undefined where a certificate is not in the manifests. */
function isTrusted(model: Model, { authorities }: ClientValidation, certificate: string): boolean | undefined {
  const [namespace, name] = certificate.split('/');
  const own = secretText(model, { namespace, name }, 'tls.crt');
  const results = authorities
    .filter(({ fault }) => !fault)
    .map(({ pem }) => (own === undefined || pem === undefined ? undefined : isIssuedBy(own, pem)));
  return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
}

const handshakeFails = (reason: string): Reply => ({
  outcomes: [{ share: 1, error: 'reset', reason, headers: new Map(), removed: [], mirrors: [] }],
  steps: [],
});
