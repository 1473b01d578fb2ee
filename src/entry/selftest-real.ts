/**
 * The known worlds on real sockets: mock providers, proxy, driver, and an app in a process of its own whose policy came
 * as data. What happened is measured by the code that measures anybody's app.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { policySubject } from '../demo/config.js';
import { invariant } from '../kit/invariant.js';
import type { Plan } from '../model/plan.js';
import { BrownoutError } from '../model/problem.js';
import type { RunFacts, RunRecord } from '../model/record.js';
import { conduct } from '../run/conductor/conduct.js';
import { measureFloor } from '../run/load/floor.js';
import { folderForAWhile } from '../run/make-folder.js';
import type { KnownWorld } from '../simulate/known/known.js';
import { withoutLateComers } from '../simulate/known/late-comers.js';
import { knownPlan } from '../simulate/known/plan.js';
import { shortWorlds } from '../simulate/known/shelf.js';
import { PER_CALL } from '../simulate/known/short-worlds.js';
import type { Tried } from '../simulate/known/verdict.js';
import { answersIn, chosen, triedIn, type Answered, type SelftestOptions } from './selftest.js';
import { sideBySide } from './side-by-side.js';

export interface RealOptions extends SelftestOptions {
  readonly signal: AbortSignal;
}

/** Runs side by side: each has an app of its own, and none asks for much of a core. */
const AT_ONCE = 6;
const SOCKETS = 4_000;
const FLOORS = 3;
/** Of our own accounts, those after which there is nothing to measure, and those that only times suffer from. */
const VOID = ['unsent', 'arrivals'];
const STRAINED = ['send-lag', 'loop-delay', 'floor', 'contention'];

interface Turn {
  readonly world: KnownWorld;
  readonly seed: number;
}

/** Empty where it was stopped. */
export async function tryReal(options: RealOptions): Promise<readonly Tried[]> {
  const worlds = chosen(shortWorlds, options.only);
  const turns = worlds.flatMap((world) =>
    Array.from({ length: options.seeds }, (_, place): Turn => ({ world, seed: options.seed + place })),
  );
  if (turns.length === 0) return [];
  const floor = await floorOf(options.signal);
  const folder = await folderForAWhile('brownout-selftest-');
  try {
    const runs = await playAll(turns, { ...options, floor, folder });
    if (options.signal.aborted) return [];
    return worlds.flatMap((world) =>
      triedIn(
        'real',
        world,
        runs.filter((_, index) => turns[index]?.world === world),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A machine that is busy for a moment may be free the next. */
async function floorOf(signal: AbortSignal): Promise<RunFacts['floor']> {
  let best: RunFacts['floor'] = null;
  for (let left = FLOORS; left > 0 && !signal.aborted; left -= 1) {
    const floor = await measureFloor();
    if (best === null || (floor !== null && floor.p99 < best.p99)) best = floor;
    if (best !== null && best.p99 <= PER_CALL) break;
  }
  return best;
}

interface Setting extends RealOptions {
  readonly floor: RunFacts['floor'];
  readonly folder: string;
}

async function playAll(turns: readonly Turn[], setting: Setting): Promise<readonly Answered[]> {
  let done = 0;
  return sideBySide({
    count: turns.length,
    atOnce: AT_ONCE,
    signal: setting.signal,
    play: async (at) => {
      const turn = turns[at];
      invariant(turn !== undefined, 'every turn is one of those counted');
      const answered = await playOne(turn, join(setting.folder, String(at)), setting);
      done += 1;
      setting.progress(done, turns.length);
      return answered;
    },
  });
}

/** The answers, or for each of them why there is none. */
async function playOne({ world, seed }: Turn, folder: string, setting: Setting): Promise<Answered> {
  const none = (why: string): Answered => ({ found: world.answers.map(() => why), strain: null });
  try {
    const record = await conduct({
      plan: planOf(world, seed),
      subject: policySubject(world.policy, seed),
      subjectName: world.policy.id,
      folder,
      version: setting.version,
      signal: setting.signal,
      floor: setting.floor,
      iOwnThisTarget: false,
      bind: '127.0.0.1',
      advertise: null,
      toxiproxy: null,
      observe: () => undefined,
    });
    const { ending, checks } = record.facts;
    if (ending.kind === 'aborted') return none(ending.because);
    const unplayed = checks.find(({ id, ok }) => !ok && VOID.includes(id));
    if (unplayed !== undefined) return none(unplayed.said);
    return { found: foundIn(world, record), strain: strainOf(record) };
  } catch (error) {
    if (!(error instanceof BrownoutError)) throw error;
    return none(error.message.split('\n')[0] ?? error.code);
  }
}

/** What every run has to give holds for those whom the outage reached. */
function foundIn(world: KnownWorld, record: RunRecord): Answered['found'] {
  const all = answersIn(world, record);
  const reached = answersIn(world, withoutLateComers(record));
  return world.answers.map(({ deviation, from }, place) => {
    const found = deviation === 0 && from.kind === 'measure' ? reached : all;
    return found[place] ?? 'not asked';
  });
}

function planOf({ shape, title }: KnownWorld, seed: number): Plan {
  const plan = knownPlan({ ...shape, title, seed });
  return { ...plan, limits: { ...plan.limits, openSockets: SOCKETS } };
}

const AGAIN = 'Play this one again, by its id, when nothing else runs on this machine.';

function strainOf(record: RunRecord): string | null {
  const why = strainIn(record);
  return why === null ? null : `${why.replace(/\.$/, '')}. ${AGAIN}`;
}

function strainIn({ facts: { checks, floor } }: RunRecord): string | null {
  if (floor === null) return 'our own share of a latency could not be measured, so busy is the machine';
  if (floor.p50 > PER_CALL)
    return `our own share of a latency is ${floor.p50.toFixed(1)} ms, more than the ${PER_CALL} ms that a call is allowed`;
  return checks.find(({ id, ok }) => !ok && STRAINED.includes(id))?.said ?? null;
}
