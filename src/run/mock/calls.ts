/**
 * Groups the attempts of one inbound at one upstream into calls. The same body is the same call: a
 * retry or a hedge. Another body goes on with the call that failed last, if one did; after a success,
 * or beside an attempt that is still open, it is a new step of an agent. Who asks for several things at
 * once while all is well does so too when the first of them is refused before the next is begun.
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
  open: number;
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
  /** When it did, among all that failed: the lower, the longer ago. */
  failedAs: number;
  hasFailed: boolean;
  /** Calls begun since all was answered last. */
  together: number;
}

/** Askers that are kept in mind; beyond them the longest silent are forgotten. */
const REMEMBERED = 50_000;

/** `nextId` counts for all upstreams; those of one journey are taken to ask in the same way. */
export interface CallsOptions {
  readonly nextId: () => number;
  readonly journeyOf: (inbound: number) => string;
  readonly remembered?: number;
}

export function callsOf({ nextId, journeyOf, remembered = REMEMBERED }: CallsOptions): Calls {
  const askers = new Map<number, Asker>();
  /** By journey, how many things are asked for at once while nothing fails. */
  const widths = new Map<string, number>();
  const widthOf = (inbound: number): number => widths.get(journeyOf(inbound)) ?? 1;
  let failures = 0;
  return {
    begin: (inbound, body) => {
      if (inbound === null) return { call: nextId(), ordinal: 1, attempt: 1, body: 1 };
      const asker = askers.get(inbound) ?? join(askers, inbound, remembered);
      const call = callOf(asker, body) ?? letDown(asker, widthOf(inbound)) ?? open(asker, nextId(), body);
      asker.attempts += 1;
      asker.open += 1;
      call.attempts += 1;
      call.open += 1;
      if (asker.open > 1 && !asker.hasFailed)
        widths.set(journeyOf(inbound), Math.max(widthOf(inbound), howManyOpen(asker)));
      const place = call.bodies.indexOf(body);
      if (place < 0) call.bodies.push(body);
      return {
        call: call.id,
        ordinal: call.attempts,
        attempt: asker.attempts,
        body: place < 0 ? call.bodies.length : place + 1,
      };
    },
    ended: (inbound, id, outcome) => {
      const asker = inbound === null ? undefined : askers.get(inbound);
      if (asker === undefined) return;
      const call = asker.calls.findLast((one) => one.id === id) ?? null;
      asker.open -= 1;
      if (call !== null) call.open -= 1;
      if (isSuccess(outcome)) {
        asker.failed = null;
        if (asker.open === 0) asker.together = 0;
        return;
      }
      asker.failed = call;
      asker.hasFailed = true;
      asker.failedAs = failures += 1;
    },
    likeliest: (inbounds) => likeliest(inbounds, askers),
  };
}

/** Without a closure, since every attempt comes by here. */
function callOf({ calls }: Asker, body: number): OneCall | null {
  for (let at = calls.length - 1; at >= 0; at -= 1) {
    const call = calls[at];
    if (call?.bodies.includes(body) === true) return call;
  }
  return null;
}

/** The call that another body goes on with. */
function letDown({ open, together, failed }: Asker, width: number): OneCall | null {
  return open > 0 || together < width ? null : failed;
}

function open(asker: Asker, id: number, body: number): OneCall {
  const call: OneCall = { id, bodies: [body], attempts: 0, open: 0 };
  asker.calls.push(call);
  asker.together += 1;
  return call;
}

function howManyOpen({ calls }: Asker): number {
  return calls.reduce((sum, call) => sum + (call.open > 0 ? 1 : 0), 0);
}

function isSuccess(outcome: AttemptOutcome): boolean {
  return outcome === 'ok' || outcome === 'slow';
}

/**
 * Who hasn't called yet will, the newest first; after that who was let down does so again. Of several of them, who
 * has tried less often, and then whoever waits for longer: all live by one policy.
 */
function likeliest(inbounds: readonly number[], askers: ReadonlyMap<number, Asker>): number | null {
  if (inbounds.length < 2) return inbounds[0] ?? null;
  const fresh = inbounds.find((inbound) => !askers.has(inbound));
  if (fresh !== undefined) return fresh;
  const [due] = inbounds
    .flatMap((inbound) => {
      const asker = askers.get(inbound);
      return asker?.open === 0 && asker.failed !== null ? [{ inbound, asker }] : [];
    })
    .sort((a, b) => a.asker.attempts - b.asker.attempts || a.asker.failedAs - b.asker.failedAs);
  return due?.inbound ?? inbounds[0] ?? null;
}

function join(askers: Map<number, Asker>, inbound: number, remembered: number): Asker {
  if (askers.size >= remembered) forget(askers);
  const asker: Asker = {
    calls: [],
    attempts: 0,
    open: 0,
    failed: null,
    failedAs: 0,
    hasFailed: false,
    together: 0,
  };
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
