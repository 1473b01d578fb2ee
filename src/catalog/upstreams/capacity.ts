/**
 * A provider's limit: so many calls are worked on at once, the next ones wait in line, and beyond
 * the line there is only a refusal. Knows no clock: who calls it says when a
 * call's time of service is over.
 */
import { invariant } from '../../kit/invariant.js';
import type { Capacity } from '../../model/scenario.js';

export interface Job {
  /** A server is free for it: its time of service begins. */
  start(): void;
}

export interface Servers {
  /** True where the next call would have to be refused. */
  isFull(): boolean;
  /** Starts the job now, or when its turn comes. */
  admit(job: Job): void;
  /** The job's time of service is over. */
  done(job: Job): void;
  /** Its caller gave up. With `waste` nothing changes: the work is done all the same. */
  left(job: Job): void;
  busy(): number;
  waiting(): number;
}

export function serversOf(capacity: Capacity): Servers {
  return capacity.kind === 'unlimited' ? unlimited : new LimitedServers(capacity);
}

const unlimited: Servers = {
  isFull: () => false,
  admit: (job) => job.start(),
  done: () => undefined,
  left: () => undefined,
  busy: () => 0,
  waiting: () => 0,
};

class LimitedServers implements Servers {
  private readonly capacity: Extract<Capacity, { readonly kind: 'limited' }>;
  private readonly serving = new Set<Job>();
  /** In order of arrival: a Set keeps it, and lets go of one in the middle. */
  private readonly line = new Set<Job>();

  constructor(capacity: Extract<Capacity, { readonly kind: 'limited' }>) {
    this.capacity = capacity;
  }

  isFull(): boolean {
    return this.serving.size >= this.capacity.concurrent && this.line.size >= this.capacity.queue;
  }

  admit(job: Job): void {
    invariant(!this.isFull(), 'a call was admitted where there was no room for it');
    if (this.serving.size >= this.capacity.concurrent) this.line.add(job);
    else this.serve(job);
  }

  done(job: Job): void {
    if (!this.serving.delete(job)) return;
    const next = this.line.values().next();
    if (next.done === true) return;
    this.line.delete(next.value);
    this.serve(next.value);
  }

  left(job: Job): void {
    if (this.capacity.waste) return;
    if (!this.line.delete(job)) this.done(job);
  }

  busy(): number {
    return this.serving.size;
  }

  waiting(): number {
    return this.line.size;
  }

  private serve(job: Job): void {
    this.serving.add(job);
    job.start();
  }
}
