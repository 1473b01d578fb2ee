/** The instrument against worlds whose answers are known: every world is played with several seeds and judged. */
import { viewOf } from '../catalog/measures/view.js';
import type { RunRecord } from '../model/record.js';
import { gaugeOf } from '../score/measure.js';
import { scoreRecord } from '../score/score.js';
import type { KnownAnswer, KnownWorld, Source } from '../simulate/known/known.js';
import { knownPlan } from '../simulate/known/plan.js';
import { knownWorlds } from '../simulate/known/shelf.js';
import { verdicts, type KnownRow, type Tried } from '../simulate/known/verdict.js';
import { simulatedRecord } from '../simulate/record.js';

export interface SelftestOptions {
  readonly seed: number;
  readonly seeds: number;
  /** Ids of the table; null takes all. */
  readonly only: readonly string[] | null;
  readonly version: string;
  /** After every world, so that whoever waits sees something. */
  progress(done: number, of: number): void;
}

export function selftest(options: SelftestOptions): readonly KnownRow[] {
  const worlds = knownWorlds.filter(({ id }) => options.only === null || options.only.includes(id));
  const tried = worlds.flatMap((world, index) => {
    const rows = tryWorld(world, options);
    options.progress(index + 1, worlds.length);
    return rows;
  });
  return verdicts(tried);
}

export function knownIds(): readonly string[] {
  return [...new Set(knownWorlds.map(({ id }) => id))];
}

type Found = number | string;

function tryWorld(world: KnownWorld, { seed, seeds, version }: SelftestOptions): readonly Tried[] {
  const found: Found[][] = world.answers.map(() => []);
  for (let place = 0; place < seeds; place += 1) {
    const plan = knownPlan({ ...world.shape, title: world.title, seed: seed + place });
    const record = simulatedRecord({ plan, policy: world.policy, instances: 1, version, startedAt: '' });
    const read = readerOf(record);
    for (const [index, { from }] of world.answers.entries()) found[index]?.push(read(from));
  }
  const { id, title } = world;
  return world.answers.map((answer, index) => ({ id, title, answer, values: valuesOf(found[index] ?? []) }));
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
