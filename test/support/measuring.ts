import type { Reading } from '../../src/catalog/measures/measure.js';
import { measureById } from '../../src/catalog/measures/shelf.js';
import { viewOf } from '../../src/catalog/measures/view.js';
import type { Scope } from '../../src/model/measurement.js';
import type { RunRecord } from '../../src/model/record.js';

/** In the measure's own phase where the scope names none. */
export function read(
  record: RunRecord,
  id: string,
  scope: Partial<Scope> & { readonly quantile?: number } = {},
): Reading {
  const measure = measureById(id);
  if (measure === undefined) throw new Error(`no measure ${id}`);
  const own = measure.phase === 'all' ? null : measure.phase;
  const { phase = own, upstream = null, journey = null, quantile = null } = scope;
  return measure.measure(viewOf(record), { phase, upstream, journey }, quantile);
}

/** NaN where it is unmeasured, which equals nothing. */
export function valueOf(reading: Reading): number {
  return reading.state === 'measured' ? reading.value : Number.NaN;
}

export function whyNot(reading: Reading): string {
  return reading.state === 'unmeasured' ? reading.because : '';
}
