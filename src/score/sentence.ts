/**
 * The one sentence that a manager repeats in a lift and is right: when, how many users got what they
 * came for, what was worst, and whose doing it was, if we know. Built, not written; no score, no jargon.
 */
import { howMany as countOf, type List } from '../kit/list.js';
import { percent } from '../kit/figures.js';
import type { ResponseClass, ResponseRow } from '../model/event.js';
import { classesIn } from '../catalog/measures/derived/class-share.js';
import { recoveryOf, settledRows } from '../catalog/measures/derived/stretch.js';
import type { RecordView } from '../catalog/measures/view.js';
import { outageWords } from './outage-words.js';
import type { Verdict } from './verdict.js';

export function sentenceOf(view: RecordView, verdict: Verdict): string {
  if (!verdict.isGraded) return `Nothing can be said: ${verdict.because.replace(/\.$/, '')}.`;
  const rows = view.known({ phase: 'outage' });
  if (rows.length === 0) return 'Nothing can be said: no user needed the model while the outage lasted.';
  const got = gotOf(view, rows);
  const after = aftermath(view);
  return after === null ? `${got}.` : `${got}. ${after}.`;
}

function gotOf(view: RecordView, rows: List<ResponseRow>): string {
  const when = outageWords(view.record);
  const share = inTimeShare(view, rows);
  const worst = worstOf(view, rows);
  if (share === 1) {
    return worst === ''
      ? `${when}, every user still got an answer in time`
      : `${when}, every user still got an answer: ${worst}`;
  }
  const said = `${when}, ${howMany(share)} of the users who asked the model got an answer in time`;
  return worst === '' ? said : `${said}; ${worst}`;
}

function howMany(share: number): string {
  if (share === 0) return 'none';
  return share < 0.5 ? `only ${percent(share)}` : percent(share);
}

function inTimeShare(view: RecordView, rows: List<ResponseRow>): number {
  const inTime = countOf(rows, (row) => ANSWERS.includes(row.class) && !view.isLate(row));
  return inTime / rows.length;
}

const ANSWERS: readonly ResponseClass[] = ['full', 'alt', 'stale'];

/** The first of these that at least one user in a hundred met; a false success counts from the first. */
const WORST: readonly {
  readonly is: ResponseClass;
  readonly least: number;
  readonly words: string;
}[] = [
  { is: 'lie', least: 0, words: 'were shown something false as if it were the answer' },
  { is: 'hang', least: 0.01, words: 'were left hanging' },
  { is: 'reset', least: 0.01, words: 'were cut off' },
  { is: 'raw-error', least: 0.01, words: 'were shown the provider’s own error' },
];

/** What most of those met who got neither an answer in time nor any of that. */
const LESSER: readonly { readonly is: ResponseClass; readonly words: string }[] = [
  { is: 'honest-error', words: 'were told honestly that there was none' },
  { is: 'queued', words: 'were promised it for later' },
  { is: 'static', words: 'were shown a fixed text in its place' },
  { is: 'partial', words: 'were shown a part of it' },
];

function worstOf(view: RecordView, rows: List<ResponseRow>): string {
  const { byClass } = classesIn(view, { phase: 'outage' });
  const shareOf = (one: ResponseClass): number => (byClass.get(one) ?? 0) / rows.length;
  for (const { is, least, words } of WORST) {
    const share = shareOf(is);
    if (share > 0 && share >= least) return `${percent(share)} ${words}`;
  }
  const late = countOf(rows, (row) => ANSWERS.includes(row.class) && view.isLate(row)) / rows.length;
  const lesser = [
    { share: late, words: 'got it late' },
    ...LESSER.map(({ is, words }) => ({ share: shareOf(is), words })),
  ].sort((a, b) => b.share - a.share)[0];
  if (lesser !== undefined && lesser.share >= 0.01) return `${percent(lesser.share)} ${lesser.words}`;
  const alt = shareOf('alt');
  if (alt >= 0.01) return `${percent(alt)} of them from the second provider`;
  const stale = shareOf('stale');
  return stale >= 0.01 ? `${percent(stale)} of them a saved one` : '';
}

/** A second sentence only where the app was still down at the end. */
function aftermath(view: RecordView): string | null {
  const stretch = recoveryOf(view);
  const rows = settledRows(view, null)?.where((row) => !view.isOpen(row)) ?? [];
  if (stretch === null || rows.length === 0) return null;
  const before = view.known({ phase: 'baseline' });
  const share = inTimeShare(view, rows);
  if (before.length === 0 || share > inTimeShare(view, before) - 0.1) return null;
  const seconds = Math.round((0.6 * (stretch.closes - stretch.opens)) / 1000);
  const doing = ownDoing(view) ? ': the app’s own retries kept the provider down' : '';
  return `From ${seconds} seconds after the faults had ended, it was still only ${percent(share)}${doing}`;
}

/** Known only where attempts were refused that no fault had touched, and retries were most of the load. */
function ownDoing(view: RecordView): boolean {
  const calls = view.calls({ phase: 'recovery' });
  let attempts = 0;
  let untouched = 0;
  for (const call of calls) {
    attempts += call.tries;
    untouched += countOf(call.attempts, ({ faults, outcome }) => faults.length === 0 && outcome !== 'ok');
  }
  return attempts >= 2 * calls.length && untouched > attempts / 2;
}
