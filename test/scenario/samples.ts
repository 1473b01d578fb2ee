/** Small files for the tests of this room. `«` and `»` mark where a mistake stands; they are taken out. */
import type { Checked, Problem } from '../../src/model/problem.js';
import type { Scenario } from '../../src/model/scenario.js';
import { loadScenario, type LoadedScenario } from '../../src/scenario/load.js';

export const FAULT = '{ on: claude, fault: status, status: 529, retryAfter: 5s, share: 60% }';

export const SOUND = `name: storm
upstreams:
  claude: { provider: anthropic }
  gpt: { provider: openai }
journeys:
  ask:
    request: { path: /ask, json: { question: "{{prompt}}" } }
    answer: { at: /answer }
    deadline: 3s
load: { rate: 20/s }
phases:
  baseline: { for: 20s }
  outage:
    for: 40s
    faults:
      - ${FAULT}
  recovery: { for: 40s }
`;

export const CONFIG = `subject: { start: npm start, ready: /health, name: support-bot }
journeys:
  ask: { request: { path: /ask, json: { question: "{{prompt}}" } }, answer: { at: /answer }, deadline: 3s }
  stream: { request: { path: /stream, json: { question: "{{prompt}}" } }, stream: sse, deadline: 5s }
  save-note: { request: { path: /notes, json: { text: "{{id}}" } }, needsModel: false, deadline: 2s }
`;

export interface Marked {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export function marked(written: string): Marked {
  const start = written.indexOf('«');
  const before = written.slice(0, start).split('\n');
  return {
    text: written.replace('«', '').replace('»', ''),
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    length: written.indexOf('»') - start - 1,
  };
}

export function load(scenarioText: string, configText: string | null = null): Checked<LoadedScenario> {
  return loadScenario({
    scenarioText,
    scenarioFile: 'storm.yaml',
    configText,
    configFile: configText === null ? null : 'brownout.config.yaml',
  });
}

export function problemsOf(checked: Checked<unknown>): readonly Problem[] {
  return checked.ok ? checked.warnings : checked.problems;
}

export function soundScenario(text: string = SOUND, config: string | null = null): Scenario {
  const loaded = load(text, config);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
  return loaded.value.scenario;
}

/** The sound file with one part replaced; the part must be there. */
export function changed(part: string, by: string): string {
  if (!SOUND.includes(part)) throw new Error(`the sample has no "${part}"`);
  return SOUND.replace(part, by);
}
