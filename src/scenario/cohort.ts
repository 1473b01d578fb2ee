/** Users who come and fail together, as an author writes them: what synchronises the retries of an app. */
import { z } from 'zod';
import { duration, formatDuration, parseCount, positiveDuration, quantity } from '../catalog/quantities.js';
import type { CohortSpec } from '../model/scenario.js';
import type { Json, Millis } from '../model/units.js';
import type { Catalog } from './catalog.js';
import { unknownFault } from './fault.js';
import type { FaultPlace } from './fault.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { aboutKind, split } from './own-keys.js';
import type { Entry } from './own-keys.js';
import { mistakesIn } from './problems.js';
import { keysAt } from './shape-keys.js';
import { listed, name, text } from './shape.js';

const FEWEST = 2;
const MOST = 1000;
const SIZE = 50;
const WITHIN = 20;
const HOLD = 1000;

/** As an author would write them. */
const OVERLOADED: Entry = { fault: 'status', status: 529 };
const RESET: Entry = { fault: 'cut', after: 'nothing', how: 'reset' };

const size = quantity((written) => {
  const users = parseCount(written);
  return users === null || users < FEWEST || users > MOST ? null : users;
}, `a number of users from ${FEWEST} to ${MOST}`);

/** Only its outer shape; its keys depend on the kind of the fault and are read by `failureOf`. */
export const failureShape = z.record(z.string(), z.unknown()).meta({ id: 'failure' });

export const cohortShape = z
  .strictObject({
    at: duration.optional().describe('When they come, counted from the phase. By default with the phase.'),
    size: size.optional().describe(`How many users, from ${FEWEST} to ${MOST}. By default ${SIZE}.`),
    within: duration.optional().describe(`In what time all of them come. By default ${WITHIN}ms.`),
    hold: positiveDuration
      .optional()
      .describe('How long their calls wait, once all have come, before they fail together. By default 1s.'),
    on: text.optional().describe('Name of the upstream where they fail. By default the first one.'),
    journey: name
      .optional()
      .describe('The journey that they are on. By default the first one that needs the model.'),
    fails: z
      .union([z.literal('reset'), failureShape])
      .optional()
      .describe(
        'What their first calls fail with: a fault, or reset. By default { fault: status, status: 529 }.',
      ),
  })
  .meta({ title: 'a cohort' });

type WrittenCohort = z.output<typeof cohortShape>;

/** Before upstreams and journeys are known: null takes the first one. */
export interface CohortDraft extends Omit<CohortSpec, 'on' | 'journey'> {
  readonly on: string | null;
  readonly journey: string | null;
}

export function cohortOf(
  raw: Entry,
  { path, phaseFor }: FaultPlace,
  catalog: Catalog,
  mistakes: Mistake[],
): CohortDraft | null {
  const written = cohortShape.safeParse(raw);
  const fails = cohortShape.shape.fails.safeParse(raw['fails']);
  const failure = fails.success
    ? failureOf(entryOf(fails.data), [...path, 'fails'], catalog, mistakes)
    : null;
  // What else is wrong with it is told by the shape of the whole file.
  if (!written.success || failure === null) return null;
  const draft = { ...draftOf(written.data), ...failure };
  if (phaseFor !== null) mistakes.push(...outside(draft, phaseFor, path));
  return draft;
}

/** Who is held beyond the outage would meet a healthy provider that fails. */
function outside({ at, within, hold }: CohortDraft, phaseFor: Millis, path: Path): Mistake[] {
  const fails = at + within + hold;
  if (fails <= phaseFor) return [];
  const length = formatDuration(phaseFor);
  const message = `they fail together after ${formatDuration(fails)}, but the phase lasts ${length}`;
  const hints = ['Let them come earlier ("at"), hold them for less time, or make the phase longer.'];
  return [wrong('window-outside', [...path, at >= phaseFor ? 'at' : 'hold'], message, { hints })];
}

function draftOf(written: Omit<WrittenCohort, 'fails'>): Omit<CohortDraft, 'fault' | 'params'> {
  return {
    at: written.at ?? 0,
    size: written.size ?? SIZE,
    within: written.within ?? WITHIN,
    hold: written.hold ?? HOLD,
    on: written.on ?? null,
    journey: written.journey ?? null,
  };
}

function entryOf(fails: WrittenCohort['fails']): Entry {
  if (fails === undefined) return OVERLOADED;
  return fails === 'reset' ? RESET : fails;
}

function failureOf(
  written: Entry,
  path: Path,
  catalog: Catalog,
  mistakes: Mistake[],
): Pick<CohortSpec, 'fault' | 'params'> | null {
  const kind = catalog.faults.find((fault) => fault.kind === written['fault']);
  if (kind === undefined) {
    mistakes.push(...unknownFailure(written['fault'], path, catalog));
    return null;
  }
  if (!kind.isFailure) {
    mistakes.push(noFailure(kind.kind, path, catalog));
    return null;
  }
  const [, forParams] = split(written, ['fault']);
  const params = kind.params.safeParse(forParams);
  if (params.success) return { fault: kind.kind, params: params.data as Json };
  const own = keysAt(kind.params, [])?.keys ?? [];
  const about = { what: 'A fault of kind', id: kind.kind, own, shared: [] };
  const found = mistakesIn(params.error.issues, kind.params, forParams, path);
  mistakes.push(...found.map((each) => aboutKind(each, about)));
  return null;
}

function noFailure(kind: string, path: Path, catalog: Catalog): Mistake {
  const failing = catalog.faults.filter(({ isFailure }) => isFailure).map((fault) => fault.kind);
  const message = `the fault "${kind}" ends no call with a failure, so nobody would fail together`;
  return wrong('no-failure', [...path, 'fault'], message, {
    hints: [`Those that do: ${listed(failing)}, or  fails: reset`],
  });
}

function unknownFailure(written: unknown, path: Path, catalog: Catalog): Mistake[] {
  if (typeof written === 'string') return unknownFault(written, path, catalog);
  const hints = ['For example:  fails: { fault: status, status: 529 }   or   fails: reset'];
  return [wrong('missing-key', [...path, 'fault'], 'missing key "fault"', { hints })];
}
