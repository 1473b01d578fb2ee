/** How the rules of the rubric are said, on its page and by `explain` alike. */
import type { Measure } from '../catalog/measures/measure.js';
import { measureById } from '../catalog/measures/shelf.js';
import { limit } from '../kit/figures.js';
import type { CapRule, Term } from './rubric.js';

/** How a measure's name is set. */
type Setting = (id: string) => string;

const plainly: Setting = (id) => id;

export function curveWords(term: Term): string {
  if (term.curve === 'linear') return 'earned in proportion';
  const measure = measureById(term.measure);
  const free = term.free === 0 ? '' : `; ${amount(term.free, measure)} is free`;
  return `${amount(term.p10, measure)} earns 90 %, ${amount(term.median, measure)} half${free}`;
}

export function ruleWords(rule: CapRule, set: Setting = plainly): string {
  if (rule.kind === 'no-recovery') return 'the run has no recovery phase';
  const where = rule.phase === null ? 'the run' : `the ${rule.phase}`;
  const bound = amount(rule.limit, measureById(rule.measure));
  switch (rule.kind) {
    case 'hits':
      return `${set(rule.measure)} hits ${rule.limit === 1 ? 'once' : `${rule.limit} times`} in ${where}`;
    case 'below':
      return `${set(rule.measure)} < ${bound} in ${where}`;
    case 'above':
      return `${set(rule.measure)} > ${bound} in ${where}${declared(rule)}`;
    case 'at-least':
      return `${set(rule.measure)} ≥ ${bound} in ${where}${declared(rule)}`;
  }
}

function amount(value: number, measure: Measure | undefined): string {
  if (measure?.unit === 'ratio') return limit(value);
  return measure?.unit === 'ms' ? `${value / 1000} s` : String(value);
}

function declared({ declaredOnly }: Extract<CapRule, { declaredOnly: boolean }>): string {
  return declaredOnly ? ', behind limits that somebody declared' : '';
}
