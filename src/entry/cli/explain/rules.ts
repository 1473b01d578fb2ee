/** The rules that a grade is made of, each whole: what is measured, where it costs, why, whose rule it is, what to do. */
import type { Check } from '../../../catalog/checks/check.js';
import { checks } from '../../../catalog/checks/shelf.js';
import { measureById } from '../../../catalog/measures/shelf.js';
import { letterOf } from '../../../score/grade.js';
import { rubric, type Cap, type Term } from '../../../score/rubric.js';
import { curveWords, ruleWords } from '../../../score/rule-words.js';
import type { Entry } from './explained.js';

type Line = Entry['lines'][number];

export function ruleEntries(): readonly Entry[] {
  return [
    ...checks.map((check) => ({ id: check.id, kind: 'check', lines: checkLines(check) })),
    ...rubric.terms.map((term) => ({
      id: term.id,
      kind: `term of rubric ${rubric.version}`,
      lines: termLines(term),
    })),
    ...rubric.caps.map((cap) => ({
      id: cap.id,
      kind: `ceiling of rubric ${rubric.version}`,
      lines: capLines(cap),
    })),
  ];
}

function checkLines(check: Check): readonly Line[] {
  const terms = rubric.terms.filter(({ id }) => check.terms.includes(id));
  const caps = rubric.caps.filter(({ id }) => check.caps.includes(id));
  const sources = [...new Set([...terms, ...caps].map(({ source }) => source))];
  const isWeighed = terms.length + caps.length > 0;
  return [
    ['asks', check.title],
    ['why', check.why],
    ...terms.map((term): Line => ['costs', `${term.id}: ${whatOf(term)}; ${pointsOf(term)}`]),
    ...caps.map((cap): Line => ['ceiling', `${cap.id}: ${ceilingOf(cap)}, where ${ruleWords(cap.rule)}`]),
    ...(isWeighed ? [] : [['costs', 'nothing: it warns, and no term or ceiling weighs it'] as const]),
    ...(isWeighed ? [['source', sources.join('\n')] as const] : []),
    ['remedy', check.remedy],
  ];
}

function termLines(term: Term): readonly Line[] {
  return [
    ['says', term.title],
    ['measures', `${whatOf(term)}: ${measureById(term.measure)?.definition ?? ''}`],
    ['points', pointsOf(term)],
    ['why', term.why],
    ['source', term.source],
    ['remedy', remedyOf(checks.filter(({ terms }) => terms.includes(term.id)))],
  ];
}

function capLines(cap: Cap): readonly Line[] {
  const { rule } = cap;
  const measure = rule.kind === 'no-recovery' ? undefined : measureById(rule.measure);
  return [
    ['says', cap.title],
    ...(measure === undefined ? [] : [['measures', `${measure.id}: ${measure.definition}`] as const]),
    ['reached', ruleWords(rule)],
    ['ceiling', ceilingOf(cap)],
    ['why', cap.why],
    ['source', cap.source],
    [
      'remedy',
      rule.kind === 'no-recovery'
        ? 'Give the scenario a phase without faults after the outage.'
        : remedyOf(checks.filter(({ caps }) => caps.includes(cap.id))),
    ],
  ];
}

function whatOf({ measure, phase }: Term): string {
  return `${measure} in the ${phase}`;
}

function pointsOf(term: Term): string {
  return `${term.points} of ${term.dimension}; ${curveWords(term)}`;
}

function ceilingOf({ cap }: Cap): string {
  return `${cap} of 100 at most, ${letterOf(cap)}`;
}

function remedyOf(asking: readonly Check[]): string {
  return asking.map(({ remedy }) => remedy).join('\n');
}
