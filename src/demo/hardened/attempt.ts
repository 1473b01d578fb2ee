/**
 * One attempt at one provider, always streamed, so that a provider that hangs is known before the user
 * has lost the time for another one. It counts only when the model says that it has finished, the last
 * event has come, and there is an answer.
 */
import type { Dialect } from '../dialects.js';
import { sseEvents } from '../sse.js';
import { post, type UpstreamResponse } from '../upstream.js';
import { AttemptFailure, retryAfterIn } from './failure.js';

/** In milliseconds. A healthy provider takes 300 for its first token and 13 for each one after it. */
const FIRST_TOKEN = 900;
const NEXT_TOKEN = 500;
const CLOSING = 100;
/** Whoever is given less than this may be late without being slow. */
const FAIR_TIME = 1_500;
/** Fewer tokens than this in a second, once it has begun, can't make an answer in time. */
const LEAST_PACE = { perSecond: 15, after: 600 };

export interface Attempt {
  readonly dialect: Dialect;
  readonly question: string;
  /** On `performance.now()`; an answer that already goes to the user may take longer. */
  readonly deadline: number;
  readonly gone: AbortSignal;
  /** Given where each token goes to the user at once: then a slow answer is better than none. */
  readonly onToken: ((token: string) => void) | null;
}

export interface Answered {
  readonly pieces: readonly string[];
  readonly wasSlow: boolean;
}

export async function attempt(options: Attempt): Promise<Answered> {
  const watch = new Watch(options.gone);
  const isHurried = options.deadline - performance.now() < FAIR_TIME;
  try {
    watch.allow(Math.min(FIRST_TOKEN, options.deadline - performance.now()));
    const response = await post(options.dialect.call(options.question, true), watch.signal);
    return await readAnswer(response, options, watch);
  } catch (error) {
    throw isHurried && isOver(watch, options)
      ? new AttemptFailure('hurried')
      : failureOf(error, watch, options);
  } finally {
    watch.stop();
  }
}

async function readAnswer(response: UpstreamResponse, options: Attempt, watch: Watch): Promise<Answered> {
  refuseUnlessStream(response);
  const reading = new Reading(options, watch);
  try {
    for await (const event of sseEvents(response.chunks)) reading.take(options.dialect.read(event));
  } catch (error) {
    // What goes wrong after the last event takes nothing from the answer.
    if (!reading.isWhole) {
      response.drop();
      const isSilent = reading.pieces.length === 0 && watch.reason !== null;
      throw error instanceof AttemptFailure || isSilent ? error : new AttemptFailure('broken');
    }
  }
  if (!reading.isWhole) throw new AttemptFailure('broken');
  if (reading.pieces.join('').trim() === '') throw new AttemptFailure('invalid');
  return { pieces: reading.pieces, wasSlow: reading.wasSlow };
}

function refuseUnlessStream(response: UpstreamResponse): void {
  const { status, headers } = response;
  if (status === 200 && (headers['content-type'] ?? '').includes('text/event-stream')) return;
  response.drop();
  if (status === 200) throw new AttemptFailure('invalid');
  throw new AttemptFailure('refused', { status, retryAfter: retryAfterIn(headers, Date.now()) });
}

/** What has been read of an answer so far. */
class Reading {
  readonly pieces: string[] = [];
  wasSlow = false;
  private hasFinished = false;
  private hasEnded = false;
  private began = 0;
  private readonly options: Attempt;
  private readonly watch: Watch;

  constructor(options: Attempt, watch: Watch) {
    this.options = options;
    this.watch = watch;
  }

  get isWhole(): boolean {
    return this.hasFinished && this.hasEnded;
  }

  take(part: ReturnType<Dialect['read']>): void {
    switch (part.is) {
      case 'token':
        this.takeToken(part.text);
        break;
      case 'finish':
        this.hasFinished = true;
        break;
      case 'end':
        this.hasEnded = true;
        this.watch.allow(CLOSING);
        break;
      case 'error':
        throw new AttemptFailure('broken');
      case 'other':
    }
  }

  private takeToken(text: string): void {
    const now = performance.now();
    if (this.pieces.length === 0) this.began = now;
    this.pieces.push(text);
    if (this.isTooSlow(now - this.began)) this.wasSlow = true;
    const { onToken, deadline } = this.options;
    if (onToken === null && this.wasSlow) throw new AttemptFailure('slow');
    this.watch.allow(onToken === null ? Math.min(NEXT_TOKEN, deadline - now) : 2 * NEXT_TOKEN);
    onToken?.(text);
  }

  private isTooSlow(elapsed: number): boolean {
    return elapsed > LEAST_PACE.after && (this.pieces.length * 1_000) / elapsed < LEAST_PACE.perSecond;
  }
}

/** Ends the attempt when the user has gone, or when what was allowed for the next step is over. */
class Watch {
  reason: 'left' | 'slow' | null = null;
  private readonly controller = new AbortController();
  private readonly gone: AbortSignal;
  private timer: NodeJS.Timeout | undefined;

  constructor(gone: AbortSignal) {
    this.gone = gone;
    if (gone.aborted) this.end('left');
    gone.addEventListener('abort', this.onGone);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  allow(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end('slow'), Math.max(0, ms));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.gone.removeEventListener('abort', this.onGone);
  }

  private readonly onGone = (): void => this.end('left');

  private end(reason: 'left' | 'slow'): void {
    this.reason ??= reason;
    this.controller.abort();
  }
}

/** A timer may be a millisecond early. */
function isOver({ reason }: Watch, { deadline }: Attempt): boolean {
  return reason === 'slow' && performance.now() >= deadline - 1;
}

function failureOf(error: unknown, watch: Watch, { gone }: Attempt): AttemptFailure {
  if (gone.aborted) return new AttemptFailure('left');
  if (error instanceof AttemptFailure) return error;
  return new AttemptFailure(watch.reason ?? 'unreachable');
}
