/** One run as a row of the audit: what each journey's users got, for how long, and what it cost. */
import { deadlines, drawnOf, type DrawnId } from '../catalog/reporters/drawn.js';
import type { Report } from '../catalog/reporters/reporter.js';
import { worthOf } from '../catalog/measures/utility.js';
import { viewOf, type RecordView } from '../catalog/measures/view.js';
import type { AuditCell, Loss, PlayedOutage } from '../model/audit.js';
import type { Scorecard } from '../model/scorecard.js';
import { spellOf } from './spell.js';

export function auditedOutage({ record, scorecard, folder }: Report): PlayedOutage {
  const { scenario, seed, inputs } = record.plan;
  const of = {
    scenario: scenario.name,
    title: scenario.title,
    subject: scorecard.subject,
    rubric: scorecard.rubric,
    seed,
    quick: inputs.quick,
    folder,
  };
  const { grade, score, interval, verdict, because } = scorecard;
  if (grade === null || score === null || interval === null) {
    return { ...of, state: verdict === 'invalid' ? 'invalid' : 'inconclusive', because };
  }
  const ceilings = scorecard.caps
    .filter(({ state }) => state === 'binding' || state === 'reached')
    .map(({ cap, title, because: seen }) => ({ cap, because: `${title}: ${seen}` }));
  return {
    ...of,
    ...{ state: 'graded', verdict, score, grade, interval, ceilings },
    cells: cellsOf(viewOf(record)),
    losses: lossesOf(scorecard),
  };
}

function cellsOf(view: RecordView): readonly AuditCell[] {
  const limits = deadlines(view.record.plan.journeys);
  return view.record.plan.journeys.map(({ name, needsModel }) => {
    const rows = view.responses({ phase: 'outage', journey: name }).where((row) => !view.isOpen(row));
    const got = new Map<DrawnId, number>();
    for (const row of rows) {
      const what = drawnOf(row, limits.get(name) ?? Infinity);
      got.set(what, (got.get(what) ?? 0) + 1);
    }
    return {
      journey: name,
      needsModel,
      requests: rows.length,
      got: [...got]
        .sort(([, a], [, b]) => b - a)
        .map(([what, count]) => ({ what, share: count / rows.length })),
      worth: rows.length === 0 ? null : rows.reduce((sum, row) => sum + worthOf(view, row), 0) / rows.length,
      spell: spellOf(view, name),
    };
  });
}

/** What gives most back first: under a ceiling that isn't what cost most. */
function lossesOf({ findings }: Scorecard): readonly Loss[] {
  return findings
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .filter(({ points, gain }) => Math.max(points, gain) >= LEAST_TOLD)
    .map(({ check, title, remedy, points, gain }) => ({ check, title, remedy, points, gain }))
    .sort((a, b) => b.gain - a.gain || b.points - a.points);
}

const LEAST_TOLD = 0.05;
