/** A fault as an author writes it: keys that every fault takes, and the parameters of its own kind. */
import { z } from 'zod';
import { headers } from '../catalog/header-shape.js';
import { countRange, duration, positiveCount, positiveDuration, share } from '../catalog/quantities.js';
import type { FaultSpec, Match, Schedule, Share } from '../model/scenario.js';
import type { Json, Millis } from '../model/units.js';
import type { Catalog } from './catalog.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { aboutKind, split } from './own-keys.js';
import { mistakesIn } from './problems.js';
import { keysAt } from './shape-keys.js';
import { listed, name, text } from './shape.js';
import { didYouMean } from './message-words.js';

const match = z
  .strictObject({
    model: text.optional().describe('Only calls for this model; * and ? stand for any text and character.'),
    stream: z.boolean().optional().describe('Only streamed calls, or only whole ones.'),
    journey: name.optional().describe('Only calls for users on this journey.'),
    header: headers.optional().describe('Only calls with these headers; values may hold * and ?.'),
    attempt: countRange
      .optional()
      .describe('Only these attempts for a user at this upstream: 1 is the first, 2..3 two retries.'),
  })
  .meta({ title: 'a match' });

const ramp = z
  .strictObject({
    from: share.describe('Share when the window opens.'),
    to: share.describe('Share in the end.'),
    over: positiveDuration.optional().describe('How long it takes. By default the whole window.'),
  })
  .meta({ title: 'a share that changes' });

/** Keys that every fault takes. A fault whose own parameter has the same name keeps it for itself. */
export const windowKeys = {
  share: z
    .union([share, ramp])
    .optional()
    .describe('Share of the calls that are hit: 60%, or { from: 0%, to: 100%, over: 10s }. By default all.'),
  flapping: z
    .strictObject({ on: positiveDuration, off: positiveDuration })
    .meta({ title: 'flapping' })
    .optional()
    .describe('Bad for a while, good for a while, over and over: { on: 5s, off: 5s }.'),
  burst: z
    .strictObject({ every: positiveDuration, for: positiveDuration })
    .meta({ title: 'a burst' })
    .optional()
    .describe('A short burst again and again: { every: 10s, for: 2s }.'),
  first: positiveCount.optional().describe('Only the first calls that match, then never again.'),
  match: match.optional().describe('Only calls of which all of this is true.'),
  at: duration.optional().describe('When it begins, counted from the phase. By default with the phase.'),
  for: positiveDuration.optional().describe('How long it lasts. By default to the end of the phase.'),
  optional: z
    .boolean()
    .optional()
    .describe('true: the run stays conclusive even if this fault never hits a call.'),
  release: z
    .boolean()
    .optional()
    .describe('true: calls that a hang holds are let go when the window closes.'),
};

export const targetKeys = {
  on: text.describe('Name of the upstream that it hurts.'),
  fault: text.describe('Kind of the fault: brownout list faults.'),
};

type WindowShape = z.ZodObject<typeof targetKeys & typeof windowKeys, z.core.$strict>;
type Window = z.output<WindowShape>;

/** Only its outer shape; its keys depend on the kind and are read by `faultOf`. */
export const faultShape = z.record(z.string(), z.unknown()).meta({ id: 'fault' });

export interface FaultPlace {
  readonly path: Path;
  /** How long the phase is; null where that is itself a mistake. */
  readonly phaseFor: Millis | null;
}

export function faultOf(
  written: Readonly<Record<string, unknown>>,
  place: FaultPlace,
  catalog: Catalog,
  mistakes: Mistake[],
): FaultSpec | null {
  const { path } = place;
  if (written['fault'] === undefined && typeof written['toxic'] === 'string') {
    mistakes.push(misplaced(path));
    return null;
  }
  const kind = catalog.faults.find((fault) => fault.kind === written['fault']);
  const own = kind === undefined ? null : keysAt(kind.params, []);
  const shape = windowShapeWithout(own?.keys ?? []);
  const [forWindow, forParams] = split(written, Object.keys(shape.shape));
  const window = shape.safeParse(forWindow);
  if (!window.success) mistakes.push(...mistakesIn(window.error.issues, shape, forWindow, path));
  if (kind === undefined) {
    mistakes.push(...unknownFault(written['fault'], path, catalog));
    return null;
  }
  const params = kind.params.safeParse(forParams);
  if (!params.success) {
    const about = {
      what: 'A fault of kind',
      id: kind.kind,
      own: own?.keys ?? [],
      shared: Object.keys(shape.shape),
      all: 'Every fault takes',
    };
    const found = mistakesIn(params.error.issues, kind.params, forParams, path);
    mistakes.push(...found.map((each) => aboutKind(each, about)));
  }
  return window.success && params.success ? specOf(window.data, params.data as Json, place, mistakes) : null;
}

function specOf(window: Window, params: Json, place: FaultPlace, mistakes: Mistake[]): FaultSpec {
  const { path } = place;
  const at = window.at ?? 0;
  const lasts = window.for ?? (place.phaseFor === null ? 0 : Math.max(0, place.phaseFor - at));
  return {
    on: window.on,
    fault: window.fault,
    params,
    share: shareOf(window.share, lasts),
    schedule: scheduleOf(window, path, mistakes),
    match: matchOf(window.match, path, mistakes),
    at,
    for: window.for ?? null,
    release: window.release ?? false,
    optional: window.optional ?? false,
  };
}

function shareOf(written: Window['share'], lasts: Millis): Share {
  if (typeof written === 'object') return { from: written.from, to: written.to, over: written.over ?? lasts };
  const constant = written ?? 1;
  return { from: constant, to: constant, over: 0 };
}

function scheduleOf({ flapping, burst, first }: Window, path: Path, mistakes: Mistake[]): Schedule {
  const given = Object.entries({ flapping, burst, first }).filter(([, value]) => value !== undefined);
  const second = given[1];
  if (second !== undefined) {
    const message = `a fault has one schedule: "${listed(given.map(([key]) => key)).replaceAll(', ', '" or "')}"`;
    mistakes.push(
      wrong('conflicting-keys', [...path, second[0]], message, {
        points: 'key',
        hints: ['For both, write the fault twice: several may be open at once.'],
      }),
    );
  }
  if (flapping !== undefined) return { kind: 'flapping', ...flapping };
  if (burst !== undefined) {
    if (burst.for >= burst.every) mistakes.push(endlessBurst(path));
    return { kind: 'burst', ...burst };
  }
  return first === undefined ? { kind: 'constant' } : { kind: 'first', calls: first };
}

function endlessBurst(path: Path): Mistake {
  return wrong('bad-value', [...path, 'burst', 'for'], 'a burst must be shorter than "every"', {
    hints: ['Leave "burst" out for a fault that never pauses.'],
  });
}

function matchOf(written: Window['match'], path: Path, mistakes: Mistake[]): Match {
  const attempt = written?.attempt;
  if (attempt?.low === 0) {
    mistakes.push(
      wrong('bad-value', [...path, 'match', 'attempt'], 'attempts count from 1, which is the first try'),
    );
  }
  return {
    model: written?.model ?? null,
    stream: written?.stream ?? null,
    journey: written?.journey ?? null,
    header: written?.header ?? {},
    attempt: attempt === undefined ? null : { from: attempt.low, to: attempt.high },
    cohort: null,
  };
}

export function unknownFault(written: unknown, path: Path, catalog: Catalog): Mistake[] {
  if (typeof written !== 'string') return [];
  const kinds = catalog.faults.map((fault) => fault.kind);
  const toxics = [...catalog.toxics.map(({ type }) => type), 'down'];
  const hint = toxics.includes(written)
    ? `"${written}" is a toxic of the connections: write it under "network", as  toxic: ${written}.`
    : `There are: ${listed(kinds)}.   brownout list faults`;
  return [
    wrong('unknown-fault', [...path, 'fault'], `there is no fault "${written}"`, {
      hints: [...didYouMean(written, kinds), hint],
    }),
  ];
}

function misplaced(path: Path): Mistake {
  return wrong(
    'misplaced',
    [...path, 'toxic'],
    'a toxic stands under "network", and this is a list of faults',
    {
      points: 'key',
      hints: ['Move it:  network: [{ on: …, toxic: … }]'],
    },
  );
}

/** Every key of a window may be absent, so its type holds for a shape that lacks some of them too. */
function windowShapeWithout(keys: readonly string[]): WindowShape {
  const left = Object.entries(windowKeys).filter(([key]) => !keys.includes(key));
  return z.strictObject({ ...targetKeys, ...(Object.fromEntries(left) as typeof windowKeys) });
}
