/** The numbers of a record: each taken once, void where our own generator could have moved it. */
import { measures } from '../catalog/measures/shelf.js';
import type { Measure, Reading } from '../catalog/measures/measure.js';
import type { RecordView } from '../catalog/measures/view.js';
import type { Steps } from '../kit/steps.js';
import type { Measurement, Scope } from '../model/measurement.js';
import type { Journey } from '../model/scenario.js';

/** Takes a measurement of the shelf, or says why there is none. */
export interface Gauge {
  readonly view: RecordView;
  take(id: string, scope?: Partial<Scope>, quantile?: number | null): Measurement;
}

export function gaugeOf(view: RecordView, shelf: readonly Measure[] = measures): Gauge {
  const byId = new Map(shelf.map((measure) => [measure.id, measure]));
  const voided = view.record.facts.checks.find(({ ok, voids }) => !ok && voids === 'time');
  const taken = new Map<string, Measurement>();
  return {
    view,
    take: (id, partial = {}, quantile = null) => {
      const measure = byId.get(id);
      const scope = scopeOf(partial, measure);
      const key = JSON.stringify([id, scope, quantile]);
      let found = taken.get(key);
      if (found === undefined) {
        const reading = read(measure, { view, scope, quantile, voided: voided?.said ?? null });
        taken.set(key, (found = measurementOf({ id, scope, quantile }, measure, reading)));
      }
      return found;
    },
  };
}

/** What a scope doesn't say about the phase is the measure's own; null has it look at the whole run. */
function scopeOf(partial: Partial<Scope>, measure: Measure | undefined): Scope {
  const own = measure === undefined || measure.phase === 'all' ? null : measure.phase;
  return {
    phase: partial.phase === undefined ? own : partial.phase,
    upstream: partial.upstream ?? null,
    journey: partial.journey ?? null,
  };
}

interface Question {
  readonly view: RecordView;
  readonly scope: Scope;
  readonly quantile: number | null;
  readonly voided: string | null;
}

function read(measure: Measure | undefined, { view, scope, quantile, voided }: Question): Reading {
  if (measure === undefined) return { state: 'unmeasured', because: 'no such measure exists yet' };
  if (measure.timed && voided !== null) {
    return { state: 'unmeasured', because: `our own timing can't be trusted: ${voided.replace(/\.$/, '')}` };
  }
  return measure.measure(view, scope, quantile);
}

function measurementOf(
  about: Pick<Measurement, 'id' | 'scope' | 'quantile'>,
  measure: Measure | undefined,
  reading: Reading,
): Measurement {
  if (reading.state === 'unmeasured' || measure === undefined) {
    const because = reading.state === 'unmeasured' ? reading.because : 'no such measure exists yet';
    return { ...about, state: 'unmeasured', because };
  }
  return { ...about, ...reading, unit: measure.unit };
}

const QUANTILES = [0.5, 0.95, 0.99];
const ROLES = ['baseline', 'outage', 'recovery'] as const;

/** What a scorecard holds: every measure where it belongs, what users got in every role, and each upstream's load. */
export function* measureSteps(gauge: Gauge): Steps<readonly Measurement[]> {
  const { plan } = gauge.view.record;
  const upstreams = plan.upstreams.length > 1 ? plan.upstreams.map(({ name }) => name) : [];
  const journeys = severalOf(plan.journeys.filter(({ needsModel }) => needsModel));
  const ledgers = severalOf(plan.journeys.filter(({ effects }) => effects));
  const all: Measurement[] = [];
  for (const measure of measures) {
    yield;
    const quantiles = measure.distribution ? QUANTILES : [null];
    const phases: readonly (string | null)[] =
      measure.phase === 'outage' ? ROLES : [measure.phase === 'all' ? null : measure.phase];
    const scopes: Partial<Scope>[] = phases.map((phase) => ({ phase }));
    if (measure.per === 'upstream') scopes.push(...upstreams.map((upstream) => ({ upstream })));
    if (measure.per === 'journey') scopes.push(...journeys.map((journey) => ({ journey })));
    if (measure.per === 'ledger') scopes.push(...ledgers.map((journey) => ({ journey })));
    for (const scope of scopes)
      all.push(...quantiles.map((quantile) => gauge.take(measure.id, scope, quantile)));
  }
  return all;
}

/** What stands alone is the whole already. */
function severalOf(journeys: readonly Journey[]): readonly string[] {
  return journeys.length > 1 ? journeys.map(({ name }) => name) : [];
}
