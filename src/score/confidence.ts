/** How far a grade can be trusted, and why no further. */
import { partOf, percent } from '../kit/figures.js';
import type { ResponseRow } from '../model/event.js';
import type { Scorecard } from '../model/scorecard.js';
import { correlated } from '../catalog/measures/correlation.js';
import type { RecordView } from '../catalog/measures/view.js';
import type { Grade } from './grade.js';

type Confidence = Scorecard['confidence'];
type Level = Confidence['level'];

interface Doubt {
  readonly level: Exclude<Level, 'high'>;
  readonly because: string;
}

export function confidenceOf(view: RecordView, grade: Grade): Confidence {
  const doubts = [...ofInterval(grade), ...ofBaseline(view), ...ofRecord(view), ...ofJourneys(view)];
  const level = doubts.some((doubt) => doubt.level === 'low') ? 'low' : doubts.length > 0 ? 'medium' : 'high';
  return { level, because: doubts.map(({ because }) => because) };
}

function ofInterval(grade: Grade): readonly Doubt[] {
  if (grade.state === 'ungraded') return [{ level: 'low', because: 'there is no score' }];
  const half = (grade.interval[1] - grade.interval[0]) / 2;
  if (half <= 2) return [];
  return [
    { level: half <= 5 ? 'medium' : 'low', because: `the score is known to ±${half.toFixed(1)} points only` },
  ];
}

/** Where so many are missing, a good day is what the others happened to have. */
const MISSING = 0.05;

/** Whomever a fault reached in the baseline is left out of it, so those who remain look well whatever it did. */
function ofBaseline(view: RecordView): readonly Doubt[] {
  const needsModel = ({ journey }: ResponseRow): boolean => view.journey(journey)?.needsModel === true;
  const all = view
    .everyone({ phase: 'baseline' })
    .where((row) => row.cohort === null && needsModel(row)).length;
  const missing = all - view.responses({ phase: 'baseline' }).length;
  if (missing <= MISSING * all) return [];
  const because = `faults reached ${partOf(missing, all)} of the baseline’s requests, which are left out of it, so the others tell less of a good day`;
  return [{ level: 'medium', because }];
}

function ofRecord(view: RecordView): readonly Doubt[] {
  const { facts, plan } = view.record;
  const doubts: Doubt[] = [];
  const joined = correlated(view);
  if (joined < 0.99) {
    doubts.push({
      level: 'medium',
      because: `only ${percent(joined)} of the calls could be joined to a request`,
    });
  }
  if (plan.phases.some(({ load }) => load.kind === 'closed')) {
    doubts.push({ level: 'medium', because: 'users who wait for each other ask less while the app is slow' });
  }
  for (const { ok, said } of facts.checks) if (!ok) doubts.push({ level: 'medium', because: said });
  for (const { provider, calls } of facts.trapped) {
    if (calls > 0) {
      doubts.push({
        level: 'medium',
        because: `the app also called ${provider}, which the scenario does not name`,
      });
    }
  }
  return doubts;
}

function ofJourneys(view: RecordView): readonly Doubt[] {
  return view.record.plan.journeys
    .filter(({ needsModel }) => needsModel)
    .flatMap(({ name, answer }): readonly Doubt[] => {
      if (view.responses({ phase: 'outage', journey: name }).length === 0) {
        return [{ level: 'medium', because: `"${name}" was never asked in the outage` }];
      }
      return answer.survives === 'none'
        ? [
            {
              level: 'medium',
              because: `no watermark survives in "${name}", so its answers are told by their shape`,
            },
          ]
        : [];
    });
}
