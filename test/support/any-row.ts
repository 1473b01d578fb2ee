/** Rows of every kind by chance: of which numbers and names, the test says. */
import fc from 'fast-check';
import type { AttemptRow, EventRow, ResponseRow } from '../../src/model/event.js';

export interface Makings {
  readonly time: fc.Arbitrary<number>;
  readonly whole: fc.Arbitrary<number>;
  readonly name: fc.Arbitrary<string>;
}

const or = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

export const ENDS = ['complete', 'aborted', 'refused', 'reset', 'deadline', 'censored', 'unsent'] as const;
const CLASSES = ['full', 'alt', 'stale', 'partial', 'raw-error', 'hang', 'lie'] as const;

/** Times of a run: whole microseconds in any order of size, as milliseconds. */
export const USUAL: Makings = {
  time: fc.integer({ min: 0, max: 1e12 }).map((micros) => micros / 1_000),
  whole: fc.nat(),
  name: fc.oneof(fc.constantFrom('ask', 'claude', 'gpt'), fc.string({ unit: 'binary' })),
};

export function anyResponse({ time, whole, name }: Makings): fc.Arbitrary<ResponseRow> {
  return fc.record({
    kind: fc.constant('response' as const),
    inbound: whole,
    journey: name,
    phase: name,
    due: time,
    sent: or(time),
    firstByte: or(time),
    firstContent: or(time),
    ended: time,
    end: fc.constantFrom(...ENDS),
    status: or(fc.integer({ min: 100, max: 599 })),
    class: fc.constantFrom(...CLASSES),
    from: or(name),
    bytes: whole,
    marked: fc.boolean(),
    age: or(time),
    why: or(name),
    cohort: or(name),
  });
}

export function anyAttempt({ time, whole, name }: Makings): fc.Arbitrary<AttemptRow> {
  return fc.record({
    kind: fc.constant('attempt' as const),
    id: whole,
    inbound: or(whole),
    also: fc.array(whole, { maxLength: 3 }),
    call: whole,
    upstream: name,
    ordinal: fc.integer({ min: 1, max: 99 }),
    started: time,
    ended: time,
    endedBy: fc.constantFrom('mock', 'subject', 'proxy'),
    outcome: fc.constantFrom('ok', 'http-error', 'refused', 'reset', 'hang', 'cut', 'slow', 'abandoned'),
    status: or(fc.integer({ min: 100, max: 599 })),
    faults: fc.array(name, { maxLength: 3 }),
    retryAfter: or(time),
    model: name,
    tokensIn: whole,
    tokensOut: whole,
    firstToken: or(time),
    retryCount: or(fc.nat({ max: 9 })),
    body: or(fc.integer({ min: 1, max: 9 })),
    gateway: or(name),
  });
}

export function anyEvent({
  time,
  whole,
  name,
}: Makings): fc.Arbitrary<Exclude<EventRow, ResponseRow | AttemptRow>> {
  return fc.oneof(
    fc.record({ kind: fc.constant('phase' as const), at: time, phase: name }),
    fc.record({ kind: fc.constant('note' as const), at: time, text: name }),
    fc.record({
      kind: fc.constant('toxic' as const),
      at: time,
      window: name,
      is: fc.constantFrom('added', 'removed'),
    }),
    fc.record({
      kind: fc.constant('connection' as const),
      proxy: name,
      opened: time,
      ended: time,
      sent: whole,
      received: whole,
      endedBy: fc.constantFrom('client', 'upstream', 'toxic', 'proxy', 'refused'),
      toxics: fc.array(name, { maxLength: 3 }),
    }),
  );
}
