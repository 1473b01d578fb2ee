/** Measures that count what users got: the share of some classes among all requests that need the model. */
import type { ResponseClass, ResponseRow } from '../../../model/event.js';
import type { Measure, Reading } from '../measure.js';
import { share } from '../reading.js';
import type { RecordView } from '../view.js';
import type { Scope } from '../../../model/measurement.js';

type Told = Pick<Measure, 'id' | 'title' | 'better'> & {
  /** Ends the sentence "Share of the requests that need the model which …". */
  readonly which: string;
};

export interface ClassShare extends Measure {
  readonly classes: ReadonlySet<ResponseClass>;
}

export function classShare(told: Told & { readonly classes: readonly ResponseClass[] }): ClassShare {
  const classes = new Set(told.classes);
  const counted = (view: RecordView, scope: Scope): Reading => {
    const { open, known, byClass } = classesIn(view, scope);
    const hits = told.classes.reduce((sum, one) => sum + (byClass.get(one) ?? 0), 0);
    return share(hits, known, open);
  };
  return { ...rowShare({ ...told, is: (row) => classes.has(row.class) }), measure: counted, classes };
}

export function rowShare(told: Told & { is(row: ResponseRow, view: RecordView): boolean }): Measure {
  return {
    id: told.id,
    title: told.title,
    definition: `Share of the requests that need the model and were due in the phase which ${told.which}.`,
    unit: 'ratio',
    better: told.better,
    distribution: false,
    phase: 'outage',
    timed: false,
    per: 'journey',
    narrows: ['during', 'journey'],
    measure: (view, scope) => countRows(view, scope, told.is.bind(told)),
  };
}

interface Classes {
  readonly open: number;
  readonly known: number;
  readonly byClass: ReadonlyMap<ResponseClass, number>;
}

/** Counted once for all of these measures. */
export function classesIn(view: RecordView, { phase = null, journey = null }: Partial<Scope>): Classes {
  return view.keep(`classes ${String(phase)} ${String(journey)}`, () => {
    const known = view.known({ phase, journey });
    const byClass = new Map<ResponseClass, number>();
    for (const row of known) byClass.set(row.class, (byClass.get(row.class) ?? 0) + 1);
    return { open: view.responses({ phase, journey }).length - known.length, known: known.length, byClass };
  });
}

function countRows(
  view: RecordView,
  scope: Scope,
  is: (row: ResponseRow, view: RecordView) => boolean,
): Reading {
  let hits = 0;
  let open = 0;
  const rows = view.responses(scope);
  for (const row of rows) {
    if (view.isOpen(row)) open += 1;
    else if (is(row, view)) hits += 1;
  }
  return share(hits, rows.length - open, open);
}
