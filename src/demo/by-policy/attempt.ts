/** One call to one provider, and what a policy makes of how it ended. */
import type { Failure } from '../../simulate/wait.js';
import type { Policy } from '../../simulate/policy.js';
import type { Dialect } from '../dialects.js';
import { retryAfterIn } from '../hardened/failure.js';
import { sseEvents } from '../sse.js';
import { post, textOf, type UpstreamResponse } from '../upstream.js';

export type Read =
  | { readonly is: 'answer'; readonly pieces: readonly string[] }
  /** `said`: the provider's own words. */
  | { readonly is: 'failure'; readonly failure: Failure; readonly said: string };

export interface Wish {
  readonly question: string;
  readonly streamed: boolean;
}

export interface Attempt extends Wish {
  readonly dialect: Dialect;
  readonly reads: Policy['reads'];
  readonly signal: AbortSignal;
  onHead(): void;
}

export async function attempt(options: Attempt): Promise<Read> {
  const { dialect, question, streamed, signal } = options;
  let response: UpstreamResponse;
  try {
    response = await post(dialect.call(question, streamed), signal);
  } catch (error) {
    return { is: 'failure', failure: { kind: 'unconnected' }, said: String(error) };
  }
  options.onHead();
  try {
    if (response.status < 200 || response.status >= 300) return await refusalIn(response);
    return { is: 'answer', pieces: await (streamed ? streamIn : wholeIn)(response, options) };
  } catch (error) {
    return { is: 'failure', failure: { kind: 'broken' }, said: String(error) };
  }
}

async function refusalIn(response: UpstreamResponse): Promise<Read> {
  const { status, headers } = response;
  const asked = headers['x-should-retry'];
  const advice = asked === 'true' ? 'retry' : asked === 'false' ? 'give-up' : null;
  const retryAfter = retryAfterIn(headers, Date.now());
  const said = `${status} ${await textOf(response)}`;
  return { is: 'failure', failure: { kind: 'refused', status, retryAfter, advice }, said };
}

async function wholeIn(response: UpstreamResponse, { dialect, reads }: Attempt): Promise<readonly string[]> {
  const text = dialect.answerIn(JSON.parse(await textOf(response))) ?? '';
  if (reads === 'strictly' && text === '') throw new Error('no answer');
  return [text];
}

async function streamIn(response: UpstreamResponse, { dialect, reads }: Attempt): Promise<readonly string[]> {
  const pieces: string[] = [];
  let hasEnded = false;
  for await (const event of sseEvents(response.chunks)) {
    const part = dialect.read(event);
    if (part.is === 'error') throw new Error(part.text);
    if (part.is === 'token') pieces.push(part.text);
    hasEnded ||= part.is === 'end';
  }
  if (reads === 'strictly' && (!hasEnded || pieces.length === 0)) throw new Error('cut short');
  return pieces;
}
