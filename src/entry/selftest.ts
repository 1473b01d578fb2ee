/** The instrument against worlds whose answers are known: every world is played with several seeds and judged. */
import { viewOf } from '../catalog/measures/view.js';
import { finished, type Steps } from '../kit/steps.js';
import type { RunRecord } from '../model/record.js';
import { gaugeOf } from '../score/measure.js';
import { scoreRecord } from '../score/score.js';
import type { KnownAnswer, KnownWorld, Source } from '../simulate/known/known.js';
import { knownPlan } from '../simulate/known/plan.js';
import { knownWorlds, shortWorlds } from '../simulate/known/shelf.js';
import type { Tried } from '../simulate/known/verdict.js';
import { simulatedRecord } from '../simulate/record.js';

export interface SelftestOptions {
  readonly seed: number;
  readonly seeds: number;
  /** Ids of the table; null takes all. */
  readonly only: readonly string[] | null;
  readonly version: string;
  /** After every world, or every run on sockets, so that whoever waits sees something. */
  progress(done: number, of: number): void;
}

export function trySimulated(
  options: SelftestOptions,
  shelf: readonly KnownWorld[] = knownWorlds,
): readonly Tried[] {
  return finished(triedSteps(options, shelf));
}

/** One step a run. */
export function* triedSteps(
  options: SelftestOptions,
  shelf: readonly KnownWorld[] = knownWorlds,
): Steps<readonly Tried[]> {
  const worlds = chosen(shelf, options.only);
  const tried: Tried[] = [];
  for (const [index, world] of worlds.entries()) {
    const runs: Answered[] = [];
    for (let place = 0; place < options.seeds; place += 1) {
      yield;
      const record = simulated(world, options.seed + place, options.version);
      runs.push({ found: answersIn(world, record), strain: null });
    }
    options.progress(index + 1, worlds.length);
    tried.push(...triedIn('simulated', world, runs));
  }
  return tried;
}

function simulated({ shape, title, policy }: KnownWorld, seed: number, version: string): RunRecord {
  const plan = knownPlan({ ...shape, title, seed });
  return simulatedRecord({ plan, policy, instances: 1, version, startedAt: '' });
}

export function chosen(shelf: readonly KnownWorld[], only: SelftestOptions['only']): readonly KnownWorld[] {
  return shelf.filter(({ id }) => only === null || only.includes(id));
}

/** Of one world, or of both. */
export function knownIds(shelf: readonly KnownWorld[] = [...knownWorlds, ...shortWorlds]): readonly string[] {
  return [...new Set(shelf.map(({ id }) => id))].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

export type Found = number | string;

/** Of one run: one for each answer of the world. */
export interface Answered {
  readonly found: readonly Found[];
  readonly strain: string | null;
}

export function answersIn({ answers }: KnownWorld, record: RunRecord): readonly Found[] {
  const read = readerOf(record);
  return answers.map(({ from }) => read(from));
}

export function triedIn(
  world: Tried['world'],
  { id, title, answers }: KnownWorld,
  runs: readonly Answered[],
): readonly Tried[] {
  const strain = runs.find((run) => run.strain !== null)?.strain ?? null;
  return answers.map((answer, index) => {
    const values = valuesOf(runs.map(({ found }) => found[index] ?? 'it was not played'));
    return { world, id, title, answer, values, strain };
  });
}

/** One seed without a value leaves the row open: an average over the others would flatter. */
function valuesOf(found: readonly Found[]): Tried['values'] {
  const values: number[] = [];
  for (const one of found) {
    if (typeof one === 'string') return one;
    values.push(one);
  }
  return values.length === 0 ? 'no seed was played' : values;
}

function readerOf(record: RunRecord): (from: Source) => Found {
  const gauge = gaugeOf(viewOf(record));
  let scored: ReturnType<typeof scoreRecord> | null = null;
  const card = (): ReturnType<typeof scoreRecord> => (scored ??= scoreRecord(record));
  return (from) => {
    switch (from.kind) {
      case 'measure': {
        const taken = gauge.take(from.id, { phase: from.phase }, from.quantile);
        return taken.state === 'measured' ? taken.value : taken.because;
      }
      case 'rows':
        return from.count(record) ?? 'the rows of the run do not say';
      case 'ceiling': {
        const reached = card().caps.filter(({ state }) => state === 'reached' || state === 'binding');
        return Math.min(100, ...reached.map(({ cap }) => cap));
      }
      case 'score':
        return card().score ?? `no score: ${card().because}`;
      case 'invalid':
        return card().verdict === 'invalid' ? 1 : 0;
    }
  };
}

/** How a row is read: what has to be so. */
export function claimOf({ is, expected, give }: Pick<KnownAnswer, 'is' | 'expected' | 'give'>): string {
  const value = Number(expected.toPrecision(5)).toString();
  const around = give > 0 ? ` ± ${Number(give.toPrecision(3))}` : '';
  if (is === 'equals') return `${value}${around}`;
  return `${is === 'at-most' ? '≤' : '≥'} ${value}`;
}
