/** What a user got: the row of a response, from what a modelled app did for it. */
import type { ResponseClass, ResponseEnd, ResponseRow } from '../model/event.js';
import type { Journey } from '../model/scenario.js';
import type { Millis } from '../model/units.js';

export interface User {
  readonly inbound: number;
  readonly journey: Journey;
  readonly phase: string;
  readonly due: Millis;
  readonly cohort: string | null;
}

export interface Got {
  readonly class: ResponseClass;
  readonly end: ResponseEnd;
  readonly status: number | null;
  readonly at: Millis;
  readonly firstContent: Millis | null;
  readonly from: string | null;
  readonly marked: boolean;
  readonly age: Millis | null;
  readonly why: string | null;
}

type Told = Pick<Got, 'class' | 'at'> & Partial<Got>;

/** What most answers of an app have in common, written out because every user gets one. */
export function told(got: Told): Got {
  return {
    class: got.class,
    end: got.end ?? 'complete',
    status: got.status === undefined ? 200 : got.status,
    at: got.at,
    firstContent: got.firstContent ?? null,
    from: got.from ?? null,
    marked: got.marked ?? false,
    age: got.age ?? null,
    why: got.why ?? null,
  };
}

/** Nobody reads the words of a modelled answer: a size that a short one has. */
const BYTES = 400;

export function responseRow(user: User, got: Got): ResponseRow {
  return {
    kind: 'response',
    inbound: user.inbound,
    journey: user.journey.name,
    phase: user.phase,
    due: user.due,
    sent: user.due,
    firstByte: got.status === null ? null : (got.firstContent ?? got.at),
    firstContent: got.firstContent,
    ended: got.at,
    end: got.end,
    status: got.status,
    class: got.class,
    from: got.from,
    bytes: got.status === null ? 0 : BYTES,
    marked: got.marked,
    age: got.age,
    why: got.why,
    cohort: user.cohort,
  };
}
