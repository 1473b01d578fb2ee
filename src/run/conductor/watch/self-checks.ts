/** Can the run's own numbers be trusted? Decided from what the generator and the clock showed. */
import { percent } from '../../../kit/figures.js';
import type { SelfRow } from '../../../model/event.js';
import type { Counts, RunFacts, SelfCheck } from '../../../model/record.js';
import type { Dispersion } from './dispersion.js';
import type { Millis, Ratio } from '../../../model/units.js';

export interface SelfFacts {
  readonly counts: Counts;
  /** Inbounds that got a second row. */
  readonly duplicates: number;
  /** Calls that the mocks let in, and those of them that ended as a row, whoever caused them. */
  readonly calls: { readonly begun: number; readonly ended: number };
  readonly self: readonly SelfRow[];
  /** The shortest deadline: a lag matters by what it could move. */
  readonly deadline: Millis;
  readonly isOpenLoad: boolean;
  /** How many requests the plan has, where it knows. */
  readonly planned: number | null;
  readonly floor: RunFacts['floor'];
  /** How evenly requests were drawn, and how evenly they left; null where it can't be told. */
  readonly dispersion: Dispersion | null;
  /** Share of the machine's cores that was in use while the run lasted; null where it isn't known. */
  readonly busy: Ratio | null;
}

/** What could move a measure of time by more than a tenth voids it. */
const MOVES = 0.1;
const BAD_SECONDS = 0.05;
const MOST_UNSENT = 0.01;
const MOST_MISSING = 0.01;
/** Beyond it, whatever wants a core waits about as long as it works. */
const BUSY = 0.9;

export function selfChecks(facts: SelfFacts): readonly SelfCheck[] {
  return [
    conservation(facts),
    conservedCalls(facts),
    unsent(facts),
    arrived(facts),
    lag(facts),
    evenness(facts),
    loopDelay(facts),
    ownShare(facts),
    contention(facts),
    joined(facts),
  ];
}

function conservation({ counts, duplicates }: SelfFacts): SelfCheck {
  const { complete, aborted, refused, reset, deadline, censored, unsent: never } = counts;
  const sum = complete + aborted + refused + reset + deadline + censored + never;
  const ok = sum === counts.scheduled && duplicates === 0;
  return {
    id: 'conservation',
    ok,
    said: ok
      ? `Every one of ${counts.scheduled} requests has exactly one end.`
      : `${counts.scheduled} requests were scheduled, but ${sum} ends were written, ${duplicates} of them twice.`,
    voids: 'run',
  };
}

function conservedCalls({ calls: { begun, ended } }: SelfFacts): SelfCheck {
  return {
    id: 'calls',
    ok: begun === ended,
    said:
      begun === ended
        ? `Every one of ${begun} upstream calls has exactly one end.`
        : `The mocks let in ${begun} upstream calls, but ${ended} ends were written.`,
    voids: 'run',
  };
}

function unsent({ counts }: SelfFacts): SelfCheck {
  const share = counts.scheduled === 0 ? 0 : counts.unsent / counts.scheduled;
  return {
    id: 'unsent',
    ok: share <= MOST_UNSENT,
    said: `${counts.unsent} of ${counts.scheduled} requests could not be sent.`,
    voids: 'run',
  };
}

function arrived({ counts, planned }: SelfFacts): SelfCheck {
  const missing = planned === null || planned === 0 ? 0 : Math.abs(planned - counts.scheduled) / planned;
  return {
    id: 'arrivals',
    ok: missing <= MOST_MISSING,
    said:
      planned === null
        ? `${counts.scheduled} requests were made by users who wait for each answer.`
        : `${counts.scheduled} of ${planned} planned requests were made.`,
    voids: 'run',
  };
}

function lag({ self, deadline, isOpenLoad }: SelfFacts): SelfCheck {
  const lags = self.map(({ sendLag }) => sendLag);
  return {
    id: 'send-lag',
    ok: !isOpenLoad || isCalm(lags, deadline),
    said: `Requests left at most ${worstOf(lags).toFixed(1)} ms late (99th percentile of the worst second).`,
    voids: 'time',
  };
}

/** Beyond what chance does to counts of a few hundred bins. */
const UNEVEN = 0.5;

function evenness({ dispersion, isOpenLoad }: SelfFacts): SelfCheck {
  const more = dispersion === null ? 0 : dispersion.sent - dispersion.due;
  return {
    id: 'dispersion',
    ok: !isOpenLoad || more <= UNEVEN,
    said:
      dispersion === null
        ? 'How evenly requests left can not be told from so few.'
        : `Requests left with an index of dispersion of ${dispersion.sent.toFixed(2)}; ${dispersion.due.toFixed(2)} was drawn.`,
    voids: 'nothing',
  };
}

function loopDelay({ self, deadline }: SelfFacts): SelfCheck {
  const delays = self.map((row) => row.loopDelay);
  return {
    id: 'loop-delay',
    ok: isCalm(delays, deadline),
    said: `Our own event loop was held up for at most ${worstOf(delays).toFixed(1)} ms (99th percentile of the worst second).`,
    voids: 'time',
  };
}

/** One bad second in twenty moves no quantile that we print by a tenth; more of them do. */
function isCalm(seconds: readonly Millis[], deadline: Millis): boolean {
  const bad = seconds.filter((worst) => worst > deadline * MOVES).length;
  return bad <= Math.max(1, seconds.length * BAD_SECONDS);
}

function worstOf(seconds: readonly Millis[]): Millis {
  return Math.max(0, ...seconds);
}

function ownShare({ floor, deadline }: SelfFacts): SelfCheck {
  return {
    id: 'floor',
    ok: floor === null || floor.p99 <= deadline * MOVES,
    said:
      floor === null
        ? 'Our own share of a latency is not known.'
        : `Our own share of a latency is ${floor.p99.toFixed(1)} ms (99th percentile, without an app).`,
    voids: 'time',
  };
}

function contention({ busy }: SelfFacts): SelfCheck {
  const isBusy = busy !== null && busy > BUSY;
  return {
    id: 'contention',
    ok: !isBusy,
    said:
      busy === null
        ? 'How busy the machine was is not known.'
        : `The cores of the machine were in use ${percent(busy)} of the time${isBusy ? ', so the app may have waited for one' : ''}.`,
    // What it does to us shows in the lags above; what it does to the app can't be told from its own slowness.
    voids: 'nothing',
  };
}

function joined({ counts }: SelfFacts): SelfCheck {
  const share = counts.attempts === 0 ? 1 : counts.joined / counts.attempts;
  return {
    id: 'joined',
    ok: share >= 0.95,
    said: `${counts.joined} of ${counts.attempts} upstream calls could be joined to the request that caused them.`,
    voids: 'nothing',
  };
}
