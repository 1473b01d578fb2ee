/** A record in, a scorecard out: measure, grade, judge, decide. Pure, so an old run can be scored again. */
import { viewOf, type RecordView } from '../catalog/measures/view.js';
import { finished, type Steps } from '../kit/steps.js';
import type { RunRecord } from '../model/record.js';
import type { Upstream } from '../model/scenario.js';
import type { GateResult, Scorecard } from '../model/scorecard.js';
import { capResults, type Circumstances, type Limits } from './caps.js';
import { confidenceOf } from './confidence.js';
import { judgeGates } from './gates.js';
import { bandOf, isThin, resample } from './band.js';
import { banded, gradeOf, withPlus, type Grade, type Graded } from './grade.js';
import { judge } from './judge.js';
import { gaugeOf, measureSteps } from './measure.js';
import { rubric as current, type Rubric } from './rubric.js';
import { sentenceOf } from './sentence.js';
import { totalsOf } from './totals.js';
import { unseenIn } from './unseen.js';
import { vectorOf, type Vector } from './vector.js';
import { verdictOf, type Verdict } from './verdict.js';

/** `plug-in`: the interval from the ends of each term's own; a hundred times as quick. */
export function scoreRecord(
  record: RunRecord,
  rubric: Rubric = current,
  interval: 'resampled' | 'plug-in' = 'resampled',
): Scorecard {
  return finished(scoreSteps(record, rubric, interval));
}

/** The same for who must be heard meanwhile. What takes long comes first: all else asks for what was measured. */
export function* scoreSteps(
  record: RunRecord,
  rubric: Rubric = current,
  interval: 'resampled' | 'plug-in' = 'resampled',
): Steps<Scorecard> {
  const view = viewOf(record);
  const gauge = gaugeOf(view);
  const measurements = yield* measureSteps(gauge);
  const vector = vectorOf(rubric, gauge);
  const circumstances = circumstancesOf(view);
  const wide = gradeOf(rubric, vector, circumstances);
  const graded = interval === 'plug-in' || isThin(view) ? wide : resampled(view, wide, vector);
  const confidence = confidenceOf(view, graded.grade);
  const judged = judgeGates(record.plan.expect, gauge, graded.grade);
  const verdict = verdictOf(gauge, graded.grade, judged);
  const gates = verdict.isGraded ? judged : judged.map(undecided);
  const shown = shownGrade(withPlus(graded, confidence.level === 'high'), verdict);
  return {
    format: 1,
    rubric: rubric.version,
    scenario: record.plan.scenario.name,
    subject: record.facts.subject.name,
    seed: record.plan.seed,
    verdict: verdict.verdict,
    because: verdict.because,
    sentence: sentenceOf(view, verdict),
    ...shown,
    unseen: shown.score === null ? null : unseenIn(graded),
    confidence,
    dimensions: graded.dimensions,
    terms: graded.terms,
    caps: capResults(graded.caps, graded.base),
    measurements,
    findings: judge({ rubric, gauge, vector, circumstances, graded }),
    gates,
    totals: totalsOf(view),
  };
}

function resampled(view: RecordView, wide: Graded, vector: Vector): Graded {
  if (wide.grade.state === 'ungraded' || wide.base === null) return wide;
  const drawn = resample(view, wide, vector);
  return { ...wide, grade: banded(wide.grade, bandOf(drawn, wide.base), drawn.ceilings) };
}

export function circumstancesOf(view: RecordView): Circumstances {
  const { upstreams } = view.record.plan;
  return {
    hasRecovery: view.phases('recovery').length > 0,
    limits: limitsOf(upstreams),
  };
}

function limitsOf(upstreams: readonly Upstream[]): Limits {
  if (upstreams.some(({ capacity }) => capacity.kind === 'limited' && !capacity.declared)) return 'assumed';
  const isLimited = ({ capacity, quota }: Upstream): boolean =>
    capacity.kind === 'limited' || quota.requestsPerMinute !== null || quota.tokensPerMinute !== null;
  return upstreams.some(isLimited) ? 'declared' : 'none';
}

/** What no run has shown, no gate can have passed. */
function undecided({ text }: GateResult): GateResult {
  return { text, verdict: 'inconclusive', because: 'the run bears no grade' };
}

/** An inconclusive run shows how far the score could lie, an invalid one not even that. */
function shownGrade(grade: Grade, verdict: Verdict): Pick<Scorecard, 'grade' | 'score' | 'interval'> {
  if (grade.state === 'ungraded' || verdict.verdict === 'invalid')
    return { grade: null, score: null, interval: null };
  if (!verdict.isGraded) return { grade: null, score: null, interval: grade.interval };
  return { grade: grade.letter, score: grade.score, interval: grade.interval };
}
