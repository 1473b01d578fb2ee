import { holds } from '../../catalog/holds.js';
import { lackOf } from '../../catalog/measures/needs.js';
import { formatDuration } from '../../catalog/quantities.js';
import type { AbortRule, Gate, Scenario } from '../../model/scenario.js';
import type { Catalog } from '../catalog.js';
import type { PlacedRule, TimelineDraft } from '../draft.js';
import type { Mistake } from '../mistake.js';
import { doubtful, wrong } from '../mistake.js';

export function gateMistakes(scenario: Scenario, timeline: TimelineDraft, catalog: Catalog): Mistake[] {
  return [
    ...[...timeline.expect, ...timeline.abort].flatMap((rule) => [
      ...unheldRoles(rule, scenario),
      ...settled(rule, catalog),
      ...idleScopes(rule, catalog),
      ...unknowable(rule, scenario, catalog),
    ]),
    ...timeline.abort.flatMap((rule) => tooLong(rule, scenario)),
  ];
}

/** A gate on a role that no phase has would be measured by nothing, and so never pass. */
function unheldRoles({ gate, path, isText }: PlacedRule, { phases }: Scenario): Mistake[] {
  const known = new Set(phases.flatMap((phase) => [phase.name, phase.role]));
  if (gate.during === null || known.has(gate.during)) return [];
  const message = `no phase has the role "${gate.during}"`;
  const place = isText ? path : [...path, 'during'];
  const hints = [`There are: ${phases.map((phase) => `${phase.name} (${phase.role})`).join(', ')}.`];
  return [wrong('unknown-phase', place, message, { piece: isText ? `during ${gate.during}` : null, hints })];
}

/** One that is decided before the run: it could never hold, or holds whatever the app does. */
function settled({ gate, path, isText }: PlacedRule, catalog: Catalog): Mistake[] {
  const { measure, is, value, text } = gate;
  const [least, most] = reachOf(measure, catalog);
  const place = isText ? path : [...path, 'that'];
  const where =
    most === Infinity ? `is never below ${least}` : `lies between ${said(least)} and ${said(most)}`;
  const hints = [`"${measure}" ${where}.`];
  if (!holds(least, is, value) && !holds(most, is, value) && (value < least || value > most || is !== '=='))
    return [wrong('impossible-gate', place, `"${text}" can never hold`, { hints })];
  const isIdle = is !== '==' && holds(least, is, value) && holds(most, is, value);
  return isIdle ? [doubtful('idle-gate', place, `"${text}" holds whatever happens`, { hints })] : [];

  function said(end: number): string {
    return measure === 'score' ? String(end) : `${end * 100}%`;
  }
}

const SCOPES = ['during', 'journey', 'upstream'] as const;

/** A scope that the measure doesn't look at would be left aside, and the gate would judge something else. */
function idleScopes({ gate, path, isText }: PlacedRule, { measures }: Catalog): Mistake[] {
  const measure = measures.find(({ id }) => id === gate.measure);
  if (measure === undefined) return [];
  const { narrows } = measure;
  return SCOPES.flatMap((key) => {
    const value = gate[key];
    if (value === null || narrows.includes(key) || (key === 'during' && value === measure.phase)) return [];
    const message = `"${measure.id}" is the same for every ${key === 'during' ? 'phase' : key}, so it has no "${key}"`;
    const takes = narrows.length === 0 ? 'nothing' : narrows.join(', ');
    return [
      wrong('idle-scope', isText ? path : [...path, key], message, {
        piece: isText ? `${key} ${value}` : null,
        hints: [`Leave it out. What narrows it: ${takes}.   brownout explain ${measure.id}`],
      }),
    ];
  });
}

function unknowable(
  { gate, path, isText }: PlacedRule,
  scenario: Scenario,
  { measures }: Catalog,
): Mistake[] {
  const needs = measures.find(({ id }) => id === gate.measure)?.needs ?? [];
  const lacks = lackOf(needs, scenario);
  if (lacks === null) return [];
  return [
    doubtful(
      'unknowable-gate',
      isText ? path : [...path, 'that'],
      `"${gate.measure}" is never known here: ${lacks}`,
      {
        hints: ['The gate would stay inconclusive, and the run with it (exit 5).'],
      },
    ),
  ];
}

function reachOf(measure: string, { measures }: Catalog): readonly [number, number] {
  if (measure === 'score') return [0, 100];
  // What is called a share is one; other ratios may pass 1, and a utility may fall below 0.
  if (measure.endsWith('-share')) return [0, 1];
  return [measures.find(({ id }) => id === measure)?.unit === 'ratio' ? -Infinity : 0, Infinity];
}

/** It must be able to hold for its whole time within one phase. */
function tooLong({ gate, path }: PlacedRule<AbortRule>, { phases }: Scenario): Mistake[] {
  const watched = phases.filter((phase) => isWatched(gate, phase));
  const longest = Math.max(...watched.map((phase) => phase.for));
  if (watched.length === 0 || gate.for < longest) return [];
  const lasts = formatDuration(gate.for);
  const message = `it would have to hold for ${lasts} within one phase, and the longest lasts ${formatDuration(longest)}`;
  const hints = ['Shorten its "for": as it is, it could never stop the run.'];
  return [wrong('never-fires', path, message, { piece: `for ${lasts}`, hints })];
}

function isWatched({ during }: Gate, { name, role }: Scenario['phases'][number]): boolean {
  return during === null || during === name || during === role;
}
