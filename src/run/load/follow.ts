/** Asks again and again for work that the subject put off, until it is done, lost, or the run is over. */
import type { QueuedWork } from '../../model/scenario.js';
import type { Clock, Millis } from '../../model/units.js';
import { at as lookUp } from '../../catalog/answers/pointer.js';
import { pollPathAt } from '../address.js';
import type { Connections, Listener } from './connections.js';
import { textAt } from './reader.js';

const EVERY: Millis = 250;
/** How long one look may take. */
const PATIENCE: Millis = 5_000;
/** How often it must be unknown in a row: a job may be filed a moment after it was acknowledged. */
const GONE = 3;

export interface Followed {
  readonly state: 'none' | 'done' | 'failed' | 'waiting' | 'lost';
  /** When that was known; null where nothing was followed. */
  readonly at: Millis | null;
  readonly answer: { readonly body: string; readonly text: string; readonly json: unknown } | null;
}

interface Polled {
  readonly status: number | null;
  readonly body: string;
}

const UNKNOWN: Polled = { status: null, body: '' };
const HEADERS = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'brownout' };

export class Follower {
  private readonly target: URL;
  private readonly connections: Pick<Connections, 'send'>;
  private readonly clock: Clock;
  private readonly bodyBytes: number;
  /** What ends each wait that is on: there is one for every job, so they may be thousands. */
  private readonly waits = new Set<() => void>();
  private isStopped = false;

  constructor(options: {
    readonly target: URL;
    readonly connections: Pick<Connections, 'send'>;
    readonly clock: Clock;
    readonly bodyBytes: number;
  }) {
    this.target = options.target;
    this.connections = options.connections;
    this.clock = options.clock;
    this.bodyBytes = options.bodyBytes;
  }

  /** What has not been done by then is still waiting. */
  stop(): void {
    this.isStopped = true;
    for (const fire of this.waits) fire();
  }

  async follow(place: string, work: QueuedWork, due: Millis): Promise<Followed> {
    const path = pollPathAt(this.target, work.poll, place);
    if (path === null) return this.over('lost');
    for (let gone = 0; !this.isStopped;) {
      const { status, body } = await this.ask(path);
      const answer = answerIn(status, body, work.done);
      if (answer !== null) return { ...this.over('done'), answer };
      const failure = work.failed === null ? null : answerIn(status, body, work.failed);
      if (failure !== null) return { ...this.over('failed'), answer: failure };
      gone = isGone(status) ? gone + 1 : 0;
      if (gone === GONE || this.clock.now() - due > work.within) return this.over('lost');
      await new Promise<void>((resolve) => this.within(EVERY, resolve));
    }
    return this.over('waiting');
  }

  private over(state: Exclude<Followed['state'], 'none'>): Followed {
    return { state, at: this.clock.now(), answer: null };
  }

  private ask(path: string): Promise<Polled> {
    return new Promise((resolve) => {
      let status: number | null = null;
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      const listener: Listener = {
        head: (code) => (status = code),
        body: (chunk) => {
          bytes += chunk.length;
          if (bytes <= this.bodyBytes) chunks.push(chunk);
        },
        end: () => over({ status, body: Buffer.concat(chunks).toString('utf8') }),
        fail: () => over(UNKNOWN),
      };
      const hangUp = this.connections.send({ method: 'GET', path, headers: HEADERS, body: null }, listener);
      const disarm = this.within(PATIENCE, () => {
        hangUp();
        over(UNKNOWN);
      });
      const over = (polled: Polled): void => {
        disarm();
        resolve(polled);
      };
    });
  }

  /** Calls back after a time, or when the run is over; what it returns calls that off. */
  private within(time: Millis, over: () => void): () => void {
    const fire = (): void => {
      disarm();
      over();
    };
    const timer = setTimeout(fire, time);
    this.waits.add(fire);
    const disarm = (): void => {
      clearTimeout(timer);
      this.waits.delete(fire);
    };
    return disarm;
  }
}

function isGone(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 429;
}

function answerIn(status: number | null, body: string, done: string): Followed['answer'] {
  if (status === null || status < 200 || status > 299) return null;
  const json = parsed(body);
  const found = lookUp(json, done);
  if (found === undefined || found === null || found === false || found === '') return null;
  return { body, json, text: textAt(json, body, done) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
