/** The rows of the page's tables, in words; the template escapes them. */
import { figure, percent, span } from '../../../kit/figures.js';
import type { Measurement, Unit } from '../../../model/measurement.js';
import type { RunRecord } from '../../../model/record.js';
import type { Scorecard } from '../../../model/scorecard.js';
import { DRAWN } from '../drawn.js';
import { whoseTime } from '../whose-time.js';
import { gained, inUnit, lost, measured, outOf, plain, points, score } from '../words.js';
import { swatch } from './hatches.js';
import { timeline } from './timeline.js';

type Row = Readonly<Record<string, unknown>>;

export function totals(card: Scorecard): readonly Row[] {
  const present = DRAWN.filter(({ id }) => card.totals.some(({ classes }) => (classes[id] ?? 0) > 0));
  const classes = present.map(({ id, title }) => ({
    swatch: swatch(id),
    title,
    cells: card.totals.map((total) => {
      const value = total.classes[id] ?? 0;
      return value === 0 ? '0' : `${figure(value)} (${percent(value / Math.max(1, total.inbounds))})`;
    }),
  }));
  const line = (title: string, of: (total: Scorecard['totals'][number]) => number): Row => ({
    swatch: '',
    title,
    cells: card.totals.map((total) => figure(of(total))),
  });
  return [
    ...classes,
    line('requests', ({ inbounds }) => inbounds),
    line('of the answers, late', ({ late }) => late),
    line('calls that they caused', ({ attempts }) => attempts),
  ];
}

export function dimensions(card: Scorecard): readonly Row[] {
  return card.dimensions.map(({ title, points: got, of }) => ({
    title,
    points: got === null ? 'not measured' : card.grade === null ? '–' : points(got),
    of: outOf(of),
    percent: got === null || card.grade === null ? 0 : ((got / of) * 100).toFixed(1),
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
      p10: inUnit(term.p10, unit),
      median: inUnit(term.median, unit),
      points: points(term.points),
      of: points(term.of),
    };
  });
}

export function caps(card: Scorecard): readonly Row[] {
  return card.caps.map(({ title, because, cap, state }) => ({
    title,
    because: plain(because),
    cap,
    state: state === 'binding' ? 'binds' : state,
    binding: state === 'binding',
  }));
}

export function findings(card: Scorecard): readonly Row[] {
  return card.findings
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .sort((a, b) => b.points - a.points)
    .map((finding) => ({
      title: plain(finding.title),
      lost: lost(finding),
      seen: plain(finding.seen),
      required: plain(finding.required),
      usersGot: plain(finding.usersGot),
      remedy: plain(finding.remedy),
      gain: gained(finding, card),
      isGain: gained(finding, card).startsWith('+'),
      examples: finding.evidence.map(timeline),
    }));
}

export function gates(card: Scorecard): readonly Row[] {
  return card.gates.map(({ text, verdict, because }) => ({
    text: plain(text),
    verdict,
    because: plain(because),
  }));
}

export function measurements(card: Scorecard): readonly Row[] {
  return card.measurements.map((measurement) => ({
    id: measurement.quantile === null ? measurement.id : `${measurement.id}.p${measurement.quantile * 100}`,
    scope: scopeOf(measurement),
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
    `complete ${figure(counts.complete)}`,
    `aborted ${figure(counts.aborted)}`,
    `refused ${figure(counts.refused)}`,
    `reset ${figure(counts.reset)}`,
    `given up ${figure(counts.deadline)}`,
    `open at the end ${figure(counts.censored)}`,
    `unsent ${figure(counts.unsent)}`,
  ];
  return [
    { name: 'Requests', said: `${figure(counts.scheduled)}: ${ends.join(', ')}.` },
    {
      name: 'Upstream calls',
      said: `${figure(counts.attempts)}, ${figure(counts.joined)} of them joined to the request that caused them.`,
    },
    {
      name: 'Our own share of a latency',
      said:
        floor === null
          ? 'Not measured.'
          : `Median ${span(floor.p50)}, 99th percentile ${floor.p99.toFixed(2)} ms, measured before the run.`,
    },
    { name: 'Whose time', said: whoseTime(card, facts) },
    {
      name: 'Machine',
      said: `${machine.platform}, ${machine.cores} cores, ${figure(machine.memoryMb)} MB, Node ${machine.node}.`,
    },
    {
      name: 'Self-checks',
      said: facts.checks.map(({ said, ok }) => (ok ? said : `FAILED: ${said}`)).join(' ') || 'None was made.',
    },
    { name: 'Plan', said: `Scenario ${plan.scenario.hash.slice(0, 12)}, seed ${score(plan.seed)}.` },
  ];
}
