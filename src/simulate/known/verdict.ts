/** Whether what was measured fits what arithmetic says: Student's t over the seeds, by Holm over all rows. */
import { studentQuantile, studentTails } from '../../kit/student.js';
import type { KnownAnswer } from './known.js';

export interface Tried {
  readonly id: string;
  readonly title: string;
  readonly answer: KnownAnswer;
  /** One for each seed; a text says why there is none. */
  readonly values: readonly number[] | string;
}

export interface KnownRow {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly is: KnownAnswer['is'];
  readonly expected: number;
  readonly give: number;
  /** The mean of all seeds, or the worst of them where every one has to hold. */
  readonly measured: number | null;
  readonly interval: readonly [number, number] | null;
  readonly verdict: 'pass' | 'fail' | 'not measured';
  readonly because: string | null;
}

const LEVEL = 0.01;
/** What arithmetic on a computer may leave out. */
const ROUNDING = 1e-9;

export function verdicts(tried: readonly Tried[]): readonly KnownRow[] {
  const chances = tried.map(chanceOf);
  const order = chances
    .map((chance, index) => ({ chance, index }))
    .filter((one): one is { chance: number; index: number } => one.chance !== null)
    .sort((a, b) => a.chance - b.chance);
  const levels = new Map<number, number>();
  const failed = new Set<number>();
  let stillFails = true;
  for (const [rank, { chance, index }] of order.entries()) {
    const level = LEVEL / (order.length - rank);
    levels.set(index, level);
    stillFails &&= chance < level;
    if (stillFails) failed.add(index);
  }
  return tried.map((one, index) => rowOf(one, levels.get(index) ?? LEVEL, failed.has(index)));
}

interface Moments {
  readonly mean: number;
  readonly error: number;
  readonly freedom: number;
}

function momentsOf(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const freedom = Math.max(1, values.length - 1);
  return { mean, error: Math.sqrt(squares / freedom / values.length), freedom };
}

/** How probable it is to lie so far off by chance; null where chance has no part in it. */
function chanceOf({ answer, values }: Tried): number | null {
  if (typeof values === 'string' || answer.is !== 'equals') return null;
  const { mean, error, freedom } = momentsOf(values);
  if (error <= slackOf(answer)) return null;
  return studentTails(Math.max(0, Math.abs(mean - answer.expected) - answer.give) / error, freedom);
}

function slackOf({ expected }: KnownAnswer): number {
  return ROUNDING * Math.max(1, Math.abs(expected));
}

function rowOf({ id, title, answer, values }: Tried, level: number, isUnlikely: boolean): KnownRow {
  const { what, is, expected, give } = answer;
  const row = { id, title, what, is, expected, give };
  if (typeof values === 'string')
    return { ...row, measured: null, interval: null, verdict: 'not measured', because: values };
  const { mean, error, freedom } = momentsOf(values);
  const measured = is === 'equals' ? mean : is === 'at-most' ? Math.max(...values) : Math.min(...values);
  const half = error === 0 ? 0 : studentQuantile(level, freedom) * error;
  const off =
    is === 'equals'
      ? Math.abs(mean - expected)
      : is === 'at-most'
        ? measured - expected
        : expected - measured;
  const isByChance = is === 'equals' && error > slackOf(answer);
  const holds = isByChance ? !isUnlikely : off <= give + slackOf(answer);
  return {
    ...row,
    measured,
    interval: is === 'equals' ? [mean - half, mean + half] : null,
    verdict: holds ? 'pass' : 'fail',
    because: null,
  };
}
