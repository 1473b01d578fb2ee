/** What a scenario means, once it can be read: contradictions that no schema can see. */
import type { Scenario } from '../../model/scenario.js';
import type { Parts } from '../assemble.js';
import type { Mistake } from '../mistake.js';
import { gateMistakes } from './gates.js';
import { journeyMistakes } from './journeys.js';
import { networkMistakes } from './network.js';
import { timelineMistakes } from './timeline.js';
import { upstreamMistakes } from './upstreams.js';

export function meaningMistakes(scenario: Scenario, parts: Parts): Mistake[] {
  return [
    ...upstreamMistakes(scenario, parts.catalog),
    ...journeyMistakes(scenario, new Set(parts.scenario.journeys.keys())),
    ...timelineMistakes(scenario),
    ...networkMistakes(scenario, new Set(parts.scenario.proxies.keys())),
    ...gateMistakes(scenario, parts.timeline, parts.catalog),
  ];
}
