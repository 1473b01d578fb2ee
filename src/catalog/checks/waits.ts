/** A law of waiting in words. */
import { counted, limit, rate, span } from '../../kit/figures.js';
import { fitBackoff, type BackoffFit } from '../measures/derived/backoff-fit.js';
import { gapsOf } from '../measures/derived/gaps.js';
import type { RecordView } from '../measures/view.js';

/** From the outage, cohorts included; null where too few retries were seen. */
export function waitsOf(view: RecordView): BackoffFit | null {
  return view.keep('waits', () => fitBackoff(gapsOf(view, { phase: 'outage' })));
}

/** "500 ms, then growing 2.00-fold, without jitter" */
export function waitWords({ ranks, growth, jitter, longest }: BackoffFit): string {
  if (growth.kind === 'at-once') return `half of the first retries within ${span(ranks[0]?.middle ?? 0)}`;
  const first = ranks[0]?.most ?? 0;
  const end = longest === null ? '' : `, to at most ${span(longest)}`;
  return `${span(first)} before the first retry${growthWords(growth)}${end}, ${JITTER[jitter]}`;
}

function growthWords(growth: BackoffFit['growth']): string {
  switch (growth.kind) {
    case 'at-once':
    case 'unknown':
      return '';
    case 'fixed':
      return ', the same before the others';
    case 'linear':
      return `, ${span(growth.step)} more before each further one`;
    case 'exponential':
      return `, ${rate(growth.factor)} times as long before each further one`;
  }
}

const JITTER: Readonly<Record<BackoffFit['jitter'], string>> = {
  none: 'without jitter',
  quarter: 'with a jitter of a quarter',
  half: 'with a jitter of half',
  full: 'with full jitter',
  other: 'with some jitter',
};

/** How many retries a fit rests on, and how near to each other its waits are. */
export function waitBasis({ ranks, ratio }: BackoffFit): string {
  const seen = ranks.reduce((sum, { count }) => sum + count, 0);
  return `${counted(seen, 'wait', 'waits')}, the shortest ${limit(Math.round(ratio * 100) / 100)} of the longest`;
}
