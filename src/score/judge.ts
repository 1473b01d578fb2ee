/** Findings: what each check says, with what it cost and what mending it would gain. */
import { measureById } from '../catalog/measures/shelf.js';
import { checks as shelf } from '../catalog/checks/shelf.js';
import type { Check, Evidence, Judgement } from '../catalog/checks/check.js';
import type { Finding } from '../model/finding.js';
import type { Circumstances } from './caps.js';
import { exemplarsOf } from './exemplars.js';
import type { Graded } from './grade.js';
import type { Gauge } from './measure.js';
import { scoreIfMended } from './mend.js';
import type { Rubric } from './rubric.js';
import type { Vector } from './vector.js';

export interface Judged {
  readonly rubric: Rubric;
  readonly gauge: Gauge;
  readonly vector: Vector;
  readonly circumstances: Circumstances;
  readonly graded: Graded;
}

/** What cost most comes first. */
export function judge(judged: Judged, checks: readonly Check[] = shelf): readonly Finding[] {
  const evidence = evidenceOf(judged);
  const findings = checks.map((check) => findingOf(check, judgement(check, evidence), judged));
  return findings.sort((a, b) => b.points - a.points || rankOf(a) - rankOf(b));
}

const ORDER: readonly Finding['verdict'][] = [
  'fail',
  'warn',
  'error',
  'inconclusive',
  'pass',
  'not-applicable',
];

function rankOf(finding: Finding): number {
  return ORDER.indexOf(finding.verdict);
}

function evidenceOf({ rubric, gauge, graded, circumstances }: Judged): Evidence {
  const reached = new Set(graded.caps.filter(({ state }) => state === 'reached').map(({ cap }) => cap.id));
  return {
    view: gauge.view,
    measured: (id, scope, quantile) => gauge.take(id, scope, quantile ?? null),
    target: (id) => {
      const term = rubric.terms.find((one) => one.id === id);
      if (term === undefined) return null;
      const isDue = term.needs === 'phase' && (term.phase !== 'recovery' || circumstances.hasRecovery);
      const measured = gauge.take(term.measure, { phase: term.phase });
      const unit = measureById(term.measure)?.unit ?? 'count';
      return { measured, unit, p10: term.p10, median: term.median, isDue };
    },
    isReached: (cap) => reached.has(cap),
  };
}

/** A check that crashes is a finding of its own; the others go on. */
function judgement(check: Check, evidence: Evidence): Judgement {
  try {
    return check.judge(evidence);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { verdict: 'error', seen: `This check failed: ${said}`, required: '', usersGot: '', evidence: [] };
  }
}

function findingOf(check: Check, said: Judgement, judged: Judged): Finding {
  const isTrouble = said.verdict === 'fail' || said.verdict === 'warn';
  const lost = judged.graded.terms
    .filter(({ id }) => check.terms.includes(id))
    .reduce((sum, { points, of }) => sum + of - points, 0);
  return {
    check: check.id,
    verdict: said.verdict,
    severity: said.verdict === 'fail' ? check.severity : said.verdict === 'warn' ? 'low' : 'none',
    title: isTrouble ? check.trouble : check.title,
    seen: said.seen,
    required: said.required,
    usersGot: said.usersGot,
    remedy: check.remedy,
    evidence: exemplarsOf(judged.gauge.view, said.evidence),
    points: lost,
    gain: isTrouble ? gainOf(check, judged) : 0,
  };
}

/** The score after this fix alone, ceilings included; nothing where there is no score to raise. */
function gainOf(check: Check, { rubric, vector, circumstances, graded }: Judged): number {
  if (graded.grade.state === 'ungraded') return 0;
  const mended = scoreIfMended(rubric, vector, circumstances, check);
  return Math.max(0, Math.round((mended - graded.grade.score) * 10) / 10);
}
