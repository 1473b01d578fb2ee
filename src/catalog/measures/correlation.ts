/**
 * How much of the upstream traffic can be laid at the door of a user's request: by the token in the
 * question, then by trace headers, then by the nonce of an earlier answer.
 */
import { percent } from '../../kit/figures.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const correlation: Measure = {
  id: 'correlation',
  title: 'calls joined to a request',
  definition: 'Share of the upstream attempts that could be joined to the request that caused them.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'all',
  timed: false,
  per: 'nothing',
  narrows: ['during'],
  measure: (view, scope) => {
    const { joined, all } = joinedOf(view, scope.phase);
    return all === 0
      ? { state: 'unmeasured', because: 'the app called no upstream in that phase' }
      : share(joined, all);
  },
};

/** Below it nobody knows whose the calls are: what rests on that is not measured. */
const JOINED = 0.95;

export function areJoined(view: RecordView): boolean {
  return correlated(view) >= JOINED;
}

export function unjoinedWords(view: RecordView): string {
  return `only ${percent(correlated(view))} of the calls could be joined to a request`;
}

/** For measures that ask of a request which calls it caused: where calls can't be joined, none isn't nought. */
export function whereJoined(measure: Measure['measure']): Measure['measure'] {
  return (view, scope, quantile) =>
    areJoined(view) ? measure(view, scope, quantile) : unmeasured(unjoinedWords(view));
}

/** 1 where nothing was called: then nothing is missing. */
export function correlated(view: RecordView): number {
  const { joined, all } = joinedOf(view, null);
  return all === 0 ? 1 : joined / all;
}

interface Joined {
  readonly joined: number;
  readonly all: number;
}

function joinedOf(view: RecordView, phase: string | null): Joined {
  return view.keep(`joined ${String(phase)}`, () => countJoined(view, phase));
}

function countJoined(view: RecordView, phase: string | null): Joined {
  const stretches = view.phases(phase);
  let joined = 0;
  let all = 0;
  for (const { started, inbound } of view.record.attempts) {
    const isWithin =
      phase === null
        ? started >= 0
        : stretches.some(({ opens, closes }) => started >= opens && started < closes);
    if (!isWithin) continue;
    all += 1;
    if (inbound !== null && view.response(inbound) !== undefined) joined += 1;
  }
  return { joined, all };
}
