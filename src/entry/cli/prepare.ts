/** From flags and files to a plan: what `validate`, `plan`, `run`, `doctor` and `up` have in common. */
import { dirname, resolve } from 'node:path';
import type { Plan } from '../../model/plan.js';
import { BrownoutError, type Problem } from '../../model/problem.js';
import type { Scenario, SubjectSpec } from '../../model/scenario.js';
import { compilePlan } from '../../scenario/compile.js';
import { loadScenario } from '../../scenario/load.js';
import { checkedTarget } from '../../run/conductor/preflight/target.js';
import { shareWords } from '../../scenario/preview-words.js';
import { pathSuchAs } from '../../scenario/shape.js';
import type { Arguments } from './commands/command.js';
import { isSet, numberOf, textOf } from './commands/command.js';
import type { Door } from './door.js';
import { findConfig, readScenario } from './places.js';

export type Prepared =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      readonly subject: SubjectSpec;
      /** How the config calls the app; null where it doesn't say. */
      readonly subjectName: string | null;
      readonly plan: Plan;
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The same seed unless the user says otherwise, so that two runs differ by the app alone. */
export const DEFAULT_SEED = 1;

export function prepare(
  named: string,
  args: Arguments,
  door: Pick<Door, 'cwd'>,
  capacity: number | null = null,
): Prepared {
  const source = readScenario(named, door.cwd);
  const config = findConfig(textOf(args, 'config'), door.cwd);
  return prepareText({ source, config, args, cwd: door.cwd, capacity });
}

/** Stands for the capacity until a run has measured it. */
export const ANY_CAPACITY = 100;

/** To look at without a run: what is a share of a capacity is counted with one that is made up, and that is said. */
export function prepareToShow(named: string, args: Arguments, door: Pick<Door, 'cwd'>): Prepared {
  const prepared = prepare(named, args, door);
  if (prepared.ok || !prepared.problems.some(({ code }) => code === 'capacity-unknown')) return prepared;
  const shown = prepare(named, args, door, ANY_CAPACITY);
  return shown.ok ? { ...shown, problems: [...shown.problems, notMeasured(shown.scenario)] } : shown;
}

function notMeasured({ load, phases }: Scenario): Problem {
  const shares = [load, ...phases.map((phase) => phase.load)].flatMap((one) =>
    one?.kind === 'open' && one.rate.kind === 'of-capacity' ? [shareWords(one.rate.share)] : [],
  );
  return {
    code: 'capacity-unknown',
    severity: 'warning',
    message: `the rate is ${[...new Set(shares)].join(', ')} of capacity: it is known once a run has measured what your app bears`,
    where: null,
    hints: [`Until then it is counted with a capacity of ${ANY_CAPACITY}/s.`],
  };
}

export function prepareText(from: {
  readonly source: { readonly file: string; readonly text: string };
  readonly config: { readonly file: string; readonly text: string } | null;
  readonly args: Arguments;
  readonly cwd: string;
  readonly capacity: number | null;
  /** True: for mocks and proxies alone, which nobody asks anything. */
  readonly isUnasked?: boolean;
}): Prepared {
  const seed = numberOf(from.args, 'seed') ?? DEFAULT_SEED;
  const loaded = loadScenario({
    scenarioText: from.source.text,
    scenarioFile: from.source.file,
    configText: from.config?.text ?? null,
    configFile: from.config?.file ?? null,
    isUnasked: from.isUnasked ?? false,
  });
  if (!loaded.ok) return loaded;
  const { scenario, subject, subjectName } = loaded.value;
  const compiled = compilePlan(scenario, {
    seed,
    quick: isSet(from.args, 'quick'),
    capacity: from.capacity,
  });
  if (!compiled.ok) return compiled;
  return {
    ok: true,
    scenario,
    subject: withFlags(subject, from.args, folderOf(from)),
    subjectName,
    plan: compiled.value,
    problems: [...loaded.warnings, ...compiled.warnings],
  };
}

/** The app is started where its config lies, wherever that was found from. */
function folderOf({ config, cwd }: { config: { file: string } | null; cwd: string }): string {
  return config === null ? cwd : dirname(resolve(cwd, config.file));
}

/** What is said on the command line wins over the config. */
export function withFlags(spec: SubjectSpec, args: Arguments, folder: string): SubjectSpec {
  const start = textOf(args, 'start');
  const target = textOf(args, 'target');
  return {
    ...spec,
    // A target alone means an app that runs already, whatever the config would start.
    start: start ?? (target === null ? spec.start : null),
    url: target === null ? spec.url : checkedTarget(target),
    ready: readyOf(args) ?? spec.ready,
    cwd: resolve(folder, spec.cwd),
  };
}

function readyOf(args: Arguments): string | null {
  const path = textOf(args, 'ready');
  if (path === null || pathSuchAs('/health').safeParse(path).success) return path;
  throw new BrownoutError({
    code: 'no-path',
    ending: 'usage',
    message: `--ready "${path}" is no path at your app`,
    hints: ['for example:  --ready /health'],
  });
}
