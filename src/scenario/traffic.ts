/** Who comes, as an author writes it: so many a second, or so many users who wait for their answers. */
import { z } from 'zod';
import { durationRange, parseNumber, positiveCount, quantity, rate, share } from '../catalog/quantities.js';
import type { Load, Prompts } from '../model/scenario.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { text } from './shape.js';

const LOAD = { kind: 'open', rate: { kind: 'per-second', value: 20 }, arrivals: 'poisson' } satisfies Load;
const PROMPTS: Prompts = { pool: 200, repeat: 0.2 };
const THINK = { low: 1000, high: 1000 };

const traffic = quantity(parseNumber, 'a number from 0, such as 4');

const oneOrOther = {
  rate: rate
    .optional()
    .describe('Arrivals that wait for nobody: 20/s, 1200/min or 30% of capacity. By default 20/s.'),
  users: positiveCount.optional().describe('Users who each wait for an answer, think, and ask again.'),
  think: durationRange.optional().describe('How long a user thinks between two requests. By default 1s.'),
};

export const loadShape = z
  .strictObject({
    ...oneOrOther,
    arrivals: text.optional().describe('How they arrive: poisson (the default) or constant.'),
    mix: z
      .record(z.string(), traffic)
      .optional()
      .describe(
        'Shares of the journeys, such as { ask: 4, save-note: 1 }; a journey that is not named gets none.',
      ),
  })
  .meta({ title: 'a load' });

export const phaseLoadShape = z.strictObject(oneOrOther).meta({ title: 'the load of a phase' });

export const promptsShape = z
  .strictObject({
    pool: positiveCount.optional().describe('How many different questions there are. By default 200.'),
    repeat: share
      .optional()
      .describe('Share of questions that are asked again, so that caches can show. By default 20%.'),
  })
  .meta({ title: 'the key prompts' });

export type WrittenLoad = z.output<typeof loadShape>;

export function promptsOf(written: z.output<typeof promptsShape> | undefined): Prompts {
  return { pool: written?.pool ?? PROMPTS.pool, repeat: written?.repeat ?? PROMPTS.repeat };
}

export function loadOf(written: WrittenLoad | undefined, mistakes: Mistake[]): Load {
  if (written === undefined) return LOAD;
  const conflict = conflictIn(written, ['load']) ?? idleThink(written, ['load']);
  if (conflict !== null) mistakes.push(conflict);
  if (written.users !== undefined) {
    return { kind: 'closed', users: written.users, think: written.think ?? THINK };
  }
  return { kind: 'open', rate: written.rate ?? LOAD.rate, arrivals: written.arrivals ?? LOAD.arrivals };
}

/** A phase may change how many come, never how they come: the two models can't be compared. */
export function phaseLoadOf(
  written: z.output<typeof phaseLoadShape> | undefined,
  base: Load,
  path: Path,
  mistakes: Mistake[],
): Load | null {
  if (written === undefined) return null;
  const conflict = conflictIn(written, path) ?? kindConflict(written, base, path);
  if (conflict !== null) {
    mistakes.push(conflict);
    return null;
  }
  if (base.kind === 'open') return { ...base, rate: written.rate ?? base.rate };
  return { ...base, users: written.users ?? base.users, think: written.think ?? base.think };
}

function conflictIn(written: WrittenLoad, path: Path): Mistake | null {
  const isClosed = written.users !== undefined;
  if (isClosed && written.rate !== undefined) {
    return wrong('conflicting-keys', [...path, 'users'], 'a load has either a "rate" or "users"', {
      points: 'key',
      hints: ['rate: 20/s lets them arrive without waiting; users: 50 lets each wait for an answer.'],
    });
  }
  if (isClosed && written.arrivals !== undefined) return onlyFor('arrivals', 'rate', path);
  return null;
}

function idleThink({ users, think }: WrittenLoad, path: Path): Mistake | null {
  return users === undefined && think !== undefined ? onlyFor('think', 'users', path) : null;
}

function kindConflict(written: WrittenLoad, base: Load, path: Path): Mistake | null {
  if (base.kind === 'open' && written.users !== undefined) return mixedLoad('users', 'rate', path);
  if (base.kind === 'closed' && written.rate !== undefined) return mixedLoad('rate', 'users', path);
  return base.kind === 'open' ? idleThink(written, path) : null;
}

function onlyFor(key: string, other: string, path: Path): Mistake {
  return wrong('conflicting-keys', [...path, key], `"${key}" belongs to a load with "${other}"`, {
    points: 'key',
    hints: ['Take it out.'],
  });
}

function mixedLoad(key: string, other: string, path: Path): Mistake {
  const message = `the scenario's load has "${other}", so a phase can't have "${key}"`;
  return wrong('mixed-load', [...path, key], message, { points: 'key', hints: [`Give it "${other}" too.`] });
}
