import type { Scenario } from '../../model/scenario.js';
import type { TimelineDraft } from '../draft.js';
import type { Mistake } from '../mistake.js';
import { wrong } from '../mistake.js';

/** A gate on a role that no phase has would be measured by nothing, and so never pass. */
export function gateMistakes(scenario: Scenario, timeline: TimelineDraft): Mistake[] {
  const known = new Set(scenario.phases.flatMap((phase) => [phase.name, phase.role]));
  return [...timeline.expect, ...timeline.abort].flatMap(({ gate, path, isText }) => {
    if (gate.during === null || known.has(gate.during)) return [];
    const message = `no phase has the role "${gate.during}"`;
    const place = isText ? path : [...path, 'during'];
    const hints = [
      `There are: ${scenario.phases.map((phase) => `${phase.name} (${phase.role})`).join(', ')}.`,
    ];
    return [
      wrong('unknown-phase', place, message, { piece: isText ? `during ${gate.during}` : null, hints }),
    ];
  });
}
