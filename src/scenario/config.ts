/** The config alone, for commands that play no scenario: the subject, and what it offers and calls. */
import type { Checked, Problem } from '../model/problem.js';
import type { Journey, ProxySpec, SubjectSpec, Upstream } from '../model/scenario.js';
import { providerNamed, subjectOf } from './assemble.js';
import { builtIn, type Catalog } from './catalog.js';
import { appDraftOf, type AppDraft } from './draft.js';
import { everyProvider } from './healthy-plan.js';
import { journeyOf } from './journey.js';
import { wrong, type Mistake } from './mistake.js';
import { unknownProviders } from './names.js';
import { mistakesIn } from './problems.js';
import { proxyOf } from './proxy.js';
import { readDocument } from './read.js';
import { networkMistakes } from './rules/network.js';
import { configShape } from './scenario-shape.js';
import { upstreamOf } from './upstream.js';
import { referenceMistakes } from './variables.js';

export interface LoadedConfig {
  readonly subject: SubjectSpec;
  /** How the config calls the app; null where it doesn't say. */
  readonly subjectName: string | null;
  readonly upstreams: readonly Upstream[];
  readonly journeys: readonly Journey[];
  readonly proxies: readonly ProxySpec[];
  /** Why they can't stand without a scenario, which may say the rest of them. */
  readonly proxyProblems: readonly Problem[];
}

export function loadConfig(text: string, file: string, catalog: Catalog = builtIn): Checked<LoadedConfig> {
  const read = readDocument(text, file);
  if (!read.ok) return read;
  const { value } = read;
  const draft = appDraftOf(value.value);
  const shape = configShape.safeParse(value.value);
  const mistakes: Mistake[] = [
    ...(shape.success ? [] : mistakesIn(shape.error.issues, configShape, value.value, [])),
    ...referenceMistakes(value.value),
    ...unknownProviders(value.value, catalog),
  ];
  const upstreams = upstreamsOf(draft, catalog);
  const journeys = journeysOf(draft, mistakes);
  const ofProxies: Mistake[] = [];
  const proxies = proxiesOf(draft, ofProxies);
  const around = { upstreams: everyProvider(upstreams), proxies, journeys, phases: [] };
  ofProxies.push(...networkMistakes(around, new Set()));
  const proxyProblems = ofProxies.map((mistake) => value.problem(mistake));
  const problems = mistakes.map((mistake) => value.problem(mistake));
  if (!shape.success && problems.length === 0)
    problems.push(value.problem(wrong('bad-config', [], 'the config could not be read')));
  if (!shape.success || problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  const subjectName = shape.data.subject?.name ?? null;
  return {
    ok: true,
    value: { subject: subjectOf(shape.data), subjectName, upstreams, journeys, proxies, proxyProblems },
    warnings: problems,
  };
}

/** Those whose provider is known here: what a scenario would say of the others isn't. */
function upstreamsOf({ upstreams }: AppDraft, catalog: Catalog): Upstream[] {
  return [...upstreams].flatMap(([name, written]) => {
    const provider = written?.provider ?? providerNamed(name, catalog);
    return written === null || provider === null ? [] : [upstreamOf(name, provider, written)];
  });
}

function journeysOf({ journeys }: AppDraft, mistakes: Mistake[]): Journey[] {
  return [...journeys].flatMap(([name, written]) =>
    written === null ? [] : [journeyOf({ name, path: ['journeys', name], written }, mistakes)],
  );
}

function proxiesOf({ proxies }: AppDraft, mistakes: Mistake[]): ProxySpec[] {
  return [...proxies].flatMap(([name, written]) => {
    const proxy = written === null ? null : proxyOf(name, written, mistakes);
    return proxy === null ? [] : [proxy];
  });
}
