/** The table of what users got, phase by phase, for every report alike: the same requests as in the picture. */
import { figure, partOf, percent } from '../../kit/figures.js';
import type { RunRecord } from '../../model/record.js';
import { countsByPhase, type Counts } from './counts.js';
import { DRAWN, type DrawnId } from './drawn.js';

export interface TotalsRow {
  /** Null where the row is no class. */
  readonly id: DrawnId | null;
  readonly title: string;
  /** One a phase. */
  readonly cells: readonly string[];
}

export function totalsRows(record: Pick<RunRecord, 'plan' | 'responses' | 'attempts'>): readonly TotalsRow[] {
  const counted = [...countsByPhase(record).values()];
  const row = (title: string, cellOf: (counts: Counts) => string): TotalsRow => ({
    id: null,
    title,
    cells: counted.map(cellOf),
  });
  const present = DRAWN.filter(({ id }) => counted.some(({ of }) => of.has(id)));
  const hasOthers = counted.some(({ others }) => others > 0);
  return [
    ...present.map(({ id, title }) => ({ ...row(title, (counts) => cell(counts, id)), id })),
    row('requests that need the model', ({ requests }) => figure(requests)),
    row('of these, under way at the end of the phase', ({ underWay }) => figure(underWay)),
    row('calls that they caused', ({ calls }) => figure(calls)),
    ...(hasOthers ? [row('of the other requests, failed', othersCell)] : []),
  ];
}

function cell({ of, requests }: Counts, id: DrawnId): string {
  const value = of.get(id) ?? 0;
  return value === 0 ? '0' : `${figure(value)} (${percent(value / requests)})`;
}

function othersCell({ others, othersFailed }: Counts): string {
  return othersFailed === 0 ? `0 of ${figure(others)}` : partOf(othersFailed, others);
}
