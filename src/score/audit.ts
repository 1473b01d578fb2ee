/**
 * Outages in, one grade out. Average and worst case count alike, so that nine good days don't hide a
 * bad one. What wasn't played holds the score below an A; what stayed open leaves it unknown.
 */
import { CORE_SUITE, CORE_VERSION } from '../catalog/audit-suite.js';
import type { Audit, AuditedOutage, AuditRemedy, GradedOutage, PlayedOutage } from '../model/audit.js';
import type { GateResult, Letter, RunVerdict } from '../model/scorecard.js';
import { verdictOf } from './gates.js';
import { down, letterOf, up } from './grade.js';

/** Nobody who left an outage out is told that the app is an A. */
const UNPLAYED = 89;

export const LEAST = 60;

export function auditOf(played: readonly AuditedOutage[], least = LEAST): Audit {
  const outages = CORE_SUITE.map(
    (scenario): AuditedOutage =>
      played.find((one) => one.scenario === scenario) ?? {
        scenario,
        state: 'not-run',
        because: 'it was left out',
      },
  );
  const ran = outages.filter((one): one is PlayedOutage => one.state !== 'not-run');
  const graded = ran.filter((one) => one.state === 'graded');
  const standing = standingOf(outages, ran, graded);
  const gate = gateOf(least, standing);
  return {
    format: 1,
    suite: { name: 'core', version: CORE_VERSION },
    subject: ran[0]?.subject ?? null,
    rubric: ran[0]?.rubric ?? null,
    quick: ran[0]?.quick ?? false,
    ...verdictOfAudit(gate, outages),
    ...standing,
    gate,
    outages,
    remedies: remediesOf(outages, graded),
  };
}

type Standing = Pick<Audit, 'grade' | 'score' | 'interval' | 'mean' | 'worst' | 'ceilings'>;

function standingOf(
  outages: readonly AuditedOutage[],
  ran: readonly PlayedOutage[],
  graded: readonly GradedOutage[],
): Standing {
  const ceilings = ceilingsOf(outages, graded);
  if (ran.length === 0) {
    return { grade: null, score: null, interval: null, mean: null, worst: null, ceilings };
  }
  const ceiling = Math.min(100, ...ceilings.map(({ cap }) => cap));
  const under = (scores: readonly number[]): number => Math.min(ceiling, halfAndHalf(scores));
  // An outage that stayed open may be worth anything: its own interval is no bound of what wasn't played out.
  const ends = ran.map((one) => (one.state === 'graded' ? one.interval : ([0, 100] as const)));
  const interval = [down(under(ends.map(([low]) => low))), up(under(ends.map(([, high]) => high)))] as const;
  const [worst] = [...graded].sort((a, b) => a.score - b.score);
  if (worst === undefined || graded.length < ran.length) {
    return { grade: null, score: null, interval, mean: null, worst: null, ceilings };
  }
  const score = down(under(graded.map((one) => one.score)));
  return {
    grade: gradeOf(score, graded),
    score,
    interval,
    mean: meanOf(graded.map((one) => one.score)),
    worst: { scenario: worst.scenario, score: worst.score },
    ceilings,
  };
}

export function halfAndHalf(scores: readonly number[]): number {
  return 0.5 * meanOf(scores) + 0.5 * Math.min(...scores);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Its plus is earned in every outage or not at all. */
function gradeOf(score: number, graded: readonly GradedOutage[]): Letter {
  return score >= 97 && graded.every(({ grade }) => grade === 'A+') ? 'A+' : letterOf(score);
}

/** What must never happen holds the suite down wherever it happened. */
function ceilingsOf(outages: readonly AuditedOutage[], graded: readonly GradedOutage[]): Audit['ceilings'] {
  const missed = outages.filter(({ state }) => state === 'not-run').map(({ scenario }) => scenario);
  const reached = graded.flatMap(({ scenario, ceilings }) =>
    ceilings.map(({ cap, because }) => ({ cap, because: `in ${scenario}, ${because}` })),
  );
  const unplayed =
    missed.length === 0
      ? []
      : [{ cap: UNPLAYED, because: `a core stimulus was not run: ${missed.join(', ')}` }];
  return [...reached, ...unplayed].sort((a, b) => a.cap - b.cap);
}

function gateOf(least: number, { score, interval }: Standing): GateResult {
  const text = `score >= ${least}`;
  if (interval === null) return { text, verdict: 'inconclusive', because: 'no outage was played' };
  const [low, high] = interval;
  const ends = `${Math.floor(low)} to ${Math.floor(high)}`;
  return {
    text,
    verdict: verdictOf('>=', least, { low, high }),
    because:
      score === null ? `not known, but it lies in ${ends}` : `${Math.floor(score)}, 95 % interval ${ends}`,
  };
}

function verdictOfAudit(
  gate: GateResult,
  outages: readonly AuditedOutage[],
): { readonly verdict: RunVerdict; readonly because: string } {
  const said = `${gate.text} ${gate.verdict === 'pass' ? 'holds' : gate.verdict === 'fail' ? 'failed' : 'is open'}: ${gate.because}`;
  if (gate.verdict !== 'inconclusive') return { verdict: gate.verdict, because: said };
  const open = outages.find(({ state }) => state === 'invalid' || state === 'inconclusive');
  if (open === undefined || open.state === 'graded') return { verdict: 'inconclusive', because: said };
  const isInvalid = outages.some(({ state }) => state === 'invalid');
  return {
    verdict: isInvalid ? 'invalid' : 'inconclusive',
    because: `${said} (${open.scenario}: ${open.because})`,
  };
}

/** A point lost in the worst outage counts twice: in the mean and as the worst. */
function remediesOf(
  outages: readonly AuditedOutage[],
  graded: readonly GradedOutage[],
): readonly AuditRemedy[] {
  const [worst] = [...graded].sort((a, b) => a.score - b.score);
  const found = new Map<string, AuditRemedy>();
  for (const { scenario, losses } of graded) {
    const share = 0.5 / graded.length + (scenario === worst?.scenario ? 0.5 : 0);
    for (const loss of losses) {
      const before = found.get(loss.check);
      found.set(loss.check, {
        ...loss,
        points: (before?.points ?? 0) + share * loss.points,
        scenarios: [...(before?.scenarios ?? []), scenario],
      });
    }
  }
  const now = heldScore(outages, graded);
  return [...found.values()]
    .map((one) => ({ ...one, gain: heldScore(outages, graded.map(without(one.check))) - now }))
    .sort((a, b) => b.gain - a.gain || b.points - a.points);
}

/** Of those that have a grade, under every ceiling. */
function heldScore(outages: readonly AuditedOutage[], graded: readonly GradedOutage[]): number {
  const caps = ceilingsOf(outages, graded).map(({ cap }) => cap);
  return Math.min(100, ...caps, halfAndHalf(graded.map(({ score }) => score)));
}

/** The outage with one finding mended: a score above a ceiling tells that it was lifted with it. */
function without(check: string): (outage: GradedOutage) => GradedOutage {
  return (outage) => {
    const gain = outage.losses.find((loss) => loss.check === check)?.gain ?? 0;
    const score = outage.score + gain;
    return { ...outage, score, ceilings: outage.ceilings.filter(({ cap }) => gain === 0 || cap >= score) };
  };
}
