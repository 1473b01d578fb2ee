/** The library door: the stations of the line and their nouns, and nothing else. */
export { compilePlan, planText } from './scenario/compile.js';
export { loadScenario, type LoadedScenario, type ScenarioTexts } from './scenario/load.js';
export { conduct } from './run/conductor/conduct.js';
export type { Conducted } from './run/conductor/stage.js';
export type { Observer, Sighting } from './run/conductor/observe.js';
export { readRunFolder } from './run/record/folder.js';
export { scoreRecord } from './score/score.js';
export { renderFiles, type RenderedFile } from './report/render.js';
export type { Report, Reporter, Style } from './catalog/reporters/reporter.js';
export { BrownoutError, type Checked, type Ending, type Problem } from './model/problem.js';
export type { AttemptRow, EventRow, ResponseClass, ResponseEnd, ResponseRow } from './model/event.js';
export type { Finding } from './model/finding.js';
export type { Interval, Measurement, Scope } from './model/measurement.js';
export type { Plan } from './model/plan.js';
export type { RunFacts, RunRecord } from './model/record.js';
export type { Scenario, SubjectSpec } from './model/scenario.js';
export type { Letter, RunVerdict, Scorecard } from './model/scorecard.js';
