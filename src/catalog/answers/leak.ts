/**
 * What a raw error of a provider, an SDK or the subject's own insides looks like in a user's response.
 * Strong marks are a leak in any error; weak ones are phrases that an honest message may use as well,
 * so that they count only where the error isn't typed as the team declared.
 */
import { canariesIn, secretsIn } from './canary.js';

export interface Leak {
  readonly kind: 'secret' | 'raw';
  readonly said: string;
}

interface Mark {
  readonly what: string;
  readonly pattern: RegExp;
}

const STRONG: readonly Mark[] = [
  {
    what: 'a request id of the provider',
    pattern: /\b(?:req|msg|resp)_[0-9A-Za-z]{16,}|\bchatcmpl-[0-9A-Za-z]{8,}/,
  },
  {
    what: 'the host of the provider',
    pattern:
      /\b(?:api|status|console)\.(?:anthropic|openai|mistral|groq|x|deepseek|cohere)\.(?:com|ai)\b|googleapis\.com/,
  },
  {
    what: "the provider's own error type",
    pattern:
      /\b(?:overloaded_error|api_error|rate_limit_error|authentication_error|permission_error|not_found_error|invalid_request_error|billing_error|timeout_error|server_is_overloaded|insufficient_quota|invalid_api_key|model_not_found)\b/,
  },
  {
    what: 'an exception of an SDK',
    pattern:
      /\b(?:APIConnection(?:Timeout)?Error|APIStatusError|APIError|APICallError|RateLimitError|OverloadedError|InternalServerError|ServiceUnavailableError|AuthenticationError|BadRequestError|NotFoundError|AnthropicError|OpenAIError|httpx?\.\w+|anthropic\.\w*Error|openai\.\w*Error)\b/,
  },
  {
    what: 'a stack trace',
    pattern:
      /\bat .{1,200}\(?(?:file:|node:|\/|[A-Z]:\\).{1,300}:\d+:\d+|Traceback \(most recent call last\)|\bgoroutine \d+ \[/,
  },
  {
    what: 'an error of a socket',
    pattern:
      /\bECONN(?:REFUSED|RESET|ABORTED)\b|\bE(?:TIMEDOUT|PIPE|AI_AGAIN|NOTFOUND)\b|\bUND_ERR_\w+|\bsocket hang up\b/,
  },
];

const WEAK: readonly Mark[] = [
  {
    what: 'the words of an SDK',
    pattern:
      /\bfetch failed\b|\bConnection error\.|\bRequest timed out\.|\bstatus code \(no body\)|\b[45]\d\d \{"/,
  },
  {
    what: 'an exception as text',
    pattern: /\b(?:TypeError|SyntaxError|ReferenceError|RangeError|KeyError|ValueError): /,
  },
  {
    what: "the provider's own words",
    pattern: /\bOverloaded\b|\bInternal server error\b|upstream connect error/,
  },
];

/** The first leak in a text; a key of ours before all else. */
export function leakIn(text: string, isTyped: boolean): Leak | null {
  const [secret] = secretsIn(text);
  if (secret !== undefined) return { kind: 'secret', said: 'secret: an API key in the response' };
  const [canary] = canariesIn(text);
  if (canary !== undefined)
    return { kind: 'raw', said: `raw error of the provider: ${around(text, text.indexOf(canary))}` };
  for (const { what, pattern } of isTyped ? STRONG : [...STRONG, ...WEAK]) {
    const found = pattern.exec(text);
    if (found !== null) return { kind: 'raw', said: `${what}: ${around(text, found.index)}` };
  }
  return null;
}

const BEFORE = 30;

function around(text: string, index: number): string {
  const from = Math.max(0, index - BEFORE);
  return `${from > 0 ? '…' : ''}${text.slice(from, index + 70)}`;
}
