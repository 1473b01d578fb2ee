/** The timeline as an author writes it. */
import { z } from 'zod';
import { positiveDuration } from '../catalog/quantities.js';
import type { CohortSpec, FaultSpec, Load, Phase, Role, ToxicSpec } from '../model/scenario.js';
import type { Catalog } from './catalog.js';
import { cohortOf, cohortShape } from './cohort.js';
import type { CohortDraft } from './cohort.js';
import { faultOf, faultShape } from './fault.js';
import type { Mistake, Path } from './mistake.js';
import type { Entry } from './own-keys.js';
import { toxicOf, toxicShape } from './toxic.js';
import { phaseLoadOf, phaseLoadShape } from './traffic.js';

export const phaseShape = z
  .strictObject({
    for: positiveDuration.describe('How long the phase lasts, such as 40s.'),
    role: z
      .enum(['baseline', 'outage', 'recovery'])
      .optional()
      .describe('By default baseline before anything hurts, outage until the last that does, then recovery.'),
    faults: z.array(faultShape).optional().describe('What goes wrong while it lasts.'),
    network: z
      .array(toxicShape)
      .optional()
      .describe('What happens to the connections while it lasts: toxics, as Toxiproxy knows them.'),
    cohort: z
      .union([cohortShape, z.array(cohortShape)])
      .optional()
      .describe('Users beside the ordinary ones who come and fail together, once.'),
    load: phaseLoadShape
      .optional()
      .describe('Who comes while it lasts, instead of the load of the scenario.'),
  })
  .meta({ title: 'a phase' });

export type WrittenPhase = z.output<typeof phaseShape>;

/** A phase before its role is known; what could not be read leaves its place. */
export interface PhaseDraft {
  readonly name: string;
  readonly written: Partial<WrittenPhase>;
  readonly faults: readonly (FaultSpec | null)[];
  readonly network: readonly (ToxicSpec | null)[];
  readonly cohorts: readonly (CohortDraft | null)[];
  /** What each entry names, even where the entry itself could not be read. */
  readonly targets: readonly Target[];
}

export interface Target {
  readonly on: { readonly name: string; readonly path: Path } | null;
  readonly journey: { readonly name: string; readonly path: Path } | null;
  /** Faults are answers, which only a provider of ours can give; toxics hurt any connection. */
  readonly mayBeProxy: boolean;
}

export function draftOf(name: string, raw: Entry, catalog: Catalog, mistakes: Mistake[]): PhaseDraft {
  const lasts = positiveDuration.safeParse(raw['for']);
  const phaseFor = lasts.success ? lasts.data : null;
  const path: Path = ['phases', name];
  const faults = entriesAt(raw, 'faults', path);
  const network = entriesAt(raw, 'network', path);
  const cohorts = entriesAt(raw, 'cohort', path);
  const written = phaseShape.safeParse(raw);
  return {
    name,
    written: written.success ? written.data : {},
    faults: faults.map(({ entry, at }) => faultOf(entry, { path: at, phaseFor }, catalog, mistakes)),
    network: network.map(({ entry, at }) => toxicOf(entry, at, catalog, mistakes)),
    cohorts: cohorts.map(({ entry, at }) => cohortOf(entry, { path: at, phaseFor }, catalog, mistakes)),
    targets: [
      ...faults.map((each) => targetOf(each, ['match', 'journey'], false)),
      ...network.map((each) => targetOf(each, [], true)),
      ...cohorts.map((each) => targetOf(each, ['journey'], false)),
    ],
  };
}

interface Placed {
  readonly entry: Entry;
  readonly at: Path;
}

/** What is no list is one entry; what can't be an entry is told by the shape of the whole file. */
function entriesAt(raw: Entry, key: string, path: Path): readonly Placed[] {
  const value = raw[key];
  if (isRecord(value)) return [{ entry: value, at: [...path, key] }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown, index) =>
    isRecord(each) ? [{ entry: each, at: [...path, key, index] }] : [],
  );
}

function targetOf({ entry, at }: Placed, toJourney: Path, mayBeProxy: boolean): Target {
  const journey = toJourney.length === 0 ? null : namedAt(entry, at, toJourney);
  return { on: namedAt(entry, at, ['on']), journey, mayBeProxy };
}

function namedAt(entry: Entry, at: Path, steps: Path): Target['on'] {
  const name = steps.reduce<unknown>((here, step) => (isRecord(here) ? here[step] : null), entry);
  return typeof name === 'string' ? { name, path: [...at, ...steps] } : null;
}

/** Whom a cohort takes where the author named nobody. */
export interface Firsts {
  readonly upstream: string;
  readonly journey: string;
}

/** Roles that the author left open follow from where it hurts. */
export function phasesOf(
  drafts: readonly PhaseDraft[],
  base: Load,
  firsts: Firsts,
  mistakes: Mistake[],
): Phase[] {
  const hurts = drafts.map(
    ({ faults, network, cohorts }) => faults.length + network.length + cohorts.length > 0,
  );
  const first = hurts.indexOf(true);
  const last = hurts.lastIndexOf(true);
  return drafts.map((draft, index) => ({
    name: draft.name,
    role: draft.written.role ?? (first < 0 ? roleNamed(draft.name) : roleAt(index, first, last)),
    for: draft.written.for ?? 0,
    faults: draft.faults.filter((fault) => fault !== null),
    network: draft.network.filter((toxic) => toxic !== null),
    cohorts: draft.cohorts.filter((cohort) => cohort !== null).map((cohort) => cohortFrom(cohort, firsts)),
    load: phaseLoadOf(draft.written.load, base, ['phases', draft.name, 'load'], mistakes),
  }));
}

function cohortFrom(draft: CohortDraft, { upstream, journey }: Firsts): CohortSpec {
  return { ...draft, on: draft.on ?? upstream, journey: draft.journey ?? journey };
}

function roleAt(index: number, first: number, last: number): Role {
  if (index < first) return 'baseline';
  return index <= last ? 'outage' : 'recovery';
}

/** Without any fault, only the names tell what was meant. */
function roleNamed(name: string): Role {
  return name === 'outage' || name === 'recovery' ? name : 'baseline';
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
