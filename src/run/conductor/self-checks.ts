/** Can the run's own numbers be trusted? Decided from what the generator and the clock showed. */
import type { SelfRow } from '../../model/event.js';
import type { Counts, SelfCheck } from '../../model/record.js';
import type { Millis } from '../../model/units.js';

export interface SelfFacts {
  readonly counts: Counts;
  readonly self: readonly SelfRow[];
  /** The shortest deadline: a lag matters by what it could move. */
  readonly deadline: Millis;
  readonly isOpenLoad: boolean;
  /** Attempts that some user caused or could have caused. */
  readonly planned: number | null;
}

/** What could move a measure of time by more than a tenth voids it. */
const MOVES = 0.1;
const BAD_SECONDS = 0.05;
const MOST_UNSENT = 0.01;
const MOST_MISSING = 0.01;

export function selfChecks(facts: SelfFacts): readonly SelfCheck[] {
  return [conservation(facts), unsent(facts), arrived(facts), lag(facts), loopDelay(facts), joined(facts)];
}

function conservation({ counts }: SelfFacts): SelfCheck {
  const { complete, aborted, refused, reset, deadline, censored, unsent: never } = counts;
  const sum = complete + aborted + refused + reset + deadline + censored + never;
  const ok = sum === counts.scheduled;
  return {
    id: 'conservation',
    ok,
    said: ok
      ? `Every one of ${counts.scheduled} requests has exactly one end.`
      : `${counts.scheduled} requests were scheduled, but ${sum} ends were written.`,
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

function joined({ counts }: SelfFacts): SelfCheck {
  const share = counts.attempts === 0 ? 1 : counts.joined / counts.attempts;
  return {
    id: 'joined',
    ok: share >= 0.95,
    said: `${counts.joined} of ${counts.attempts} upstream calls could be joined to the request that caused them.`,
    voids: 'nothing',
  };
}
