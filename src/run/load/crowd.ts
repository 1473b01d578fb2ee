/** Users of the closed model: each asks, waits for its answer, thinks, and asks again. */
import autocannon from 'autocannon';
import type { Millis } from '../../model/units.js';
import type { Failure } from './connections.js';
import { MendedClient, type MendedHooks } from './mended-client.js';
import type { Outgoing } from './outgoing.js';
import type { Headers } from './reader.js';
import type { Visit } from './visit.js';

export interface CrowdOptions {
  readonly target: URL;
  mayAsk(): boolean;
  begin(): Visit;
  /** How long a user waits before its turn; turns count from 0. */
  think(user: number, turn: number): Millis;
}

/** Whoever is refused knocks again this much later, not thousands of times a second. */
const BACK_OFF: Millis = 250;
/** Longer than any run: users leave when the plan says so. In seconds. */
const ENDLESS = 2_000_000;

export class Crowd {
  private readonly options: CrowdOptions;
  private readonly users: User[] = [];
  private readonly cannons: Promise<void>[] = [];
  private joined = 0;

  constructor(options: CrowdOptions) {
    this.options = options;
  }

  /** Further users join; those who are too many leave once they have their answer. */
  resize(count: number): void {
    for (const user of this.users.splice(count)) user.leave();
    if (count <= this.users.length) return;
    const cannon = this.fire(count - this.users.length);
    // Told by `close`; until then it is nobody's.
    cannon.catch(() => undefined);
    this.cannons.push(cannon);
  }

  /** Resolves when everybody has left. */
  async close(): Promise<void> {
    this.resize(0);
    await Promise.all(this.cannons);
  }

  private fire(connections: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const options: autocannon.Options = {
        url: this.options.target.origin,
        connections,
        duration: ENDLESS,
        sampleInt: 100,
        // Without a rate autocannon invents no latencies; its own figures never reach a report anyway.
        pipelining: 1,
        setupClient: (client) => this.users.push(this.join(client)),
      };
      autocannon(options, (error: unknown) => {
        if (error === null || error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('autocannon failed', { cause: error }));
      });
    });
  }

  private join(client: unknown): User {
    const user = new User(this.joined, client, this.options);
    this.joined += 1;
    return user;
  }
}

class User implements MendedHooks {
  private readonly number: number;
  private readonly options: CrowdOptions;
  private readonly client: MendedClient;
  private visit: Visit | null = null;
  private turn = 0;
  private pause: Millis = 0;
  private timer: NodeJS.Timeout | undefined;
  private isWanted = true;

  constructor(number: number, client: unknown, options: CrowdOptions) {
    this.number = number;
    this.options = options;
    this.client = new MendedClient(client, this);
  }

  leave(): void {
    this.isWanted = false;
    if (this.visit === null) this.go();
  }

  next(): { readonly request: Outgoing; readonly patience: Millis } {
    const visit = this.options.begin();
    visit.onHangUp(() => this.go());
    this.visit = visit;
    return { request: visit.request, patience: visit.journey.patience };
  }

  head(status: number, headers: Headers): void {
    this.visit?.head(status, headers);
  }

  body(chunk: Uint8Array): void {
    this.visit?.body(chunk);
  }

  ended(how: 'complete' | 'deadline' | Failure): void {
    const { visit } = this;
    this.visit = null;
    this.pause = how === 'refused' || how === 'unsent' ? BACK_OFF : 0;
    if (how === 'lost') visit?.lose();
    else visit?.end(how);
  }

  idle(): void {
    if (!this.isWanted) {
      this.go();
      return;
    }
    const wait = Math.max(this.pause, this.options.think(this.number, this.turn));
    this.turn += 1;
    if (wait <= 0) this.ask();
    else this.timer = setTimeout(() => this.ask(), wait);
  }

  private ask(): void {
    if (this.isWanted && this.options.mayAsk()) this.client.ask();
    else this.go();
  }

  private go(): void {
    clearTimeout(this.timer);
    this.isWanted = false;
    this.client.leave();
  }
}
