/**
 * Groups the attempts of one inbound at one upstream into calls. The same body is the same call: a
 * retry or a hedge. Another body goes on with the call that failed last, if one did; after a success,
 * or beside an attempt that is still open, it is a new step of an agent.
 */
import type { AttemptOutcome } from '../../model/event.js';

export interface Placed {
  readonly call: number;
  /** Within the call, from 1. */
  readonly ordinal: number;
  /** Among all attempts of the inbound at this upstream, from 1. */
  readonly attempt: number;
  /** Which of the bodies of its call this is, from 1. */
  readonly body: number;
}

export interface Calls {
  /** `inbound` null: nobody's, so never a retry of anything. */
  begin(inbound: number | null, body: number): Placed;
  ended(inbound: number | null, call: number, outcome: AttemptOutcome): void;
  /** Of several users who asked the same: who most probably caused the next attempt. */
  likeliest(inbounds: readonly number[]): number | null;
}

interface OneCall {
  readonly id: number;
  /** A retry may have changed it; what repeats that one is no new step either. */
  readonly bodies: number[];
  attempts: number;
}

interface Asker {
  readonly calls: OneCall[];
  attempts: number;
  open: number;
  /** The call whose attempt ended last, if that one failed. */
  failed: OneCall | null;
}

/** Askers that are kept in mind; beyond them the longest silent are forgotten. */
const REMEMBERED = 50_000;

/** Ids are counted by `nextId`, so that they differ between upstreams too. */
export function callsOf(nextId: () => number, remembered = REMEMBERED): Calls {
  const askers = new Map<number, Asker>();
  return {
    begin: (inbound, body) => {
      if (inbound === null) return { call: nextId(), ordinal: 1, attempt: 1, body: 1 };
      const asker = askers.get(inbound) ?? join(askers, inbound, remembered);
      const call = callFor(asker, body) ?? open(asker, { id: nextId(), bodies: [body], attempts: 0 });
      asker.attempts += 1;
      asker.open += 1;
      call.attempts += 1;
      if (!call.bodies.includes(body)) call.bodies.push(body);
      const place = { call: call.id, ordinal: call.attempts, attempt: asker.attempts };
      return { ...place, body: call.bodies.indexOf(body) + 1 };
    },
    ended: (inbound, id, outcome) => {
      const asker = inbound === null ? undefined : askers.get(inbound);
      if (asker === undefined) return;
      asker.open -= 1;
      asker.failed = isSuccess(outcome) ? null : (asker.calls.findLast((call) => call.id === id) ?? null);
    },
    likeliest: (inbounds) => likeliest(inbounds, askers),
  };
}

function callFor(asker: Asker, body: number): OneCall | undefined {
  const same = asker.calls.findLast((call) => call.bodies.includes(body));
  if (same !== undefined) return same;
  return asker.open > 0 ? undefined : (asker.failed ?? undefined);
}

function open(asker: Asker, call: OneCall): OneCall {
  asker.calls.push(call);
  return call;
}

function isSuccess(outcome: AttemptOutcome): boolean {
  return outcome === 'ok' || outcome === 'slow';
}

/** Who hasn't called yet will; after that who was let down does so again. The newest of them. */
function likeliest(inbounds: readonly number[], askers: ReadonlyMap<number, Asker>): number | null {
  if (inbounds.length < 2) return inbounds[0] ?? null;
  return (
    inbounds.find((inbound) => !askers.has(inbound)) ??
    inbounds.find((inbound) => {
      const asker = askers.get(inbound);
      return asker?.open === 0 && asker.failed !== null;
    }) ??
    inbounds[0] ??
    null
  );
}

function join(askers: Map<number, Asker>, inbound: number, remembered: number): Asker {
  if (askers.size >= remembered) forget(askers);
  const asker: Asker = { calls: [], attempts: 0, open: 0, failed: null };
  askers.set(inbound, asker);
  return asker;
}

/** The oldest tenth, less those that wait for an answer. */
function forget(askers: Map<number, Asker>): void {
  let left = Math.ceil(askers.size / 10);
  for (const [inbound, asker] of askers) {
    if (left === 0) return;
    left -= 1;
    if (asker.open === 0) askers.delete(inbound);
  }
}
