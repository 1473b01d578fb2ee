/** The rows of the page's tables, in words; the template escapes them. */
import { counted, figure, limit, partOf, span } from '../../../kit/figures.js';
import type { Measurement, Unit } from '../../../model/measurement.js';
import type { RunRecord } from '../../../model/record.js';
import type { Scorecard } from '../../../model/scorecard.js';
import { totalsRows } from '../totals.js';
import { whoseTime } from '../whose-time.js';
import {
  earnedPoints,
  gained,
  inUnit,
  lost,
  measured,
  outOf,
  plain,
  points,
  score,
  unbroken,
} from '../words.js';
import { swatch } from './hatches.js';
import { timeline } from './timeline.js';

type Row = Readonly<Record<string, unknown>>;

export function totals(record: RunRecord): readonly Row[] {
  return totalsRows(record).map(({ id, ...row }) => ({ ...row, swatch: id === null ? '' : swatch(id) }));
}

/** Of what was not measured, nothing could be earned either. */
export function dimensions(card: Scorecard): readonly Row[] {
  const earned = earnedPoints(card.dimensions);
  return card.dimensions.map(({ title, points: got, of }, index) => ({
    title,
    points: earned[index] ?? 'not measured',
    of: got === null ? '' : outOf(of),
    percent: got === null ? 0 : ((got / of) * 100).toFixed(1),
  }));
}

export function terms(card: Scorecard): readonly Row[] {
  const units = new Map<string, Unit>();
  for (const measurement of card.measurements) {
    if (measurement.state === 'measured') units.set(measurement.id, measurement.unit);
  }
  return card.terms.map((term) => {
    const unit = units.get(term.measure) ?? 'points';
    return {
      title: term.title,
      measure: term.measure,
      value: inUnit(term.value, unit),
      p10: exactly(term.p10, unit),
      median: exactly(term.median, unit),
      points: card.grade === null ? '–' : points(term.points),
      of: outOf(term.of),
    };
  });
}

/** What was agreed on isn't rounded as what was seen is. */
function exactly(value: number, unit: Unit): string {
  return unit === 'ratio' ? limit(value) : inUnit(value, unit);
}

const STATES = { binding: 'binds', reached: 'reached', clear: 'clear', unmeasured: 'not known' } as const;

/** Those that were reached come first. */
export function caps(card: Scorecard): readonly Row[] {
  const rank = Object.keys(STATES);
  return [...card.caps]
    .sort((a, b) => rank.indexOf(a.state) - rank.indexOf(b.state))
    .map(({ title, because, cap, state }) => ({
      title: unbroken(title),
      because: unbroken(because),
      cap,
      state: STATES[state],
      binding: state === 'binding',
    }));
}

export function findings(card: Scorecard): readonly Row[] {
  return card.findings
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .sort((a, b) => b.points - a.points)
    .map((finding) => ({
      title: plain(finding.title),
      lost: card.grade === null ? '' : lost(finding),
      seen: plain(finding.seen),
      required: plain(finding.required),
      usersGot: plain(finding.usersGot),
      remedy: plain(finding.remedy),
      gain: card.grade === null ? '' : gained(finding, card),
      isGain: card.grade !== null && gained(finding, card).startsWith('+'),
      examples: finding.evidence.map(timeline),
    }));
}

export function gates(card: Scorecard): readonly Row[] {
  return card.gates.map(({ text, verdict, because }) => ({
    text: plain(text),
    verdict,
    because: unbroken(because),
  }));
}

export function measurements(card: Scorecard): readonly Row[] {
  return card.measurements.map((measurement) => ({
    id: measurement.quantile === null ? measurement.id : `${measurement.id}.p${measurement.quantile * 100}`,
    scope: scopeOf(measurement),
    isKnown: measurement.state === 'measured',
    value: measured(measurement),
    interval: intervalOf(measurement),
    samples: measurement.state === 'measured' ? figure(measurement.samples) : '',
  }));
}

function scopeOf({ scope }: Measurement): string {
  const named = [scope.phase, scope.upstream, scope.journey].filter((part) => part !== null);
  return named.length === 0 ? 'all' : named.join(', ');
}

function intervalOf(measurement: Measurement): string {
  if (measurement.state === 'unmeasured' || measurement.interval === null) return '';
  const { low, high } = measurement.interval;
  return `${inUnit(low, measurement.unit)} to ${inUnit(high, measurement.unit)}`;
}

export function method({ facts, plan }: RunRecord, card: Scorecard): readonly Row[] {
  const { counts, machine, floor } = facts;
  const ends = [
    ['complete', counts.complete],
    ['aborted', counts.aborted],
    ['refused', counts.refused],
    ['reset', counts.reset],
    ['given up', counts.deadline],
    ['open at the end', counts.censored],
    ['never sent', counts.unsent],
  ] as const;
  const ended = ends.filter(([, count]) => count > 0).map(([how, count]) => `${figure(count)} ${how}`);
  return [
    { name: 'Requests', lines: [`${figure(counts.scheduled)}: ${ended.join(', ')}.`] },
    {
      name: 'Upstream calls',
      lines: [
        `${figure(counts.attempts)}; ${partOf(counts.joined, counts.attempts)} joined to their request.`,
      ],
    },
    {
      name: 'Our own share of a latency',
      lines: [
        floor === null
          ? 'Not measured.'
          : `Median ${span(floor.p50)}, 99th percentile ${floor.p99.toFixed(2)} ms, measured before the run.`,
      ],
    },
    { name: 'Whose time', lines: [whoseTime(card, facts)] },
    {
      name: 'Machine',
      lines: [
        `${machine.platform}, ${counted(machine.cores, 'core', 'cores')}, ${(machine.memoryMb / 1000).toFixed(1)} GB, Node ${machine.node}.`,
      ],
    },
    { name: 'Plan', lines: [`Scenario ${plan.scenario.hash.slice(0, 12)}, seed ${score(plan.seed)}.`] },
    { name: 'Self-checks', lines: selfChecks(facts) },
  ];
}

/** Those that failed come first. */
function selfChecks({ checks }: RunRecord['facts']): readonly string[] {
  const failed = checks.filter(({ ok }) => !ok).map(({ said }) => `FAILED: ${said}`);
  const held = checks.filter(({ ok }) => ok).map(({ said }) => said);
  return checks.length === 0 ? ['None was made.'] : [...failed, ...held];
}
