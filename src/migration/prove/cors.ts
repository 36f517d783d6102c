import { isReached } from '../../traffic/diff/fate';
import { Outcome } from '../../traffic/outcome';
import { Request } from '../../traffic/request';

const PREFIX = 'access-control-';

/**
 * What headers of a response mean for pages of other origins (Fetch Standard, CORS protocol): proxies write the same in
 * different ways. Where a request comes from no other page, browsers do not look at them.
 */
export function corsEffects(outcome: Outcome, request: Request) {
  const all = outcome.headers;
  const headers = new Map([...all].filter(([name]) => !name.startsWith(PREFIX) && name !== 'vary'));
  const origin = request.headers.get('origin');
  const effects = new Map<string, string>();
  const { status } = outcome;
  if (origin === undefined) return { status, headers, effects };
  const allowed = all.get(`${PREFIX}allow-origin`);
  const mayRead = allowed === '*' || allowed === origin;
  effects.set('cors', mayRead ? 'allowed' : 'refused');
  if (mayRead && allowed !== '*' && all.get(`${PREFIX}allow-credentials`) === 'true') {
    effects.set('cors-credentials', 'allowed');
  }
  const asked = request.headers.get(`${PREFIX}request-method`);
  if (request.method !== 'OPTIONS' || asked === undefined) {
    const exposed = all.get(`${PREFIX}expose-headers`);
    if (mayRead && exposed) effects.set('cors-exposed', sorted(exposed));
    return { status, headers, effects };
  }
  if (mayRead) {
    effects.set('cors-method', has(all.get(`${PREFIX}allow-methods`), asked) ? 'allowed' : 'refused');
    effects.set('cors-max-age', all.get(`${PREFIX}max-age`) ?? '5');
  }
  // Any status of success will do for a preflight, whose response nobody reads.
  const isAnswered = !isReached(outcome) && (status === 200 || status === 204);
  if (isAnswered) {
    ['content-type', 'content-length', 'strict-transport-security'].forEach((name) => headers.delete(name));
  }
  return { status: isAnswered ? 204 : status, headers, effects };
}

const listOf = (text: string) => text.split(',').map((each) => each.trim().toLowerCase());
const sorted = (text: string) => listOf(text).sort().join(',');
/** GET, HEAD and POST need no leave. */
const has = (text: string | undefined, method: string) =>
  ['get', 'head', 'post', ...listOf(text ?? '')].some((each) => each === '*' || each === method.toLowerCase());
