/** Laws of the shelf of measures: they hold for every entry, also for those to come. */
import { describe, expect, it } from 'vitest';
import { measureById, measures } from '../../../src/catalog/measures/shelf.js';
import { viewOf } from '../../../src/catalog/measures/view.js';
import type { ResponseRow } from '../../../src/model/event.js';
import type { Scope } from '../../../src/model/measurement.js';
import type { RunRecord } from '../../../src/model/record.js';
import {
  attempt,
  failing,
  HEALTHY,
  journeyOf,
  playRecord,
  recordOf,
  upstreamOf,
} from '../../support/record.js';

const whole: Scope = { phase: null, upstream: null, journey: null };
const scopeFor = (phase: string): Scope => ({ ...whole, phase: phase === 'all' ? null : phase });

const journeys = [journeyOf(), journeyOf({ name: 'note', needsModel: false })];
const storm = playRecord(
  (role, index) => {
    if (role === 'outage' && index % 3 === 0) {
      return {
        class: 'honest-error',
        latency: 400,
        attempts: failing(3).map((tried) => ({ ...tried, retryAfter: 1000, tokensOut: 7 })),
      };
    }
    if (role === 'outage' && index % 3 === 1)
      return { ...HEALTHY, class: 'alt', attempts: failing(1, 40, 'gpt') };
    return null;
  },
  { plan: { journeys, upstreams: [upstreamOf('claude'), upstreamOf('gpt')] } },
);

/** What nobody and nothing is called: a measure that knows the scope finds nothing there. */
const ELSEWHERE = 'nowhere';

describe.each(measures)('$id, narrowed by a gate', (measure) => {
  const view = viewOf(storm);
  const own = scopeFor(measure.phase);
  const reading = (scope: Scope): unknown => measure.measure(view, scope, measure.distribution ? 0.5 : null);

  it.each([
    ['during', 'phase'],
    ['journey', 'journey'],
    ['upstream', 'upstream'],
  ] as const)('by %s, if it says so', (key, scoped) => {
    const whole = reading(own);
    const narrowed = reading({ ...own, [scoped]: ELSEWHERE });
    if (!measure.narrows.includes(key)) expect(narrowed).toEqual(whole);
    else if (JSON.stringify(whole).includes('"measured"')) expect(narrowed).not.toEqual(whole);
  });
});

function readAll(record: RunRecord): unknown {
  const view = viewOf(record);
  return measures.map((measure) =>
    measure.measure(view, scopeFor(measure.phase), measure.distribution ? 0.9 : null),
  );
}

/** Sums of fractions differ in their last bits by their order. */
function rounded(readings: unknown): unknown {
  return JSON.parse(JSON.stringify(readings), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value,
  );
}

describe('every measure', () => {
  it('has an id of its own that is also the shelf’s', () => {
    expect(new Set(measures.map(({ id }) => id)).size).toBe(measures.length);
    for (const measure of measures) expect(measureById(measure.id)).toBe(measure);
    expect(measureById('charm')).toBeUndefined();
  });

  it.each(measures.map((measure) => [measure.id, measure] as const))(
    '%s says nothing of an empty record',
    (_, measure) => {
      const reading = measure.measure(viewOf(recordOf()), scopeFor(measure.phase), null);
      expect(reading).toMatchObject({ state: 'unmeasured' });
    },
  );

  it('has an interval that holds its value, and is finite', () => {
    const view = viewOf(storm);
    for (const measure of measures) {
      const reading = measure.measure(view, scopeFor(measure.phase), measure.distribution ? 0.9 : null);
      if (reading.state === 'unmeasured') continue;
      expect(Number.isFinite(reading.value), measure.id).toBe(true);
      if (reading.interval === null) continue;
      expect(reading.interval.low, measure.id).toBeLessThanOrEqual(reading.value + 1e-12);
      expect(reading.interval.high, measure.id).toBeGreaterThanOrEqual(reading.value - 1e-12);
    }
  });

  it('does not care for the order of the rows', () => {
    const turned = {
      ...storm,
      responses: [...storm.responses].reverse(),
      attempts: [...storm.attempts].reverse(),
    };
    expect(rounded(readAll(turned))).toEqual(rounded(readAll(storm)));
  });

  it('does not see what a journey without a model got, unless it is about that', () => {
    const note = {
      ...storm.responses.at(500),
      inbound: 999_999,
      journey: 'note',
      class: 'lie',
    } as ResponseRow;
    const more = { ...storm, responses: [...storm.responses, note] };
    const about = ['bystander-failure-share', 'secret-share'];
    const blind = (readings: unknown): unknown[] =>
      (readings as unknown[]).filter((_, index) => !about.includes(measures[index]?.id ?? ''));
    expect(blind(readAll(more))).toEqual(blind(readAll(storm)));
    const failures = measureById('bystander-failure-share')?.measure(viewOf(more), scopeFor('outage'), null);
    expect(failures).toMatchObject({ state: 'measured', value: 1 });
  });

  it('never takes a call that no user caused for a retry', () => {
    const poll = attempt({ id: 999_999, inbound: null, started: 30_000, ordinal: 2 });
    const more = viewOf({ ...storm, attempts: [...storm.attempts, poll] });
    for (const id of ['amplification', 'retries-per-request', 'attempts-per-inbound', 'waste']) {
      const measure = measureById(id);
      const scope = scopeFor('outage');
      expect(measure?.measure(more, scope, null), id).toEqual(measure?.measure(viewOf(storm), scope, null));
    }
  });
});
