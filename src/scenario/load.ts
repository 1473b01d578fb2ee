/** The door of this room: the texts of both files → the scenario and the subject, or all mistakes at once. */
import type { Checked, Problem } from '../model/problem.js';
import type { Scenario, SubjectSpec } from '../model/scenario.js';
import { assemble, subjectOf } from './assemble.js';
import type { Parts } from './assemble.js';
import { builtIn } from './catalog.js';
import type { Catalog } from './catalog.js';
import type { Located } from './document.js';
import { appDraftOf, timelineDraftOf } from './draft.js';
import type { AppDraft, TimelineDraft } from './draft.js';
import type { Mistake } from './mistake.js';
import { namesIn, unknownArrivals, unknownNames, unknownProviders } from './names.js';
import { mistakesIn } from './problems.js';
import { readDocument } from './read.js';
import { NO_MODEL_JOURNEY } from './rules/journeys.js';
import { meaningMistakes } from './rules/rules.js';
import { configShape, scenarioShape } from './scenario-shape.js';
import { loadShape } from './traffic.js';
import { referenceMistakes } from './variables.js';

export interface ScenarioTexts {
  readonly scenarioText: string;
  readonly scenarioFile: string;
  readonly configText: string | null;
  readonly configFile: string | null;
  readonly catalog?: Catalog;
  /** True: mocks and proxies alone, so nothing need say what users do. */
  readonly isUnasked?: boolean;
}

export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly subject: SubjectSpec;
  /** How the config calls the app; null where it doesn't say. */
  readonly subjectName: string | null;
}

export function loadScenario(texts: ScenarioTexts): Checked<LoadedScenario> {
  const scenario = readDocument(texts.scenarioText, texts.scenarioFile);
  const config =
    texts.configText === null ? null : readDocument(texts.configText, texts.configFile ?? 'the config');
  if (!scenario.ok || config?.ok === false) {
    return {
      ok: false,
      problems: [scenario, config].flatMap((read) => (read?.ok === false ? read.problems : [])),
    };
  }
  return checked(scenario.value, config?.value ?? null, texts);
}

function checked(
  file: Located,
  configFile: Located | null,
  { catalog = builtIn, isUnasked = false }: ScenarioTexts,
): Checked<LoadedScenario> {
  const app = appDraftOf(file.value);
  const configApp = appDraftOf(configFile?.value);
  const own: Mistake[] = [];
  const timeline = timelineDraftOf(file.value, catalog, own);
  own.push(...scenarioMistakes(file, [app, configApp], timeline, catalog));
  const config = configShape.safeParse(configFile?.value ?? {});
  const problems = [
    ...own.map((mistake) => file.problem(mistake)),
    ...(configFile === null ? [] : configMistakes(configFile, catalog)),
  ];
  const written = scenarioShape.safeParse(file.value);
  if (isBroken(problems) || !written.success || !config.success) {
    return { ok: false, problems: inOrder(problems) };
  }
  const meant: Mistake[] = [];
  const parts: Parts = {
    file: file.file,
    written: written.data,
    scenario: app,
    config: configApp,
    timeline,
    catalog,
  };
  const scenario = assemble(parts, meant);
  // What could not be put together has no meaning to be checked.
  if (!meant.some((mistake) => mistake.severity === 'error')) {
    meant.push(
      ...meaningMistakes(scenario, parts).filter(({ code }) => !isUnasked || code !== NO_MODEL_JOURNEY),
    );
  }
  const all = [...problems, ...meant.map((mistake) => placed(mistake, file, configFile))];
  if (isBroken(all)) return { ok: false, problems: inOrder(all) };
  const subject = subjectOf(config.data);
  const subjectName = config.data.subject?.name ?? null;
  return { ok: true, value: { scenario, subject, subjectName }, warnings: inOrder(all) };
}

function scenarioMistakes(
  file: Located,
  apps: readonly [AppDraft, AppDraft],
  timeline: TimelineDraft,
  catalog: Catalog,
): Mistake[] {
  const shape = scenarioShape.safeParse(file.value);
  const load = loadShape.safeParse((file.value as { load?: unknown } | null)?.load);
  const written = load.success ? load.data : null;
  return [
    ...(shape.success ? [] : mistakesIn(shape.error.issues, scenarioShape, file.value, [])),
    ...referenceMistakes(file.value),
    ...unknownProviders(file.value, catalog),
    ...unknownArrivals(written, catalog),
    ...unknownNames(timeline, written, namesIn(apps, timeline)),
  ];
}

function configMistakes(file: Located, catalog: Catalog): Problem[] {
  const shape = configShape.safeParse(file.value);
  return [
    ...(shape.success ? [] : mistakesIn(shape.error.issues, configShape, file.value, [])),
    ...referenceMistakes(file.value),
    ...unknownProviders(file.value, catalog),
  ].map((mistake) => file.problem(mistake));
}

/** Where two files meet, a mistake belongs to the one that wins: see `mergedUpstream` and `journeysOf`. */
function placed(mistake: Mistake, file: Located, config: Located | null): Problem {
  if (config === null) return file.problem(mistake);
  const { path } = mistake;
  const here = file.depthOf(path);
  const there = config.depthOf(path);
  const configWins = path[0] === 'upstreams' ? there >= here && there > 1 : there > here;
  return (configWins ? config : file).problem(mistake);
}

function isBroken(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** As somebody reads who mends them: file by file, from the top. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map((problem) => problem.where?.file))];
  const rank = (problem: Problem): readonly number[] => [
    files.indexOf(problem.where?.file),
    problem.where?.line ?? 0,
    problem.where?.column ?? 0,
  ];
  return [...problems].sort((one, other) => {
    const [left, right] = [rank(one), rank(other)];
    const step = left.findIndex((value, index) => value !== right[index]);
    return step < 0 ? 0 : (left[step] ?? 0) - (right[step] ?? 0);
  });
}
