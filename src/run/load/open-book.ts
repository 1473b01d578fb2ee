/** What both engines share: the ledger with its recorder, and how long open responses are waited for. */
import type { Millis } from '../../model/units.js';
import type { LoadOptions } from '../contract.js';
import type { Connections } from './connections.js';
import { Follower } from './follow.js';
import { Ledger } from './ledger.js';
import { Recorder } from './recorder.js';

/** Whoever interrupts a run doesn't want to wait. */
const HURRIED: Millis = 2_000;

export interface Book {
  readonly ledger: Ledger;
  /** Until when open responses are waited for once arrivals are over. */
  readonly drainUntil: () => Millis;
}

export function openBook(options: LoadOptions, connections: Connections): Book {
  const { plan, target, clock, inbounds, findMinted, signal } = options;
  const follower = new Follower({ target, connections, clock, bodyBytes: plan.limits.bodyBytes });
  const recorder = new Recorder({
    plan,
    inbounds,
    findMinted,
    follower,
    onResponse: (row) => options.onResponse(row),
  });
  const ledger = new Ledger({
    plan,
    target,
    clock,
    env: process.env,
    onOpen: (inbound, token, due) => inbounds.opened(inbound, token, due),
    onEnd: (visit) => recorder.record(visit),
    onLast: () => follower.stop(),
  });
  const latest = (plan.phases.at(-1)?.closes ?? 0) + plan.limits.drain;
  const drainUntil = (): Millis => (signal.aborted ? Math.min(latest, clock.now() + HURRIED) : latest);
  return { ledger, drainUntil };
}
