/** What a scenario means, once it can be read: contradictions that no schema can see. */
import type { Scenario } from '../../model/scenario.js';
import type { Catalog } from '../catalog.js';
import type { Mistake } from '../mistake.js';
import { gateMistakes } from './gates.js';
import { journeyMistakes } from './journeys.js';
import { timelineMistakes } from './timeline.js';
import { upstreamMistakes } from './upstreams.js';
import type { TimelineDraft } from '../draft.js';

export function meaningMistakes(scenario: Scenario, timeline: TimelineDraft, catalog: Catalog): Mistake[] {
  return [
    ...upstreamMistakes(scenario, catalog),
    ...journeyMistakes(scenario),
    ...timelineMistakes(scenario),
    ...gateMistakes(scenario, timeline),
  ];
}
