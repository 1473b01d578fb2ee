/**
 * Whether what was measured fits what arithmetic says, by Holm over all rows. Where arithmetic also knows how far one
 * run strays, that is the measure of chance; elsewhere it is Student's t over the seeds.
 */
import { holm } from '../../kit/holm.js';
import { studentQuantile, studentTails } from '../../kit/student.js';
import type { KnownAnswer } from './known.js';

/** Modelled in virtual time, or played on sockets. */
export type World = 'simulated' | 'real';

export interface Tried {
  readonly world: World;
  readonly id: string;
  readonly title: string;
  readonly answer: KnownAnswer;
  /** One for each seed; a text says why there is none. */
  readonly values: readonly number[] | string;
  /** What a machine or a generator that could not keep up says of itself; null where all was calm. */
  readonly strain: string | null;
}

export interface KnownRow {
  readonly world: World;
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
  const held = holm(tried.map(chanceOf), LEVEL);
  return tried.map((one, index) => rowOf(one, held[index]?.level ?? LEVEL, held[index]?.isUnlikely ?? false));
}

type Measured = Pick<Tried, 'answer'> & { readonly values: readonly number[] };

interface Moments {
  readonly mean: number;
  readonly error: number;
  readonly freedom: number;
}

/** With so many degrees of freedom Student's t is the normal distribution. */
const KNOWN = 1e6;

function momentsOf({ answer, values }: Measured): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { deviation } = answer;
  if (deviation !== null) return { mean, error: deviation / Math.sqrt(values.length), freedom: KNOWN };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const freedom = Math.max(1, values.length - 1);
  return { mean, error: Math.sqrt(squares / freedom / values.length), freedom };
}

/** How probable it is to lie so far off by chance; null where chance has no part in it. */
function chanceOf({ answer, values }: Tried): number | null {
  if (typeof values === 'string' || answer.is !== 'equals') return null;
  const { mean, error, freedom } = momentsOf({ answer, values });
  if (error <= slackOf(answer)) return null;
  return studentTails(Math.max(0, Math.abs(mean - answer.expected) - answer.give) / error, freedom);
}

function slackOf({ expected }: KnownAnswer): number {
  return ROUNDING * Math.max(1, Math.abs(expected));
}

function rowOf(tried: Tried, level: number, isUnlikely: boolean): KnownRow {
  const { world, id, title, answer, values, strain } = tried;
  const { what, is, expected, give } = answer;
  const row = { world, id, title, what, is, expected, give };
  if (typeof values === 'string')
    return { ...row, measured: null, interval: null, verdict: 'not measured', because: values };
  const { mean, error, freedom } = momentsOf({ answer, values });
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
    ...(holds ? HOLDS : answer.timed && strain !== null ? excusedBy(strain) : FAILS),
  };
}

type Judged = Pick<KnownRow, 'verdict' | 'because'>;

const HOLDS: Judged = { verdict: 'pass', because: null };
const FAILS: Judged = { verdict: 'fail', because: null };

/** A busy machine makes no wrong instrument right, but it may move what a right one measures. */
function excusedBy(strain: string): Judged {
  return { verdict: 'not measured', because: `it would fail, but: ${strain}` };
}
