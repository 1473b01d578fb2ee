/** What an answer says of the question itself: the app refuses it, sends it elsewhere, or packs what nobody can read. */
import { excerpt } from '../../../catalog/answers/redact.js';
import type { Asked } from './ask.js';

const SIGN_IN =
  'It wants to know who asks. Give the journey what a user is signed in by, such as  headers: { authorization: "Bearer ${TOKEN:?}" }  or  { cookie: "sid=${SID:?}" }  : the environment has the value when it is sent.';

/** The same question is to be asked there: that is no answer. After 302 and 303 the answer is there. */
const MOVED: readonly number[] = [301, 307, 308];
const LOGIN = /\b(log|sign)[-_]?in\b|\b(oauth2?|auth|sso)\b/i;

export function isServed(answer: Asked): boolean {
  const { status, failure } = answer;
  if (failure !== null || status === null || status >= 400) return false;
  return !MOVED.includes(status) && !(isRedirect(status) && LOGIN.test(locationOf(answer)));
}

/** We ask for `identity`; what is packed all the same holds no word that could be read. */
export function isPacked({ headers }: Asked): boolean {
  return (headers['content-encoding'] ?? 'identity') !== 'identity';
}

/** Null where the answer doesn't tell what would be a better question. */
export function remedyFor(answer: Asked): string | null {
  const { status, failure } = answer;
  if (failure !== null || status === null) return null;
  if (isPacked(answer))
    return `It answers in ${excerpt(answer.headers['content-encoding'] ?? '')}, although it is asked for what is not compressed (accept-encoding: identity): let it look at that, or turn its compression off.`;
  if (isRedirect(status)) return elsewhere(locationOf(answer));
  if ([401, 403, 407].includes(status)) return SIGN_IN;
  if (status === 404)
    return 'It knows no such address. Is the path whole, with what stands before it (/v2/ask)?  --target http://127.0.0.1:3000/v2  puts that before every path.';
  if (status === 405) return 'It takes no such method there: say another with  request: { method: POST }';
  if (status === 415)
    return 'It wants another type of body: say it with  headers: { content-type: application/json }';
  return null;
}

function elsewhere(location: string): string {
  if (LOGIN.test(location)) return SIGN_IN;
  return `It redirects to ${location === '' ? 'nowhere' : location}, and no redirect is followed here: write that address into the request.`;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function locationOf({ headers }: Asked): string {
  return excerpt(headers['location'] ?? '');
}
